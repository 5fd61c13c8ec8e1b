import { plural, t } from "@lingui/core/macro";
import { CircleCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import type { DecisionView, Row } from "../../host";
import { classes, PlaceLink } from "../../kit";
import {
  conflictOf,
  rowKey,
  toDecideOf,
  useDossier,
  useDossierState,
  useStore,
  type DossierState,
} from "../../state";
import { placeLabel } from "../fields";
import { decideOf } from "./book";
import { ConflictChoices, MergeChoices, RetiredChoices } from "./Choices";
import { ListedChoices } from "./ListedChoices";
import styles from "./DecidePanel.module.css";

/** Everything that waits for a decision, with its choices: the same list on every computer. */
export function DecidePanel() {
  const decisions = useDossierState((state) => state.review.decisions);
  if (decisions.length === 0) {
    return (
      <div className={styles.empty} data-testid="decide-panel">
        <CircleCheck size={22} aria-hidden />
        <p>{t`No hay nada por decidir.`}</p>
        <p className={styles.hint}>
          {t`Cuando dos personas cambien la misma meta, o la misma frase, sin verse, aparecerá aquí con los dos textos.`}
        </p>
      </div>
    );
  }
  return (
    <div data-testid="decide-panel">
      <p className={styles.lead}>
        {plural(decisions.length, {
          one: "# cosa por decidir. Se decide una vez y queda para todas las personas; mientras, nada se detiene.",
          other:
            "# cosas por decidir. Cada una se decide una vez y queda para todas las personas; mientras, nada se detiene.",
        })}
      </p>
      <ul className={styles.list}>
        {decisions.map((decision) => (
          <Decision key={decision.key} decision={decision} />
        ))}
      </ul>
    </div>
  );
}

function Decision({ decision }: { decision: DecisionView }) {
  const dossier = useDossier();
  const book = decideOf(dossier);
  const current = useStore(book.current, (key) => key === decision.key);
  const row = useDossierState((state) => rowOf(state, decision));
  const place = useRef<HTMLLIElement>(null);
  // Answered here: the shell is about to take it from the list of everybody.
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (current) place.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  if (done) return null;
  const onDone = () => {
    setDone(true);
    dossier.focusCell();
  };
  const label = placeLabel(decision.row, decision.field);
  return (
    <li
      ref={place}
      className={classes(styles.item, current && styles.current)}
      data-testid="decision"
      data-kind={decision.kind}
      {...(current ? { "data-current": "" } : {})}
    >
      {decision.line === "" ? (
        <span className={styles.whole}>{label}</span>
      ) : (
        <PlaceLink onPress={() => book.show(decision)}>{label}</PlaceLink>
      )}
      {own(decision, row, onDone) ?? <ListedChoices decision={decision} onDone={onDone} />}
    </li>
  );
}

/** The row that a decision is about; of a whole line, its first. */
function rowOf({ rows, order }: DossierState, { line, indicator }: DecisionView): Row | undefined {
  const key = order.find((known) => rows.get(known)?.line === line);
  return rows.get(rowKey({ line, indicator })) ?? rows.get(key ?? "");
}

/** The choices that the row itself brings; `null` where it does not say what waits. */
function own(decision: DecisionView, row: Row | undefined, onDone: () => void) {
  const { kind, field, choices } = decision;
  if (row === undefined) return null;
  if (kind === "retiredAndEdited" && row.retiredAndEdited !== null) {
    return <RetiredChoices row={row} onDone={onDone} />;
  }
  const conflict = kind === "values" ? conflictOf(row, field) : null;
  if (conflict !== null) {
    return <ConflictChoices row={row} field={field} conflict={conflict} onDone={onDone} />;
  }
  // The row brings two texts and their merge: more were written, or something stands there twice.
  if (choices.length > 3 || choices[0]?.author === "" || choices.length === 2) return null;
  const merge = kind === "numeral" || kind === "overlap" ? toDecideOf(row, field) : null;
  return merge === null ? null : (
    <MergeChoices row={row} field={field} decide={merge} onDone={onDone} />
  );
}
