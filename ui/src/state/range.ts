import type { Row } from "../host";
import type { CellRef } from "./cells";
import type { DossierState } from "./dossierState";

/** The field of the row's number: the first column, not a field of the document. */
export const ROW_FIELD = "#";

/** A rectangle of the grid, both corners in it: lanes down, columns across (0: the row's number). */
export interface Rect {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Where a cell stands in the grid; `null`: its row is filtered away, or its column hidden. */
export function spotOf(state: DossierState, cell: CellRef | null): Spot | null {
  const place = cell === null ? undefined : state.places.get(cell.key);
  if (cell === null || place === undefined) return null;
  const row = state.laneOf[place];
  const column = cell.field === ROW_FIELD ? 0 : state.fields.indexOf(cell.field) + 1;
  return row === undefined || (column === 0 && cell.field !== ROW_FIELD) ? null : { row, column };
}

/** Places of a lane and of a column. */
export interface Spot {
  row: number;
  column: number;
}

const known = new WeakMap<DossierState, Rect | null>();

/**
 * The selected rectangle; one cell is a rectangle too, and a row's number stands for its whole
 * row. Computed once for each state: every cell on screen asks.
 */
export function rectOf(state: DossierState): Rect | null {
  const computed = known.get(state);
  if (computed !== undefined) return computed;
  const rect = computeRect(state);
  known.set(state, rect);
  return rect;
}

function computeRect(state: DossierState): Rect | null {
  const from = spotOf(state, state.selection);
  if (from === null) return null;
  const to = spotOf(state, state.rangeEnd) ?? from;
  const rows = from.column === 0 || to.column === 0;
  return {
    top: Math.min(from.row, to.row),
    bottom: Math.max(from.row, to.row),
    left: rows ? 0 : Math.min(from.column, to.column),
    right: rows ? state.fields.length : Math.max(from.column, to.column),
  };
}

/** Whether a rectangle has more than one cell. */
export function isRange({ top, bottom, left, right }: Rect): boolean {
  return bottom > top || right > left;
}

/** The rows and fields of a rectangle; what is folded away is not touched by what one does to it. */
export function selectedIn(state: DossierState): { rows: Row[]; fields: string[] } | null {
  const rect = rectOf(state);
  if (rect === null) return null;
  const rows: Row[] = [];
  for (const lane of state.lanes.slice(rect.top, rect.bottom + 1)) {
    const row = lane.fold === null ? state.rows.get(lane.key) : undefined;
    if (row !== undefined) rows.push(row);
  }
  const fields = state.fields.slice(Math.max(0, rect.left - 1), rect.right);
  return rows.length === 0 || fields.length === 0 ? null : { rows, fields };
}
