import { readDelimited, unguarded } from "./delimited";
import { readHtmlTable } from "./htmlTable";
import { PASTE_BYTES_MAX } from "./limits";
import { evened, withEmptyRows, type PastedTable } from "./table";

/** What somebody pastes: a table, a text, nothing that can be read, or far too much. */
export type Pasted =
  | { kind: "table"; table: PastedTable }
  | { kind: "text"; text: string }
  | { kind: "nothing" }
  | { kind: "tooLarge" };

/** The two flavours of the clipboard that are read. */
export interface Flavours {
  html: string;
  text: string;
}

export function flavoursOf(data: DataTransfer): Flavours {
  return { html: data.getData("text/html"), text: data.getData("text/plain") };
}

/**
 * Reads what was copied elsewhere. A page's table comes before the plain text, which knows neither
 * joined cells nor fills. Lines without separators are a text, unless `asColumn`: the person has
 * selected several rows to put them in.
 */
export function readPasted({ html, text }: Flavours, asColumn: boolean): Pasted {
  if (html.length + text.length > PASTE_BYTES_MAX) return { kind: "tooLarge" };
  const table = readHtmlTable(html);
  if (table === "tooLarge") return { kind: "tooLarge" };
  if (table !== null) {
    const texts = readDelimited(text, "\t");
    return { kind: "table", table: texts === null ? table : withEmptyRows(table, texts) };
  }
  if (text === "") return { kind: "nothing" };

  const rows = readDelimited(text, "\t");
  const isTabbed = text.includes("\t") && (html === "" || isEven(rows, 2, 2));
  if (isTabbed || isQuoted(text, rows)) {
    return rows === null ? { kind: "tooLarge" } : { kind: "table", table: ofTexts(rows) };
  }
  if (html === "" && !text.includes("\t")) {
    for (const separator of [";", ","]) {
      const listed = readDelimited(text, separator);
      if (listed !== null && isEven(listed, 2, 3)) {
        return { kind: "table", table: ofTexts(listed) };
      }
    }
  }
  const lines = asColumn && html === "" ? text.replace(/\r\n?/g, "\n").replace(/\n$/, "") : "";
  if (lines.includes("\n")) {
    const column = lines.split("\n").map((line) => [line]);
    return { kind: "table", table: ofTexts(column) };
  }
  return { kind: "text", text: text.replace(/\r\n?/g, "\n").replace(/\n$/, "") };
}

/** The text of a paste that goes into one cell, without what spreadsheets put around it. */
export function pastedText(data: DataTransfer): string {
  const pasted = readPasted(flavoursOf(data), false);
  if (pasted.kind === "text") return pasted.text;
  if (pasted.kind !== "table") return "";
  const only = pasted.table.rows[0]?.[0];
  const single = pasted.table.rows.length === 1 && pasted.table.width === 1;
  return single && only !== undefined ? only.text : flavoursOf(data).text;
}

/** One cell that a spreadsheet put in quotes because of a line break or a tab in it. */
function isQuoted(text: string, rows: string[][] | null): boolean {
  return (
    rows?.length === 1 &&
    rows[0]?.length === 1 &&
    text.startsWith('"') &&
    /[\n\r\t]/.test(rows[0][0] ?? "")
  );
}

function isEven(rows: string[][] | null, rowsMin: number, columnsMin: number): boolean {
  const width = rows?.[0]?.length ?? 0;
  return (
    rows !== null &&
    rows.length >= rowsMin &&
    width >= columnsMin &&
    rows.every((row) => row.length === width)
  );
}

function ofTexts(rows: readonly (readonly string[])[]): PastedTable {
  const cells = rows.map((row) =>
    row.map((text) => ({ text: unguarded(text), covered: null, yellow: false })),
  );
  return evened(cells, false);
}
