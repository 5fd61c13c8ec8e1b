import { LEVELS, type Level } from "./cells";

/** How one person looks at a dossier. It changes nothing of the document and nobody else's view. */
export interface ViewPrefs {
  /** Every field in the order chosen; empty: the order of the form. */
  order: readonly string[];
  /** Fields shown or hidden otherwise than the form does. */
  shown: Readonly<Record<string, boolean>>;
  /** Widths given by hand, in CSS pixels at 100 %. */
  widths: Readonly<Record<string, number>>;
  /** The last column that stays while one scrolls sideways; `null`: only the row's number. */
  frozen: string | null;
  /** Zoom of the grid, in percent. */
  zoom: number;
  /** Headings whose group is folded, by id. */
  folded: readonly string[];
}

/** Grows when a view is written in a way that an older app would misread. */
const VERSION = 1;
export const ZOOM_MIN = 60;
export const ZOOM_MAX = 160;
export const ZOOM_STEP = 10;
/** Widths of a column, in CSS pixels at 100 %. */
export const WIDTH_MIN = 44;
export const WIDTH_MAX = 900;
/** Above these a kept view is not of this app. */
const FIELDS_MAX = 200;
const FOLDED_MAX = 5_000;

/** The matrix as the form has it. */
export const FORM_VIEW: ViewPrefs = {
  order: [],
  shown: {},
  widths: {},
  frozen: null,
  zoom: 100,
  folded: [],
};

const FORM_FIELDS = new Set([
  "actionLine",
  "indicatorName",
  "interpretation",
  "unitOfMeasure",
  "formula",
  "frequency",
]);

/** Every field a column can show, in the order of the form. */
export function allFields(years: readonly number[]): readonly string[] {
  return [
    ...LEVELS.map((level) => `headings.${level}`),
    "actionLine",
    "responsible",
    "stage",
    "indicatorName",
    "interpretation",
    "unitOfMeasure",
    "formula",
    "formula.numerator",
    "formula.denominator",
    "formula.factor",
    "frequency",
    "direction",
    "targetBehavior",
    "baseline.value",
    "baseline.year",
    "baseline.source",
    "baseline.verification",
    ...years.map((year) => `targets.${String(year)}`),
    "meansOfVerification",
  ];
}

/** Whether the form prints a field. */
export function isOnForm(field: string, levels: readonly Level[]): boolean {
  return (
    FORM_FIELDS.has(field) ||
    field.startsWith("targets.") ||
    levels.some((level) => field === `headings.${level}`)
  );
}

/** Every field in the person's order; one the order does not name follows its neighbour's. */
export function orderedFields(years: readonly number[], view: ViewPrefs): readonly string[] {
  const fields = allFields(years);
  const known = new Set(fields);
  const ordered = view.order.filter((field) => known.has(field));
  if (ordered.length === 0) return fields;
  const placed = new Set(ordered);
  fields.forEach((field, at) => {
    if (placed.has(field)) return;
    const before = fields[at - 1];
    ordered.splice(before === undefined ? 0 : ordered.indexOf(before) + 1, 0, field);
    placed.add(field);
  });
  return ordered;
}

export function isVisible(field: string, levels: readonly Level[], view: ViewPrefs): boolean {
  return view.shown[field] ?? isOnForm(field, levels);
}

/** The fields on screen, in the person's order. */
export function visibleFields(
  levels: readonly Level[],
  years: readonly number[],
  view: ViewPrefs,
): readonly string[] {
  return orderedFields(years, view).filter((field) => isVisible(field, levels, view));
}

/** Shows or hides a field. */
export function withVisible(
  view: ViewPrefs,
  field: string,
  visible: boolean,
  levels: readonly Level[],
): ViewPrefs {
  const others = Object.entries(view.shown).filter(([known]) => known !== field);
  const shown = Object.fromEntries(others);
  if (visible !== isOnForm(field, levels)) shown[field] = visible;
  return { ...view, shown, frozen: view.frozen === field && !visible ? null : view.frozen };
}

