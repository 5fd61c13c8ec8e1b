import { plural, t } from "@lingui/core/macro";
import { Lock, LockOpen, PencilLine } from "lucide-react";
import { useState } from "react";

import { asProblem, type Problem } from "../../host";
import { REASON_LENGTH_MAX, Button, DialogActions, Field, ModalDialog, Notice } from "../../kit";
import {
  stateGiven,
  useCommands,
  useDossier,
  useDossierState,
  useStore,
  type CellRef,
  type EditorPlace,
} from "../../state";
import { useSuggestionJobs } from "../suggestions";
import { MOVES, canMove, mayMove, moveTitle, type Move } from "./moves";
import { selectedLines, stateJob, useStateMoves } from "./useStateMoves";
import { givenWords } from "./words";
import styles from "./States.module.css";

/** The dialogs about states, and their commands for the selected rows; drawn once, beside the grid. */
export function StateDialogs() {
  const dossier = useDossier();
  const job = useStore(stateJob(dossier), (now) => now);
  const { start } = useStateMoves();
  const role = useDossierState((state) => state.role);
  const review = useDossierState((state) => state.review);
  const somewhere = useDossierState((state) => state.selection !== null);
  const states = new Map(review.states.map(({ line, state }) => [line, state]));

  const whyNot = (move: Move): string | null => {
    if (!mayMove(role, move)) return whose(move);
    if (!somewhere) return t`Elige primero uno o varios renglones.`;
    const lines = selectedLines(dossier.state.get());
    const able = lines.some((line) => canMove(states.get(line) ?? "draft", move));
    return able ? null : t`Los renglones elegidos no están para eso.`;
  };
  useCommands(
    MOVES.map((move) => ({
      id: `state.${move}`,
      title: commandTitle(move),
      group: "rows" as const,
      disabled: whyNot(move),
      run: () => start(move, selectedLines(dossier.state.get())),
    })),
  );

  if (job === null) return null;
  const close = () => {
    stateJob(dossier).set(null);
    dossier.focusCell();
  };
  return job.name === "locked" ? (
    <LockedDialog cell={job.cell} place={job.place} onClose={close} />
  ) : (
    <ReasonDialog move={job.move} lines={job.lines} onClose={close} />
  );
}

/** In the palette it must say of what. */
function commandTitle(move: Move): string {
  switch (move) {
    case "review":
      return t`Pasar los renglones elegidos a revisión`;
    case "return":
      return t`Observar los renglones elegidos…`;
    case "approve":
      return t`Aprobar los renglones elegidos`;
    case "reopen":
      return t`Reabrir los renglones elegidos…`;
    case "draft":
      return t`Volver los renglones elegidos a borrador`;
  }
}

/** Who does it, to those who do not. */
function whose(move: Move): string {
  switch (move) {
    case "review":
    case "draft":
      return t`Lo hace quien edita o coordina.`;
    case "return":
      return t`Observa quien revisa o coordina.`;
    case "approve":
    case "reopen":
      return t`Solo quien coordina aprueba y reabre.`;
  }
}

interface ReasonDialogProps {
  move: Move;
  lines: readonly string[];
  onClose: () => void;
}

/** Why rows are returned or reopened: asked for, and shown to everybody. */
function ReasonDialog({ move, lines, onClose }: ReasonDialogProps) {
  const { give } = useStateMoves();
  const rows = useDossierState((state) => state.rows);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const returns = move === "return";
  const wanted = new Set(lines);
  const about = [...rows.values()].filter(({ line }) => wanted.has(line));
  const numbers = [...new Set(about.map(({ row }) => row).filter((row) => row !== null))];
  const list = numbers.sort((a, b) => a - b).join(", ");
  const alone = numbers.length === 1;
  const title = returns
    ? alone
      ? t`Observar el renglón ${list}`
      : plural(lines.length, { one: "Observar # renglón", other: "Observar # renglones" })
    : alone
      ? t`Reabrir el renglón ${list}`
      : plural(lines.length, { one: "Reabrir # renglón", other: "Reabrir # renglones" });
  const save = () => {
    setBusy(true);
    setProblem(null);
    give(move, lines, reason)
      .then(onClose)
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };
  return (
    <ModalDialog title={title} isOpen onClose={onClose} testId="state-dialog">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== "") save();
        }}
      >
        {!alone && <p className={styles.quiet}>{t`Renglones ${list}`}</p>}
        <Field
          label={returns ? t`Qué hay que atender` : t`Por qué se reabre`}
          hint={
            returns
              ? t`Lo verá quien edita, junto al renglón.`
              : t`Queda con tu nombre y la fecha. El renglón vuelve a revisión.`
          }
          value={reason}
          onChange={setReason}
          lines={3}
          maxLength={REASON_LENGTH_MAX}
          autoFocus
          testId="state-reason"
        />
        {problem !== null && (
          <Notice message={problem.message} next={problem.next} code={problem.code} />
        )}
        <DialogActions>
          <Button onPress={onClose}>{t`Cancelar`}</Button>
          <Button
            look="strong"
            type="submit"
            data-testid="state-confirm"
            isDisabled={busy || reason.trim() === ""}
          >
            {title}
          </Button>
        </DialogActions>
      </form>
    </ModalDialog>
  );
}

interface LockedDialogProps {
  cell: CellRef;
  place: EditorPlace;
  onClose: () => void;
}

/** Why an approved row is not written in, and what can be done instead. */
function LockedDialog({ cell, place, onClose }: LockedDialogProps) {
  const dossier = useDossier();
  const row = useDossierState((state) => state.rows.get(cell.key));
  const given = useDossierState((state) => stateGiven(state, row?.line ?? ""));
  const reopens = useDossierState((state) => mayMove(state.role, "reopen"));
  const { start } = useStateMoves();
  const { propose } = useSuggestionJobs();
  // It was reopened while one looked at this.
  if (row === undefined || given?.state !== "approved") return null;
  const number = row.row ?? "";
  return (
    <ModalDialog
      title={t`El renglón ${number} está aprobado`}
      isOpen
      onClose={onClose}
      testId="locked-dialog"
    >
      <div className={styles.form}>
        <p className={styles.lock}>
          <Lock size={16} aria-hidden />
          <span>{givenWords(given)}</span>
        </p>
        {given.reason !== "" && (
          <p>
            <strong>{t`Motivo:`}</strong> {given.reason}
          </p>
        )}
        <p className={styles.quiet}>
          {reopens
            ? t`Sus celdas no se cambian mientras esté aprobado. Puedes proponer un cambio, o reabrirlo con un motivo.`
            : t`Sus celdas no se cambian mientras esté aprobado. Puedes proponer un cambio, o pedir a quien coordina que lo reabra.`}
        </p>
        <DialogActions>
          <Button onPress={onClose}>{t`Dejarlo así`}</Button>
          {reopens && (
            <Button data-testid="locked-reopen" onPress={() => start("reopen", [row.line])}>
              <LockOpen size={15} aria-hidden /> {moveTitle("reopen")}
            </Button>
          )}
          <Button
            look="strong"
            autoFocus
            data-testid="locked-propose"
            onPress={() => {
              stateJob(dossier).set(null);
              // The closing dialog gives the keyboard back first.
              requestAnimationFrame(() => {
                requestAnimationFrame(() => propose(cell, place));
              });
            }}
          >
            <PencilLine size={15} aria-hidden /> {t`Proponer un cambio`}
          </Button>
        </DialogActions>
      </div>
    </ModalDialog>
  );
}
