import type { Row } from "../../host";
import { rowKey, type DossierState } from "../../state";

/** The rows of a line: one for each of its indicators that is in the matrix, or the one selected. */
export function rowsOfLine(state: DossierState, selected: Row): readonly Row[] {
  const rows: Row[] = [];
  for (const key of state.order) {
    const row = state.rows.get(key);
    if (row?.line !== selected.line) continue;
    if (!row.retired || state.showRetired || rowKey(row) === rowKey(selected)) rows.push(row);
  }
  return rows;
}

/** The first shown row of the line before or after that of a row; `null` at the ends. */
export function neighbour(state: DossierState, key: string, back: boolean): string | null {
  const { shown, rows } = state;
  const line = rows.get(key)?.line;
  const step = back ? -1 : 1;
  let at = shown.indexOf(key);
  if (at < 0) return null;
  while (rows.get(shown[at] ?? "")?.line === line) at += step;
  const found = rows.get(shown[at] ?? "");
  if (found === undefined) return null;
  return shown.find((known) => rows.get(known)?.line === found.line) ?? null;
}
