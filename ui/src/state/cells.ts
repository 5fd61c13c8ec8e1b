import type { Conflict, Heading, Row, ToDecide } from "../host";

/** Heading levels from the outermost inwards. */
export const LEVELS = ["axis", "objective", "priority", "strategy"] as const;
export type Level = (typeof LEVELS)[number];

/** A cell by where it is shown: the key of a row and the name of a field. */
export interface CellRef {
  key: string;
  field: string;
}

/** "line" or "line:indicator": what the shell calls a row in orders. */
export function rowKey(row: Pick<Row, "line" | "indicator">): string {
  return row.indicator === null ? row.line : `${row.line}:${row.indicator}`;
}

/** The level of a heading field, `null` for other fields. */
export function levelOf(field: string): Level | null {
  const level = field.startsWith("headings.") ? field.slice("headings.".length) : "";
  return LEVELS.find((known) => known === level) ?? null;
}

/** The heading of a row at a level. */
export function headingAt(row: Row, level: Level): Heading | null {
  return row.headings.find((heading) => heading.level === level) ?? null;
}

/** A heading as the form prints it and as `edit` takes it: "7. Fomentar…". */
export function headingText(heading: Heading | null): string {
  if (heading === null) return "";
  return heading.number === "" ? heading.text : `${heading.number}. ${heading.text}`;
}

const LINE_FIELDS = new Set(["actionLine", "stage", "responsible", "pendingExternal"]);

/** Whether a field belongs to the action line, so that all its rows show the same cell. */
export function isLineField(field: string): boolean {
  return LINE_FIELDS.has(field);
}

const TEXT_FIELDS = new Set([
  "actionLine",
  "indicatorName",
  "interpretation",
  "formula",
  "meansOfVerification",
]);

/** Whether a field is a long text, which several people write together. */
export function isSharedText(field: string): boolean {
  return TEXT_FIELDS.has(field);
}

/** Whether a field is prose, where people merge sentences, and not a single value. */
export function isText(field: string): boolean {
  return TEXT_FIELDS.has(field) || levelOf(field) !== null;
}

/**
 * What two places on screen have in common when they are the same cell of the document: all rows
 * under a heading share its cell, all indicators of a line share the line's.
 */
export function cellId(row: Row, field: string): string {
  const level = levelOf(field);
  if (level !== null) {
    const heading = headingAt(row, level);
    return heading === null ? `${rowKey(row)}|${field}` : `${heading.id}|${field}`;
  }
  return isLineField(field) ? `${row.line}|${field}` : `${rowKey(row)}|${field}`;
}

/** The text of a cell as printed; "" for an empty one and for a field the row does not have. */
export function cellText(row: Row, field: string): string {
  const level = levelOf(field);
  if (level !== null) return headingText(headingAt(row, level));
  if (field.startsWith("targets.")) return row.targets[field.slice("targets.".length)] ?? "";
  switch (field) {
    case "actionLine":
    case "stage":
    case "responsible":
    case "indicatorName":
    case "interpretation":
    case "unitOfMeasure":
    case "formula":
    case "frequency":
    case "direction":
    case "targetBehavior":
    case "meansOfVerification":
      return row[field];
    case "formula.numerator":
      return row.formulaParts.numerator;
    case "formula.denominator":
      return row.formulaParts.denominator;
    case "formula.factor":
      return row.formulaParts.factor;
    case "baseline.value":
      return row.baseline?.value ?? "";
    case "baseline.year":
      return row.baseline?.year ?? "";
    case "baseline.source":
      return row.baseline?.source ?? "";
    case "baseline.verification":
      return row.baseline?.verification ?? "";
    case "pendingExternal":
      return String(row.pendingExternal);
    default:
      return "";
  }
}

/** Concurrent values of a cell, if two people wrote different ones. */
export function conflictOf(row: Row, field: string): Conflict | null {
  return row.conflicts.find((conflict) => conflict.field === field) ?? null;
}

/** The merge of a cell that waits for a person, if any. */
export function toDecideOf(row: Row, field: string): ToDecide | null {
  return row.toDecide.find((decide) => decide.field === field) ?? null;
}
