import { t } from "@lingui/core/macro";
import { Clock, RotateCcw, TriangleAlert } from "lucide-react";
import { useState } from "react";

import {
  asProblem,
  type ConsultationOutcome,
  type ConsultationView,
  type Problem,
  type ReviewAction,
} from "../../host";
import {
  Button,
  Choice,
  DateField,
  Field,
  Mark,
  Notice,
  civilDate,
  classes,
  todayInMexico,
  PlaceLink,
  ReasonForm,
} from "../../kit";
import { mayComment, useApp, useDossier, useDossierState } from "../../state";
import { authorName, placeLabel } from "../fields";
import { OUTCOMES, dueWords, outcomeWord } from "./words";
import styles from "./Consultations.module.css";

const ANSWER_LENGTH_MAX = 8_000;

interface ConsultationCardProps {
  consultation: ConsultationView;
  /** The day it is in Mexico City. */
  today: string;
}

/** What was asked of a body, by when, what it answered, and what can be written down of it. */
export function ConsultationCard({ consultation, today }: ConsultationCardProps) {
  const dossier = useDossier();
  const allowed = useDossierState((state) => mayComment(state.role));
  const [doing, setDoing] = useState<"answer" | "reopen" | null>(null);
  const { row, line, indicator, field, question, note, askedOn, dueOn, open } = consultation;
  const by = authorName({ author: consultation.askedBy, imported: consultation.imported });
  const late = open && dueOn !== null && dueOn < today;
  const asked = civilDate(askedOn);
  const close = () => setDoing(null);
  return (
    <article
      className={classes(styles.card, open ? styles.waits : styles.past)}
      data-testid="consultation"
    >
      <p className={styles.head}>
        <PlaceLink testId="consultation-place" onPress={() => dossier.goTo(line, indicator, field)}>
          {placeLabel(row, field)}
        </PlaceLink>{" "}
        {open ? (
          <Mark tone="review">{t`Espera respuesta`}</Mark>
        ) : (
          consultation.outcome !== null && (
            <Mark tone="plain">{outcomeWord(consultation.outcome)}</Mark>
          )
        )}
      </p>
      <p className={styles.question}>{question}</p>
      <p className={styles.quiet}>{t`Consultado el ${asked} por ${by}.`}</p>
      {note !== "" && <p className={styles.quiet}>{t`En la celda decía: «${note}».`}</p>}
      {open && dueOn !== null && (
        <p className={classes(styles.due, late && styles.late)} data-testid="consultation-due">
          {late ? <TriangleAlert size={13} aria-hidden /> : <Clock size={13} aria-hidden />}
          {dueWords(dueOn, today)}
        </p>
      )}
      {!open && <Answer consultation={consultation} />}
      {consultation.contested && (
        <Notice
          tone="wait"
          testId="consultation-contested"
          message={t`Dos personas anotaron una respuesta a la vez.`}
          next={t`La otra: ${consultation.others.join("; ")}. Corrige la respuesta para dejar una.`}
        />
      )}
      {allowed && doing === null && (
        <div className={styles.actions}>
          <Button size="small" data-testid="consultation-answer" onPress={() => setDoing("answer")}>
            {open ? t`Anotar la respuesta…` : t`Corregir la respuesta…`}
          </Button>
          {!open && (
            <Button
              size="small"
              look="quiet"
              data-testid="consultation-reopen"
              onPress={() => setDoing("reopen")}
            >
              <RotateCcw size={14} aria-hidden /> {t`Reabrir…`}
            </Button>
          )}
        </div>
      )}
      {doing === "answer" && <AnswerForm consultation={consultation} onClose={close} />}
      {doing === "reopen" && <ReopenForm consultation={consultation} onClose={close} />}
    </article>
  );
}

function Answer({ consultation }: { consultation: ConsultationView }) {
  const { answer, answeredOn, answeredBy } = consultation;
  const day = civilDate(answeredOn ?? "");
  return (
    <div className={styles.answer}>
      {answer !== "" && <p>{answer}</p>}
      <p className={styles.quiet}>
        {consultation.outcome === "noAnswer"
          ? t`Se cerró el ${day}, por ${answeredBy}.`
          : t`Respondió el ${day}; lo anotó ${answeredBy}.`}
      </p>
    </div>
  );
}

/** Does something to a consultation, and keeps what went wrong for the form to show. */
function useDoing(onClose: () => void) {
  const dossier = useDossier();
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = (action: ReviewAction, said: string) => {
    setBusy(true);
    setProblem(null);
    dossier
      .review([action])
      .then(() => {
        app.toast(said);
        onClose();
      })
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };
  return { run, busy, problem };
}

interface FormProps {
  consultation: ConsultationView;
  onClose: () => void;
}

function AnswerForm({ consultation, onClose }: FormProps) {
  const { run, busy, problem } = useDoing(onClose);
  const { body } = consultation;
  const [answer, setAnswer] = useState(consultation.answer);
  const [day, setDay] = useState(() => consultation.answeredOn ?? todayInMexico());
  const [outcome, setOutcome] = useState<ConsultationOutcome | "">(consultation.outcome ?? "");
  const silent = outcome === "noAnswer";
  const whole = outcome !== "" && day !== "" && (silent || answer.trim() !== "");
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!whole) return;
        run(
          {
            type: "answer",
            consultation: consultation.consultation,
            answer: answer.trim(),
            answeredOn: day,
            outcome,
          },
          t`Se anotó la respuesta de ${body}.`,
        );
      }}
    >
      <Choice
        label={t`Qué resultó`}
        value={outcome}
        options={[
          { value: "", text: t`Elige…` },
          ...OUTCOMES.map((value) => ({ value, text: outcomeWord(value) })),
        ]}
        onChange={setOutcome}
        testId="answer-outcome"
      />
      <Field
        label={silent ? t`Qué se hizo (opcional)` : t`Qué respondió ${body}`}
        value={answer}
        onChange={setAnswer}
        lines={3}
        maxLength={ANSWER_LENGTH_MAX}
        autoFocus
        testId="answer-text"
      />
      <DateField
        label={silent ? t`Se cierra el` : t`Respondió el`}
        value={day}
        onChange={(chosen) => setDay(chosen)}
        testId="answer-day"
      />
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.actions}>
        <Button
          size="small"
          look="strong"
          type="submit"
          data-testid="answer-save"
          isDisabled={busy || !whole}
        >
          {t`Guardar la respuesta`}
        </Button>
        <Button size="small" look="quiet" onPress={onClose}>
          {t`Cancelar`}
        </Button>
      </div>
    </form>
  );
}

function ReopenForm({ consultation, onClose }: FormProps) {
  const { run, busy, problem } = useDoing(onClose);
  const { body } = consultation;
  return (
    <ReasonForm
      label={t`Por qué se reabre`}
      hint={t`La respuesta que había se conserva en la historia.`}
      action={t`Reabrir la consulta`}
      testId="reopen"
      busy={busy}
      problem={problem}
      onSave={(reason) =>
        run(
          { type: "reopen", consultation: consultation.consultation, reason },
          t`Se reabrió la consulta a ${body}. El renglón queda sujeto a revisión.`,
        )
      }
      onClose={onClose}
    />
  );
}
