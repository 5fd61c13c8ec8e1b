import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

import type { AnchoredWords } from "../../state";
import styles from "./Editor.module.css";

const placed = StateEffect.define<readonly AnchoredWords[]>();

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(words, tr) {
    // Between two tellings of the shell they go along with what is typed.
    let next = words.map(tr.changes);
    for (const effect of tr.effects) {
      if (!effect.is(placed)) continue;
      const ranges = effect.value.flatMap(({ start, end }) => {
        const last = Math.min(end, tr.newDoc.length);
        return start < last ? [mark.range(start, last)] : [];
      });
      next = Decoration.set(ranges, true);
    }
    return next;
  },
  provide: (known) => EditorView.decorations.from(known),
});

const mark = Decoration.mark({
  class: styles.anchored ?? "",
  attributes: { "data-testid": "anchored" },
});

/** Underlines the words of the text that open conversations are about. */
export function anchors(): Extension {
  return field;
}

/** Where they are now. */
export function placeAnchors(
  words: readonly AnchoredWords[],
): StateEffect<readonly AnchoredWords[]> {
  return placed.of(words);
}
