import { StateEffect, StateField, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";

import { personHue } from "../../kit";
import styles from "./Editor.module.css";

/** Where a colleague is in the text, in UTF-16 units. */
export interface Caret {
  device: string;
  name: string;
  anchor: number;
  head: number;
}

const placed = StateEffect.define<readonly Caret[]>();

/**
 * The flag of a caret is for the eyes: who writes here is said in words above the editor. It goes
 * after a while, so as not to cover the text, and comes again when the caret moves.
 */
class Flag extends WidgetType {
  readonly name: string;
  readonly hue: number;
  readonly head: number;

  constructor(name: string, hue: number, head: number) {
    super();
    this.name = name;
    this.hue = hue;
    this.head = head;
  }

  override eq(other: Flag): boolean {
    return other.name === this.name && other.hue === this.hue && other.head === this.head;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement("span");
    caret.className = styles.caret ?? "";
    caret.dataset["testid"] = "remote-caret";
    caret.setAttribute("aria-hidden", "true");
    caret.style.setProperty("--hue", String(this.hue));
    const name = document.createElement("span");
    name.className = styles.caretName ?? "";
    name.textContent = this.name;
    caret.append(name);
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function decorated(carets: readonly Caret[], length: number): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { device, name, anchor, head } of carets) {
    const hue = personHue(device);
    const from = Math.min(anchor, head, length);
    const to = Math.min(Math.max(anchor, head), length);
    if (from < to) {
      const attributes = { style: `--hue: ${String(hue)}` };
      ranges.push(Decoration.mark({ class: styles.chosen ?? "", attributes }).range(from, to));
    }
    ranges.push(
      Decoration.widget({ widget: new Flag(name, hue, head), side: 1 }).range(
        Math.min(head, length),
      ),
    );
  }
  return Decoration.set(ranges, true);
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(carets, tr) {
    let next = carets.map(tr.changes);
    for (const effect of tr.effects) {
      if (effect.is(placed)) next = decorated(effect.value, tr.newDoc.length);
    }
    return next;
  },
  provide: (known) => EditorView.decorations.from(known),
});

/** Shows where colleagues are in the text. */
export function carets(): Extension {
  return field;
}

/** Where they are now. */
export function placeCarets(list: readonly Caret[]): StateEffect<readonly Caret[]> {
  return placed.of(list);
}
