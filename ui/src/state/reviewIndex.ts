import type {
  ConsultationView,
  ReviewView,
  Row,
  RowState,
  RowStateView,
  SuggestionView,
} from "../host";

/** The review by lines and cells, so that a cell finds what is said of it without a search. */
export interface ReviewIndex {
  /** Open suggestions for a cell, by "line|field". */
  cells: ReadonlyMap<string, readonly SuggestionView[]>;
  /** Open suggestions of new lines, by the line they come after. */
  after: ReadonlyMap<string, readonly SuggestionView[]>;
  /** Open suggestions to retire or restore a line. */
  retire: ReadonlyMap<string, readonly SuggestionView[]>;
  /** Consultations that wait for an answer, by line. */
  asked: ReadonlyMap<string, readonly ConsultationView[]>;
  /** States of the lines that are not drafts. */
  states: ReadonlyMap<string, RowStateView>;
}

const known = new WeakMap<ReviewView, ReviewIndex>();

/** The index of a review, made once for each. */
export function reviewIndex(review: ReviewView): ReviewIndex {
  const made = known.get(review) ?? indexOf(review);
  known.set(review, made);
  return made;
}

function indexOf({ suggestions, consultations, states }: ReviewView): ReviewIndex {
  const open = suggestions.filter(({ status }) => status === "open");
  const of = (kinds: readonly SuggestionView["kind"][]) =>
    open.filter(({ kind }) => kinds.includes(kind));
  return {
    cells: grouped(of(["cell"]), ({ line, field }) => `${line}|${field}`),
    after: grouped(of(["addLine"]), ({ line }) => line),
    retire: grouped(of(["retireLine", "restoreLine"]), ({ line }) => line),
    asked: grouped(
      consultations.filter((one) => one.open),
      ({ line }) => line,
    ),
    states: new Map(states.map((state) => [state.line, state])),
  };
}

function grouped<T>(list: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

interface Reviewed {
  review: ReviewView;
}

/** Open suggestions for a cell of a row. */
export function suggestionsOn(
  { review }: Reviewed,
  row: Row,
  field: string,
): readonly SuggestionView[] {
  const { cells } = reviewIndex(review);
  if (cells.size === 0) return NONE;
  const found = cells.get(`${row.line}|${field}`) ?? NONE;
  const mine = found.filter(({ indicator }) => indicator === null || indicator === row.indicator);
  return mine.length === found.length ? found : mine;
}

const NONE: readonly SuggestionView[] = [];

/** The state of a line. */
export function stateOf({ review }: Reviewed, line: string): RowState {
  return reviewIndex(review).states.get(line)?.state ?? "draft";
}

/** The state of a line with who gave it; `null` for a plain draft. */
export function stateGiven({ review }: Reviewed, line: string): RowStateView | null {
  return reviewIndex(review).states.get(line) ?? null;
}

/**
 * Whether a row is "sujeta a revisión": its line is marked so, or another body was asked about it.
 * As the mark, a question about one indicator is of the whole line.
 */
export function isPending({ review }: Reviewed, row: Row): boolean {
  return row.pendingExternal || reviewIndex(review).asked.has(row.line);
}
