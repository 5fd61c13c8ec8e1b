import { t } from "@lingui/core/macro";
import { Calculator, MessagesSquare, Wrench } from "lucide-react";
import { useState } from "react";

import { asProblem, type Cell, type FindingView, type FixView, type Problem } from "../../host";
import { Button, PlaceLink, ReasonForm } from "../../kit";
import { mayEdit, rowKey, useApp, useDone, useDossier, useDossierState } from "../../state";
import { consultationJob } from "../consultations";
import { placeLabel } from "../fields";
import { findingsOf } from "./book";
import { useSilence } from "./useSilence";
import styles from "./Findings.module.css";

/** The rule that finds notes to somebody over data. */
const NOTE_CODE = "COMMENT_IN_DATA";

interface FindingItemProps {
  finding: FindingView;
  /** The title that stands over it already. */
  titled: string;
}

/** One finding: where, why it matters, the arithmetic, what mends it, and a way to let it be. */
export function FindingItem({ finding, titled }: FindingItemProps) {
  const dossier = useDossier();
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const [silencing, setSilencing] = useState(false);
  const { cell } = finding;
  const place = placeLabel(finding.row, cell?.field ?? "");
  return (
    <li className={styles.item} data-testid="finding-item" data-code={finding.code}>
      {cell !== null ? (
        <PlaceLink
          testId="finding-place"
          onPress={() => dossier.goTo(cell.line, cell.indicator, cell.field)}
        >
          {place}
        </PlaceLink>
      ) : (
        <span className={styles.whole}>{t`Toda la matriz`}</span>
      )}
      {finding.title !== titled && <p className={styles.title}>{finding.title}</p>}
      <p className={styles.explanation}>{finding.explanation}</p>
      {finding.example !== null && (
        <p className={styles.example} data-testid="finding-example">
          <Calculator size={14} aria-hidden />
          <span>{finding.example}</span>
        </p>
      )}
      <Related numbers={finding.related} />
      {canEdit && (
        <div className={styles.actions}>
          {finding.code === NOTE_CODE && cell !== null && <Consult cell={cell} />}
          {finding.fixes.map((fix) => (
            <FixButton key={fix.label} fix={fix} />
          ))}
          {!silencing && (
            <Button
              look="quiet"
              size="small"
              data-testid="finding-silence"
              onPress={() => setSilencing(true)}
            >
              {t`Está bien así…`}
            </Button>
          )}
        </div>
      )}
      {silencing && <SilenceForm finding={finding} onClose={() => setSilencing(false)} />}
    </li>
  );
}

/** A note to another body becomes the consultation it stands for. */
function Consult({ cell: { line, indicator, field } }: { cell: Cell }) {
  const dossier = useDossier();
  return (
    <Button
      size="small"
      data-testid="finding-consult"
      onPress={() => {
        dossier.goTo(line, indicator, field);
        const key = rowKey({ line, indicator });
        consultationJob(dossier).set({ cell: { key, field }, note: true });
      }}
    >
      <MessagesSquare size={14} aria-hidden /> {t`Convertir en consulta…`}
    </Button>
  );
}

function FixButton({ fix }: { fix: FixView }) {
  const dossier = useDossier();
  const app = useApp();
  const done = useDone();
  const [busy, setBusy] = useState(false);
  const mend = () => {
    setBusy(true);
    dossier
      .act(fix.label, fix.actions)
      .then(() => {
        void findingsOf(dossier).pull();
        done(t`Hecho: ${fix.label}.`, fix.label, () => void findingsOf(dossier).pull());
      })
      .catch((failure: unknown) => app.fail(failure))
      .finally(() => setBusy(false));
  };
  return (
    <Button size="small" data-testid="finding-fix" isDisabled={busy} onPress={mend}>
      <Wrench size={14} aria-hidden /> {fix.label}
    </Button>
  );
}

/** Other rows it speaks of, each a way there. */
function Related({ numbers }: { numbers: readonly number[] }) {
  const dossier = useDossier();
  if (numbers.length === 0) return null;
  const go = (wanted: number) => {
    for (const row of dossier.state.get().rows.values()) {
      if (row.row === wanted) dossier.goTo(row.line, row.indicator, "actionLine");
    }
  };
  return (
    <p className={styles.related}>
      {t`Ver también:`}{" "}
      {numbers.map((number) => (
        <PlaceLink key={number} onPress={() => go(number)}>
          {placeLabel(number, "")}
        </PlaceLink>
      ))}
    </p>
  );
}

function SilenceForm({ finding, onClose }: { finding: FindingView; onClose: () => void }) {
  const silence = useSilence();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const save = (reason: string) => {
    setBusy(true);
    setProblem(null);
    silence(finding, reason)
      .then(onClose)
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };
  return (
    <ReasonForm
      label={t`Por qué está bien así`}
      hint={t`Lo verán las demás personas, con tu nombre y la fecha.`}
      action={t`No volver a avisar`}
      testId="silence"
      busy={busy}
      problem={problem}
      onSave={save}
      onClose={onClose}
    />
  );
}
