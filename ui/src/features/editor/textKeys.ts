import {
  deleteCharBackward,
  deleteCharForward,
  deleteGroupBackward,
  deleteGroupForward,
  redo,
  undo,
} from "@codemirror/commands";
import type { Extension } from "@codemirror/state";
import { EditorView, keymap, type Command, type KeyBinding } from "@codemirror/view";

import { plain } from "../../state";
import type { Closing } from "./closing";

const breakLine: Command = (view) => {
  view.dispatch(view.state.replaceSelection("\n"), { userEvent: "input", scrollIntoView: true });
  return true;
};

/** Keys that CodeMirror leaves to whoever uses it; those of the browser's own work as they are. */
function keys(close: (how: Closing) => void): readonly KeyBinding[] {
  const closes = (how: Closing): Command => {
    return () => {
      close(how);
      return true;
    };
  };
  // With nothing left to undo the keys still are the editor's, and not the grid's.
  const always = (command: Command): Command => {
    return (view) => command(view) || true;
  };
  return [
    { key: "Enter", run: closes("enter") },
    { key: "Mod-Enter", run: breakLine },
    { key: "Shift-Enter", run: breakLine },
    { key: "Escape", run: closes("escape") },
    { key: "Tab", run: closes("next") },
    { key: "Shift-Tab", run: closes("previous") },
    { key: "Mod-z", run: always(undo) },
    { key: "Mod-y", run: always(redo) },
    { key: "Mod-Shift-z", run: always(redo) },
    { key: "Backspace", run: always(deleteCharBackward) },
    { key: "Shift-Backspace", run: always(deleteCharBackward) },
    { key: "Delete", run: always(deleteCharForward) },
    { key: "Mod-Backspace", run: always(deleteGroupBackward) },
    { key: "Mod-Delete", run: always(deleteGroupForward) },
  ].map((binding) => ({ ...binding, stopPropagation: true }));
}

/** Without a selection nothing is copied: CodeMirror would take the whole line. */
function nothingSelected(event: ClipboardEvent, view: EditorView): boolean {
  if (!view.state.selection.main.empty) return false;
  event.preventDefault();
  return true;
}

/** What the keyboard and the clipboard do in the editor of a text. */
export function textKeys(close: (how: Closing) => void): Extension {
  return [
    keymap.of(keys(close)),
    // Excel and Word end what is copied with a line break that is no part of it.
    EditorView.clipboardInputFilter.of((text) => plain(text).replace(/\n$/, "")),
    EditorView.domEventHandlers({
      copy: nothingSelected,
      cut: nothingSelected,
      // The web view's own undo knows nothing of what others wrote.
      beforeinput: (event, view) => {
        const command = { historyUndo: undo, historyRedo: redo }[event.inputType];
        if (command === undefined) return false;
        event.preventDefault();
        command(view);
        return true;
      },
    }),
  ];
}
