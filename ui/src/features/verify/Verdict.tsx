import { plural, t } from "@lingui/core/macro";
import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";

import type { DifferenceView, DocumentVerdict } from "../../host";
import { Button, WordChanges, classes } from "../../kit";
import { useApp, useAppState } from "../../state";
import { rowChange } from "../changes";
import { placeLabel } from "../fields";
import { Departures } from "./Departures";
import styles from "./Verify.module.css";
import { factsOf, toneOf } from "./words";

/** Differences shown here; all of them stand in the comparison of the dossier. */
const SHOWN_MAX = 20;

interface VerdictProps {
  /** Name of the file; "" for what was typed. */
  name: string;
  verdict: DocumentVerdict;
  onOpened: () => void;
}

/** What was found out about a document: the verdict, the facts, and what changed since. */
export function Verdict({ name, verdict, onOpened }: VerdictProps) {
  const tone = toneOf(verdict);
  const Icon = tone === "good" ? ShieldCheck : tone === "care" ? ShieldQuestion : ShieldAlert;
  return (
    <section className={styles.verdict} aria-live="polite" data-testid="verdict">
      {name !== "" && <p className={styles.name}>{name}</p>}
      <div
        className={classes(styles.said, styles[tone])}
        role={tone === "wrong" ? "alert" : undefined}
        data-testid="verdict-said"
        data-outcome={verdict.outcome}
        data-file={verdict.file}
      >
        <Icon size={24} aria-hidden />
        <div>
          <strong>{verdict.sentence}</strong>
          <p>{verdict.next}</p>
        </div>
      </div>
      <dl className={styles.facts}>
        {factsOf(verdict).map(([what, said]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
      {verdict.rows !== null && <Departures rows={verdict.rows} />}
      {verdict.changes !== null && (
        <Since changes={verdict.changes} differences={verdict.differences} />
      )}
      <OpenDossier dossier={verdict.dossier} onOpened={onOpened} />
    </section>
  );
}

function Since({
  changes,
  differences,
}: {
  changes: number;
  differences: readonly DifferenceView[];
}) {
  if (changes === 0) {
    return (
      <p data-testid="verdict-changes">{t`Desde entonces no ha cambiado nada en la matriz.`}</p>
    );
  }
  const shown = differences.slice(0, SHOWN_MAX);
  const more = changes - shown.length;
  return (
    <div className={styles.since} data-testid="verdict-changes">
      <h3>
        {plural(changes, {
          one: "Desde entonces hubo # cambio en la matriz",
          other: "Desde entonces hubo # cambios en la matriz",
        })}
      </h3>
      <ul>
        {shown.map((difference, at) => (
          <li key={at}>
            <span className={styles.place}>
              {placeLabel(difference.row, difference.cell.field)}
            </span>
            {difference.cell.field === "" ? (
              <p>{rowChange(difference.kind)}</p>
            ) : (
              <WordChanges spans={difference.spans} />
            )}
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className={styles.quiet}>
          {plural(more, {
            one: "Falta # más: está en las versiones del expediente, al comparar.",
            other: "Faltan # más: están en las versiones del expediente, al comparar.",
          })}
        </p>
      )}
    </div>
  );
}

/** The way to the dossier, where it is here and not already on the screen. */
function OpenDossier({ dossier, onOpened }: { dossier: string; onOpened: () => void }) {
  const app = useApp();
  const isHere = useAppState(
    ({ dossiers, screen }) =>
      (dossiers ?? []).some((known) => known.dossier === dossier) &&
      !(screen.name === "dossier" && screen.dossier.id === dossier),
  );
  if (!isHere) return null;
  return (
    <Button
      data-testid="verdict-open"
      onPress={() => {
        onOpened();
        void app.list().then(() => app.open(dossier));
      }}
    >
      {t`Abrir el expediente`}
    </Button>
  );
}
