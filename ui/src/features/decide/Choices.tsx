import { t } from "@lingui/core/macro";
import { useState } from "react";

import {
  asProblem,
  type ChoiceMeaning,
  type Conflict,
  type Problem,
  type Row,
  type ToDecide,
} from "../../host";
import { Button, Mark, Notice, localTime, ownWords } from "../../kit";
import {
  mayEdit,
  useApp,
  useAppState,
  useDossier,
  useDossierState,
  type DossierState,
} from "../../state";
import styles from "./Choices.module.css";

interface Deciding {
  busy: boolean;
  problem: Problem | null;
  choose: (choose: number) => void;
}

/** Sends a choice and keeps the problem, if it did not get through, beside the choices. */
function useDeciding(row: Row, field: string, onDone: () => void): Deciding {
  const dossier = useDossier();
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const choose = (choice: number) => {
    setBusy(true);
    setProblem(null);
    dossier
      .resolve(row, field, choice)
      .then(() => {
        app.toast(t`Decidido. Queda igual para todas las personas del expediente.`);
        onDone();
      })
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  return { busy, problem, choose };
}

interface Place {
  row: Row;
  field: string;
  onDone: () => void;
}

/** Several values of one cell: whose, from when, and a button for each. */
export function ConflictChoices({ row, field, onDone, conflict }: Place & { conflict: Conflict }) {
  const { busy, problem, choose } = useDeciding(row, field, onDone);
  const canDecide = useDossierState((state) => mayEdit(state.role));
  return (
    <div className={styles.choices}>
      <p className={styles.why}>
        <strong>{t`Dos personas escribieron aquí sin verse.`}</strong>{" "}
        {t`Los dos valores están guardados. Elige cuál queda.`}
      </p>
      <ul className={styles.list}>
        {conflict.values.map((value, index) => (
          <li
            key={value.choose}
            className={styles.option}
            data-testid="conflict-choice"
            data-choose={value.choose}
          >
            <span className={styles.value}>
              {value.value === "" ? (
                <span className={styles.empty}>{t`(vacía)`}</span>
              ) : (
                value.value
              )}
              {index === 0 && <Mark tone="plain">{t`se muestra`}</Mark>}
            </span>
            <span className={styles.who}>
              <strong>{value.author}</strong> · {localTime(value.at)}
            </span>
            <span className={styles.pick}>
              <Button
                size="small"
                isDisabled={busy || !canDecide}
                onPress={() => choose(value.choose)}
              >
                {value.value === "" ? t`Dejar vacía` : t`Dejar «${short(value.value)}»`}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {!canDecide && <p className={styles.why}>{t`Decide quien edita o coordina.`}</p>}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
    </div>
  );
}

/** A merge that waits for a person: both texts and the merge, what differs underlined. */
export function MergeChoices({ row, field, onDone, decide }: Place & { decide: ToDecide }) {
  const { busy, problem, choose } = useDeciding(row, field, onDone);
  const canDecide = useDossierState((state) => mayEdit(state.role));
  const me = useAppState((state) => state.me?.name ?? "");
  const mine = decide.mineAuthor === me;
  const options = [
    {
      choice: 1,
      who: mine ? t`Lo tuyo` : t`Lo de ${decide.mineAuthor}`,
      text: decide.mine,
      other: decide.theirs,
      button: mine ? t`Dejar lo mío` : t`Dejar lo de ${decide.mineAuthor}`,
    },
    {
      choice: 2,
      who: t`Lo de ${decide.theirsAuthor}`,
      text: decide.theirs,
      other: decide.mine,
      button: t`Dejar lo de ${decide.theirsAuthor}`,
    },
    {
      choice: 3,
      who: t`La mezcla de los dos, como está ahora`,
      text: decide.merged,
      other: null,
      button: t`Dejar la mezcla`,
    },
  ];
  return (
    <div className={styles.choices}>
      <p className={styles.why}>
        <strong>
          {decide.kind === "numeral"
            ? t`Los dos cambios tocaron una cifra.`
            : t`Los dos cambiaron las mismas palabras.`}
        </strong>{" "}
        {decide.kind === "numeral"
          ? t`La mezcla puede decir un número que nadie escribió. Nada se perdió: elige qué queda.`
          : t`La mezcla puede no leerse bien. Nada se perdió: elige qué queda.`}
      </p>
      <ul className={styles.list}>
        {options.map((option) => (
          <li
            key={option.choice}
            className={styles.option}
            data-testid="decide-choice"
            data-choose={option.choice}
          >
            <span className={styles.who}>
              <strong>{option.who}</strong>
            </span>
            <span className={styles.pickText}>
              <Button
                size="small"
                isDisabled={busy || !canDecide}
                onPress={() => choose(option.choice)}
              >
                {option.button}
              </Button>
            </span>
            <DifferingText text={option.text} other={option.other} />
          </li>
        ))}
      </ul>
      {!canDecide && <p className={styles.why}>{t`Decide quien edita o coordina.`}</p>}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
    </div>
  );
}

/** A line retired by one person while another edited it: whether it stays. */
export function RetiredChoices({ row, onDone }: { row: Row; onDone: () => void }) {
  const dossier = useDossier();
  const canDecide = useDossierState((state) => mayEdit(state.role));
  const [problem, setProblem] = useState<Problem | null>(null);
  const who = (does: ChoiceMeaning["does"]) => (state: DossierState) =>
    state.review.decisions
      .find((one) => one.kind === "retiredAndEdited" && one.line === row.line)
      ?.choices.find((choice) => choice.means?.does === does)?.author ?? "";
  const retired = useDossierState(who("retire"));
  const edited = useDossierState(who("keep"));
  const decide = (out: boolean) => {
    setProblem(null);
    dossier
      .retireLine(row.line, out)
      .then(onDone)
      .catch((failure: unknown) => setProblem(asProblem(failure)));
  };
  return (
    <div className={styles.choices}>
      <p className={styles.why}>
        <strong>{t`El renglón fue retirado y editado a la vez.`}</strong>{" "}
        {retired !== "" && edited !== "" && t`Lo retiró ${retired}; lo editó ${edited}.`}
      </p>
      <div>
        <Button size="small" isDisabled={!canDecide} onPress={() => decide(false)}>
          {t`Conservar el renglón`}
        </Button>{" "}
        <Button size="small" look="danger" isDisabled={!canDecide} onPress={() => decide(true)}>
          {t`Retirarlo`}
        </Button>
      </div>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
    </div>
  );
}

function DifferingText({ text, other }: { text: string; other: string | null }) {
  if (other === null) return <p className={styles.text}>{text}</p>;
  return (
    <p className={styles.text}>
      {ownWords(text, other).map((stretch, index) =>
        stretch.own ? <mark key={index}>{stretch.text}</mark> : stretch.text,
      )}
    </p>
  );
}

function short(value: string): string {
  return value.length > 24 ? `${value.slice(0, 23)}…` : value;
}
