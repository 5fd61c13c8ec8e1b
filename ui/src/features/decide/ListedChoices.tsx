import { t } from "@lingui/core/macro";
import { useState } from "react";

import { asProblem, type DecisionView, type Problem } from "../../host";
import { Button, Notice, localTime } from "../../kit";
import { useApp, useDossier, useDossierState } from "../../state";
import { authorName } from "../fields";
import styles from "./Choices.module.css";
import { choiceWords, decisionQuestion, decisionTitle, mayDecide } from "./kinds";

interface ListedChoicesProps {
  decision: DecisionView;
  onDone: () => void;
}

/** The answers to a decision as the shell lists them: what each would leave, whose it is. */
export function ListedChoices({ decision, onDone }: ListedChoicesProps) {
  const dossier = useDossier();
  const app = useApp();
  const may = useDossierState((state) => mayDecide(state.role, decision.kind));
  const proposal = useDossierState((state) =>
    decision.kind === "verdicts"
      ? state.review.suggestions.find((one) => one.suggestion === decision.subject)
      : undefined,
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const choose = (choice: number) => {
    setBusy(true);
    setProblem(null);
    dossier
      .decide(decision.key, choice)
      .then(() => {
        app.toast(t`Decidido. Queda igual para todas las personas del expediente.`);
        onDone();
      })
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  const isText = decision.kind === "numeral" || decision.kind === "overlap";
  const coordinates = decision.kind === "states" || decision.kind === "changedAfterApproval";
  return (
    <div className={styles.choices}>
      <p className={styles.why}>
        <strong>{decisionTitle(decision.kind)}</strong> {decisionQuestion(decision.kind)}
      </p>
      {proposal !== undefined && proposal.value !== "" && (
        <p className={styles.why}>
          {t`Propuesta de ${authorName(proposal)}:`} «{proposal.value}»
        </p>
      )}
      <ul className={styles.list}>
        {decision.choices.map((choice) => {
          const words = choiceWords(choice);
          return (
            <li
              key={choice.choose}
              className={styles.option}
              data-testid="decision-choice"
              data-choose={choice.choose}
            >
              <span className={styles.left}>
                {words === "" ? <span className={styles.empty}>{t`(vacía)`}</span> : words}
              </span>
              {isText && choice.author === "" && (
                <span className={styles.who}>
                  {choice.choose === 1
                    ? t`Todo, con lo repetido una sola vez`
                    : t`La mezcla, como está ahora`}
                </span>
              )}
              {choice.author !== "" && (
                <span className={styles.who}>
                  <strong>{choice.author}</strong>
                  {choice.at !== "" && <> · {localTime(choice.at)}</>}
                </span>
              )}
              <span className={styles.pick}>
                <Button
                  size="small"
                  isDisabled={busy || !may}
                  aria-label={t`Elegir: ${words === "" ? t`(vacía)` : words}`}
                  onPress={() => choose(choice.choose)}
                >
                  {t`Elegir`}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
      {!may && (
        <p className={styles.why}>
          {coordinates ? t`Decide quien coordina.` : t`Decide quien edita o coordina.`}
        </p>
      )}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
    </div>
  );
}
