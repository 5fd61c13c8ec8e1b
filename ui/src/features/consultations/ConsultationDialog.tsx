import { t } from "@lingui/core/macro";
import { useId, useMemo, useState } from "react";

import { asProblem, type Problem, type Row } from "../../host";
import {
  Button,
  DateField,
  DialogActions,
  Field,
  ModalDialog,
  Notice,
  todayInMexico,
} from "../../kit";
import {
  ROW_FIELD,
  cellText,
  levelOf,
  mayComment,
  useApp,
  useCommands,
  useDossier,
  useDossierState,
  useStore,
} from "../../state";
import { placeLabel } from "../fields";
import { consultationJob } from "./jobs";
import { bodyIn } from "./notes";
import styles from "./Consultations.module.css";

const BODY_LENGTH_MAX = 200;
const QUESTION_LENGTH_MAX = 4_000;

/** The form in which another body is asked, and its commands; drawn once, beside the grid. */
export function ConsultationDialog() {
  const dossier = useDossier();
  const job = useStore(consultationJob(dossier), (now) => now);
  const row = useDossierState((state) => state.rows.get(state.selection?.key ?? ""));
  const allowed = useDossierState((state) => mayComment(state.role));
  const about = useDossierState((state) => state.rows.get(job?.cell.key ?? ""));
  useCommands([
    {
      id: "row.consult",
      title: t`Consultar a otra instancia…`,
      group: "rows",
      disabled: !allowed
        ? t`Con tu papel puedes leer; no consultar.`
        : row === undefined
          ? t`Elige primero un renglón.`
          : null,
      run: () => {
        const { selection } = dossier.state.get();
        if (selection !== null) consultationJob(dossier).set({ cell: selection, note: false });
      },
    },
  ]);
  // Somebody else may take the row away while one looks at it.
  if (job === null || about === undefined) return null;
  const close = () => {
    consultationJob(dossier).set(null);
    dossier.focusCell();
  };
  return (
    <ModalDialog
      title={job.note ? t`Convertir en consulta` : t`Consultar a otra instancia`}
      isOpen
      onClose={close}
      testId="consult-dialog"
    >
      <ConsultForm row={about} field={job.cell.field} note={job.note} onClose={close} />
    </ModalDialog>
  );
}

interface ConsultFormProps {
  row: Row;
  field: string;
  /** What the cell says is a note that becomes this consultation. */
  note: boolean;
  onClose: () => void;
}

function ConsultForm({ row, field, note, onClose }: ConsultFormProps) {
  const dossier = useDossier();
  const app = useApp();
  const list = useId();
  const bodies = useBodies();
  const said = note ? cellText(row, field) : "";
  const [body, setBody] = useState(() => (note ? (bodyIn(said) ?? "") : ""));
  const [question, setQuestion] = useState(() =>
    note ? t`¿Están de acuerdo con este renglón? La celda decía: «${said}»` : "",
  );
  const [askedOn, setAskedOn] = useState(todayInMexico);
  const [dueOn, setDueOn] = useState("");
  const [duePending, setDuePending] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // A heading, or the row's number, is no cell of the row to ask about.
  const asked = field === ROW_FIELD || levelOf(field) !== null ? "" : field;
  const early = askedOn !== "" && dueOn !== "" && dueOn < askedOn;
  const whole =
    body.trim() !== "" && question.trim() !== "" && askedOn !== "" && !duePending && !early;

  const send = () => {
    setBusy(true);
    setProblem(null);
    const { line, indicator } = row;
    dossier.editors
      .commit()
      .then(() =>
        dossier.review([
          {
            type: "consult",
            line,
            indicator,
            field: asked,
            body: body.trim(),
            question: question.trim(),
            askedOn,
            dueOn: dueOn === "" ? null : dueOn,
            emptyCell: note,
          },
        ]),
      )
      .then(() => {
        const to = body.trim();
        app.toast(
          note
            ? t`La nota es ahora una consulta a ${to}. Lo que decía la celda quedó en la consulta.`
            : t`Se anotó la consulta a ${to}. El renglón queda sujeto a revisión.`,
        );
        onClose();
      })
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) send();
      }}
    >
      <p className={styles.quiet}>{placeLabel(row.row, asked)}</p>
      {note && (
        <Notice
          tone="plain"
          message={t`La celda dice: «${said}»`}
          next={t`Se vacía, y lo que decía se conserva en la consulta y en la historia de la celda.`}
        />
      )}
      <Field
        label={t`A quién`}
        hint={t`Siglas o nombre de la instancia: SFA, CADPE, Gobierno Digital.`}
        value={body}
        onChange={setBody}
        maxLength={BODY_LENGTH_MAX}
        list={list}
        autoFocus={!note}
        testId="consult-body"
      />
      <datalist id={list}>
        {bodies.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
      <Field
        label={t`Qué se le pregunta`}
        value={question}
        onChange={setQuestion}
        lines={3}
        maxLength={QUESTION_LENGTH_MAX}
        autoFocus={note}
        testId="consult-question"
      />
      <div className={styles.days}>
        <DateField
          label={t`Se consultó el`}
          value={askedOn}
          onChange={(day) => setAskedOn(day)}
          testId="consult-asked"
        />
        <DateField
          label={t`Se espera respuesta el (opcional)`}
          value={dueOn}
          onChange={(day, written) => {
            setDueOn(day);
            setDuePending(day === "" && written.trim() !== "");
          }}
          testId="consult-due"
        />
      </div>
      {early && <p className={styles.wrong}>{t`La respuesta se espera antes de consultar.`}</p>}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button look="strong" type="submit" isDisabled={busy || !whole} data-testid="consult-send">
          {note ? t`Convertir en consulta` : t`Anotar la consulta`}
        </Button>
      </DialogActions>
    </form>
  );
}

/** Bodies asked before, the last first. */
function useBodies(): readonly string[] {
  const consultations = useDossierState((state) => state.review.consultations);
  return useMemo(
    () => [...new Set(consultations.map(({ body }) => body).reverse())],
    [consultations],
  );
}
