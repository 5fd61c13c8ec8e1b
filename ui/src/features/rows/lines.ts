import type { HeadingView, Row } from "../../host";
import { rowKey, type DossierState } from "../../state";

/** An action line with the rows of its indicators. */
export interface Line {
  id: string;
  /** Number of its first row; `null`: retired. */
  number: number | null;
  text: string;
  /** Its rows: one for each indicator, or one without. */
  rows: readonly Row[];
  /** Its innermost heading; `null`: none. */
  heading: string | null;
}

/** The lines of a matrix in the document's order, retired ones in their place. */
export function linesOf({ rows, order }: Pick<DossierState, "rows" | "order">): readonly Line[] {
  const lines = new Map<string, Row[]>();
  for (const key of order) {
    const row = rows.get(key);
    if (row === undefined) continue;
    const known = lines.get(row.line);
    if (known === undefined) lines.set(row.line, [row]);
    else known.push(row);
  }
  return [...lines.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [lineOf(first, own)];
  });
}

function lineOf(first: Row, rows: readonly Row[]): Line {
  return {
    id: first.line,
    number: first.row,
    text: first.actionLine,
    rows,
    heading: first.headings.at(-1)?.id ?? null,
  };
}

/** The rows of a line that have an indicator. */
export function indicatorsOf(line: Line): readonly Row[] {
  return line.rows.filter((row) => row.indicator !== null);
}

/** The key of a line's first row. */
export function keyOf(line: Line): string {
  return line.rows[0] === undefined ? line.id : rowKey(line.rows[0]);
}

/** A heading of the catalogue as a place to move to, its level indented under those above. */
export interface HeadingPlace {
  heading: HeadingView;
  depth: number;
}

/** The catalogue as a tree laid flat, without what was retired. */
export function headingPlaces(catalogue: readonly HeadingView[]): readonly HeadingPlace[] {
  const places: HeadingPlace[] = [];
  const seen = new Set<string>();
  const known = new Set(catalogue.map((heading) => heading.id));
  const put = (parent: string | null, depth: number) => {
    for (const heading of catalogue) {
      // One whose heading above is not here stands by itself, so that it can be chosen too.
      const above = heading.parent !== null && known.has(heading.parent) ? heading.parent : null;
      if (above !== parent || heading.retired || seen.has(heading.id)) continue;
      seen.add(heading.id);
      places.push({ heading, depth });
      put(heading.id, depth + 1);
    }
  };
  put(null, 0);
  return places;
}

/** A text short enough for a list. */
export function short(text: string, most = 120): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
