import { t } from "@lingui/core/macro";
import { Check, Undo2, X } from "lucide-react";
import { useState } from "react";

import { asProblem, type Problem, type ReviewAction, type SuggestionView } from "../../host";
import {
  Button,
  Mark,
  Notice,
  PlaceLink,
  ReasonForm,
  WordChanges,
  classes,
  localTime,
  hunksOf,
} from "../../kit";
import { headingText, isApproved, mayEdit, useApp, useDossier, useDossierState } from "../../state";
import { authorName, fieldLabel } from "../fields";
import { decidedWords, statusMark, suggestionPlace } from "./words";
import styles from "./Suggestions.module.css";

interface SuggestionCardProps {
  suggestion: SuggestionView;
  /** With its place, as a way there: where the card does not stand on it already. */
  placed?: boolean;
  /** Called once it was decided or taken back. */
  onDone?: () => void;
}

/** A suggestion: what it would change, who proposes it and why, and what can be done with it. */
export function SuggestionCard({ suggestion, placed = false, onDone }: SuggestionCardProps) {
  const { reason, at, decisionReason, outdated, status, now } = suggestion;
  const hunks = hunksOf(suggestion.spans);
  const canDecide = useDossierState((state) => mayEdit(state.role));
  const open = status === "open";
  const choosing = open && canDecide && suggestion.kind === "cell" && hunks.length > 1;
  const [marked, setMarked] = useState<ReadonlySet<number>>(() => new Set(hunks));
  const mark = statusMark(suggestion);
  const decided = decidedWords(suggestion);
  return (
    <article className={classes(styles.card, !open && styles.past)} data-testid="suggestion">
      {placed && <Place suggestion={suggestion} />}
      <p className={styles.byline}>
        <strong>{byline(suggestion)}</strong> <span>{localTime(at)}</span>{" "}
        {mark !== null && <Mark tone={mark.tone}>{mark.text}</Mark>}
      </p>
      <Proposed
        suggestion={suggestion}
        {...(choosing
          ? {
              marked,
              onMark: (hunk: number, on: boolean) => {
                const next = new Set(marked);
                if (on) next.add(hunk);
                else next.delete(hunk);
                setMarked(next);
              },
            }
          : {})}
      />
      {reason !== "" && (
        <p className={styles.why}>
          <strong>{t`Por qué:`}</strong> {reason}
        </p>
      )}
      {open && outdated && (
        <Notice
          tone="plain"
          testId="suggestion-outdated"
          message={t`La celda cambió desde que se propuso; se aplicará sobre lo que decía entonces y se juntará.`}
          next={now === "" ? t`Ahora está vacía.` : t`Ahora dice: «${now}».`}
        />
      )}
      {decided !== "" && (
        <p className={styles.decided} data-testid="suggestion-decided">
          {decided}
          {decisionReason !== "" && <> {t`Motivo: ${decisionReason}`}</>}
          {suggestion.applied !== null && status === "partly" && (
            <> {t`Quedó: «${suggestion.applied}».`}</>
          )}
        </p>
      )}
      {open && (
        <Decision
          suggestion={suggestion}
          chosen={choosing ? [...marked].sort((a, b) => a - b) : null}
          all={hunks.length}
          onDone={onDone}
        />
      )}
    </article>
  );
}

/** Who proposes it. */
function byline(suggestion: SuggestionView): string {
  return suggestion.mine && !suggestion.imported ? t`Tú` : authorName(suggestion);
}

function Place({ suggestion }: { suggestion: SuggestionView }) {
  const dossier = useDossier();
  const { line, indicator, field, kind } = suggestion;
  const words = suggestionPlace(suggestion);
  // The end of the matrix is no row to go to.
  if (line === "") return <p className={styles.nowhere}>{words}</p>;
  return (
    <PlaceLink
      testId="suggestion-place"
      onPress={() => dossier.goTo(line, indicator, kind === "cell" ? field : "actionLine")}
    >
      {words}
    </PlaceLink>
  );
}

interface ProposedProps {
  suggestion: SuggestionView;
  marked?: ReadonlySet<number>;
  onMark?: (hunk: number, on: boolean) => void;
}

