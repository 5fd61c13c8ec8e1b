import type { Cell, DifferenceView } from "../../host";
import { Store, companion } from "../../state";

/** What a person is asked before it is put back as it was. */
export interface Restoring {
  /** The point in time. */
  point: string;
  /** `null`: everything; a cell with field "" is a whole row. */
  cells: Cell[] | null;
}

/** What is about to be put back in an open dossier; `null`: nothing. */
export const restoringOf = companion(() => new Store<Restoring | null>(null));

/** Whether a difference is in one of the cells; a line's own cells are in each of its rows. */
export function isAmong({ cell }: DifferenceView, cells: readonly Cell[] | null): boolean {
  if (cells === null) return true;
  return cells.some(
    ({ line, indicator, field }) =>
      line === cell.line &&
      (indicator === cell.indicator || indicator === null || cell.indicator === null) &&
      (field === "" || field === cell.field),
  );
}
