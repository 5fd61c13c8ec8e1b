import { readCell } from "./cellText";
import { isFilled, yellowClasses } from "./colours";
import { exactCells } from "./exact";
import { PASTE_CELLS_MAX, PASTE_COLUMNS_MAX } from "./limits";
import { evened, type PastedCell, type PastedTable } from "./table";

/** More than this much text outside of its tables, and a page is prose with a table in it. */
const AROUND_SHARE_MAX = 0.5;

/**
 * The table in a page that a spreadsheet, a word processor or Cotejo put on the clipboard; `null`
 * when it holds none. The page is read by a parser that runs and loads nothing, and no part of it
 * ever reaches the screen but as text.
 */
export function readHtmlTable(html: string): PastedTable | "tooLarge" | null {
  if (!/<table\b/i.test(html)) return null;
  const page = new DOMParser().parseFromString(html, "text/html");
  const tables = outermost(page.body);
  if (tables.length === 0) return null;
  const exact = tables[0]?.getAttribute("data-cotejo") ?? null;
  if (exact !== null && tables.length === 1) {
    const cells = exactCells(exact);
    if (cells !== null) return cells;
  }
  const inside = tables.reduce((sum, table) => sum + lettersOf(table), 0);
  const outside = lettersOf(page.body) - inside;
  if (outside > inside * AROUND_SHARE_MAX) return null;

  const yellow = yellowClasses(page);
  const rows: (PastedCell | undefined)[][] = [];
  let width = 1;
  for (const table of tables) {
    for (const row of rowsOf(table, yellow)) {
      width = Math.max(width, row.length);
      // As many cells as there will be once every row is as wide as the widest.
      if ((rows.length + 1) * width > PASTE_CELLS_MAX) return "tooLarge";
      rows.push(row);
    }
  }
  return rows.length === 0 ? null : evened(rows, outside > 0);
}

/** The tables that stand in no other, one after the other: Word parts a long one by pages. */
function outermost(body: Element): Element[] {
  let tables = within(body);
  // A message puts a table into the one cell of another, just to place it.
  for (let only = tables[0]; only !== undefined && tables.length === 1; only = tables[0]) {
    const cells = [...only.querySelectorAll("td, th")].filter((cell) => owner(cell) === only);
    const inner = cells.length === 1 && cells[0] !== undefined ? within(cells[0]) : [];
    if (inner.length === 0) break;
    tables = inner;
  }
  return tables;
}

function within(element: Element): Element[] {
  const tables: Element[] = [];
  for (const table of element.querySelectorAll("table")) {
    if (tables.at(-1)?.contains(table) !== true) tables.push(table);
  }
  return tables;
}

function owner(cell: Element): Element | null {
  return cell.closest("table");
}

function lettersOf(element: Element): number {
  let count = letters(element.textContent);
  for (const unread of element.querySelectorAll("style, script, title")) {
    count -= letters(unread.textContent);
  }
  return Math.max(0, count);
}

function letters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x20 && unit !== 0xa0) count += 1;
  }
  return count;
}

/** Rows of a table, each cell in its column: joined cells leave their parts in what they cover. */
function* rowsOf(
  table: Element,
  yellow: ReadonlySet<string>,
): Generator<(PastedCell | undefined)[]> {
  const lines = tableLines(table);
  const open: { left: number; cell: PastedCell }[] = [];
  for (const [at, line] of lines.entries()) {
    const row: (PastedCell | undefined)[] = [];
    const fill = isFilled(line, yellow);
    const takeCovered = () => {
      for (let above = open[row.length]; above !== undefined; above = open[row.length]) {
        if (above.left === 0) break;
        above.left -= 1;
        row.push(above.cell);
      }
    };
    for (const cell of line.children) {
      if (!/^T[DH]$/i.test(cell.nodeName)) continue;
      takeCovered();
      if (row.length >= PASTE_COLUMNS_MAX) break;
      const { text, marked } = readCell(cell, yellow);
      const isYellow = fill || marked || isFilled(cell, yellow);
      const spread = !/mso-ignore\s*:\s*colspan/i.test(styleOf(cell));
      const across = spanOf(cell, "colspan", PASTE_COLUMNS_MAX - row.length);
      // "0": to the end of the table.
      const down = spanOf(cell, "rowspan", lines.length - at) || lines.length - at;
      for (let column = 0; column < across; column += 1) {
        // What Excel lets run over the empty cells beside it joins nothing.
        const own: PastedCell = {
          text: column === 0 ? text : "",
          covered: column > 0 && spread ? "across" : null,
          yellow: isYellow,
        };
        if (down > 1) {
          const part = column === 0 ? "down" : "across";
          open[row.length] = { left: down - 1, cell: { ...own, covered: part } };
        }
        row.push(own);
      }
    }
    takeCovered();
    // Columns past the end of a short row that a joined cell above still covers.
    for (let column = row.length; column < open.length; column += 1) {
      const above = open[column];
      if (above === undefined || above.left === 0) continue;
      above.left -= 1;
      row[column] = above.cell;
    }
    yield row;
    // Excel writes rows without anything as one that stands for several.
    const more = Number(/mso-xlrowspan\s*:\s*(\d{1,7})/i.exec(styleOf(line))?.[1] ?? "1");
    for (let copy = 1; copy < more; copy += 1) yield row;
  }
}

/** The rows of a table itself, but for the empty ones that only measure its columns. */
function tableLines(table: Element): Element[] {
  const lines: Element[] = [];
  for (const part of table.children) {
    const name = part.nodeName.toUpperCase();
    if (name === "TR") lines.push(part);
    else if (/^(THEAD|TBODY|TFOOT)$/.test(name)) {
      for (const line of part.children) {
        if (line.nodeName.toUpperCase() === "TR") lines.push(line);
      }
    }
  }
  return lines.filter((line) => {
    const hidden = /display\s*:\s*none/i.test(styleOf(line));
    return line.firstElementChild !== null && !(hidden && line.textContent.trim() === "");
  });
}

function styleOf(element: Element): string {
  return element.getAttribute("style") ?? "";
}

function spanOf(cell: Element, name: "colspan" | "rowspan", most: number): number {
  const said = Number.parseInt(cell.getAttribute(name) ?? "1", 10);
  const least = name === "rowspan" ? 0 : 1;
  return Number.isNaN(said) ? 1 : Math.max(least, Math.min(said, most));
}
