import type { Row } from "../../host";
import { cellId, cellText, isLineField, levelOf } from "../../state";
import { guarded, writeTabbed } from "./delimited";
import { exactAttribute } from "./exact";

/** What goes to the clipboard; without `html` when the plain text says everything. */
export interface Copied {
  html: string | null;
  text: string;
}

/** Selected cells: rows from side to side. */
export interface Selected {
  rows: readonly Row[];
  fields: readonly string[];
}

/** A cell on its way out. */
interface Outgoing {
  field: string;
  text: string;
  /** Part of the joined cell above. */
  covered: boolean;
  /** Rows it is joined over. */
  height: number;
}

/** The yellow of the printed form. */
const YELLOW = "#FFFF00";

/** Fields of figures: a whole number in them goes out as a number, to be added up. */
const FIGURES = /^(targets\.|baseline\.(value|year)$)/;

/** The selected cells for other programs and for Cotejo itself. */
export function copied(selected: Selected): Copied {
  const { rows } = selected;
  const cells = outgoing(selected);
  const only = cells.length === 1 && cells[0]?.length === 1 ? cells[0][0] : undefined;
  if (only !== undefined && isPlain(only.text)) return { html: null, text: only.text };

  const exact = exactAttribute(
    cells.map((row) => row.map((cell) => (cell.covered ? null : cell.text))),
    rows.flatMap((row, at) => (row.pendingExternal ? [at] : [])),
  );
  const body = cells.map((row, at) => {
    const tds = row
      .filter((cell) => !cell.covered)
      .map((cell) => {
        // A heading is of all its rows, not only of the yellow ones.
        const yellow = rows[at]?.pendingExternal === true && levelOf(cell.field) === null;
        return td(cell, yellow);
      });
    return `<tr>${tds.join("")}</tr>`;
  });
  const html =
    `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head>` +
    `<body><!--StartFragment--><table border="1" cellspacing="0" ` +
    `style="border-collapse:collapse" data-cotejo="${escaped(exact)}">` +
    `${body.join("")}</table><!--EndFragment--></body></html>`;
  const text = writeTabbed(cells.map((row) => row.map((cell) => (cell.covered ? "" : cell.text))));
  return { html, text: only === undefined ? text : only.text };
}

/** The cells, those that rows share joined as on screen. */
function outgoing({ rows, fields }: Selected): Outgoing[][] {
  const heads: (Outgoing & { id: string })[] = [];
  return rows.map((row) =>
    fields.map((field, column): Outgoing => {
      const id = cellId(row, field);
      const head = heads[column];
      const joins = levelOf(field) !== null || isLineField(field);
      if (joins && head?.id === id) {
        head.height += 1;
        return { field, text: head.text, covered: true, height: 1 };
      }
      const cell = { id, field, text: cellText(row, field), covered: false, height: 1 };
      heads[column] = cell;
      return cell;
    }),
  );
}

/**
 * A cell for spreadsheets. Excel goes by `mso-number-format`, LibreOffice by `sdnum`: both say that
 * "1.10", "100%" and "=A2" are texts, which stay as they are printed.
 */
function td({ field, text, height }: Outgoing, yellow: boolean): string {
  const number = FIGURES.test(field) && /^(0|[1-9]\d{0,14})$/.test(text);
  const style = [
    number ? "mso-number-format:General" : "mso-number-format:'\\@'",
    "vertical-align:top",
    ...(yellow ? [`background:${YELLOW}`] : []),
  ];
  const attributes = [
    ...(height > 1 ? [`rowspan="${height}"`] : []),
    ...(yellow ? [`bgcolor="${YELLOW}"`] : []),
    number ? `sdval="${text}" sdnum="1033;"` : `sdnum="1033;0;@"`,
    `style="${style.join(";")}"`,
  ];
  return `<td ${attributes.join(" ")}>${content(text)}</td>`;
}

/** A text inside a cell: line breaks stay in the cell, neighbouring spaces do not melt. */
function content(text: string): string {
  return escaped(text)
    .replace(/^ | (?= )| $/gm, "&nbsp;")
    .replaceAll("\n", '<br style="mso-data-placement:same-cell;">');
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/**
 * Whether every program takes a text alone for what it is: prose in one line. Such a cell is copied
 * without a table around it, which letters and messages would show.
 */
function isPlain(text: string): boolean {
  return !/[\t\n\r"]/.test(text) && !/^[\s\d$(.,/]|\d\s*%?$/.test(text) && guarded(text) === text;
}
