import { isLineField } from "./cells";
import type { DossierState } from "./dossierState";
import { orderedFields } from "./viewPrefs";

/** A place in the matrix, before or after others. */
export interface Rank {
  row: number;
  column: number;
}

/** What has a place: a cell of a line, or of one of its indicators. */
export interface Placed {
  line: string;
  indicator: string | null;
  field: string;
}

type Ordering = Pick<DossierState, "order" | "rows" | "years" | "view">;

/** Where things stand in the matrix: by row, and by column in a row; of no row, at the end. */
export function ranking(state: Ordering): (place: Placed) => Rank {
  const places = new Map<string, number>();
  state.order.forEach((key, at) => {
    places.set(key, at);
    const line = state.rows.get(key)?.line;
    if (line !== undefined && !places.has(line)) places.set(line, at);
  });
  const columns = new Map(orderedFields(state.years, state.view).map((field, at) => [field, at]));
  return ({ line, indicator, field }) => {
    const own = indicator === null || isLineField(field) ? line : `${line}:${indicator}`;
    const row = places.get(own) ?? places.get(line) ?? state.order.length;
    return { row, column: columns.get(field) ?? -1 };
  };
}

/** Which of two places comes first. */
export function byRank(a: Rank, b: Rank): number {
  return a.row - b.row || a.column - b.column;
}

interface Walk<T> {
  /** What is gone through, in its order. */
  list: readonly T[];
  /** Whether one is where the person stands. */
  isHere: (one: T) => boolean;
  back: boolean;
}

/**
 * What comes after the one a person stands in (or before it, going back), and around from the end;
 * of a place in between, what comes after that place. `null`: there is nothing.
 */
export function stepped<T extends Placed>(
  state: Pick<DossierState, "order" | "rows" | "years" | "view" | "selection">,
  { list, isHere, back }: Walk<T>,
): T | null {
  const ordered = back ? [...list].reverse() : list;
  const rank = ranking(state);
  const row = state.rows.get(state.selection?.key ?? "");
  const here =
    row === undefined || state.selection === null
      ? null
      : rank({ line: row.line, indicator: row.indicator, field: state.selection.field });
  const at = ordered.findIndex(isHere);
  const current = ordered[at];
  const stands = current !== undefined && (here === null || byRank(rank(current), here) === 0);
  if (stands) return ordered[(at + 1) % ordered.length] ?? null;
  if (here === null) return ordered[0] ?? null;
  const found = ordered.find((one) => {
    const order = byRank(rank(one), here);
    return back ? order < 0 : order > 0;
  });
  return found ?? ordered[0] ?? null;
}
