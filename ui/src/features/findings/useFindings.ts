import { cellId, useDossier, useStore } from "../../state";
import { findingsOf, type FindingsState, type Mark } from "./book";

/** What the matrix found in itself; renders again only when that part changes. */
export function useFindings<S>(select: (state: FindingsState) => S): S {
  return useStore(findingsOf(useDossier()).state, select);
}

/**
 * Errors and warnings of a cell, most serious first; `undefined` for a cell without. `field` "#":
 * those of the whole row. The same list as long as the same things are wrong.
 */
export function useFindingsOf(rowKey: string, field: string): readonly Mark[] | undefined {
  const dossier = useDossier();
  return useFindings(({ byCell }) => {
    if (byCell.size === 0) return undefined;
    const row = dossier.row(rowKey);
    if (row === undefined) return undefined;
    return byCell.get(field === "#" ? `${rowKey}|#` : cellId(row, field));
  });
}
