interface Splice {
  start: number;
  end: number;
  text: string;
}

/** The one replacement that turns a text into another. */
function splice(from: string, to: string): Splice {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) {
    tail += 1;
  }
  return { start, end: from.length - tail, text: to.slice(start, to.length - tail) };
}

/**
 * A draft that stands on `original`, moved onto what somebody else made of it. `null` when both
 * touched the same place: that is for a person to see.
 */
export function rebase(original: string, theirs: string, draft: string): string | null {
  if (draft === original || draft === theirs) return theirs;
  if (theirs === original) return draft;
  const mine = splice(original, draft);
  const other = splice(original, theirs);
  if (mine.end < other.start) {
    return (
      original.slice(0, mine.start) +
      mine.text +
      original.slice(mine.end, other.start) +
      other.text +
      original.slice(other.end)
    );
  }
  if (other.end < mine.start) {
    return (
      original.slice(0, other.start) +
      other.text +
      original.slice(other.end, mine.start) +
      mine.text +
      original.slice(mine.end)
    );
  }
  return null;
}

/** Where a caret of `before` stands in `after`, which somebody else's change made of it. */
export function movedCaret(before: string, after: string, caret: number): number {
  const change = splice(before, after);
  if (caret <= change.start) return caret;
  if (caret >= change.end) return caret + (after.length - before.length);
  return Math.min(caret, change.start + change.text.length);
}
