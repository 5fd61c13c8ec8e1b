import type { Row } from "../../host";
import { cellText, headingAt, levelOf } from "../../state";

/** Another order to look at the rows in. */
export interface Sorting {
  field: string;
  /** From the greatest to the least. */
  down: boolean;
}

const collator = new Intl.Collator("es", { numeric: true, sensitivity: "base" });

/** The figure a meta or a baseline is ordered by; only for looking, never kept. */
function figureOf(row: Row, field: string): number | null {
  const known = field.startsWith("targets.")
    ? row.normalized.targets[field.slice("targets.".length)]?.amount
    : field === "baseline.value"
      ? row.normalized.baseline?.amount
      : undefined;
  const text = known ?? cellText(row, field);
  const figure = /-?\d[\d,]*(\.\d+)?/.exec(text)?.[0];
  return figure === undefined ? null : Number(figure.replaceAll(",", ""));
}

function isFigures(field: string): boolean {
  return field.startsWith("targets.") || field.startsWith("baseline.");
}

function compare(a: Row, b: Row, { field, down }: Sorting): number {
  const turn = down ? -1 : 1;
  if (isFigures(field)) {
    const [left, right] = [figureOf(a, field), figureOf(b, field)];
    if (left !== null && right !== null && left !== right) return (left - right) * turn;
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
    }
  }
  const level = levelOf(field);
  if (level !== null) {
    const [left, right] = [headingAt(a, level), headingAt(b, level)];
    const numbers = collator.compare(left?.number ?? "", right?.number ?? "");
    if (left !== null && right !== null && numbers !== 0) return numbers * turn;
  }
  const [left, right] = [cellText(a, field), cellText(b, field)];
  // What is empty stands last whichever way one looks.
  if (left === "" || right === "") return left === right ? 0 : left === "" ? 1 : -1;
  return collator.compare(left, right) * turn;
}

/** The rows in the order asked for; equal ones keep the order of the matrix. */
export function sortedKeys(
  order: readonly string[],
  rows: ReadonlyMap<string, Row>,
  sorting: Sorting,
): readonly string[] {
  return [...order].sort((left, right) => {
    const [a, b] = [rows.get(left), rows.get(right)];
    return a === undefined || b === undefined ? 0 : compare(a, b, sorting);
  });
}
