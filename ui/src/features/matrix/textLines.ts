/** Average width of a letter, as a part of its size, where nothing can be measured. */
const LETTER_SHARE = 0.48;
/** Above this many known words the memory of their widths starts again. */
const WORDS_MAX = 10_000;
/** Signs below this one are measured in pairs: all of Spanish but some punctuation. */
const PAIRED = 256;
/** The browser lays text out in parts of a pixel this small. */
const SLACK_PX = 1 / 32;
/** The browser breaks a line after these, and before an opening bracket that follows a sign. */
const BREAKS = /(?<=[-?…–‐—])(?=.)|(?=—)|(?<=[)%.,;:*+=\\|&!>#°"])(?=\()|(?<=[()°])(?=[¿¡<°])/u;
const MAY_BREAK = /[-?…–‐—(¿¡<°]/u;

const SPACE = 0x20;
const LINE_BREAK = 0x0a;

let context: CanvasRenderingContext2D | null | undefined;

/**
 * What a size of text remembers. A word is as wide as its letters, each as the next one lets it
 * stand: measuring the few hundred pairs of a language once gives the width of every word there is.
 * Words with rarer signs are measured whole.
 */
class Ruler {
  readonly #font: string;
  readonly #letter: number;
  /** Width of a letter before another, or before nothing (0); not known yet: NaN. */
  readonly #pairs = new Float32Array(PAIRED * PAIRED).fill(Number.NaN);
  readonly #words = new Map<string, number>();

  constructor(size: number, weight: number) {
    this.#font = `${String(weight)} ${String(size)}px "Source Sans 3"`;
    this.#letter = size * LETTER_SHARE;
  }

  /** The width of a piece of a text. */
  width(text: string, from = 0, to = text.length): number {
    let sum = 0;
    let letter = from < to ? text.charCodeAt(from) : 0;
    for (let at = from + 1; at <= to; at += 1) {
      const next = at < to ? text.charCodeAt(at) : 0;
      if (letter >= PAIRED || next >= PAIRED) return this.#whole(text.slice(from, to));
      const wide = this.#pairs[letter * PAIRED + next] ?? 0;
      sum += wide === wide ? wide : this.#pair(letter, next);
      letter = next;
    }
    return sum;
  }

  #pair(letter: number, next: number): number {
    const last = next === 0 ? 0 : this.#measure(String.fromCharCode(next));
    const both = next === 0 ? [letter] : [letter, next];
    const wide = this.#measure(String.fromCharCode(...both)) - last;
    this.#pairs[letter * PAIRED + next] = wide;
    return wide;
  }

  #whole(word: string): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const wide = this.#measure(word);
    if (this.#words.size > WORDS_MAX) this.#words.clear();
    this.#words.set(word, wide);
    return wide;
  }

  #measure(text: string): number {
    context ??= document.createElement("canvas").getContext("2d");
    if (context !== null && context.font !== this.#font) context.font = this.#font;
    return context?.measureText(text).width ?? text.length * this.#letter;
  }
}

const rulers = new Map<string, Ruler>();

function rulerOf(size: number, weight: number): Ruler {
  const name = `${String(size)}/${String(weight)}`;
  let ruler = rulers.get(name);
  if (ruler === undefined) {
    ruler = new Ruler(size, weight);
    rulers.set(name, ruler);
  }
  return ruler;
}

/** How wide a text is on one line, in CSS pixels. */
export function textWidth(text: string, size: number, weight = 400): number {
  const ruler = rulerOf(size, weight);
  return ruler.width(text);
}

/** How wide a text is on one line, from the words it is made of. */
export function wordsWidth(text: string, size: number): number {
  const ruler = rulerOf(size, 400);
  const words = text.split(" ");
  return words.reduce(
    (sum, word) => sum + ruler.width(word),
    (words.length - 1) * ruler.width(" "),
  );
}

/** How many lines a text takes in a width, breaking where the browser will. */
export function lineCount(text: string, width: number, size: number): number {
  if (text === "") return 0;
  const ruler = rulerOf(size, 400);
  const room = width + SLACK_PX;
  const space = ruler.width(" ");
  const breaks = MAY_BREAK.test(text);
  let lines = 1;
  let used = 0;
  for (let from = 0; from <= text.length;) {
    let to = from;
    while (to < text.length && !isGap(text.charCodeAt(to))) to += 1;
    const wide = ruler.width(text, from, to);
    if (used + wide <= room) {
      used += wide;
    } else if (breaks && MAY_BREAK.test(text.slice(from, to))) {
      for (const piece of text.slice(from, to).split(BREAKS)) place(piece, 0, piece.length);
    } else {
      place(text, from, to);
    }
    // A space at the end of a line hangs over its edge: it never breaks by itself.
    if (text.charCodeAt(to) === SPACE) used += space;
    else if (to < text.length) [lines, used] = [lines + 1, 0];
    from = to + 1;
  }
  return lines;

  /** Puts what cannot be parted, unless it is wider than a line: then between any two letters. */
  function place(piece: string, from: number, to: number): void {
    const wide = ruler.width(piece, from, to);
    if (used + wide <= room || wide === 0) {
      used += wide;
      return;
    }
    if (used > 0) lines += 1;
    used = wide;
    if (wide <= room) return;
    used = 0;
    for (const letter of piece.slice(from, to)) {
      const one = ruler.width(letter);
      if (used + one > room && used > 0) {
        lines += 1;
        used = 0;
      }
      used += one;
    }
  }
}

function isGap(letter: number): boolean {
  return letter === SPACE || letter === LINE_BREAK;
}
