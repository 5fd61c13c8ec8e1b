import type { Row } from "../../host";
import { foldPlaces, placesOf, type Folded, type TextRange } from "../../kit";
import { cellId, cellText, type DossierState, type Level } from "../../state";

/** One place where what is looked for stands. */
export interface Match extends TextRange {
  /** The cell of the document it stands in. */
  cell: string;
  /** The row shown that has the cell, and the field. */
  key: string;
  field: string;
}

/** Most matches told apart; past it a search says "more than". */
export const MATCHES_MAX = 5_000;

/** Fields that stand in the ficha, and in the grid when somebody asks for their column. */
const MORE_FIELDS = [
  "responsible",
  "baseline.value",
  "baseline.year",
  "baseline.source",
  "baseline.verification",
  "direction",
  "targetBehavior",
  "meansOfVerification",
] as const;

/** The fields that are searched, in the order in which a row is read. */
export function searchedFields(levels: readonly Level[], years: readonly number[]): string[] {
  return [
    ...levels.map((level) => `headings.${level}`),
    "actionLine",
    "indicatorName",
    "interpretation",
    "unitOfMeasure",
    "formula",
    "frequency",
    ...years.map((year) => `targets.${String(year)}`),
    ...MORE_FIELDS,
  ];
}

/** Whether a field holds figures of a meta or a baseline. */
export function isFigure(field: string): boolean {
  return field.startsWith("targets.") || field === "baseline.value" || field === "baseline.year";
}

/** Texts already folded, for as long as their row is the same. */
const folded = new WeakMap<Row, Map<string, Folded>>();

function foldedCell(row: Row, field: string): Folded {
  let known = folded.get(row);
  if (known === undefined) {
    known = new Map();
    folded.set(row, known);
  }
  let cell = known.get(field);
  if (cell === undefined) {
    cell = foldPlaces(cellText(row, field));
    known.set(field, cell);
  }
  return cell;
}

/** Where a folded text stands in a cell. */
export function inCell(wanted: string, row: Row, field: string, wholeWord: boolean): TextRange[] {
  return placesOf(wanted, foldedCell(row, field), wholeWord);
}

/** Whether a row holds a folded text anywhere. */
export function inRow(
  wanted: string,
  row: Row,
  fields: readonly string[],
  wholeWord: boolean,
): boolean {
  return fields.some((field) => inCell(wanted, row, field, wholeWord).length > 0);
}

/** Every place where a folded text stands in some rows; a cell shared by rows counts once. */
export function matchesIn(
  keys: readonly string[],
  { rows, levels, years }: Pick<DossierState, "rows" | "levels" | "years">,
  wanted: string,
  wholeWord: boolean,
): Match[] {
  const found: Match[] = [];
  if (wanted === "") return found;
  const fields = searchedFields(levels, years);
  const seen = new Set<string>();
  for (const key of keys) {
    const row = rows.get(key);
    if (row === undefined) continue;
    for (const field of fields) {
      const places = inCell(wanted, row, field, wholeWord);
      if (places.length === 0) continue;
      const cell = cellId(row, field);
      if (seen.has(cell)) continue;
      seen.add(cell);
      for (const place of places) found.push({ cell, key, field, ...place });
      if (found.length >= MATCHES_MAX) return found;
    }
  }
  return found;
}
