import { t } from "@lingui/core/macro";
import { ChevronDown } from "lucide-react";
import { useId, useMemo } from "react";
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from "react-aria-components";

import type { HeadingView, Row } from "../../host";
import {
  headingAt,
  headingText,
  mayChange,
  useApp,
  useDossier,
  useDossierState,
  type Level,
} from "../../state";
import { fieldLabel } from "../fields";
import { FieldFrame } from "./FichaField";
import styles from "./Ficha.module.css";

const NONE = "none";

/** The heading a line is under at a level, chosen from the catalogue. */
export function HeadingField({ row, level }: { row: Row; level: Level }) {
  const dossier = useDossier();
  const app = useApp();
  const help = useId();
  const canEdit = useDossierState((state) => mayChange(state, row));
  const levels = useDossierState((state) => state.levels);
  const headings = useDossierState((state) => state.headings);
  const field = `headings.${level}`;
  const label = fieldLabel(field);
  const current = headingAt(row, level);

  const options = useMemo(() => {
    const there = headings.filter(
      (heading) => heading.level === level && (!heading.retired || heading.id === current?.id),
    );
    // One the catalogue does not know yet is still where the line is.
    const missing = current !== null && there.every(({ id }) => id !== current.id);
    return [
      { id: NONE, text: t`Sin ${label.toLowerCase()}`, under: "" },
      ...(missing ? [{ id: current.id, text: headingText(current), under: "" }] : []),
      ...there.map((heading) => ({
        id: heading.id,
        text: headingText(heading),
        under: parentOf(heading, headings),
      })),
    ];
  }, [headings, level, current, label]);

  const choose = (chosen: string) => {
    const outer = levels.slice(0, levels.indexOf(level)).findLast((known) => headingAt(row, known));
    const above = outer === undefined ? null : (headingAt(row, outer)?.id ?? null);
    const heading = chosen === NONE ? above : chosen;
    dossier
      .act(t`Cambiar ${label.toLowerCase()}`, [{ type: "assignHeading", line: row.line, heading }])
      .catch((failure: unknown) => app.fail(failure));
  };

  return (
    <FieldFrame row={row} field={field} helpId={help}>
      <Select
        className={styles.picker ?? ""}
        aria-label={label}
        aria-describedby={help}
        value={current?.id ?? NONE}
        isDisabled={!canEdit}
        onChange={(key) => {
          if (key !== null && key !== (current?.id ?? NONE)) choose(String(key));
        }}
      >
        <Button
          className={styles.pickerButton ?? ""}
          data-ficha-control=""
          data-testid="ficha-heading"
          data-field={field}
        >
          <SelectValue className={styles.pickerValue ?? ""}>
            {current === null ? t`Sin ${label.toLowerCase()}` : headingText(current)}
          </SelectValue>
          <ChevronDown size={15} aria-hidden />
        </Button>
        <Popover className={styles.pickerPopover ?? ""} offset={2}>
          <ListBox items={options} className={styles.pickerItems ?? ""}>
            {(option) => (
              <ListBoxItem
                id={option.id}
                textValue={option.text}
                className={styles.pickerItem ?? ""}
                data-testid="heading-option"
              >
                {option.text}
                {option.under !== "" && <span className={styles.under}>{option.under}</span>}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </Select>
    </FieldFrame>
  );
}

/** What a heading is under, in a few words: its kind and number, or its text if it has none. */
function parentOf(heading: HeadingView, all: readonly HeadingView[]): string {
  const parent = all.find(({ id }) => id === heading.parent);
  if (parent === undefined) return "";
  const name = fieldLabel(`headings.${parent.level}`);
  return parent.number === "" ? parent.text : `${name} ${parent.number}`;
}
