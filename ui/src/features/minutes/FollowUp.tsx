import { t } from "@lingui/core/macro";
import { useState } from "react";

import type { FollowUpView } from "../../host";
import { Button, Choice, Field, Mark, Notice, civilDate, todayInMexico } from "../../kit";
import { useActs } from "./useActs";
import { stateOptions, stateWord } from "./words";
import styles from "./Minutes.module.css";

interface FollowUpProps {
  minutes: string;
  followUp: readonly FollowUpView[];
  /** The day of the minuta; "" if it is not written yet. */
  date: string;
  readOnly: boolean;
}

/** What became of the acuerdos of earlier minutas: those that are open are offered. */
export function FollowUp({ minutes, followUp, date, readOnly }: FollowUpProps) {
  if (followUp.length === 0) return null;
  return (
    <section
      className={styles.section}
      aria-label={t`Seguimiento de acuerdos anteriores`}
      data-testid="minutes-follow-up"
    >
      <h3>{t`Seguimiento de acuerdos anteriores`}</h3>
      {!readOnly && (
        <p className={styles.quiet}>
          {t`Estos acuerdos siguen abiertos. Di en ésta cómo va cada uno: lo que digas queda en la minuta y en el acuerdo.`}
        </p>
      )}
      <ol className={styles.cards}>
        {followUp.map((one) => (
          <li key={one.agreement} className={styles.card} data-testid="follow-up">
            <div className={styles.cardHead}>
              <strong className={styles.number}>{one.number}</strong>
              <Mark tone="plain">{stateWord(one.state)}</Mark>
              <span className={styles.quiet}>
                {[one.responsible, one.dueDate === "" ? "" : t`para el ${civilDate(one.dueDate)}`]
                  .filter((word) => word !== "")
                  .join(" · ")}
              </span>
            </div>
            <p className={styles.read}>{one.text}</p>
            {one.said.length > 1 && (
              <p className={styles.asked}>
                {t`Dos personas dijeron cosas distintas a la vez; lo que digas ahora toma su lugar.`}
              </p>
            )}
            {one.said.map((said, at) => (
              <p key={at} className={styles.saidHere} data-testid="follow-up-said">
                <strong>{stateWord(said.state)}</strong>
                {said.on !== "" && ` · ${civilDate(said.on)}`}
                {said.remark !== "" && `: ${said.remark}`}
                <span className={styles.quiet}> · {said.by}</span>
              </p>
            ))}
            {!readOnly && <SayHow minutes={minutes} one={one} date={date} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function SayHow({ minutes, one, date }: { minutes: string; one: FollowUpView; date: string }) {
  const { busy, problem, act } = useActs();
  const [writing, setWriting] = useState(false);
  const last = one.said[0];
  const [state, setState] = useState(last?.state ?? one.state);
  const [remark, setRemark] = useState(last?.remark ?? "");
  const on = date === "" ? todayInMexico() : date;
  if (!writing) {
    return (
      <div className={styles.actions}>
        <Button size="small" data-testid="follow-up-say" onPress={() => setWriting(true)}>
          {last === undefined ? t`Decir cómo va…` : t`Cambiar…`}
        </Button>
        {last !== undefined && (
          <Button
            size="small"
            look="quiet"
            isDisabled={busy}
            onPress={() =>
              void act([
                {
                  type: "followUp",
                  agreement: one.agreement,
                  minutes,
                  state: null,
                  on,
                  remark: "",
                },
              ])
            }
          >
            {t`Retirarlo de esta minuta`}
          </Button>
        )}
      </div>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (busy) return;
        void act([{ type: "followUp", agreement: one.agreement, minutes, state, on, remark }]).then(
          (done) => done !== null && setWriting(false),
        );
      }}
    >
      <div className={styles.row}>
        <Choice
          label={t`Cómo va`}
          value={state}
          options={stateOptions()}
          onChange={setState}
          testId="follow-up-state"
        />
        <Field
          label={t`Qué hay que saber (opcional)`}
          value={remark}
          onChange={setRemark}
          maxLength={2_000}
          testId="follow-up-remark"
        />
      </div>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.actions}>
        <Button
          size="small"
          look="strong"
          type="submit"
          isDisabled={busy}
          data-testid="follow-up-save"
        >
          {t`Decirlo en esta minuta`}
        </Button>
        <Button size="small" look="quiet" onPress={() => setWriting(false)}>
          {t`Cancelar`}
        </Button>
      </div>
    </form>
  );
}
