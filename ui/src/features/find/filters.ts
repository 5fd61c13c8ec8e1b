import type { Cell, ReviewView, Row, RowState } from "../../host";
import { isPending, reviewIndex, rowKey, stateOf, type Thread } from "../../state";

/** How a row may stand. */
export const STATUSES = [
  "pending",
  "decide",
  "suggestions",
  "findings",
  "comments",
  "unsent",
  "retired",
] as const;
export type StatusName = (typeof STATUSES)[number];

/**
 * Since when a row must have changed; `opened`: since the dossier was open the time before;
 * `agreed`: since the last closed version.
 */
export type Since =
  | { kind: "agreed" }
  | { kind: "today" }
  | { kind: "yesterday" }
  | { kind: "week" }
  | { kind: "opened" }
  | { kind: "date"; date: string };

/** What rows are let through. Kinds narrow each other; several headings add up. */
export interface Filters {
  headings: ReadonlySet<string>;
  statuses: ReadonlySet<StatusName>;
  /** States of the review; several add up. */
  states: ReadonlySet<RowState>;
  /** The device of whoever wrote last. */
  person: string | null;
  since: Since | null;
  /** Only rows where the text looked for stands. */
  matching: boolean;
}

export const NO_FILTERS: Filters = {
  headings: new Set(),
  statuses: new Set(),
  states: new Set(),
  person: null,
  since: null,
  matching: false,
};

/** How many chips narrow the view. */
export function filterCount(filters: Filters): number {
  const { headings, statuses, states, person, since, matching } = filters;
  return (
    headings.size +
    statuses.size +
    states.size +
    (person === null ? 0 : 1) +
    (since === null ? 0 : 1) +
    (matching ? 1 : 0)
  );
}

/** What the filters need to know besides the row. */
export interface Surroundings {
  threads: readonly Thread[];
  review: ReviewView;
  /** Rows with findings, by key. */
  found: ReadonlySet<string>;
  /** Rows with a cell that changed as asked, by "line" and "line:indicator"; `null`: not asked. */
  changed: ReadonlySet<string> | null;
  /** Whether the text looked for stands in a row. */
  matches: (row: Row) => boolean;
}

/** Whether a row is let through. */
export function lets(row: Row, filters: Filters, around: Surroundings): boolean {
  if (filters.headings.size > 0 && !row.headings.some(({ id }) => filters.headings.has(id))) {
    return false;
  }
  if (filters.states.size > 0 && !filters.states.has(stateOf(around, row.line))) return false;
  for (const status of filters.statuses) if (!stands(row, status, around)) return false;
  if (around.changed !== null && !around.changed.has(rowKey(row)) && !around.changed.has(row.line))
    return false;
  return !filters.matching || around.matches(row);
}

function stands(row: Row, status: StatusName, around: Surroundings): boolean {
  switch (status) {
    case "pending":
      return isPending(around, row);
    case "decide":
      return row.conflicts.length > 0 || row.toDecide.length > 0 || row.retiredAndEdited !== null;
    case "suggestions":
      return hasSuggestions(row, around.review);
    case "findings":
      return around.found.has(rowKey(row));
    case "comments":
      return around.threads.some(
        (thread) =>
          !thread.resolved &&
          thread.line === row.line &&
          (thread.indicator === null || thread.indicator === row.indicator),
      );
    case "unsent":
      return row.unsent.length > 0;
    case "retired":
      return row.retired;
  }
}

/** Whether something proposed waits in a row, or after it. */
function hasSuggestions(row: Row, review: ReviewView): boolean {
  const { cells, after, retire } = reviewIndex(review);
  if (after.has(row.line) || retire.has(row.line)) return true;
  return [...cells.values()].some((list) =>
    list.some(
      ({ line, indicator }) =>
        line === row.line && (indicator === null || indicator === row.indicator),
    ),
  );
}

/** The rows of some cells: those of a line by the line alone. */
export function rowsOf(cells: readonly Cell[]): ReadonlySet<string> {
  return new Set(cells.map(({ line, indicator }) => rowKey({ line, indicator })));
}

/** The moment a "cambió desde" speaks of; `opened` is when the dossier was open before. */
export function momentOf(since: Since, now: Date, opened: string | null): string | null {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  switch (since.kind) {
    case "today":
      return day.toISOString();
    case "yesterday":
      day.setDate(day.getDate() - 1);
      return day.toISOString();
    case "week":
      day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
      return day.toISOString();
    case "opened":
      return opened;
    // What was agreed is a state of the matrix, not a time of the clock.
    case "agreed":
      return null;
    case "date":
      return dateOf(since.date)?.toISOString() ?? null;
  }
}

/** A day as a person here writes it, "19/04/2023"; `null` while it is not one. */
export function dateOf(written: string): Date | null {
  const parts = /^\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\s*$/.exec(written);
  if (parts === null) return null;
  const [day, month, year] = parts.slice(1).map(Number);
  if (day === undefined || month === undefined || year === undefined) return null;
  const date = new Date(year, month - 1, day);
  return date.getDate() === day && date.getMonth() === month - 1 ? date : null;
}
