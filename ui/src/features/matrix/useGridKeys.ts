import { useRef, type FocusEvent, type KeyboardEvent } from "react";

import {
  ROW_FIELD,
  cellText,
  isText,
  levelOf,
  headingAt,
  spotOf,
  useDossier,
  type CellRef,
  type Spot,
} from "../../state";
import type { Clipboard } from "../clipboard";
import { openFicha } from "../ficha";
import { useOpenCell } from "../states";
import type { GridGround } from "./ground";
import { cellAt, movingGround } from "./ground";
import { moved, tabbed } from "./keyboard";
import type { GridJobs } from "./useGridJobs";

interface GridKeys {
  grid: GridGround;
  jobs: GridJobs;
  clipboard: Clipboard;
  /** Scrolls a cell into view. */
  bring: (spot: Spot) => void;
  /** Takes the keyboard to the title of a column. */
  focusHeader: (column: number) => void;
}

/** What keys do in the grid; cells are found by the selection, not by where the event came from. */
export function useGridKeys({ grid, jobs, clipboard, bring, focusHeader }: GridKeys) {
  const dossier = useDossier();
  const openCell = useOpenCell();
  // After Esc, Tab leaves the grid instead of walking its cells.
  const leaving = useRef(false);
  const ground = movingGround(grid);
  const { columns, lanes } = grid;

  const isFold = (row: number): boolean => (lanes[row]?.fold ?? null) !== null;

  const spot = (): Spot | null => {
    const state = dossier.state.get();
    return spotOf(state, state.selection);
  };
  const go = (to: Spot) => {
    const cell = cellAt(grid, to);
    if (cell === null) return;
    dossier.select(cell);
    dossier.focusCell();
  };
  /** The range grows: its first corner keeps the keyboard, the other one is brought into view. */
  const stretch = (to: Spot) => {
    const cell = cellAt(grid, to);
    if (cell === null) return;
    dossier.selectTo(cell);
    bring(to);
  };

  const edit = (cell: CellRef, firstText?: (text: string) => string) => {
    const row = dossier.row(cell.key);
    if (row === undefined) return;
    if (cell.field === ROW_FIELD) {
      activeCell(grid)?.querySelector<HTMLElement>("[aria-haspopup=menu]")?.click();
      return;
    }
    openCell(cell, "grid", firstText?.(cellText(row, cell.field)));
  };

  /** The heading that a cell of the grid shows: of a folded group, or of a heading's cell. */
  const headingOf = (at: Spot): { id: string; folded: boolean } | null => {
    const lane = lanes[at.row];
    if (lane === undefined) return null;
    if (lane.fold !== null) return { id: lane.fold.id, folded: true };
    const level = levelOf(columns[at.column]?.field ?? "");
    const row = dossier.row(lane.key);
    const heading = level === null || row === undefined ? null : headingAt(row, level);
    return heading === null ? null : { id: heading.id, folded: false };
  };

  const fold = (at: Spot, folded: boolean): boolean => {
    const heading = headingOf(at);
    if (heading === null || heading.folded === folded) return heading !== null;
    dossier.fold([heading.id], folded);
    dossier.focusCell();
    return true;
  };

  const extend = (event: KeyboardEvent, from: Spot, ctrl: boolean): boolean => {
    if (!event.shiftKey || event.key === "Tab" || event.altKey) return false;
    const state = dossier.state.get();
    const corner = spotOf(state, state.rangeEnd) ?? from;
    if (event.key === " ") {
      if (ctrl) return false;
      selectRow();
      return true;
    }
    const to = moved(event.key, ctrl, corner, ground);
    if (to === null) return event.key.startsWith("Arrow");
    stretch(to);
    return true;
  };

  const selectRow = () => {
    const { selection } = dossier.state.get();
    if (selection === null) return;
    dossier.select({ key: selection.key, field: ROW_FIELD });
    dossier.focusCell();
  };

  const selectAll = () => {
    const first = cellAt(grid, { row: 0, column: 1 });
    const last = cellAt(grid, { row: lanes.length - 1, column: columns.length - 1 });
    if (first === null || last === null) return;
    dossier.select(first);
    dossier.selectTo(last);
    focusActive(grid);
  };

  const selectColumn = (column: number) => {
    const first = cellAt(grid, { row: 0, column });
    const last = cellAt(grid, { row: lanes.length - 1, column });
    if (first === null || last === null || column === 0) return;
    dossier.select(first);
    dossier.selectTo(last);
    focusActive(grid);
  };

  /** Keys with Ctrl or Alt; `true` if it was one of the grid's. */
  const chord = (event: KeyboardEvent, from: Spot, ctrl: boolean): boolean => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.altKey && !ctrl) {
      if (key === "ArrowUp" || key === "ArrowDown") {
        jobs.moveRow(key === "ArrowDown");
        return true;
      }
      if (key === "ArrowLeft" || key === "ArrowRight") return fold(from, key === "ArrowLeft");
      if (key === "Enter") {
        activeCell(grid)?.querySelector<HTMLElement>("[data-testid$=mark]")?.click();
        return true;
      }
      return false;
    }
    if (!ctrl) return false;
    if (event.altKey) return false;
    switch (key) {
      case "Enter":
        openFicha(dossier);
        return true;
      case "a":
        selectAll();
        return true;
      case " ":
        selectColumn(from.column);
        return true;
      case "d":
        clipboard.fillDown();
        return true;
      case "r":
        clipboard.fillRight();
        return true;
      case ".":
      case ":": {
        const heading = event.shiftKey ? headingOf(from) : null;
        return heading !== null && fold(from, !heading.folded);
      }
      default:
        return false;
    }
  };

  const plain = (event: KeyboardEvent, from: Spot): boolean => {
    const folded = isFold(from.row) && from.column > 0;
    const cell = cellAt(grid, from);
    switch (event.key) {
      case "Enter":
      case "F2":
        if (folded) return fold(from, false);
        if (cell !== null) edit(cell);
        return true;
      case "Delete":
      case "Backspace":
        clipboard.clear();
        return true;
      case "Escape":
        dossier.selectTo(null);
        return true;
      case "ContextMenu":
        return openMenu(grid);
      case "F10":
        return event.shiftKey && openMenu(grid);
      default:
        break;
    }
    if (folded || cell === null || cell.field === ROW_FIELD) return false;
    if (event.key === "Dead" || event.key === "Process") {
      // An accent or a composed letter begins here: it goes on in the editor, which takes the key.
      edit(cell, (text) => (isText(cell.field) ? text : ""));
      return false;
    }
    if (event.key.length !== 1 || event.key === " ") return false;
    // Typing over a value replaces it; over prose it goes on from its end.
    edit(cell, (text) => (isText(cell.field) ? text + event.key : event.key));
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (target.dataset["cell"] === undefined || event.nativeEvent.isComposing) return;
    const from = spot();
    if (from === null) return;
    const leaves = leaving.current && event.key === "Tab";
    // Of Shift+Tab the grid hears Shift first: it neither begins nor ends the leaving.
    leaving.current = event.key === "Escape" || (leaving.current && event.key === "Shift");
    if (leaves) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const done =
      extend(event, from, ctrl) ||
      ((ctrl || event.altKey) && chord(event, from, ctrl)) ||
      walk(event, from, ctrl) ||
      (!ctrl && !event.altKey && plain(event, from));
    if (done) event.preventDefault();
  };

  /** Arrows, Home, End, pages, Tab. Up from the first row goes to the title of its column. */
  const walk = (event: KeyboardEvent, from: Spot, ctrl: boolean): boolean => {
    if (event.altKey) return false;
    if (event.key === "ArrowRight" && isFold(from.row) && from.column > 0) {
      return fold(from, false);
    }
    const next =
      event.key === "Tab"
        ? tabbed(event.shiftKey, from, ground)
        : moved(event.key, ctrl, from, ground);
    if (next !== null) {
      go(next);
      return true;
    }
    if (event.key !== "ArrowUp" || ctrl) return false;
    focusHeader(from.column);
    return true;
  };

  /** A cell that gets the keyboard by other ways (a screen reader, a script) is the selected one. */
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const { cell, key, field, active } = event.target.dataset;
    if (cell === undefined || key === undefined || field === undefined) return;
    if (active !== undefined) return;
    dossier.select({ key, field });
  };

  const step = (back: boolean) => {
    const from = spot();
    if (from !== null) go(tabbed(back, from, ground) ?? from);
  };

  return { onKeyDown, onFocus, step, edit, selectRow, selectColumn, selectAll };
}

/** The cell the keyboard is in. */
export function activeCell({ scroll }: Pick<GridGround, "scroll">): HTMLElement | null {
  return scroll.current?.querySelector<HTMLElement>("[data-cell][data-active]") ?? null;
}

/** Gives the keyboard to the active cell once it is drawn, without scrolling to it. */
function focusActive(grid: GridGround): void {
  requestAnimationFrame(() => activeCell(grid)?.focus({ preventScroll: true }));
}

function openMenu(grid: GridGround): boolean {
  const row = activeCell(grid)?.closest("[role=row]");
  const button = row?.querySelector<HTMLElement>("[aria-haspopup=menu]");
  button?.click();
  return button instanceof HTMLElement;
}
