import { t } from "@lingui/core/macro";
import {
  useLayoutEffect,
  useRef,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";

import { Notice, classes, editingCommand } from "../../kit";
import { movedCaret, useDossier, type Draft } from "../../state";
import styles from "./Editor.module.css";

/** Why an editor closed, for whoever decides where the keyboard goes next. */
export type Closing = "enter" | "escape" | "next" | "previous";

interface EditorBoxProps {
  draft: Draft;
  label: string;
  /** Numbers stand in tabular figures. */
  figures?: boolean;
  /** A text of several lines, not a single value. */
  prose: boolean;
  /** Called at once, before the save has been answered. */
  onClose: (how: Closing) => void;
  /** The state word. */
  children: ReactNode;
}

/**
 * The text box of a cell being written. Enter saves, Ctrl+Enter breaks the line, Esc takes it back,
 * leaving saves. It holds no text of its own: the draft lives in the dossier's editors.
 */
export function EditorBox({
  draft,
  label,
  figures = false,
  prose,
  onClose,
  children,
}: EditorBoxProps) {
  const { editors } = useDossier();
  const box = useRef<HTMLTextAreaElement>(null);
  const typed = useRef(draft.text);
  const caret = useRef(draft.text.length);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
    element.parentElement?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${String(element.scrollHeight)}px`;
    if (typed.current !== draft.text) {
      // Somebody else's words came in under the draft: the caret stays where the person had it.
      const moved = movedCaret(typed.current, draft.text, caret.current);
      element.setSelectionRange(moved, moved);
      typed.current = draft.text;
    }
  }, [draft.text]);

  const type = (text: string) => {
    typed.current = text;
    editors.type(text);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation();
    // While an input method composes, Enter and Esc are its own.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      breakLine(event.currentTarget);
      type(event.currentTarget.value);
    } else if (event.key === "Enter") {
      event.preventDefault();
      onClose("enter");
      void editors.commit(true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      onClose("escape");
      void editors.cancel();
    } else if (event.key === "Tab") {
      event.preventDefault();
      onClose(event.shiftKey ? "previous" : "next");
      void editors.commit();
    }
  };

  const onBlur = (event: FocusEvent<HTMLTextAreaElement>) => {
    // The whole window lost the focus, not the box: the person is still in it.
    if (document.activeElement === event.currentTarget) return;
    void editors.commit();
  };

  return (
    <div className={styles.editor} data-part="editor">
      <textarea
        ref={box}
        className={classes(styles.box, figures && styles.figures)}
        data-testid="cell-editor"
        aria-label={label}
        aria-invalid={draft.problem !== null}
        value={draft.text}
        rows={1}
        spellCheck
        lang="es-MX"
        onChange={(event) => type(event.currentTarget.value)}
        onSelect={(event) => {
          caret.current = event.currentTarget.selectionEnd;
        }}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      {draft.foreign !== null && (
        <Notice
          tone="wait"
          message={t`Otra persona cambió este mismo texto mientras escribías. Ahora dice: «${draft.foreign}».`}
          next={t`Con Intro queda lo tuyo; con Esc, lo suyo.`}
        />
      )}
      {draft.problem !== null && (
        <Notice
          message={draft.problem.message}
          next={draft.problem.next}
          code={draft.problem.code}
          testId="editor-problem"
        />
      )}
      <div className={styles.foot}>
        {children}
        <span className={styles.keys}>
          {prose
            ? t`Intro guarda · Ctrl+Intro otra línea · Esc deshace`
            : t`Intro guarda · Esc deshace`}
        </span>
      </div>
    </div>
  );
}

/** A line break at the caret, by the browser's own editing where it can, so that its undo works. */
function breakLine(element: HTMLTextAreaElement): void {
  const before = element.value;
  editingCommand("insertText", "\n");
  if (element.value === before) {
    element.setRangeText("\n", element.selectionStart, element.selectionEnd, "end");
  }
}
