import { plural, t } from "@lingui/core/macro";
import { BetweenHorizontalEnd, EyeOff, PencilLine } from "lucide-react";
import type { ReactNode } from "react";

import type { Row, SuggestionView } from "../../host";
import { DialogTrigger, MarkButton, Popover } from "../../kit";
import { suggestionsOn, reviewIndex, useDossier, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import { SuggestionCard } from "./SuggestionCard";
import styles from "./Suggestions.module.css";

/** What the marks of open suggestions say: their width counts where rows are measured. */
export function suggestionWords() {
  return {
    cell: (count: number) => plural(count, { one: "# propuesta", other: "# propuestas" }),
    after: (count: number) =>
      plural(count, { one: "# renglón propuesto", other: "# renglones propuestos" }),
    retire: t`Se propone retirar`,
    restore: t`Se propone restaurar`,
  };
}

interface SuggestionMarksProps {
  row: Row;
  field: string;
  /** A narrow cell of figures: the count alone is seen. */
  figures?: boolean;
}

/** The open suggestions of a cell, and with the line's text those about its whole row. */
export function SuggestionMarks({ row, field, figures = false }: SuggestionMarksProps) {
  const review = useDossierState((state) => state.review);
  const ofCell = suggestionsOn({ review }, row, field);
  const { after, retire } = reviewIndex(review);
  const ofLine = field === "actionLine";
  const added = ofLine ? (after.get(row.line) ?? []) : [];
  const retired = ofLine ? (retire.get(row.line) ?? []) : [];
  const words = suggestionWords();
  const place = placeLabel(row.row, field);
  const ofRow = placeLabel(row.row, "");
  return (
    <>
      {ofCell.length > 0 && (
        <MarkOf
          label={t`${words.cell(ofCell.length)}: ver qué cambia`}
          title={t`Propuestas para ${place}`}
          suggestions={ofCell}
          icon={<PencilLine size={12} aria-hidden />}
          words={figures ? String(ofCell.length) : words.cell(ofCell.length)}
        />
      )}
      {added.length > 0 && (
        <MarkOf
          label={t`${words.after(added.length)} después de este: ver`}
          title={t`Renglones propuestos después de ${ofRow}`}
          suggestions={added}
          icon={<BetweenHorizontalEnd size={12} aria-hidden />}
          words={words.after(added.length)}
        />
      )}
      {retired.length > 0 && (
        <MarkOf
          label={t`${retireWord(retired)}: ver por qué`}
          title={t`Propuestas sobre ${ofRow}`}
          suggestions={retired}
          icon={<EyeOff size={12} aria-hidden />}
          words={retireWord(retired)}
        />
      )}
    </>
  );
}

/** What the mark of suggestions about a whole row says. */
export function retireWord(suggestions: readonly SuggestionView[]): string {
  const { retire, restore } = suggestionWords();
  return suggestions[0]?.kind === "restoreLine" ? restore : retire;
}

interface MarkOfProps {
  label: string;
  title: string;
  suggestions: readonly SuggestionView[];
  icon: ReactNode;
  words: string;
}

function MarkOf({ label, title, suggestions, icon, words }: MarkOfProps) {
  const dossier = useDossier();
  // Once the last one is decided the mark goes, and its popover with it.
  const onDone = () => {
    if (suggestions.length === 1) dossier.focusCell();
  };
  return (
    <DialogTrigger>
      <MarkButton tone="plain" testId="suggestion-mark" label={label}>
        {icon}
        {words}
      </MarkButton>
      <Popover label={title}>
        <div className={styles.popover}>
          {suggestions.map((suggestion) => (
            <SuggestionCard key={suggestion.suggestion} suggestion={suggestion} onDone={onDone} />
          ))}
        </div>
      </Popover>
    </DialogTrigger>
  );
}
