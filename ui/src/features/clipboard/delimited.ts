import { PASTE_CELLS_MAX, PASTE_COLUMNS_MAX } from "./limits";

/**
 * Rows of a text with separators, as spreadsheets write it: a cell with a separator, a line break
 * or quotes stands in quotes, and its quotes are doubled. Quotes that do not close before a
 * separator are letters like any other. `null`: too many cells.
 */
export function readDelimited(text: string, separator: string): string[][] | null {
  const rows: string[][] = [[]];
  let width = 1;
  let at = 0;
  for (;;) {
    const { cell, end } = field(text, at, separator);
    const row = rows.at(-1) ?? [];
    row.push(cell);
    width = Math.max(width, row.length);
    if (width > PASTE_COLUMNS_MAX || rows.length * width > PASTE_CELLS_MAX) return null;
    if (end >= text.length) break;
    at = end + 1;
    if (text[end] === separator) continue;
    if (text[end] === "\r" && text[at] === "\n") at += 1;
    // The last line break ends the last row, it does not begin another.
    if (at >= text.length) break;
    rows.push([]);
  }
  return rows;
}

/** The cell that begins at a place, and where its separator or line break stands. */
function field(text: string, from: number, separator: string): { cell: string; end: number } {
  const ends = (at: number) =>
    at >= text.length || text[at] === separator || text[at] === "\n" || text[at] === "\r";
  if (text[from] === '"') {
    let at = from + 1;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) break;
      if (text[quote + 1] === '"') {
        at = quote + 2;
        continue;
      }
      if (!ends(quote + 1)) break;
      const cell = text.slice(from + 1, quote).replaceAll('""', '"');
      return { cell: cell.replace(/\r\n?/g, "\n"), end: quote + 1 };
    }
  }
  let end = from;
  while (!ends(end)) end += 1;
  return { cell: text.slice(from, end), end };
}

/** Rows as a text with tabs, by RFC 4180 with tabs for commas, which is what Excel reads. */
export function writeTabbed(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) =>
    /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map((text) => cell(guarded(text))).join("\t") + "\r\n").join("");
}

/**
 * A text that a spreadsheet would take for a formula, with the apostrophe that says it is a text.
 * Only rows of cells carry it: one cell alone is copied as it is, for letters and messages.
 */
export function guarded(text: string): string {
  return /^'*[=+\-@]/.test(text) && !isNumber(text) ? `'${text}` : text;
}

/** Takes the apostrophe off again. */
export function unguarded(text: string): string {
  return /^'+[=+\-@]/.test(text) ? text.slice(1) : text;
}

function isNumber(text: string): boolean {
  return /^[+-]?\d[\d.,]*\s?%?$/.test(text);
}
