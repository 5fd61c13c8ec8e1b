import { t } from "@lingui/core/macro";
import {
  useRef,
  type ClipboardEvent,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from "react";

import { cellText, isText, useApp, useDossier, type Spans } from "../../state";
import { waits } from "../decide";
import { ROW_FIELD, type Column } from "./columns";
import { moved, tabbed, type Ground, type Spot } from "./keyboard";

interface GridKeys {
  columns: readonly Column[];
  spans: Spans;
  shown: readonly string[];
  canEdit: boolean;
  scroll: RefObject<HTMLDivElement | null>;
}

/** What keys and mouse do in the grid: one set of handlers, cells found by their data attributes. */
export function useGridKeys({ columns, spans, shown, canEdit, scroll }: GridKeys) {
  const dossier = useDossier();
  const app = useApp();
  // After Esc, Tab leaves the grid instead of walking its cells.
  const leaving = useRef(false);

  const ground: Ground = {
    rows: shown.length,
    columns: columns.length,
    page: Math.max(1, Math.floor((scroll.current?.clientHeight ?? 600) / 110)),
    covers: ({ row, column }) => {
      const span = columns[column]?.span ?? null;
      return (span === null ? undefined : spans[span][row]) ?? { start: row, end: row + 1 };
    },
  };

  const spotOf = (target: EventTarget): Spot | null => {
    const cell = (target as HTMLElement).closest<HTMLElement>("[data-cell]");
    if (cell === null) return null;
    const column = columns.findIndex((known) => known.field === cell.dataset["field"]);
    const { selection, places } = dossier.state.get();
    // Inside a joined cell the keyboard keeps the row it came from.
    const kept = cell.getAttribute("aria-selected") === "true" ? selection?.key : undefined;
    const row = places.get(kept ?? cell.dataset["key"] ?? "");
    return row === undefined || column < 0 ? null : { row, column };
  };
  const select = ({ row, column }: Spot) => {
    const key = shown[row];
    const field = columns[column]?.field;
    if (key !== undefined && field !== undefined) dossier.select({ key, field });
  };
  const go = (spot: Spot) => {
    select(spot);
    dossier.focusCell();
  };

  const edit = (target: EventTarget, firstText?: (text: string) => string) => {
    const cell = (target as HTMLElement).closest<HTMLElement>("[data-cell]");
    const field = cell?.dataset["field"];
    const key = cell?.dataset["key"];
    const row = key === undefined ? undefined : dossier.row(key);
    if (cell === null || field === undefined || key === undefined || row === undefined) return;
    if (field === ROW_FIELD) {
      cell.querySelector("button")?.click();
      return;
    }
    if (!canEdit) {
      app.toast(
        t`Con tu papel en este expediente no se cambian celdas. Puedes pedirlo a quien coordina.`,
      );
      return;
    }
    dossier.edit(key, field, "grid", firstText?.(cellText(row, field)));
  };

  /** F7 and F8: on to the next cell with something to decide, with an open conversation. */
  const nextCell = (from: Spot, matches: (key: string, field: string) => boolean) => {
    const size = shown.length * columns.length;
    const start = from.row * columns.length + from.column;
    for (let step = 1; step <= size; step += 1) {
      const at = (start + step) % size;
      const spot = { row: Math.floor(at / columns.length), column: at % columns.length };
      const key = shown[spot.row];
      const column = columns[spot.column];
      if (key === undefined || column === undefined) continue;
      if (ground.covers(spot).start === spot.row && matches(key, column.field)) {
        go(spot);
        return;
      }
    }
    app.toast(t`No hay otra celda marcada.`);
  };
  const hasDecision = (key: string, field: string): boolean => {
    const row = dossier.row(key);
    return row !== undefined && waits(row, field);
  };
  const hasComment = (key: string, field: string): boolean => {
    const row = dossier.row(key);
    return row !== undefined && dossier.state.get().openThreads.has(`${row.line}|${field}`);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (target.dataset["cell"] === undefined) return;
    const from = spotOf(target);
    if (from === null || event.nativeEvent.isComposing) return;
    const leaves = leaving.current && event.key === "Tab";
    leaving.current = event.key === "Escape" || event.key === "Shift";
    if (leaves) return;
    const ctrl = event.ctrlKey || event.metaKey;

    const next =
      event.key === "Tab"
        ? tabbed(event.shiftKey, from, ground)
        : moved(event.key, ctrl, from, ground);
    if (next !== null && !event.altKey) {
      event.preventDefault();
      go(next);
    } else if (event.key === "Enter" && event.altKey) {
      event.preventDefault();
      target.querySelector<HTMLButtonElement>("button")?.click();
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      edit(target);
    } else if (event.key === "F7") {
      event.preventDefault();
      nextCell(from, hasDecision);
    } else if (event.key === "F8") {
      event.preventDefault();
      nextCell(from, hasComment);
    } else if (ctrl && event.altKey && event.key.toLowerCase() === "m") {
      event.preventDefault();
      dossier.openPanel("comments");
    } else if (event.key.length === 1 && !ctrl && !event.altKey && event.key !== " ") {
      event.preventDefault();
      const field = columns[from.column]?.field ?? "";
      // Typing over a value replaces it; over prose it goes on from its end.
      edit(target, (text) => (isText(field) ? text + event.key : event.key));
    }
  };

  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (event.button !== 0 || target.closest('[data-part="editor"]') !== null) return;
    const spot = spotOf(target);
    if (spot !== null) select(spot);
  };

  /** A cell that gets the keyboard by other ways (a screen reader, a script) is the selected one. */
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const target = event.target;
    if (target.dataset["cell"] === undefined) return;
    const spot = spotOf(target);
    if (spot !== null) select(spot);
  };

  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (target.closest('button, [data-part="editor"]') === null) edit(target);
  };

  const onCopy = (event: ClipboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const key = target.dataset["key"];
    const row = key === undefined ? undefined : dossier.row(key);
    if (row === undefined || !(document.getSelection()?.isCollapsed ?? true)) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", cellText(row, target.dataset["field"] ?? ""));
  };

  const onPaste = (event: ClipboardEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).dataset["cell"] === undefined) return;
    event.preventDefault();
    const pasted = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    // Excel ends a copied cell with a line break that is not part of it.
    edit(event.target, () => pasted.replace(/\n$/, ""));
  };

  const step = (back: boolean) => {
    const { selection, places } = dossier.state.get();
    const row = selection === null ? undefined : places.get(selection.key);
    const column = columns.findIndex((known) => known.field === selection?.field);
    if (row === undefined || column < 0) return;
    go(tabbed(back, { row, column }, ground) ?? { row, column });
  };

  const handlers = { onKeyDown, onMouseDown, onFocus, onDoubleClick, onCopy, onPaste };
  return { handlers, step };
}
