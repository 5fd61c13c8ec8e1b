import {
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
  type MouseEvent,
  type PointerEvent,
} from "react";

import {
  ROW_FIELD,
  Store,
  headingText,
  rectOf,
  spotOf,
  useDossier,
  type CellRef,
  type DossierState,
} from "../../state";
import { cellAt, columnUnder, laneUnder, movingGround, type GridGround } from "./ground";
import { dropActions } from "./moveRows";
import type { GridJobs } from "./useGridJobs";

/** Where rows that are dragged would go. */
export interface DropMark {
  /** Height of the line from the top of the rows. */
  y: number;
  /** The heading they would stand under. */
  heading: string;
}

/** How near the edge a drag scrolls, and how far in each frame, in CSS pixels. */
const EDGE_PX = 36;
const SCROLL_PX = 14;

interface GridMouse {
  grid: GridGround;
  jobs: GridJobs;
  edit: (cell: CellRef) => void;
}

/** What the mouse does in the grid: select, stretch a range, open an editor, drag rows. */
export function useGridMouse({ grid, jobs, edit }: GridMouse) {
  const dossier = useDossier();
  const [drop] = useState(() => new Store<DropMark | null>(null));
  const live = useRef({ grid, jobs });
  useLayoutEffect(() => {
    live.current = { grid, jobs };
  });

  const cellOf = ({ target, clientY }: MouseEvent<HTMLElement>): CellRef | null => {
    const cell = (target as HTMLElement).closest<HTMLElement>("[data-cell]");
    const { key, field } = cell?.dataset ?? {};
    if (key === undefined || field === undefined) return null;
    const { grid: now } = live.current;
    const column = now.columns.findIndex((known) => known.field === field);
    const place = dossier.state.get().places.get(key);
    const row = place === undefined ? undefined : now.laneOf[place];
    if (row === undefined || column < 1) return { key, field };
    // Of a joined cell, the row that the pointer is on.
    const { start, end } = movingGround(now).covers({ row, column });
    const under = Math.min(end - 1, Math.max(start, laneUnder(now, clientY)));
    return cellAt(now, { row: end - start > 1 ? under : row, column });
  };

  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const inner = target.closest('[data-part="editor"], [data-part="grip"]');
    if (event.button !== 0 || inner !== null) return;
    const cell = cellOf(event);
    if (cell === null) return;
    if (event.shiftKey && dossier.state.get().selection !== null) {
      // The browser would select the text in between.
      event.preventDefault();
      dossier.selectTo(cell);
      return;
    }
    // The menu of one of several selected rows is about all of them.
    const menu = target.closest("[aria-haspopup=menu]") !== null;
    if (menu && isSelectedRow(dossier.state.get(), cell)) return;
    dossier.select(cell);
    if (target.closest("button") === null) dragRange(cell);
  };

  /** The range follows the mouse until its button is let go. */
  const dragRange = (from: CellRef) => {
    let stretched = false;
    const node = live.current.grid.scroll.current;
    const moved = (x: number, y: number) => {
      const { grid: now } = live.current;
      const column = from.field === ROW_FIELD ? 0 : Math.max(1, columnUnder(now, x));
      const to = cellAt(now, { row: laneUnder(now, y), column });
      const state = dossier.state.get();
      const same = to === null || (!stretched && sameCell(state, from, to, now));
      if (same) return;
      stretched = true;
      document.getSelection()?.removeAllRanges();
      node?.setAttribute("data-ranging", "");
      if (state.rangeEnd?.key !== to.key || state.rangeEnd.field !== to.field) {
        dossier.selectTo(to);
      }
    };
    follow(live.current.grid, moved, () => node?.removeAttribute("data-ranging"));
  };

  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (target.closest('button, [data-part="editor"]') !== null) return;
    const cell = cellOf(event);
    const fold = target.closest<HTMLElement>("[data-heading]")?.dataset["heading"];
    if (fold !== undefined) dossier.fold([fold], false);
    else if (cell !== null) edit(cell);
  };

  const dragRow = useCallback(
    (event: PointerEvent<HTMLElement>, lane: number) => {
      if (event.button !== 0) return;
      event.preventDefault();
      const key = live.current.grid.lanes[lane]?.key ?? "";
      const row = dossier.row(key);
      if (row === undefined) return;
      const lines = draggedLines(dossier.state.get(), lane, row.line);
      if (lines.length === 1) dossier.select({ key, field: ROW_FIELD });
      let target: Target | null = null;
      follow(
        live.current.grid,
        (_x, y) => {
          const state = dossier.state.get();
          target = dropTarget(live.current.grid, state, y);
          drop.set(markAt(live.current.grid, state, target));
        },
        (dropped) => {
          drop.set(null);
          const state = dossier.state.get();
          const over = target === null ? undefined : state.rows.get(target.key);
          if (!dropped || target === null || over === undefined) return;
          live.current.jobs.doMove(row, dropActions(state, lines, over, target.side));
        },
      );
    },
    [dossier, drop],
  );

  return { onMouseDown, onDoubleClick, dragRow, drop };
}

