import type { Row } from "../../host";
import { cellId } from "../../state";

/** One thing to decide: a cell of a row, or the row itself (`field` is "actionLine"). */
export interface Pending {
  id: string;
  row: Row;
  field: string;
}

/** All that waits for a decision, in the order of the matrix; a shared cell counts once. */
export function pendingOf(
  order: readonly string[],
  rows: ReadonlyMap<string, Row>,
): readonly Pending[] {
  const pending = new Map<string, Pending>();
  for (const key of order) {
    const row = rows.get(key);
    if (row === undefined) continue;
    const fields = [...row.conflicts, ...row.toDecide].map((waiting) => waiting.field);
    if (row.retiredAndEdited !== null) fields.unshift("actionLine");
    for (const field of fields) {
      const id = cellId(row, field);
      if (!pending.has(id)) pending.set(id, { id, row, field });
    }
  }
  return [...pending.values()];
}
