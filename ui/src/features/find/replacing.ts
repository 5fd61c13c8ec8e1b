import type { MatrixAction, Row } from "../../host";
import { fold, type TextRange } from "../../kit";
import {
  cellId,
  cellText,
  conflictOf,
  headingAt,
  headingText,
  isApproved,
  levelOf,
  toDecideOf,
  type DossierState,
} from "../../state";
import { inCell, isFigure, searchedFields } from "./search";

/** A stretch of a cell as it was and as it would be; the same where nothing changes. */
export interface Piece {
  before: string;
  after: string;
}

/** What would be replaced in a cell. */
export interface Replacement {
  id: string;
  row: Row;
  field: string;
  before: string;
  after: string;
  pieces: readonly Piece[];
  /** How many stretches change. */
  count: number;
  /** Waits for a decision: it is decided first. */
  waits: boolean;
  /** Its row is approved: nobody changes it. */
  locked: boolean;
}

export interface ReplaceOptions {
  query: string;
  by: string;
  wholeWord: boolean;
  /** Also in metas and baselines. */
  figures: boolean;
}

/** Every cell a replacement would change, in the order of the matrix, among the rows shown. */
export function replacementsIn(
  {
    shown,
    rows,
    levels,
    years,
    review,
  }: Pick<DossierState, "shown" | "rows" | "levels" | "years" | "review">,
  options: ReplaceOptions,
): readonly Replacement[] {
  const wanted = fold(options.query);
  if (wanted === "") return [];
  const fields = searchedFields(levels, years).filter(
    (field) => options.figures || !isFigure(field),
  );
  const seen = new Set<string>();
  const found: Replacement[] = [];
  for (const key of shown) {
    const row = rows.get(key);
    if (row === undefined || row.retired) continue;
    for (const field of fields) {
      const id = cellId(row, field);
      if (seen.has(id)) continue;
      const places = inCell(wanted, row, field, options.wholeWord).filter(
        ({ start }) => start >= numberLength(row, field),
      );
      if (places.length === 0) continue;
      seen.add(id);
      const one = replaced(row, field, places, options);
      // A heading is of all its rows.
      const locked = levelOf(field) === null && isApproved({ review }, row.line);
      if (one.count > 0) found.push({ ...one, id, row, field, locked });
    }
  }
  return found;
}

/** What a heading prints before its text: its number is not replaced. */
function numberLength(row: Row, field: string): number {
  const level = levelOf(field);
  const heading = level === null ? null : headingAt(row, level);
  return heading === null ? 0 : headingText(heading).length - heading.text.length;
}

function replaced(
  row: Row,
  field: string,
  places: readonly TextRange[],
  { query, by }: ReplaceOptions,
): Omit<Replacement, "id" | "row" | "field" | "locked"> {
  const text = cellText(row, field);
  const pieces: Piece[] = [];
  let at = 0;
  let count = 0;
  for (const { start, end } of places) {
    const before = text.slice(start, end);
    const after = asWritten(before, query, by);
    if (start > at) pieces.push({ before: text.slice(at, start), after: text.slice(at, start) });
    pieces.push({ before, after });
    if (before !== after) count += 1;
    at = end;
  }
  if (at < text.length) pieces.push({ before: text.slice(at), after: text.slice(at) });
  return {
    before: text,
    after: pieces.map((piece) => piece.after).join(""),
    pieces,
    count,
    waits: conflictOf(row, field) !== null || toDecideOf(row, field) !== null,
  };
}

/** The new text in the capitals the old one had, if what was looked for had none. */
function asWritten(before: string, query: string, by: string): string {
  const lower = before.toLowerCase();
  if (query !== query.toLowerCase() || before === lower) return by;
  if (before.length > 1 && before === before.toUpperCase()) return by.toUpperCase();
  const capital = before.slice(1) === lower.slice(1);
  return capital ? by.charAt(0).toUpperCase() + by.slice(1) : by;
}

/** What does a replacement; `base` is the version it was looked at in. */
export function actionOf({ row, field, after }: Replacement, base: string | null): MatrixAction {
  const level = levelOf(field);
  const heading = level === null ? null : headingAt(row, level);
  if (heading !== null) {
    const text = after.slice(numberLength(row, field));
    return { type: "setHeading", heading: heading.id, number: heading.number, text };
  }
  const { line, indicator } = row;
  return { type: "set", line, indicator, field, value: after, base };
}
