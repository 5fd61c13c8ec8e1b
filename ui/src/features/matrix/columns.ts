import { fieldLabel } from "../fields";
import { ROW_FIELD, levelOf, type SpanColumn } from "../../state";

/** A column of the grid. */
export interface Column {
  field: string;
  title: string;
  /** The cells join over rows that share them. */
  span: SpanColumn | null;
  /** Short values, tabular figures. */
  figures: boolean;
  /** Narrowest useful width, in CSS pixels at 100 %. */
  widthMin: number;
  /** Share of the room left. */
  grow: number;
}

/** Where a column stands, in CSS pixels. */
export interface Place {
  /** Place among the columns, from 0. */
  at: number;
  left: number;
  width: number;
  /** Stays in view while one scrolls sideways. */
  frozen: boolean;
  /** The last one that does. */
  edge: boolean;
}

/** Where all columns stand. */
export interface Layout {
  places: readonly Place[];
  total: number;
  /** Width of the columns that stay in view. */
  frozen: number;
}

/** What a person asked of the columns. */
export interface Wishes {
  /** Widths given by hand, at 100 %. */
  widths: Readonly<Record<string, number>>;
  /** The last column that stays in view. */
  frozen: string | null;
  scale: number;
}

const WIDTHS: Readonly<Record<string, readonly [widthMin: number, grow: number]>> = {
  "headings.axis": [102, 1],
  "headings.objective": [120, 2],
  "headings.priority": [148, 3],
  "headings.strategy": [140, 2],
  actionLine: [206, 5],
  responsible: [130, 2],
  stage: [110, 1],
  indicatorName: [148, 3],
  interpretation: [132, 2],
  unitOfMeasure: [84, 0],
  formula: [154, 3],
  "formula.numerator": [150, 2],
  "formula.denominator": [150, 2],
  "formula.factor": [80, 0],
  frequency: [80, 0],
  direction: [104, 0],
  targetBehavior: [120, 0],
  "baseline.value": [80, 0],
  "baseline.year": [72, 0],
  "baseline.source": [130, 2],
  "baseline.verification": [130, 2],
  meansOfVerification: [160, 3],
};
const ROW_WIDTH = 58;
const TARGET_WIDTH = 79;
const FIGURES = new Set(["baseline.value", "baseline.year", "formula.factor"]);
/** The most of the window's width that frozen columns take: the rest must be seen to move. */
const FROZEN_SHARE_MAX = 0.66;

const NUMBER: Column = {
  field: ROW_FIELD,
  title: "",
  span: null,
  figures: true,
  widthMin: ROW_WIDTH,
  grow: 0,
};

/** The columns of these fields, the row's number before them. */
export function columnsOf(fields: readonly string[]): readonly Column[] {
  return [
    NUMBER,
    ...fields.map((field): Column => {
      const [widthMin, grow] = WIDTHS[field] ?? [TARGET_WIDTH, 0];
      return {
        field,
        title: fieldLabel(field),
        span: spanOf(field),
        figures: field.startsWith("targets.") || FIGURES.has(field),
        widthMin,
        grow,
      };
    }),
  ];
}

const LINE_COLUMNS = new Set(["actionLine", "responsible", "stage"]);

function spanOf(field: string): SpanColumn | null {
  return LINE_COLUMNS.has(field) ? "line" : levelOf(field);
}

/** Spreads the columns over the room there is; what does not fit is scrolled to. */
export function layoutOf(
  columns: readonly Column[],
  available: number,
  { widths, frozen, scale }: Wishes = { widths: {}, frozen: null, scale: 1 },
): Layout {
  const least = (column: Column) => (widths[column.field] ?? column.widthMin) * scale;
  const grows = (column: Column) => (widths[column.field] === undefined ? column.grow : 0);
  const taken = columns.reduce((sum, column) => sum + least(column), 0);
  const shares = columns.reduce((sum, column) => sum + grows(column), 0);
  const spare = shares === 0 ? 0 : Math.max(0, available - taken) / shares;
  const lastFrozen = columns.findIndex((column) => column.field === frozen);
  const places: Place[] = [];
  let left = 0;
  let frozenWidth = 0;
  columns.forEach((column, at) => {
    const width = Math.floor(least(column) + spare * grows(column));
    const fits = left + width <= available * FROZEN_SHARE_MAX;
    const stays = at === 0 || (at <= lastFrozen && fits && places[at - 1]?.frozen === true);
    places.push({ at, left, width, frozen: stays, edge: false });
    left += width;
    if (stays) frozenWidth = left;
  });
  const edge = places.findLast((place) => place.frozen);
  if (edge !== undefined) edge.edge = true;
  return { places, total: left, frozen: frozenWidth };
}