function sameCell(state: DossierState, from: CellRef, to: CellRef, grid: GridGround): boolean {
  if (from.field !== to.field) return false;
  const span = grid.columns.find((column) => column.field === from.field)?.span ?? null;
  const a = state.places.get(from.key) ?? -1;
  const b = state.places.get(to.key) ?? -2;
  return span === null ? a === b : grid.spans[span][a]?.start === grid.spans[span][b]?.start;
}

/** Follows the pointer to where its button is let go, scrolling at the edges; Esc gives up. */
function follow(
  grid: GridGround,
  moved: (x: number, y: number) => void,
  ended: (dropped: boolean) => void = () => undefined,
): void {
  const node = grid.scroll.current;
  if (node === null) return;
  let at: { x: number; y: number } | null = null;
  let frame = 0;
  const box = node.getBoundingClientRect();
  const tick = () => {
    frame = 0;
    if (at === null) return;
    const down = nearness(at.y, box.top + grid.header, box.bottom);
    const across = nearness(at.x, box.left, box.right);
    node.scrollTop += down * SCROLL_PX;
    node.scrollLeft += across * SCROLL_PX;
    moved(at.x, at.y);
    if (down !== 0 || across !== 0) frame = requestAnimationFrame(tick);
  };
  const onMove = (event: globalThis.PointerEvent) => {
    at = { x: event.clientX, y: event.clientY };
    if (frame === 0) frame = requestAnimationFrame(tick);
  };
  const end = (dropped: boolean) => () => {
    cancelAnimationFrame(frame);
    if (dropped && at !== null) moved(at.x, at.y);
    window.removeEventListener("pointermove", onMove);
    window.removeEventListener("pointerup", onUp);
    window.removeEventListener("pointercancel", onCancel);
    window.removeEventListener("keydown", onKey, true);
    ended(dropped && at !== null);
  };
  const onUp = end(true);
  const onCancel = end(false);
  const onKey = (event: globalThis.KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  };
  window.addEventListener("pointermove", onMove);
  window.addEventListener("pointerup", onUp);
  window.addEventListener("pointercancel", onCancel);
  window.addEventListener("keydown", onKey, true);
}

/** -1 at the first edge, 1 at the second, 0 between. */
function nearness(at: number, start: number, end: number): number {
  if (at < start + EDGE_PX / 2) return -1;
  return at > end - EDGE_PX / 2 ? 1 : 0;
}

/** Beside which row, and on which side of it. */
interface Target {
  key: string;
  side: "above" | "below";
}

/** Whether a row's number is among those of several selected whole rows. */
function isSelectedRow(state: DossierState, cell: CellRef): boolean {
  const rect = rectOf(state);
  const spot = spotOf(state, cell);
  if (rect === null || spot === null || cell.field !== ROW_FIELD) return false;
  const several = rect.left === 0 && rect.bottom > rect.top;
  return several && spot.row >= rect.top && spot.row <= rect.bottom;
}

/** The lines of the selected whole rows if the dragged one is among them, else its own. */
function draggedLines(state: DossierState, lane: number, line: string): string[] {
  const rect = rectOf(state);
  const whole = rect !== null && rect.left === 0 && lane >= rect.top && lane <= rect.bottom;
  if (!whole || spotOf(state, state.selection)?.column !== 0) return [line];
  const lines = new Set<string>();
  for (const { key, fold } of state.lanes.slice(rect.top, rect.bottom + 1)) {
    const row = state.rows.get(key);
    if (row !== undefined && fold === null && !row.retired) lines.add(row.line);
  }
  return [...lines];
}

/** Where the pointer is; past a folded group is after its last row. */
function dropTarget(grid: GridGround, state: DossierState, y: number): Target | null {
  const node = grid.scroll.current;
  const lane = laneUnder(grid, y);
  const at = grid.lanes[lane];
  if (node === null || at === undefined) return null;
  const within = y - node.getBoundingClientRect().top - grid.header + node.scrollTop;
  const middle = ((grid.tops[lane] ?? 0) + (grid.tops[lane + 1] ?? 0)) / 2;
  const side = within < middle ? "above" : "below";
  return { key: (side === "below" ? state.shown[at.end - 1] : undefined) ?? at.key, side };
}

function markAt(grid: GridGround, state: DossierState, target: Target | null): DropMark | null {
  const row = state.rows.get(target?.key ?? "");
  const place = state.places.get(target?.key ?? "");
  if (target === null || row === undefined || place === undefined) return null;
  // Indicators of a line go with it: the line ends where its last one does.
  const span = state.spans.line[place] ?? { start: place, end: place + 1 };
  const lane = state.laneOf[place] ?? 0;
  const fold = state.lanes[lane]?.fold ?? null;
  const first = fold === null ? (state.laneOf[span.start] ?? lane) : lane;
  const last = fold === null ? (state.laneOf[span.end - 1] ?? lane) : lane;
  const heading = row.headings.at(-1);
  return {
    y: grid.tops[target.side === "above" ? first : last + 1] ?? 0,
    heading: headingText(heading ?? null),
  };
}
