import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { asProblem, type Problem, type ReviewAction, type WindowView } from "../../host";
import { Button, DateField, Field, Notice, todayInMexico } from "../../kit";
import { useApp, useDossier } from "../../state";
import styles from "./Window.module.css";

const TEXT_LENGTH_MAX = 500;

interface FormProps {
  children: ReactNode;
  /** What the button says. */
  submit: string;
  /** What is done; `null` while something is missing. */
  action: ReviewAction | null;
  /** What is said once it is done. */
  done: string;
  onClose: () => void;
}

/** A small form of one act of the review, with what went wrong beside its fields. */
export function ReviewForm({ children, submit, action, done, onClose }: FormProps) {
  const dossier = useDossier();
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async () => {
    if (action === null) return;
    setBusy(true);
    setProblem(null);
    try {
      await dossier.review([action]);
      app.toast(done);
      onClose();
    } catch (failure) {
      setProblem(asProblem(failure));
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.actions}>
        <Button
          size="small"
          look="strong"
          type="submit"
          data-testid="window-save"
          isDisabled={busy || action === null}
        >
          {submit}
        </Button>
        <Button size="small" look="quiet" onPress={onClose}>
          {t`Cancelar`}
        </Button>
      </div>
    </form>
  );
}

interface LastDayProps {
  day: string;
  onChange: (day: string) => void;
}

/** A box for the last day; one that is past is not refused, only said. */
function LastDay({ day, onChange }: LastDayProps) {
  return (
    <>
      <DateField
        label={t`Último día`}
        value={day}
        onChange={onChange}
        hint={t`Día, mes y año: 24/04/2023 o 24 de abril de 2023. Cuenta completo.`}
        autoFocus
        testId="window-day"
      />
      {day !== "" && day < todayInMexico() && <p className={styles.quiet}>{t`Ese día ya pasó.`}</p>}
    </>
  );
}

export function OpenForm({ onClose }: { onClose: () => void }) {
  const [day, setDay] = useState("");
  const [notifyTo, setNotifyTo] = useState("");
  const [note, setNote] = useState("");
  return (
    <ReviewForm
      submit={t`Abrir el periodo`}
      done={t`Se abrió el periodo de revisión.`}
      action={
        day === ""
          ? null
          : { type: "openWindow", closesOn: day, notifyTo: notifyTo.trim(), note: note.trim() }
      }
      onClose={onClose}
    >
      <LastDay day={day} onChange={setDay} />
      <Field
        label={t`A quién se notifican los cambios`}
        placeholder={t`Secretaría Técnica de la SESEA`}
        value={notifyTo}
        onChange={setNotifyTo}
        maxLength={TEXT_LENGTH_MAX}
        testId="window-notify"
      />
      <Field
        label={t`Nota (opcional)`}
        value={note}
        onChange={setNote}
        lines={2}
        maxLength={TEXT_LENGTH_MAX}
      />
    </ReviewForm>
  );
}

interface ChangeProps {
  window: WindowView;
  onClose: () => void;
}

export function MoveForm({ window, onClose }: ChangeProps) {
  const [day, setDay] = useState(window.closesOn);
  const [reason, setReason] = useState("");
  const ready = day !== "" && day !== window.closesOn && reason.trim() !== "";
  return (
    <ReviewForm
      submit={t`Cambiar el último día`}
      done={t`El último día es otro. Lo verán todas las personas del expediente.`}
      action={
        ready
          ? { type: "moveWindow", window: window.window, closesOn: day, reason: reason.trim() }
          : null
      }
      onClose={onClose}
    >
      <LastDay day={day} onChange={setDay} />
      <Field
        label={t`Por qué cambia`}
        value={reason}
        onChange={setReason}
        lines={2}
        maxLength={TEXT_LENGTH_MAX}
        testId="window-reason"
      />
    </ReviewForm>
  );
}

export function CloseForm({ window, onClose }: ChangeProps) {
  const [reason, setReason] = useState("");
  return (
    <ReviewForm
      submit={t`Cerrar el periodo`}
      done={t`Se cerró el periodo de revisión.`}
      action={{ type: "closeWindow", window: window.window, reason: reason.trim() }}
      onClose={onClose}
    >
      <p className={styles.quiet}>
        {t`Cerrarlo no impide escribir. Lo que llegue después se sigue guardando.`}
      </p>
      <Field
        label={t`Por qué (opcional)`}
        value={reason}
        onChange={setReason}
        lines={2}
        maxLength={TEXT_LENGTH_MAX}
        autoFocus
        testId="window-reason"
      />
    </ReviewForm>
  );
}
