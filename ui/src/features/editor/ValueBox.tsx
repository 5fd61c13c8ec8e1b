import { useLayoutEffect, useRef, type KeyboardEvent } from "react";

import { classes, editingCommand } from "../../kit";
import { useDossier, type Draft } from "../../state";
import type { Closing } from "./closing";
import styles from "./Editor.module.css";

interface ValueBoxProps {
  draft: Draft;
  label: string;
  /** Numbers stand in tabular figures. */
  figures: boolean;
  /** A heading has several lines; a value has one, however wide it is. */
  lines: boolean;
  /** What is said under the box about the value. */
  describedBy: string | undefined;
  onClose: (how: Closing) => void;
}

/** The box of a single value. It holds no text of its own: that is in the dossier's editors. */
export function ValueBox({ draft, label, figures, lines, describedBy, onClose }: ValueBoxProps) {
  const { editors } = useDossier();
  const box = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${String(element.scrollHeight)}px`;
  }, [draft.text]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const how = closingOf(event);
    if (how === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (how !== "break") onClose(how);
    else if (lines) {
      breakLine(event.currentTarget);
      editors.type(event.currentTarget.value);
    }
  };

  return (
    <textarea
      ref={box}
      className={classes(styles.box, figures && styles.figures)}
      data-testid="cell-editor"
      aria-label={label}
      aria-multiline={lines}
      aria-invalid={draft.problem !== null}
      aria-describedby={describedBy}
      value={draft.text}
      rows={1}
      spellCheck={!figures}
      lang="es-MX"
      inputMode={figures ? "decimal" : "text"}
      onChange={(event) => {
        const { value } = event.currentTarget;
        editors.type(lines ? value : value.replace(/\s*[\r\n]+\s*/g, " "));
      }}
      onKeyDown={onKeyDown}
    />
  );
}

/** What a key does in the box of a value; `null` for those that type. */
export function closingOf(event: KeyboardEvent): Closing | "break" | null {
  // While an input method composes, Enter and Esc are its own.
  if (event.nativeEvent.isComposing) return null;
  switch (event.key) {
    case "Enter":
      return event.ctrlKey || event.metaKey || event.shiftKey ? "break" : "enter";
    case "Escape":
      return "escape";
    case "Tab":
      return event.shiftKey ? "previous" : "next";
    default:
      return null;
  }
}

/** A line break at the caret, by the browser's own editing where it can, so that its undo works. */
function breakLine(element: HTMLTextAreaElement): void {
  const before = element.value;
  editingCommand("insertText", "\n");
  if (element.value === before) {
    element.setRangeText("\n", element.selectionStart, element.selectionEnd, "end");
  }
}
