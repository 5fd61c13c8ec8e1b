/** A text as it is searched, and where each of its letters stands in the text it came from. */
export interface Folded {
  text: string;
  /** Place in the original of each letter, and of its end; `null`: the same places. */
  places: readonly number[] | null;
}

const TILDE = "\u0303";
const SOFT_HYPHEN = "\u00AD";

/** One letter, without case and accents. The tilde of ñ is no accent: it makes another letter. */
function foldedLetter(letter: string): string {
  if (letter === SOFT_HYPHEN) return "";
  if (/\s/u.test(letter)) return " ";
  const parts = letter.toLowerCase().normalize("NFD");
  let text = "";
  for (const part of parts) {
    if (part === TILDE && text === "n") text = "ñ";
    else if (!/\p{M}/u.test(part)) text += part;
  }
  return text;
}

/** Letters of plain Spanish fold to as many units as they have: most texts take this way. */
const SIMPLE = /^[\t\n\r\x20-\x7E\xA1-\xAC\xAE-\xDE\xE0-\xFF\u2010-\u2026]*$/;
const LETTERS = new Map<string, string>();

function simple(text: string): string {
  let folded = "";
  for (const letter of text) {
    let known = LETTERS.get(letter);
    if (known === undefined) {
      known = foldedLetter(letter);
      LETTERS.set(letter, known);
    }
    folded += known;
  }
  return folded;
}

/** A text as it is searched: no case, no accents, ñ apart from n, any white space a space. */
export function fold(text: string): string {
  return foldPlaces(text).text;
}

/** The same, with the way back to the places of the text. */
export function foldPlaces(text: string): Folded {
  if (SIMPLE.test(text)) return { text: simple(text), places: null };
  let folded = "";
  const places: number[] = [];
  let at = 0;
  // A letter and the accents written after it are one.
  for (const cluster of text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
    const letters = foldedLetter(cluster);
    for (let unit = 0; unit < letters.length; unit += 1) places.push(at);
    folded += letters;
    at += cluster.length;
  }
  places.push(at);
  return { text: folded, places };
}

/** Where a text stands in another: [start, end) in UTF-16 units. */
export interface TextRange {
  start: number;
  end: number;
}

/** Every place, one after the other, where a folded text stands in a folded one. */
export function placesOf(wanted: string, { text, places }: Folded, wholeWord = false): TextRange[] {
  const found: TextRange[] = [];
  if (wanted === "") return found;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length;
    if (wholeWord && (isLetter(text[at - 1]) || isLetter(text[end]))) continue;
    found.push(
      places === null ? { start: at, end } : { start: places[at] ?? 0, end: places[end] ?? 0 },
    );
  }
  return found;
}

function isLetter(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
}
