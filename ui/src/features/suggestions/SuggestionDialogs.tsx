import { t } from "@lingui/core/macro";
import { useState } from "react";

import { asProblem, type Problem, type ReviewAction, type Row } from "../../host";
import { REASON_LENGTH_MAX, Button, DialogActions, Field, ModalDialog, Notice } from "../../kit";
import {
  ROW_FIELD,
  TEXT_UNITS_MAX,
  headingText,
  mayComment,
  useApp,
  useCommands,
  useDossier,
  useDossierState,
  useStore,
} from "../../state";
import { fieldLabel } from "../fields";
import { newRows, suggestionJob, useSuggestionJobs, type NewRow } from "./jobs";
import styles from "./Suggestions.module.css";

const VALUE_LENGTH_MAX = 200;

/** The dialogs in which whole rows are proposed, and the commands; drawn once, beside the grid. */
export function SuggestionDialogs() {
  const dossier = useDossier();
  const jobs = useSuggestionJobs();
  const job = useStore(suggestionJob(dossier), (now) => now);
  const selection = useDossierState((state) => state.selection);
  const row = useDossierState((state) => state.rows.get(state.selection?.key ?? ""));
  const allowed = useDossierState((state) => mayComment(state.role));
  const about = useDossierState((state) =>
    job === null ? undefined : [...state.rows.values()].find(({ line }) => line === job.line),
  );

  const reading = allowed ? null : t`Con tu papel puedes leer; no proponer.`;
  const nowhere = row === undefined ? t`Elige primero un renglón.` : null;
  const onCell = selection !== null && selection.field !== ROW_FIELD;
  useCommands([
    {
      id: "suggest.cell",
      title: t`Proponer un cambio en esta celda`,
      group: "edit",
      keys: "Ctrl+Alt+P",
      disabled: reading ?? (onCell ? null : t`Elige primero una celda.`),
      run: () => {
        const { selection: cell } = dossier.state.get();
        if (cell !== null) jobs.propose(cell, "grid");
      },
    },
    {
      id: "suggest.newRow",
      title: t`Proponer un renglón nuevo…`,
      group: "rows",
      disabled: reading ?? nowhere,
      run: () => {
        if (row !== undefined) jobs.newRow(row.line);
      },
    },
    {
      id: "suggest.retire",
      title:
        row?.retired === true
          ? t`Proponer restaurar este renglón…`
          : t`Proponer retirar este renglón…`,
      group: "rows",
      disabled: reading ?? nowhere,
      run: () => {
        if (row !== undefined) jobs.retire(row.line);
      },
    },
  ]);

  // Somebody else may take the line away while one looks at it.
  if (job === null || about === undefined) return null;
  const close = () => {
    suggestionJob(dossier).set(null);
    dossier.focusCell();
  };
  const number = about.row ?? "";
  switch (job.name) {
    case "newRow":
      return (
        <ModalDialog
          title={t`Proponer un renglón nuevo`}
          isOpen
          onClose={close}
          size="wide"
          testId="suggest-row-dialog"
        >
          <NewRowForm row={about} onClose={close} />
        </ModalDialog>
      );
    case "retire":
      return (
        <ModalDialog
          title={
            about.retired
              ? t`Proponer restaurar un renglón`
              : t`Proponer retirar el renglón ${number}`
          }
          isOpen
          onClose={close}
          testId="suggest-retire-dialog"
        >
          <RetireForm row={about} onClose={close} />
        </ModalDialog>
      );
  }
}

/** Sends a proposal from a form, and keeps what went wrong for the form to show. */
function useSending(onClose: () => void) {
  const dossier = useDossier();
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = (action: ReviewAction) => {
    setBusy(true);
    setProblem(null);
    dossier
      .review([action])
      .then(() => {
        app.toast(t`Se envió tu propuesta. La matriz queda como está hasta que la acepten.`);
        onClose();
      })
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };
  return { send, busy, problem };
}

interface FormProps {
  row: Row;
  onClose: () => void;
}

