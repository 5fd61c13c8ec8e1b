import type {
  AwayItem,
  CommentView,
  DossierStatus,
  HeadingView,
  HostEvent,
  MemberView,
  NoticeView,
  OpenedDossier,
  PresenceView,
  ReceiptsView,
  ReviewView,
  RoleName,
  Row,
} from "../host";
import { rowKey, type CellRef, type Level } from "./cells";
import { laneIndex, lanesOf, sameLanes, type Lane } from "./lanes";
import { sameSpans, spansOf, type Spans } from "./spans";
import { openThreads, threadsOf, type Thread } from "./threads";
import { FORM_VIEW, visibleFields, type ViewPrefs } from "./viewPrefs";

/** What the side holds; one at a time. */
export type Panel =
  | "notices"
  | "decide"
  | "comments"
  | "suggestions"
  | "consultations"
  | "findings"
  | "ficha"
  | "history"
  | "versions"
  | "window"
  | "why"
  | "away";

/** An open dossier as the screen knows it: a copy of the read model, moved by events only. */
export interface DossierState {
  dossier: string;
  title: string;
  institution: string;
  years: readonly number[];
  /** The catalogue of headings, those without rows too. */
  headings: readonly HeadingView[];
  /** Who has the dossier open now on other computers. */
  presence: readonly PresenceView[];
  /** What the next undo and redo are called; `null`: there is none. */
  undo: string | null;
  redo: string | null;
  /** Whether all rows are here; for a moment after it opens only the first ones are. */
  whole: boolean;
  /** Version of the matrix these rows are of; `null` while nothing has arrived. */
  version: string | null;
  rows: ReadonlyMap<string, Row>;
  order: readonly string[];
  /** Keys of the rows on screen: all but the retired ones, unless they are asked for. */
  shown: readonly string[];
  /** Where each shown row stands among the shown ones. */
  places: ReadonlyMap<string, number>;
  levels: readonly Level[];
  spans: Spans;
  /** How this person looks at it. */
  view: ViewPrefs;
  /** Fields of the columns on screen, in order; the row's number stands before them. */
  fields: readonly string[];
  /** What the grid shows one under another: the shown rows, folded groups as one. */
  lanes: readonly Lane[];
  /** For each shown row, the place of its lane. */
  laneOf: readonly number[];
  threads: readonly Thread[];
  openThreads: ReadonlyMap<string, readonly Thread[]>;
  /** Suggestions, consultations, states, windows, versions, decisions. */
  review: ReviewView;
  /** What is for this person's eyes, newest first. */
  notices: readonly NoticeView[];
  status: DossierStatus;
  members: readonly MemberView[];
  role: RoleName;
  away: readonly AwayItem[];
  /** Where what was written here is, and who has seen it; `null` until somebody asks. */
  receipts: ReceiptsView | null;
  showRetired: boolean;
  /** Keys a filter lets through; `null`: no filter. */
  filtered: ReadonlySet<string> | null;
  /** Another order to look at the rows in; the document keeps its own. */
  sorted: readonly string[] | null;
  /** The cell the keyboard is in: the first corner of a range. */
  selection: CellRef | null;
  /** The other corner of the range; `null`: just the one cell. */
  rangeEnd: CellRef | null;
  panel: Panel | null;
  /** The panel that was open when the away list took its place. */
  panelBefore: Panel | null;
  /** The cell whose editor closed last: its state word stays in view. */
  lastEdited: string | null;
}

/** The state of a dossier just opened. */
export function openedState(opened: OpenedDossier, view: ViewPrefs = FORM_VIEW): DossierState {
  const { matrix } = opened;
  const threads = threadsOf(opened.comments);
  return derive({
    dossier: matrix.dossier,
    title: matrix.title,
    institution: matrix.institution,
    years: matrix.years,
    headings: matrix.headings,
    presence: [],
    undo: opened.undo,
    redo: opened.redo,
    whole: opened.whole,
    version: opened.version === "" ? null : opened.version,
    rows: new Map(matrix.rows.map((row) => [rowKey(row), row])),
    order: matrix.rows.map(rowKey),
    shown: [],
    places: new Map(),
    levels: matrix.levels as Level[],
    spans: spansOf([]),
    view,
    fields: [],
    lanes: [],
    laneOf: [],
    threads,
    openThreads: openThreads(threads),
    review: opened.review,
    notices: opened.notices,
    status: opened.status,
    members: opened.members,
    role: opened.role,
    away: opened.away,
    receipts: null,
    showRetired: false,
    filtered: null,
    sorted: null,
    selection: null,
    rangeEnd: null,
    panel: opened.away.length > 0 ? "away" : null,
    panelBefore: null,
    lastEdited: null,
  });
}

