import type {
  AwayItem,
  CommentView,
  DossierStatus,
  HostEvent,
  MemberView,
  OpenedDossier,
  RoleName,
  Row,
} from "../host";
import { rowKey, type CellRef, type Level } from "./cells";
import { levelsOf, sameSpans, spansOf, type Spans } from "./spans";
import { openThreads, threadsOf, type Thread } from "./threads";

/** What the side holds; one at a time. */
export type Panel = "comments" | "decide" | "ficha" | "away";

/** An open dossier as the screen knows it: a copy of the read model, moved by events only. */
export interface DossierState {
  dossier: string;
  title: string;
  institution: string;
  years: readonly number[];
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
  threads: readonly Thread[];
  openThreads: ReadonlyMap<string, readonly Thread[]>;
  status: DossierStatus;
  members: readonly MemberView[];
  role: RoleName;
  away: readonly AwayItem[];
  showRetired: boolean;
  selection: CellRef | null;
  panel: Panel | null;
  /** The panel that was open when the away list took its place. */
  panelBefore: Panel | null;
  /** The cell whose editor closed last: its state word stays in view. */
  lastEdited: string | null;
}

/** The state of a dossier just opened. */
export function openedState(opened: OpenedDossier): DossierState {
  const { matrix } = opened;
  const threads = threadsOf(opened.comments);
  return derive({
    dossier: matrix.dossier,
    title: matrix.title,
    institution: matrix.institution,
    years: matrix.years,
    version: opened.version === "" ? null : opened.version,
    rows: new Map(matrix.rows.map((row) => [rowKey(row), row])),
    order: matrix.rows.map(rowKey),
    shown: [],
    places: new Map(),
    levels: [],
    spans: spansOf([]),
    threads,
    openThreads: openThreads(threads),
    status: opened.status,
    members: opened.members,
    role: opened.role,
    away: opened.away,
    showRetired: false,
    selection: null,
    panel: opened.away.length > 0 ? "away" : null,
    panelBefore: null,
    lastEdited: null,
  });
}

/** A dossier read again, with what the person was looking at. */
export function reopened(before: DossierState, opened: OpenedDossier): DossierState {
  const { showRetired: retired, selection, panel, panelBefore, lastEdited } = before;
  const looking = { showRetired: retired, selection, panel, panelBefore, lastEdited };
  return derive({ ...openedState(opened), ...looking });
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
  for (const key of state.order) {
    const row = state.rows.get(key);
    if (row === undefined || !isShown(row, state.showRetired)) continue;
    shownRows.push(row);
    shownKeys.push(key);
  }
  const shown = sameList(shownKeys, state.shown) ? state.shown : shownKeys;
  const levels = levelsOf(shownRows);
  const spans = spansOf(shownRows);
  return {
    ...state,
    shown,
    places: shown === state.shown ? state.places : new Map(shown.map((key, at) => [key, at])),
    levels: sameList(levels, state.levels) ? state.levels : levels,
    spans: sameSpans(spans, state.spans) ? state.spans : spans,
    selection: followed(state),
  };
}

/** The selection, on the same line if its row took another key (a line got its first indicator). */
function followed({ selection, rows, order }: DossierState): CellRef | null {
  if (selection === null || rows.has(selection.key)) return selection;
  const line = selection.key.split(":")[0];
  const key = order.find((known) => rows.get(known)?.line === line);
  return key === undefined ? null : { ...selection, key };
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
  const rows = new Map(state.rows);
  let moved = order !== null;
  for (const row of patch) {
    const key = rowKey(row);
    moved = moved || movesLayout(rows.get(key), row);
    rows.set(key, row);
  }
  let next = order ?? state.order;
  if (order !== null) {
    const known = new Set(order);
    for (const key of [...rows.keys()]) if (!known.has(key)) rows.delete(key);
  } else {
    const added = patch.map(rowKey).filter((key) => !state.order.includes(key));
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

/** Replaces the comments. */
export function applyComments(state: DossierState, comments: readonly CommentView[]): DossierState {
  const threads = threadsOf(comments);
  return { ...state, threads, openThreads: openThreads(threads) };
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
    case "status":
      return event.status.dossier === state.dossier ? { ...state, status: event.status } : state;
    case "members": {
      if (event.dossier !== state.dossier) return state;
      const me = event.members.find((member) => member.me);
      return { ...state, members: event.members, role: me?.role ?? state.role };
    }
    case "away":
      return event.dossier === state.dossier ? showAway(state, event.items) : state;
    case "dossiers":
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
