import type { Row } from "../../host";
import { cellText, conflictOf, toDecideOf, type Spans } from "../../state";
import type { Column, Layout } from "./columns";

/** Height of a line of text in a cell, in CSS pixels; the same number stands in Grid.module.css. */
export const LINE_HEIGHT = 18;
/** What a cell takes beside its text, across and down. */
export const CELL_PADDING_X = 17;
export const CELL_PADDING_Y = 13;
const MARKS_HEIGHT = 24;
const FONT = '14px "Source Sans 3"';
/** Average width of a letter where nothing can be measured. */
const LETTER_WIDTH = 6.7;
/** Above this many known words the memory of their widths starts again. */
const WORDS_MAX = 20_000;

const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

function wordWidth(word: string): number {
  const width = known.get(word);
  if (width !== undefined) return width;
  if (context === undefined) {
    context = document.createElement("canvas").getContext("2d");
    if (context !== null) context.font = FONT;
  }
  const measured = context?.measureText(word).width ?? word.length * LETTER_WIDTH;
  if (known.size > WORDS_MAX) known.clear();
  known.set(word, measured);
  return measured;
}

/** How many lines a text takes in a width, breaking where the browser will. */
export function lineCount(text: string, width: number): number {
  if (text === "") return 0;
  const space = wordWidth(" ");
  let lines = 0;
  for (const paragraph of text.split("\n")) {
    lines += 1;
    let used = 0;
    for (const word of paragraph.split(" ")) {
      const wide = wordWidth(word);
      const wanted = used === 0 ? wide : used + space + wide;
      if (wanted <= width) {
        used = wanted;
      } else if (wide > width) {
        lines += Math.ceil(wide / width) - (used === 0 ? 1 : 0);
        used = wide % width;
      } else {
        lines += 1;
        used = wide;
      }
    }
  }
  return lines;
}

/** Height of a cell, were it alone in its row. */
export function cellHeight(text: string, columnWidth: number, marks: boolean): number {
  const lines = Math.max(1, lineCount(text, columnWidth - CELL_PADDING_X));
  return lines * LINE_HEIGHT + CELL_PADDING_Y + (marks ? MARKS_HEIGHT : 0);
}

function marked(row: Row, field: string): boolean {
  return (
    conflictOf(row, field) !== null ||
    toDecideOf(row, field) !== null ||
    (field === "actionLine" && (row.pendingExternal || row.retired))
  );
}

/** What the rows of a matrix are measured by. */
export interface Sheet {
  /** The shown rows. */
  rows: readonly Row[];
  columns: readonly Column[];
  layout: Layout;
  spans: Spans;
}

/** The least height of a row so that the cells it joins with its neighbours have room. */
export function joinedHeight({ rows, columns, layout, spans }: Sheet, index: number): number {
  return columns.reduce((height, column, at) => {
    const span = column.span === null ? undefined : spans[column.span][index];
    const first = span === undefined ? undefined : rows[span.start];
    if (span === undefined || first === undefined || span.end - span.start === 1) return height;
    const text = cellText(first, column.field);
    const whole = cellHeight(text, layout.widths[at] ?? 0, marked(first, column.field));
    return Math.max(height, Math.ceil(whole / (span.end - span.start)));
  }, 0);
}

/**
 * The height of a row from its texts, close enough that scrolling does not jump when the browser
 * measures it for good.
 */
export function rowHeight(sheet: Sheet, index: number): number {
  const row = sheet.rows[index];
  if (row === undefined) return LINE_HEIGHT + CELL_PADDING_Y;
  return sheet.columns.reduce(
    (height, column, at) => {
      const span = column.span === null ? undefined : sheet.spans[column.span][index];
      if (span !== undefined && span.end - span.start > 1) return height;
      const text = cellText(row, column.field);
      const width = sheet.layout.widths[at] ?? 0;
      return Math.max(height, cellHeight(text, width, marked(row, column.field)));
    },
    joinedHeight(sheet, index),
  );
}