/** A dossier read again, with what the person was looking at. */
export function reopened(before: DossierState, opened: OpenedDossier): DossierState {
  const { showRetired: retired, filtered, sorted, presence, receipts, view } = before;
  const { selection, panel, panelBefore, lastEdited } = before;
  const looking = {
    view,
    showRetired: retired,
    filtered,
    sorted,
    presence,
    receipts,
    selection,
    panel,
    panelBefore,
    lastEdited,
  };
  const state = openedState(opened);
  // A row that reads as before stays the same object: it is not measured nor drawn again.
  const rows = new Map<string, Row>();
  for (const [key, row] of state.rows) {
    const known = before.rows.get(key);
    rows.set(key, known !== undefined && sameRow(known, row) ? known : row);
  }
  return derive({ ...state, ...looking, rows });
}

function sameRow(a: Row, b: Row): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a role writes the matrix. */
export function mayEdit(role: RoleName): boolean {
  return role === "coordinator" || role === "editor";
}

/** Whether a role writes comments. */
export function mayComment(role: RoleName): boolean {
  return role !== "reader";
}

/** Whether a row is on screen. One retired while somebody edited it stays until it is decided. */
function isShown(row: Row, showRetired: boolean): boolean {
  return !row.retired || row.retiredAndEdited !== null || showRetired;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Recomputes what is derived from rows and order, keeping references that did not change. */
function derive(state: DossierState): DossierState {
  const shownRows: Row[] = [];
  const shownKeys: string[] = [];
  for (const key of state.sorted ?? state.order) {
    const row = state.rows.get(key);
    if (row === undefined || !isShown(row, state.showRetired)) continue;
    if (state.filtered !== null && !state.filtered.has(key)) continue;
    shownRows.push(row);
    shownKeys.push(key);
  }
  const shown = sameList(shownKeys, state.shown) ? state.shown : shownKeys;
  const newSpans = spansOf(shownRows);
  const spans = sameSpans(newSpans, state.spans) ? state.spans : newSpans;
  const fields = visibleFields(state.levels, state.years, state.view);
  // What is looked for or sorted is looked at: a fold would hide it.
  const folds = state.filtered === null && state.sorted === null ? state.view.folded : [];
  const newLanes = lanesOf(shownRows, spans, state.levels, new Set(folds));
  const lanes = sameLanes(newLanes, state.lanes) ? state.lanes : newLanes;
  return {
    ...state,
    shown,
    places: shown === state.shown ? state.places : new Map(shown.map((key, at) => [key, at])),
    spans,
    fields: sameList(fields, state.fields) ? state.fields : fields,
    lanes,
    laneOf: lanes === state.lanes ? state.laneOf : laneIndex(lanes),
    selection: followed(state, state.selection),
    rangeEnd: followed(state, state.rangeEnd),
  };
}

/** A cell, on the same line if its row took another key (a line got its first indicator). */
function followed({ rows, order }: DossierState, cell: CellRef | null): CellRef | null {
  if (cell === null || rows.has(cell.key)) return cell;
  const line = cell.key.split(":")[0];
  const key = order.find((known) => rows.get(known)?.line === line);
  return key === undefined ? null : { ...cell, key };
}

/** Whether a patch can change which rows are shown or which cells are joined. */
function movesLayout(before: Row | undefined, after: Row): boolean {
  return (
    before === undefined ||
    before.retired !== after.retired ||
    before.retiredAndEdited !== after.retiredAndEdited ||
    before.headings.length !== after.headings.length ||
    before.headings.some((heading, index) => heading.id !== after.headings[index]?.id)
  );
}

/** Puts whole rows in place of what was known; `order` names every row, or is `null` if unmoved. */
export function applyRows(
  state: DossierState,
  patch: readonly Row[],
  order: readonly string[] | null,
): DossierState {
  // A row often comes twice: in an answer, and told to everybody.
  const news = patch.filter((row) => {
    const known = state.rows.get(rowKey(row));
    return known === undefined || !sameRow(known, row);
  });
  if (news.length === 0 && order === null) return state;
  const rows = new Map(state.rows);
  let moved = order !== null;
  for (const row of news) {
    const key = rowKey(row);
    moved = moved || movesLayout(rows.get(key), row);
    rows.set(key, row);
  }
  let next = order ?? state.order;
  if (order !== null) {
    const known = new Set(order);
    for (const key of [...rows.keys()]) if (!known.has(key)) rows.delete(key);
  } else {
    const added = news.map(rowKey).filter((key) => !state.rows.has(key));
    if (added.length > 0) {
      next = [...state.order];
      for (const key of added) next = withRow(next, rows, key);
    }
  }
  const patched = { ...state, rows, order: next };
  return moved ? derive(patched) : patched;
}

/**
 * Gives a row that no order named its place: where its line stood without an indicator, or else at
 * the end until the shell tells the order.
 */
function withRow(order: readonly string[], rows: Map<string, Row>, key: string): readonly string[] {
  const row = rows.get(key);
  if (row !== undefined && row.indicator !== null && rows.has(row.line)) {
    rows.delete(row.line);
    return order.map((known) => (known === row.line ? key : known));
  }
  return [...order, key];
}

/** Takes comments that are new or read differently; a comment never goes. */
export function applyComments(state: DossierState, news: readonly CommentView[]): DossierState {
  if (news.length === 0) return state;
  const all = new Map(
    state.threads.flatMap(({ comments }) => comments.map((one) => [one.comment, one] as const)),
  );
  for (const comment of news) all.set(comment.comment, comment);
  const threads = threadsOf([...all.values()].sort(byTime));
  return { ...state, threads, openThreads: openThreads(threads) };
}

/** Oldest first; two of one second in an order of their own. */
function byTime(a: CommentView, b: CommentView): number {
  const [one, other] = a.at === b.at ? [a.comment, b.comment] : [a.at, b.at];
  return one < other ? -1 : 1;
}

/** What the shell told, applied; events of other dossiers change nothing. */
export function applyEvent(state: DossierState, event: HostEvent): DossierState {
  switch (event.type) {
    case "rows":
      return event.dossier === state.dossier
        ? { ...applyRows(state, event.rows, event.order), version: event.version }
        : state;
    case "comments":
      return event.dossier === state.dossier ? applyComments(state, event.comments) : state;
    case "review":
      return event.dossier === state.dossier ? { ...state, review: event.review } : state;
    case "notices":
      return event.dossier === state.dossier ? { ...state, notices: event.notices } : state;
    case "status":
      return event.status.dossier === state.dossier ? { ...state, status: event.status } : state;
    case "members": {
      if (event.dossier !== state.dossier) return state;
      const me = event.members.find((member) => member.me);
      return { ...state, members: event.members, role: me?.role ?? state.role };
    }
    case "away":
      return event.dossier === state.dossier ? showAway(state, event.items) : state;
    case "headings":
      return event.dossier === state.dossier
        ? derive({ ...state, headings: event.headings, levels: event.levels as Level[] })
        : state;
    case "presence":
      return event.dossier === state.dossier ? { ...state, presence: event.people } : state;
    case "undo":
      return event.dossier === state.dossier
        ? { ...state, undo: event.undo, redo: event.redo }
        : state;
    case "receipts":
      return event.dossier === state.dossier ? { ...state, receipts: event.receipts } : state;
    // The minutas are kept by themselves.
    case "minutes":
    case "text":
    case "showNotices":
    case "dossiers":
    case "fileGiven":
    case "backup":
    case "backupProgress":
    case "disk":
      return state;
  }
}

/** New away items take the side; closing them gives it back to what was there. */
function showAway(state: DossierState, items: readonly AwayItem[]): DossierState {
  if (items.length === 0) return closeAway({ ...state, away: items });
  return {
    ...state,
    away: items,
    panel: "away",
    panelBefore: state.panel === "away" ? state.panelBefore : state.panel,
  };
}

function closeAway(state: DossierState): DossierState {
  return state.panel === "away" ? { ...state, panel: state.panelBefore, panelBefore: null } : state;
}

/** The away list was read. */
export function dismissAway(state: DossierState): DossierState {
  return closeAway({ ...state, away: [] });
}

/** Opens a panel, or closes it if it is the one open. */
export function togglePanel(state: DossierState, panel: Panel): DossierState {
  return { ...state, panel: state.panel === panel ? null : panel, panelBefore: null };
}

/** Shows or hides retired rows. */
export function showRetired(state: DossierState, shown: boolean): DossierState {
  return derive({ ...state, showRetired: shown });
}

/** How many rows are out of the matrix. */
export function retiredCount(state: DossierState): number {
  let count = 0;
  for (const row of state.rows.values()) if (row.retired) count += 1;
  return count;
}

/** Lets through only some rows (`null`: all), and looks at them in another order (`null`: its own). */
export function looked(
  state: DossierState,
  filtered: ReadonlySet<string> | null,
  sorted: readonly string[] | null,
): DossierState {
  return derive({ ...state, filtered, sorted });
}

/** Looks at the matrix another way: columns, zoom, folds. */
export function viewed(state: DossierState, view: ViewPrefs): DossierState {
  return view === state.view ? state : derive({ ...state, view });
}
