import { fieldLabel } from "../fields";
import { levelOf, type Level, type SpanColumn } from "../../state";

/** A column of the form. */
export interface Column {
  field: string;
  title: string;
  /** The cells join over rows that share them. */
  span: SpanColumn | null;
  /** Short values, tabular figures. */
  figures: boolean;
  /** Narrowest useful width, in CSS pixels. */
  widthMin: number;
  /** Share of the room left. */
  grow: number;
}

/** Where each column stands, in CSS pixels. */
export interface Layout {
  widths: readonly number[];
  offsets: readonly number[];
  total: number;
}

/** The field of the row's number and menu: the first column, not a field of the document. */
export const ROW_FIELD = "#";

const WIDTHS: Readonly<Record<string, readonly [widthMin: number, grow: number]>> = {
  "headings.axis": [102, 1],
  "headings.objective": [120, 2],
  "headings.priority": [150, 3],
  "headings.strategy": [140, 2],
  actionLine: [212, 5],
  indicatorName: [150, 3],
  interpretation: [134, 2],
  unitOfMeasure: [84, 0],
  formula: [156, 3],
  frequency: [78, 0],
};
const ROW_WIDTH = 44;
const TARGET_WIDTH = 80;

/** The columns of the form, for the heading levels and years that a matrix has. */
export function columnsOf(levels: readonly Level[], years: readonly number[]): readonly Column[] {
  const fields = [
    ...levels.map((level) => `headings.${level}`),
    "actionLine",
    "indicatorName",
    "interpretation",
    "unitOfMeasure",
    "formula",
    "frequency",
    ...years.map((year) => `targets.${String(year)}`),
  ];
  const number: Column = {
    field: ROW_FIELD,
    title: "",
    span: null,
    figures: true,
    widthMin: ROW_WIDTH,
    grow: 0,
  };
  return [
    number,
    ...fields.map((field): Column => {
      const [widthMin, grow] = WIDTHS[field] ?? [TARGET_WIDTH, 0];
      return {
        field,
        title: fieldLabel(field),
        span: field === "actionLine" ? "line" : levelOf(field),
        figures: field.startsWith("targets."),
        widthMin,
        grow,
      };
    }),
  ];
}

/** Spreads the columns over the room there is; what does not fit is scrolled to. */
export function layoutOf(columns: readonly Column[], available: number): Layout {
  const least = columns.reduce((sum, column) => sum + column.widthMin, 0);
  const shares = columns.reduce((sum, column) => sum + column.grow, 0);
  const spare = Math.max(0, available - least);
  const widths = columns.map((column) =>
    Math.floor(column.widthMin + (shares === 0 ? 0 : (spare * column.grow) / shares)),
  );
  const offsets: number[] = [];
  let total = 0;
  for (const width of widths) {
    offsets.push(total);
    total += width;
  }
  return { widths, offsets, total };
}
