import type { Cell, DifferenceView } from "../../host";
import { Store, companion, isLineField, levelOf } from "../../state";

/** What a person is asked before it is put back as it was. */
export interface Restoring {
  /** The point in time. */
  point: string;
  /** `null`: everything; a cell with field "" is a whole row. */
  cells: Cell[] | null;
}

/** What is about to be put back in an open dossier; `null`: nothing. */
export const restoringOf = companion(() => new Store<Restoring | null>(null));

/**
 * Whether a difference is in one of the cells. What is of a line is told at its first row, whichever
 * of its rows is meant; the words of a heading are of many rows, and go with none of them.
 */
export function isAmong({ cell }: DifferenceView, cells: readonly Cell[] | null): boolean {
  if (cells === null) return true;
  const isHeading = levelOf(cell.field) !== null;
  const ofLine = isHeading || isLineField(cell.field);
  return cells.some(({ line, indicator, field }) => {
    if (line !== cell.line) return false;
    if (field === "" ? isHeading : field !== cell.field) return false;
    return ofLine || indicator === cell.indicator || indicator === null || cell.indicator === null;
  });
}
