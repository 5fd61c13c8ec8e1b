import { ChangeSet, Text } from "@codemirror/state";

import type { TextChange } from "../host";
import { splitsCharacter } from "./rebase";

/** A text as CodeMirror holds it: lines end with "\n" and nothing else. */
export function textOf(text: string): Text {
  return Text.of(text.split("\n"));
}

/** Line breaks as the document has them, and no half characters, which could not be written down. */
export function plain(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}

/** What the shell says of a text of `length` units, as CodeMirror takes it. */
export function fromWire(changes: readonly TextChange[], length: number): ChangeSet {
  return ChangeSet.of(
    changes.map(({ at, delete: gone, insert }) => ({
      from: at,
      to: at + gone,
      insert: textOf(insert),
    })),
    length,
  );
}

/**
 * A change of `text` as the shell takes it. The web view may tell half of a character changed (an
 * emoji into its neighbour): the shell gets whole ones.
 */
export function toWire(changes: ChangeSet, text: Text): TextChange[] {
  const result: TextChange[] = [];
  const before = text.toString();
  changes.iterChanges((from, to, _fromAfter, _toAfter, inserted) => {
    const start = splitsCharacter(before, from) ? from - 1 : from;
    const end = splitsCharacter(before, to) ? to + 1 : to;
    result.push({
      at: start,
      delete: end - start,
      insert: before.slice(start, from) + inserted.toString() + before.slice(to, end),
    });
  });
  return result;
}