/** Puts a field right before another (`null`: at the end). */
export function withFieldBefore(
  view: ViewPrefs,
  years: readonly number[],
  field: string,
  before: string | null,
): ViewPrefs {
  if (field === before) return view;
  const order = orderedFields(years, view).filter((known) => known !== field);
  const at = before === null ? order.length : order.indexOf(before);
  order.splice(at < 0 ? order.length : at, 0, field);
  return { ...view, order };
}

/** Moves a field past its neighbour on screen. */
export function withFieldMoved(
  view: ViewPrefs,
  visible: readonly string[],
  years: readonly number[],
  field: string,
  by: -1 | 1,
): ViewPrefs {
  const at = visible.indexOf(field);
  const neighbour = visible[at + by];
  if (at < 0 || neighbour === undefined) return view;
  const before = by < 0 ? neighbour : (visible[at + 2] ?? null);
  // The last on screen may be followed by hidden ones: right after the neighbour it stays.
  if (before !== null) return withFieldBefore(view, years, field, before);
  const order = orderedFields(years, view);
  return withFieldBefore(view, years, field, order[order.indexOf(neighbour) + 1] ?? null);
}

export function withWidth(view: ViewPrefs, field: string, width: number): ViewPrefs {
  const rounded = Math.round(Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, width)));
  return { ...view, widths: { ...view.widths, [field]: rounded } };
}

export function withZoom(view: ViewPrefs, zoom: number): ViewPrefs {
  return { ...view, zoom: Math.round(Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, zoom))) };
}

/** Folds or unfolds the groups of headings. */
export function withFolded(
  view: ViewPrefs,
  headings: readonly string[],
  folded: boolean,
): ViewPrefs {
  const next = new Set(view.folded);
  for (const heading of headings) {
    if (folded) next.add(heading);
    else next.delete(heading);
  }
  return { ...view, folded: [...next] };
}

/** The columns of the form again; zoom and folds stay. */
export function withFormColumns(view: ViewPrefs): ViewPrefs {
  return { ...FORM_VIEW, zoom: view.zoom, folded: view.folded };
}

/** A view as it is kept. */
export function writeView(view: ViewPrefs): string {
  return JSON.stringify({ version: VERSION, ...view });
}

/** A kept view; what is not understood of it is as on the form. */
export function readView(json: string | null): ViewPrefs {
  if (json === null) return FORM_VIEW;
  let kept: unknown;
  try {
    kept = JSON.parse(json);
  } catch {
    return FORM_VIEW;
  }
  if (!isRecord(kept) || kept["version"] !== VERSION) return FORM_VIEW;
  const { order, shown, widths, frozen, zoom, folded } = kept;
  return {
    order: [...new Set(strings(order, FIELDS_MAX).filter(isField))],
    shown: entries(shown, isFlag),
    widths: entries(widths, isWidth),
    frozen: typeof frozen === "string" && isField(frozen) ? frozen : null,
    zoom: typeof zoom === "number" && zoom >= ZOOM_MIN && zoom <= ZOOM_MAX ? zoom : 100,
    folded: strings(folded, FOLDED_MAX),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const FIELDS: ReadonlySet<string> = new Set(allFields([]));

/** Whether a name is a field of some matrix, whichever its years. */
function isField(field: string): boolean {
  return FIELDS.has(field) || /^targets\.\d{4}$/.test(field);
}

function strings(value: unknown, most: number): string[] {
  if (!Array.isArray(value) || value.length > most) return [];
  return value.filter((item) => typeof item === "string");
}

function isFlag(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function isWidth(value: unknown): value is number {
  return typeof value === "number" && value >= WIDTH_MIN && value <= WIDTH_MAX;
}

function entries<T>(value: unknown, fits: (item: unknown) => item is T): Record<string, T> {
  const kept: Record<string, T> = {};
  if (!isRecord(value) || Object.keys(value).length > FIELDS_MAX) return kept;
  for (const [field, item] of Object.entries(value)) {
    if (isField(field) && fits(item)) kept[field] = item;
  }
  return kept;
}