/** What it would do to the matrix. */
function Proposed({ suggestion, marked, onMark }: ProposedProps) {
  const headings = useDossierState((state) => state.headings);
  const rows = useDossierState((state) => state.rows);
  switch (suggestion.kind) {
    case "cell":
      return (
        <WordChanges
          spans={suggestion.spans}
          testId="suggestion-changes"
          {...(marked === undefined || onMark === undefined ? {} : { marked, onMark })}
        />
      );
    case "addLine": {
      const heading = headings.find(({ id }) => id === suggestion.heading);
      return (
        <>
          {heading !== undefined && <p className={styles.why}>{t`En «${headingText(heading)}»`}</p>}
          <dl className={styles.cells}>
            {Object.entries(suggestion.cells).map(([field, value]) => (
              <div key={field}>
                <dt>{fieldLabel(field)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      );
    }
    case "retireLine":
    case "restoreLine": {
      const text = [...rows.values()].find(({ line }) => line === suggestion.line)?.actionLine;
      return (
        <>
          <p>
            {suggestion.kind === "retireLine"
              ? t`Propone retirar este renglón.`
              : t`Propone restaurar este renglón.`}
          </p>
          {text !== undefined && text !== "" && <p className={styles.quote}>{text}</p>}
        </>
      );
    }
  }
}

interface DecisionProps {
  suggestion: SuggestionView;
  /** The changes marked; `null`: it is taken whole or not at all. */
  chosen: readonly number[] | null;
  all: number;
  onDone: (() => void) | undefined;
}

/** What can be done with an open suggestion. */
function Decision({ suggestion, chosen, all, onDone }: DecisionProps) {
  const dossier = useDossier();
  const app = useApp();
  const { author, mine, line, kind } = suggestion;
  const canDecide = useDossierState((state) => mayEdit(state.role));
  const approved = useDossierState((state) => kind !== "addLine" && isApproved(state, line));
  const [refusing, setRefusing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const run = (action: ReviewAction, said: string) => {
    setBusy(true);
    setProblem(null);
    // What is being written in the same cell goes first.
    dossier.editors
      .commit()
      .then(() => dossier.review([action]))
      .then(() => {
        app.toast(said);
        onDone?.();
      })
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };
  const id = suggestion.suggestion;
  const accept = (hunks: number[] | null) =>
    run(
      { type: "accept", suggestion: id, hunks, reason: "" },
      hunks === null
        ? t`Se aceptó la propuesta de ${author}.`
        : t`Se aceptó una parte de la propuesta de ${author}.`,
    );
  const some = chosen !== null && chosen.length > 0 && chosen.length < all;
  const [marked, total] = [chosen?.length ?? 0, all];

  return (
    <>
      {canDecide && approved && (
        <Notice
          tone="plain"
          message={t`El renglón está aprobado: para aceptar esto, quien coordina lo reabre primero.`}
        />
      )}
      {problem !== null && !refusing && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      {refusing ? (
        <ReasonForm
          label={t`Por qué no`}
          hint={t`Lo verá quien la propuso.`}
          action={t`Rechazar la propuesta`}
          testId="refuse"
          busy={busy}
          problem={problem}
          onSave={(reason) =>
            run(
              { type: "refuse", suggestion: id, reason },
              t`Se rechazó la propuesta de ${author}. Verá el motivo.`,
            )
          }
          onClose={() => setRefusing(false)}
        />
      ) : (
        <div className={styles.actions}>
          {canDecide && (
            <>
              <Button
                size="small"
                look="strong"
                data-testid="suggestion-accept"
                isDisabled={busy || approved}
                onPress={() => accept(null)}
              >
                <Check size={14} aria-hidden /> {t`Aceptar`}
              </Button>
              {chosen !== null && (
                <Button
                  size="small"
                  data-testid="suggestion-accept-some"
                  isDisabled={busy || approved || !some}
                  onPress={() => accept([...chosen])}
                >
                  {t`Aceptar solo lo marcado (${marked} de ${total})`}
                </Button>
              )}
              <Button
                size="small"
                data-testid="suggestion-refuse"
                isDisabled={busy}
                onPress={() => setRefusing(true)}
              >
                <X size={14} aria-hidden /> {t`Rechazar…`}
              </Button>
            </>
          )}
          {mine && (
            <Button
              size="small"
              look="quiet"
              data-testid="suggestion-withdraw"
              isDisabled={busy}
              onPress={() =>
                run({ type: "withdrawSuggestion", suggestion: id }, t`Retiraste tu propuesta.`)
              }
            >
              <Undo2 size={14} aria-hidden /> {t`Retirar mi propuesta`}
            </Button>
          )}
          {!canDecide && !mine && (
            <p className={styles.decided}>{t`Decide quien edita o coordina.`}</p>
          )}
        </div>
      )}
    </>
  );
}
