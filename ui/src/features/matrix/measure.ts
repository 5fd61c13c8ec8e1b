import type { ReviewView, Row } from "../../host";
import {
  cellText,
  conflictOf,
  headingAt,
  isPending,
  levelOf,
  toDecideOf,
  type DossierState,
  type SpanColumn,
} from "../../state";
import type { Column, Layout } from "./columns";
import { decideWords, markWords } from "./marks";
import { BORDER, type Metrics } from "./metrics";
import { noteKeys, noteMarks, stateMarks, type DrawnMark } from "./reviewNotes";
import { lineCount, textWidth } from "./textLines";

/** What rows are measured by. */
export interface Sheet {
  columns: readonly Column[];
  layout: Layout;
  metrics: Metrics;
}

/** Width of a mark's icon and the room beside it; the same stands in Mark.module.css. */
const ICON = 15;
const MARK_PADDING = 10;
const MARK_PADDING_FIGURES = 6;

/** Lanes measured between two looks at the clock. */
const LANES_BETWEEN = 8;

/** What heights are of: the lanes, and all that their texts and marks come from. */
export type Ground = Pick<
  DossierState,
  "lanes" | "laneOf" | "rows" | "shown" | "spans" | "openThreads" | "review"
>;

/** The joining columns, the innermost first: the outer ones take what room the inner ones made. */
const INWARDS: readonly SpanColumn[] = ["line", "strategy", "priority", "objective", "axis"];

/** What was measured of a row. */
interface Measured {
  /** Height that the cells of this row alone need. */
  own: number;
  /** Heights that joined cells need; only those that begin in this row are ever asked for. */
  joined: Partial<Record<SpanColumn, number>>;
  /** The open conversations, and what the review says of its line, that it was measured with. */
  talks: string;
}

/** Conversations open on a line, by field, as one value: a mark more may need room. */
type Talks = ReadonlyMap<string, string>;

const talksKnown = new WeakMap<DossierState["openThreads"], Talks>();

function talksOf(threads: DossierState["openThreads"]): Talks {
  const known = talksKnown.get(threads);
  if (known !== undefined) return known;
  const talks = new Map<string, string>();
  for (const [place, open] of threads) {
    const line = place.slice(0, place.indexOf("|"));
    talks.set(line, `${talks.get(line) ?? ""}${place}:${String(open.length)} `);
  }
  talksKnown.set(threads, talks);
  return talks;
}

/**
 * Heights of rows before they are drawn, from their texts, so that the scroll bar tells the truth.
 * A row is measured once and again when it changes; a sheet of other widths or sizes has its own.
 * Thousands of rows take longer than one waits to see the first: those nobody looks at yet stand as
 * high as the others on average, until there is time for them.
 */
