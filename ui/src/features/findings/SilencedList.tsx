import { plural, t } from "@lingui/core/macro";

import type { ReactNode } from "react";

import type { FindingView } from "../../host";
import { Button, localTime, PlaceLink } from "../../kit";
import { mayEdit, useApp, useDossier, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import { useSilence } from "./useSilence";
import styles from "./Findings.module.css";

interface SilencedListProps {
  /** How many there are, more perhaps than are listed. */
  count: number;
  findings: readonly FindingView[];
  /** What stands under them. */
  children?: ReactNode;
}

/** What somebody said is right as it is: who, when and why; folded. */
export function SilencedList({ count, findings, children }: SilencedListProps) {
  const dossier = useDossier();
  const app = useApp();
  const silence = useSilence();
  const canEdit = useDossierState((state) => mayEdit(state.role));
  return (
    <details className={styles.silenced} data-testid="findings-silenced">
      <summary>
        {plural(count, {
          one: "# hallazgo que está bien así",
          other: "# hallazgos que están bien así",
        })}
      </summary>
      <ul>
        {findings.map((finding) => {
          const { cell, silenced } = finding;
          return (
            <li key={finding.key} className={styles.item}>
              {cell !== null && (
                <PlaceLink onPress={() => dossier.goTo(cell.line, cell.indicator, cell.field)}>
                  {placeLabel(finding.row, cell.field)}
                </PlaceLink>
              )}
              <p className={styles.title}>{finding.title}</p>
              {silenced !== null && (
                <p className={styles.explanation}>
                  «{silenced.reason}»
                  <span className={styles.byline}>
                    {silenced.by} · {localTime(silenced.at)}
                  </span>
                </p>
              )}
              {canEdit && (
                <div className={styles.actions}>
                  <Button
                    look="quiet"
                    size="small"
                    data-testid="finding-unsilence"
                    onPress={() =>
                      void silence(finding, null).catch((failure: unknown) => app.fail(failure))
                    }
                  >
                    {t`Volver a mostrar`}
                  </Button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {children}
    </details>
  );
}
