import type { ImportRow } from "../../host";
import type { ImportSession } from "../../state";

/** Where the keyboard is in the table, and from which row on rows are selected. */
export interface Selected {
  index: number;
  anchor: number;
  column: number;
}

/** The selected rows that are here, in order. */
export function rowsOf(session: ImportSession, { index, anchor }: Selected): ImportRow[] {
  const rows: ImportRow[] = [];
  for (let at = Math.min(index, anchor); at <= Math.max(index, anchor); at += 1) {
    const row = session.row(at);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}
