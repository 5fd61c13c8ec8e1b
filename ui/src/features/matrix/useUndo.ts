import { plural, t } from "@lingui/core/macro";

import type { Cell, UndoReceipt } from "../../host";
import { rowKey, useApp, useDossier, type DossierState } from "../../state";
import { placeLabel, stepLabel } from "../fields";

/** Cells named one by one in a sentence; more are counted. */
const NAMED_MAX = 3;

/** Undo and redo of one's own steps, said aloud, with the keyboard on what changed. */
export function useUndo(): { undo: () => void; redo: () => void } {
  const app = useApp();
  const dossier = useDossier();
  const run = (what: "undo" | "redo") => {
    dossier[what]()
      .then((receipt) => {
        app.toast(undoneWords(receipt, what, dossier.state.get()));
        const changed = receipt.changed.find((cell) => isShown(cell, dossier.state.get()));
        if (changed !== undefined) dossier.goTo(changed.line, changed.indicator, changed.field);
      })
      .catch((failure: unknown) => app.fail(failure));
  };
  return { undo: () => run("undo"), redo: () => run("redo") };
}

/** Whether it can be gone to without a column of it being opened. */
function isShown(cell: Cell, { places, rows, shown, fields }: DossierState): boolean {
  if (!fields.includes(cell.field)) return false;
  return places.has(rowKey(cell)) || shown.some((key) => rows.get(key)?.line === cell.line);
}

/** What was undone or done again, and which cells stay because somebody wrote them later. */
export function undoneWords(
  { label: step, kept }: UndoReceipt,
  what: "undo" | "redo",
  state: DossierState,
): string {
  if (step === null) {
    return what === "undo" ? t`No hay nada tuyo que deshacer.` : t`No hay nada que rehacer.`;
  }
  const label = stepLabel(step);
  const said = what === "undo" ? t`Se deshizo: ${label}.` : t`Se rehizo: ${label}.`;
  if (kept.length === 0) return said;
  const named = kept
    .slice(0, NAMED_MAX)
    .map((cell) => placeLabel(state.rows.get(rowKey(cell))?.row ?? null, cell.field))
    .join("; ");
  const more = kept.length - NAMED_MAX;
  const list = more > 0 ? `${named} ${plural(more, { one: "y # más", other: "y # más" })}` : named;
  return plural(kept.length, {
    one: `${said} Esta celda queda como está, porque otra persona la escribió después: ${list}.`,
    other: `${said} Estas celdas quedan como están, porque otra persona las escribió después: ${list}.`,
  });
}
