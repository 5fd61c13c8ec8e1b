import { t } from "@lingui/core/macro";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect } from "react";

import type { DifferenceView } from "../../host";
import { Button, Notice } from "../../kit";
import { rowKey, useCommands, useDossier, useStore, type DossierStore } from "../../state";
import { changesOf, countedChanges, useComparison, timeOf } from "../changes";
import styles from "./Versions.module.css";

/** Says which changes are marked in the matrix, and leads from one to the next. */
export function ChangesBar() {
  const points = useStore(changesOf(useDossier()).state, (state) => state.points);
  return points === null ? null : <Bar from={points.from} to={points.to} />;
}

function Bar({ from, to }: { from: string; to: string }) {
  const dossier = useDossier();
  const { comparison, problem } = useComparison(from, to);
  useEffect(() => {
    if (comparison !== null) changesOf(dossier).told(comparison);
  }, [dossier, comparison]);
  const differences = comparison?.differences ?? [];
  const none = differences.length === 0 ? t`No hay cambios marcados.` : null;
  const next = () => step(dossier, differences, 1);
  const previous = () => step(dossier, differences, -1);
  useCommands([
    {
      id: "changes.next",
      title: t`Ir al cambio siguiente`,
      group: "move",
      keys: "F4",
      disabled: none,
      run: next,
    },
    {
      id: "changes.previous",
      title: t`Ir al cambio anterior`,
      group: "move",
      keys: "Shift+F4",
      disabled: none,
      run: previous,
    },
  ]);
  return (
    <div
      className={styles.bar}
      role="region"
      aria-label={t`Cambios marcados en la matriz`}
      data-testid="changes-bar"
    >
      {problem !== null ? (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      ) : (
        <span role="status">
          {comparison === null ? (
            t`Comparando…`
          ) : (
            <>
              {t`Cambios de «${comparison.fromName}» a «${comparison.toName}»:`}{" "}
              <strong>{differences.length === 0 ? t`ninguno` : countedChanges(differences)}</strong>
            </>
          )}
        </span>
      )}
      <span className={styles.grow} />
      <Button
        look="quiet"
        size="small"
        iconOnly
        aria-label={t`Cambio anterior (Mayús+F4)`}
        isDisabled={none !== null}
        data-testid="changes-previous"
        onPress={previous}
      >
        <ArrowUp size={16} aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="small"
        iconOnly
        aria-label={t`Cambio siguiente (F4)`}
        isDisabled={none !== null}
        data-testid="changes-next"
        onPress={next}
      >
        <ArrowDown size={16} aria-hidden />
      </Button>
      <Button size="small" onPress={() => timeOf(dossier).compare(from, to)}>
        {t`Ver lado a lado`}
      </Button>
      <Button size="small" data-testid="changes-hide" onPress={() => changesOf(dossier).hide()}>
        {t`Quitar las marcas`}
      </Button>
    </div>
  );
}

/** On to the change after the selected cell, or before it; from the last one to the first. */
function step(dossier: DossierStore, differences: readonly DifferenceView[], by: 1 | -1): void {
  const { selection, rows } = dossier.state.get();
  const here = rows.get(selection?.key ?? "");
  const inRow = (one: DifferenceView) =>
    here !== undefined &&
    (rowKey(one.cell) === rowKey(here) ||
      (one.cell.line === here.line && one.cell.indicator === null));
  const fieldOf = ({ cell }: DifferenceView) => (cell.field === "" ? "actionLine" : cell.field);
  let at = differences.findIndex((one) => inRow(one) && fieldOf(one) === selection?.field);
  if (at < 0 && here !== undefined) {
    // From a cell that did not change: from the changes of its row or of the rows before it.
    const before = differences.filter((one) => (one.row ?? 0) < (here.row ?? 0)).length;
    at = by > 0 ? before - 1 : before;
  }
  const count = differences.length;
  const next = differences[(at + by + count) % count];
  if (next !== undefined) dossier.goTo(next.cell.line, next.cell.indicator, next.cell.field);
}
