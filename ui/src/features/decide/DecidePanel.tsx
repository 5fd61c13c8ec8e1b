import { t } from "@lingui/core/macro";
import { CircleCheck } from "lucide-react";
import { useMemo } from "react";

import { conflictOf, toDecideOf, useDossier, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import { ConflictChoices, MergeChoices, RetiredChoices } from "./Choices";
import { pendingOf, type Pending } from "./pending";
import styles from "./DecidePanel.module.css";

/** Everything that waits for a decision, with its choices. */
export function DecidePanel() {
  const rows = useDossierState((state) => state.rows);
  const order = useDossierState((state) => state.order);
  const pending = useMemo(() => pendingOf(order, rows), [order, rows]);
  if (pending.length === 0) {
    return (
      <div className={styles.empty}>
        <CircleCheck size={22} aria-hidden />
        <p>{t`No hay nada por decidir.`}</p>
        <p className={styles.hint}>
          {t`Cuando dos personas cambien la misma meta, o la misma frase, sin verse, aparecerá aquí con los dos textos.`}
        </p>
      </div>
    );
  }
  return (
    <ul className={styles.list}>
      {pending.map((item) => (
        <PendingItem key={item.id} item={item} />
      ))}
    </ul>
  );
}

function PendingItem({ item: { row, field } }: { item: Pending }) {
  const dossier = useDossier();
  const conflict = conflictOf(row, field);
  const decide = toDecideOf(row, field);
  const onDone = () => dossier.focusCell();
  return (
    <li className={styles.item}>
      <button
        type="button"
        className={styles.place}
        onClick={() => dossier.goTo(row.line, row.indicator, field)}
      >
        {placeLabel(row.row, field)}
      </button>
      {field === "actionLine" && row.retiredAndEdited !== null && (
        <RetiredChoices row={row} onDone={onDone} />
      )}
      {conflict !== null && (
        <ConflictChoices row={row} field={field} conflict={conflict} onDone={onDone} />
      )}
      {decide !== null && <MergeChoices row={row} field={field} decide={decide} onDone={onDone} />}
    </li>
  );
}
