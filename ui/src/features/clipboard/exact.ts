import { PASTE_CELLS_MAX, PASTE_COLUMNS_MAX } from "./limits";
import { evened, type PastedCell, type PastedTable } from "./table";

/** Cells as Cotejo copies them for itself: `null` is part of the cell above. */
interface Exact {
  v: 1;
  rows: (string | null)[][];
  /** Rows "sujetas a revisión". */
  review: number[];
}

/** Cells for the attribute that rides on a copied table, so that Cotejo reads them letter by letter. */
export function exactAttribute(
  rows: readonly (readonly (string | null)[])[],
  review: readonly number[],
): string {
  return JSON.stringify({ v: 1, rows, review } satisfies {
    v: 1;
    rows: readonly (readonly (string | null)[])[];
    review: readonly number[];
  });
}

/** The cells in such an attribute; `null` when anything in it is not as Cotejo writes it. */
export function exactCells(attribute: string): PastedTable | null {
  let said: unknown;
  try {
    said = JSON.parse(attribute);
  } catch {
    return null;
  }
  if (!isExact(said)) return null;
  const review = new Set(said.review);
  const above: string[] = [];
  const rows = said.rows.map((row, at) =>
    row.map((text, column): PastedCell => {
      if (text !== null) above[column] = text;
      const covered = text === null ? "down" : null;
      return { text: above[column] ?? "", covered, yellow: review.has(at) };
    }),
  );
  return evened(rows, false);
}

function isExact(said: unknown): said is Exact {
  if (typeof said !== "object" || said === null) return false;
  const { v, rows, review } = said as Partial<Record<keyof Exact, unknown>>;
  if (v !== 1 || !Array.isArray(rows) || !Array.isArray(review) || rows.length === 0) return false;
  let count = 0;
  return (
    review.every((at) => typeof at === "number") &&
    rows.every((row) => {
      if (!Array.isArray(row) || row.length > PASTE_COLUMNS_MAX) return false;
      count += row.length;
      return (
        count <= PASTE_CELLS_MAX && row.every((cell) => cell === null || typeof cell === "string")
      );
    })
  );
}