const NOTHING: NewRow = { cells: {}, reason: "" };

function NewRowForm({ row, onClose }: FormProps) {
  const years = useDossierState((state) => state.years);
  const begun = newRows(useDossier());
  const { cells, reason } = useStore(begun, (all) => all.get(row.line) ?? NOTHING);
  const write = (part: Partial<NewRow>) => {
    begun.update((all) => new Map(all).set(row.line, { cells, reason, ...part }));
  };
  const discard = () => {
    begun.update((all) => new Map([...all].filter(([line]) => line !== row.line)));
    onClose();
  };
  const { send, busy, problem } = useSending(discard);
  const heading = row.headings.at(-1) ?? null;
  const number = row.row ?? "";
  const value = (field: string) => cells[field] ?? "";
  const set = (field: string) => (text: string) => write({ cells: { ...cells, [field]: text } });
  const written = Object.fromEntries(
    Object.entries(cells)
      .map(([field, text]) => [field, text.trim()] as const)
      .filter(([, text]) => text !== ""),
  );
  const empty = (written["actionLine"] ?? "") === "";
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (empty) return;
        send({
          type: "suggestLine",
          after: row.line,
          heading: heading?.id ?? null,
          cells: written,
          reason: reason.trim(),
        });
      }}
    >
      <p className={styles.where}>
        {row.row === null ? t`Después de un renglón retirado` : t`Después del renglón ${number}`}
        {heading !== null && <> · {t`En «${headingText(heading)}»`}</>}
      </p>
      <Field
        label={fieldLabel("actionLine")}
        value={value("actionLine")}
        onChange={set("actionLine")}
        lines={3}
        maxLength={TEXT_UNITS_MAX}
        autoFocus
        testId="suggest-row-line"
      />
      <Field
        label={fieldLabel("indicatorName")}
        hint={t`Si aún no lo tienes, déjalo vacío.`}
        value={value("indicatorName")}
        onChange={set("indicatorName")}
        lines={2}
        maxLength={TEXT_UNITS_MAX}
        testId="suggest-row-indicator"
      />
      <div className={styles.years}>
        {years.map((year) => {
          const field = `targets.${String(year)}`;
          return (
            <Field
              key={year}
              label={fieldLabel(field)}
              value={value(field)}
              onChange={set(field)}
              maxLength={VALUE_LENGTH_MAX}
              testId={`suggest-row-${field}`}
            />
          );
        })}
      </div>
      <Field
        label={t`Por qué`}
        value={reason}
        onChange={(text) => write({ reason: text })}
        lines={2}
        maxLength={REASON_LENGTH_MAX}
        testId="suggest-row-reason"
      />
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <DialogActions>
        <Button onPress={discard}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          type="submit"
          isDisabled={busy || empty}
          data-testid="suggest-row-send"
        >
          {t`Proponer el renglón`}
        </Button>
      </DialogActions>
    </form>
  );
}

function RetireForm({ row, onClose }: FormProps) {
  const [reason, setReason] = useState("");
  const { send, busy, problem } = useSending(onClose);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const { line, retired } = row;
        send({ type: "suggestRetire", line, retired: !retired, reason: reason.trim() });
      }}
    >
      <p className={styles.quote}>
        {row.actionLine === "" ? t`(sin texto de línea)` : row.actionLine}
      </p>
      {!row.retired && (
        <p className={styles.where}>
          {t`Retirar no borra: si se acepta, el renglón sale de la matriz y se puede restaurar.`}
        </p>
      )}
      <Field
        label={t`Por qué`}
        value={reason}
        onChange={setReason}
        lines={3}
        maxLength={REASON_LENGTH_MAX}
        autoFocus
        testId="suggest-retire-reason"
      />
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button look="strong" type="submit" isDisabled={busy} data-testid="suggest-retire-send">
          {row.retired ? t`Proponer restaurarlo` : t`Proponer retirarlo`}
        </Button>
      </DialogActions>
    </form>
  );
}