export class Heights {
  readonly #sheet: Sheet;
  readonly #joining: readonly SpanColumn[];
  readonly #known = new WeakMap<Row, Measured>();
  /** Rows measured so far, and how high they are together. */
  #count = 0;
  #sum = 0;
  #listed: { ground: Ground; count: number; heights: readonly number[] } | null = null;

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
    this.#joining = INWARDS.filter((span) => sheet.columns.some((column) => column.span === span));
  }

  /**
   * The height of each lane, of those from `first` to `last` as measured. The same list while
   * nothing more is known.
   */
  of(ground: Ground, first = 0, last = ground.lanes.length - 1): readonly number[] {
    for (let at = Math.max(0, first); at <= last; at += 1) this.#measure(ground, at);
    const { ground: before, count, heights } = this.#listed ?? {};
    if (heights !== undefined && before === ground && count === this.#count) return heights;
    const list = this.#list(ground);
    // The same heights are the same list: nothing that stands by them is to be drawn again.
    const now = heights !== undefined && sameHeights(heights, list) ? heights : list;
    this.#listed = { ground, count: this.#count, heights: now };
    return now;
  }

  /** Measures, until a moment, lanes that were not; whether there may be more of them. */
  measureSome(ground: Ground, until: number): boolean {
    for (let at = 0; at < ground.lanes.length; at += 1) {
      if (at % LANES_BETWEEN === 0 && performance.now() > until) return true;
      this.#measure(ground, at);
    }
    return false;
  }

  /** How often a row was measured: more is known when it grows. */
  get count(): number {
    return this.#count;
  }

  #list({ lanes, laneOf, rows, shown, spans }: Ground): readonly number[] {
    const folded = this.foldHeight;
    const usual = this.#count === 0 ? folded : Math.round(this.#sum / this.#count);
    const heights = lanes.map((lane) => {
      const row = rows.get(lane.key);
      if (lane.fold !== null || row === undefined) return folded;
      return this.#known.get(row)?.own ?? usual;
    });
    for (const column of this.#joining) {
      for (let at = 0; at < lanes.length;) {
        const span = spans[column][lanes[at]?.start ?? 0];
        const last = span === undefined ? at : (laneOf[span.end - 1] ?? at);
        const row = rows.get(shown[span?.start ?? 0] ?? "");
        const alone = lanes[at]?.fold !== null && last === at;
        const need = row === undefined || alone ? undefined : this.#known.get(row)?.joined[column];
        if (need !== undefined) stretch(heights, at, last, need);
        at = Math.max(at, last) + 1;
      }
    }
    return heights;
  }

  /** Measures a lane, and the joined cells over it. */
  #measure(ground: Ground, at: number): void {
    const { lanes, rows, shown, spans } = ground;
    const lane = lanes[at];
    const row = rows.get(lane?.key ?? "");
    if (lane === undefined || row === undefined) return;
    if (lane.fold === null) this.#measured(row, ground);
    for (const column of this.#joining) {
      const span = spans[column][lane.start];
      const top = rows.get(shown[span?.start ?? lane.start] ?? "");
      if (top === undefined) continue;
      const measured = this.#measured(top, ground);
      measured.joined[column] ??= this.#joined(top, column, ground);
    }
  }

  /** Height of a folded group. */
  get foldHeight(): number {
    const { line, padY } = this.#sheet.metrics;
    return line + 2 * padY + BORDER;
  }

  #measured(row: Row, { openThreads: threads, review }: Ground): Measured {
    const talks = threads.size === 0 ? "" : (talksOf(threads).get(row.line) ?? "");
    const noted = noteKeys(review).get(row.line);
    const mine = noted === undefined ? talks : `${talks}/${noted}`;
    const known = this.#known.get(row);
    if (known?.talks === mine) return known;
    let own = this.foldHeight;
    for (const [at, column] of this.#sheet.columns.entries()) {
      if (at === 0 || column.span !== null) continue;
      const open = talks === "" ? 0 : openOn(threads, row, column.field);
      own = Math.max(own, this.cellHeight(row, column, at, open, review));
    }
    const measured = { own, joined: {}, talks: mine };
    this.#known.set(row, measured);
    this.#count += 1;
    this.#sum += own;
    return measured;
  }

  #joined(row: Row, span: SpanColumn, { openThreads: threads, review }: Ground): number {
    let height = 0;
    for (const [at, column] of this.#sheet.columns.entries()) {
      if (column.span !== span) continue;
      const open = openOn(threads, row, column.field);
      height = Math.max(height, this.cellHeight(row, column, at, open, review));
    }
    return height;
  }

  /** Height of a cell, were it alone in its row. */
  cellHeight(row: Row, column: Column, at: number, open: number, review: ReviewView): number {
    const { metrics, layout } = this.#sheet;
    const width = (layout.places[at]?.width ?? 0) - BORDER - this.#paddings(row, column);
    const text = cellText(row, column.field);
    const lines = Math.max(1, lineCount(text, width, metrics.text));
    const marks = this.#marksHeight(marksOf(row, column, open, review), column, width);
    return lines * metrics.line + 2 * metrics.padY + BORDER + marks;
  }

  #paddings(row: Row, { field, figures }: Column): number {
    const { padX, padFigures, fold } = this.#sheet.metrics;
    const level = levelOf(field);
    const folds = level !== null && headingAt(row, level) !== null;
    return 2 * (figures ? padFigures : padX) + (folds ? fold : 0);
  }

  #marksHeight(marks: readonly DrawnMark[], column: Column, width: number): number {
    if (marks.length === 0) return 0;
    const { mark, markLine, gap } = this.#sheet.metrics;
    const padding = column.figures ? MARK_PADDING_FIGURES : MARK_PADDING;
    let rows = 1;
    let used = 0;
    for (const { text, icon } of marks) {
      const wide = textWidth(text, mark, 600) + padding + 2 * BORDER + (icon ? ICON : 0);
      if (used > 0 && used + gap + wide > width) {
        rows += 1;
        used = wide;
      } else {
        used += (used === 0 ? 0 : gap) + wide;
      }
    }
    return gap + rows * markLine + (rows - 1) * gap;
  }
}

function sameHeights(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((height, at) => height === b[at]);
}

/** Gives rows the room that the cell they share needs, in even parts. */
function stretch(heights: number[], from: number, to: number, need: number): void {
  let sum = 0;
  for (let at = from; at <= to; at += 1) sum += heights[at] ?? 0;
  if (sum >= need) return;
  const more = Math.ceil((need - sum) / (to - from + 1));
  for (let at = from; at <= to; at += 1) heights[at] = (heights[at] ?? 0) + more;
}

/** The marks a cell has whether or not it is being written, as `Cell` draws them. */
function marksOf(
  row: Row,
  { field, figures }: Column,
  open: number,
  review: ReviewView,
): readonly DrawnMark[] {
  const marks: DrawnMark[] = [];
  if (field === "actionLine") {
    if (isPending({ review }, row)) marks.push({ text: markWords().pending, icon: false });
    if (row.retired) marks.push({ text: markWords().retired, icon: false });
  }
  marks.push(...stateMarks(review, row, field));
  const conflict = conflictOf(row, field);
  if (conflict !== null) {
    marks.push({ text: decideWords().values(conflict.values.length), icon: true });
  }
  if (toDecideOf(row, field) !== null) marks.push({ text: decideWords().merge, icon: true });
  if (field === "actionLine" && row.retiredAndEdited !== null) {
    marks.push({ text: decideWords().retired, icon: true });
  }
  marks.push(...noteMarks(review, row, field, figures));
  if (open > 0) marks.push({ text: String(open), icon: true });
  return marks;
}

/** Conversations open on a cell of this row. */
export function openOn(threads: DossierState["openThreads"], row: Row, field: string): number {
  if (threads.size === 0) return 0;
  let count = 0;
  for (const thread of threads.get(`${row.line}|${field}`) ?? []) {
    if (thread.indicator === null || thread.indicator === row.indicator) count += 1;
  }
  return count;
}
