import type { Row } from "../host";
import { LEVELS, headingAt, type Level } from "./cells";

/** Columns whose cells join over the rows that share them. */
export type SpanColumn = Level | "line";

/** Rows [start, end) of the shown ones that share a cell. */
export interface Span {
  start: number;
  end: number;
}

/** For each joining column, the span each shown row belongs to. */
export type Spans = Readonly<Record<SpanColumn, readonly Span[]>>;

const SPAN_COLUMNS: readonly SpanColumn[] = [...LEVELS, "line"];

/**
 * Merged cells, derived: neighbouring rows under the same heading share its cell, neighbouring
 * indicators of a line share the line's. Rows without a heading share nothing: an empty cell is
 * filled row by row.
 */
export function spansOf(rows: readonly Row[]): Spans {
  const spans: Record<SpanColumn, Span[]> = {
    axis: [],
    objective: [],
    priority: [],
    strategy: [],
    line: [],
  };
  for (const column of SPAN_COLUMNS) {
    let span: Span | null = null;
    let shared: string | null = null;
    rows.forEach((row, index) => {
      const mine = column === "line" ? row.line : (headingAt(row, column)?.id ?? null);
      if (span !== null && mine !== null && mine === shared) {
        span.end = index + 1;
      } else {
        span = { start: index, end: index + 1 };
        shared = mine;
      }
      spans[column].push(span);
    });
  }
  return spans;
}

/** Whether the same rows share the same cells. */
export function sameSpans(a: Spans, b: Spans): boolean {
  return SPAN_COLUMNS.every(
    (column) =>
      a[column].length === b[column].length &&
      a[column].every((span, index) => {
        const other = b[column][index];
        return span.start === other?.start && span.end === other.end;
      }),
  );
}
