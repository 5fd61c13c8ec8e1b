import { plural, t } from "@lingui/core/macro";
import { useEffect } from "react";

import {
  ROW_FIELD,
  isRange,
  rectOf,
  useDossier,
  useDossierState,
  type DossierState,
} from "../../state";

/** Says the size of the selected range to those who do not see it. */
export function SelectionWords() {
  const words = useDossierState(rangeWords);
  return (
    <div className="hidden-text" role="status" data-testid="range-words">
      {words}
    </div>
  );
}

/** "3 × 2 celdas"; "" for a single cell. */
export function rangeWords(state: DossierState): string {
  const rect = rectOf(state);
  if (rect === null || !isRange(rect)) return "";
  const rows = rect.bottom - rect.top + 1;
  if (rect.left === 0) {
    if (state.rangeEnd === null) return "";
    return plural(rows, { one: "# renglón completo", other: "# renglones completos" });
  }
  const columns = rect.right - rect.left + 1;
  return t`${rows} × ${columns} celdas`;
}

/** Tells colleagues in which cell this person is. */
export function Whereabouts() {
  const dossier = useDossier();
  const selection = useDossierState((state) => state.selection);
  useEffect(() => {
    const row = selection === null ? undefined : dossier.row(selection.key);
    if (selection === null || row === undefined) {
      // They look at the matrix, in no cell yet.
      dossier.here(null, false, null, null);
      return;
    }
    const field = selection.field === ROW_FIELD ? "" : selection.field;
    dossier.here({ line: row.line, indicator: row.indicator, field }, false, null, null);
  }, [dossier, selection]);
  return null;
}
