import type { Spot } from "../../state";

/** What the grid needs to know to move: its size, and the lanes a joined cell covers. */
export interface Ground {
  rows: number;
  columns: number;
  /** The lane a page further. */
  page: (from: number, down: boolean) => number;
  /** Lanes [start, end) of the cell at a spot. */
  covers: (spot: Spot) => { start: number; end: number };
}

/**
 * Where a key takes the keyboard; `null` when the key is not the grid's or there is no way on. Up
 * and down step over a joined cell whole; sideways keeps the row one came from.
 */
export function moved(key: string, ctrl: boolean, from: Spot, ground: Ground): Spot | null {
  const last = { row: ground.rows - 1, column: ground.columns - 1 };
  const to = (row: number, column: number): Spot | null => {
    const spot = {
      row: Math.min(last.row, Math.max(0, row)),
      column: Math.min(last.column, Math.max(0, column)),
    };
    return spot.row === from.row && spot.column === from.column ? null : spot;
  };
  const { start, end } = ground.covers(from);
  switch (key) {
    case "ArrowUp":
      return start === 0 && !ctrl ? null : to(ctrl ? 0 : start - 1, from.column);
    case "ArrowDown":
      return end > last.row && !ctrl ? null : to(ctrl ? last.row : end, from.column);
    case "ArrowLeft":
      return to(from.row, ctrl ? 0 : from.column - 1);
    case "ArrowRight":
      return to(from.row, ctrl ? last.column : from.column + 1);
    case "Home":
      return to(ctrl ? 0 : from.row, 0);
    case "End":
      return to(ctrl ? last.row : from.row, last.column);
    case "PageUp":
      return to(ground.page(from.row, false), from.column);
    case "PageDown":
      return to(ground.page(from.row, true), from.column);
    default:
      return null;
  }
}

/** The cell after or before, row by row; `null` past the ends, where Tab leaves the grid. */
export function tabbed(back: boolean, from: Spot, ground: Ground): Spot | null {
  const at = from.row * ground.columns + from.column + (back ? -1 : 1);
  if (at < 0 || at >= ground.rows * ground.columns) return null;
  return { row: Math.floor(at / ground.columns), column: at % ground.columns };
}
