/** A replacement of a stretch of a text. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

const isHigh = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xd800;
const isLow = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/** Whether a place stands between the two halves of one character. */
export function splitsCharacter(text: string, at: number): boolean {
  return at > 0 && isHigh(text, at - 1) && isLow(text, at);
}

/** The one replacement that turns a text into another. It never cuts a character in two. */
export function splice(from: string, to: string): Splice {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start += 1;
  if (splitsCharacter(from, start) || splitsCharacter(to, start)) start -= 1;
  let tail = 0;
  while (tail < shorter - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) {
    tail += 1;
  }
  if (splitsCharacter(from, from.length - tail) || splitsCharacter(to, to.length - tail)) {
    tail -= 1;
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
