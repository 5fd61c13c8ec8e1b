import { useEffect, useRef } from "react";

export type ClipboardKind = "copy" | "cut" | "paste";

/** Whether a cell of the grid has the keyboard: not an editor, not a dialog. */
export function cellHasKeyboard(): boolean {
  const active = document.activeElement;
  return active instanceof HTMLElement && active.dataset["cell"] !== undefined;
}

/**
 * Hears the clipboard for the cell that has the keyboard. Browsers tell these events to where the
 * caret is, or to the whole page when there is none: seldom to the cell. `take` answers whether the
 * event was the grid's. Whoever handled it before has prevented its default.
 */
export function useClipboardEvents(
  take: (kind: ClipboardKind, data: DataTransfer | null) => boolean,
): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const hear = (kind: ClipboardKind) => (event: ClipboardEvent) => {
      if (event.defaultPrevented || !cellHasKeyboard()) return;
      if (latest.current(kind, event.clipboardData)) event.preventDefault();
    };
    // WebKit asks beforehand whether there is anything to copy without selected words.
    const allow = (event: Event) => {
      if (cellHasKeyboard()) event.preventDefault();
    };
    const heard = [
      ["copy", hear("copy")],
      ["cut", hear("cut")],
      ["paste", hear("paste")],
      ["beforecopy", allow],
      ["beforecut", allow],
      ["beforepaste", allow],
    ] as const;
    for (const [name, listener] of heard) {
      document.addEventListener(name, listener as EventListener);
    }
    return () => {
      for (const [name, listener] of heard) {
        document.removeEventListener(name, listener as EventListener);
      }
    };
  }, []);
}
