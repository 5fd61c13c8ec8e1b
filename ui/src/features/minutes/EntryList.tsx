import { t } from "@lingui/core/macro";
import { Plus } from "lucide-react";

import type { MinutesPart } from "../../host";
import { Button, Notice } from "../../kit";
import { PartTools, RemovedMeanwhile } from "./PartTools";
import { useActs } from "./useActs";
import { WordsBox } from "./WordsBox";
import { partName, said, type ListKind } from "./words";
import styles from "./Minutes.module.css";

interface EntryListProps {
  minutes: string;
  kind: ListKind;
  title: string;
  parts: readonly MinutesPart[];
  readOnly: boolean;
}

/** A list of a minuta: the order of the day, or the materials that were looked at. */
export function EntryList({ minutes, kind, title, parts, readOnly }: EntryListProps) {
  const acts = useActs();
  if (readOnly && parts.length === 0) return null;
  return (
    <section className={styles.section} aria-label={title} data-testid={`minutes-${kind}`}>
      <h3>{title}</h3>
      <ol className={styles.entries}>
        {parts.map((part, at) => (
          <li key={part.part}>
            <div className={styles.entry}>
              {readOnly ? (
                <p className={styles.read}>{said(part.values, "text")}</p>
              ) : (
                <>
                  <WordsBox
                    part={part.part}
                    field="text"
                    label={partName(part, at + 1)}
                    labelHidden
                    value={part.values["text"]}
                    readOnly={false}
                    placeholder={t`Escribe aquí`}
                    testId={`${kind}-text`}
                  />
                  <PartTools parts={parts} at={at} acts={acts} />
                </>
              )}
            </div>
            {!readOnly && <RemovedMeanwhile part={part} acts={acts} />}
          </li>
        ))}
      </ol>
      {acts.problem !== null && (
        <Notice message={acts.problem.message} next={acts.problem.next} code={acts.problem.code} />
      )}
      {!readOnly && (
        <Button
          size="small"
          look="quiet"
          isDisabled={acts.busy}
          data-testid={`${kind}-add`}
          onPress={() => void acts.act([{ type: "add", minutes, kind, after: null, values: {} }])}
        >
          <Plus size={15} aria-hidden />
          {kind === "agenda" ? t`Agregar un punto` : t`Agregar un material`}
        </Button>
      )}
    </section>
  );
}
