/** Average width of a letter, as a part of its size, where nothing can be measured. */
const LETTER_SHARE = 0.48;
/** Above this many known words the memory of their widths starts again. */
const WORDS_MAX = 40_000;
/** The browser lays text out in parts of a pixel this small. */
const SLACK_PX = 1 / 32;
/** The browser breaks a line after these, and before an opening bracket that follows a sign. */
const BREAKS = /(?<=[-?…–‐—])(?=.)|(?=—)|(?<=[)%.,;:*+=\\|&!>#°"])(?=\()|(?<=[()°])(?=[¿¡<°])/u;
const MAY_BREAK = /[-?…–‐—(¿¡<°]/u;

let context: CanvasRenderingContext2D | null | undefined;

/** What a size of text remembers of the words it measured. */
class Ruler {
  readonly #font: string;
  readonly #letter: number;
  readonly #widths = new Map<string, number>();

  constructor(size: number, weight: number) {
    this.#font = `${String(weight)} ${String(size)}px "Source Sans 3"`;
    this.#letter = size * LETTER_SHARE;
  }

  width(word: string): number {
    const known = this.#widths.get(word);
    if (known !== undefined) return known;
    context ??= document.createElement("canvas").getContext("2d");
    if (context !== null && context.font !== this.#font) context.font = this.#font;
    const measured = context?.measureText(word).width ?? word.length * this.#letter;
    if (this.#widths.size > WORDS_MAX) this.#widths.clear();
    this.#widths.set(word, measured);
    return measured;
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
  let lines = 0;
  for (const paragraph of text.split("\n")) {
    lines += 1;
    let used = 0;
    let first = true;
    for (const word of paragraph.split(" ")) {
      // A space at the end of a line hangs over its edge: it never breaks by itself.
      if (!first) used += space;
      first = false;
      for (const piece of breaks && MAY_BREAK.test(word) ? word.split(BREAKS) : [word]) {
        const wide = ruler.width(piece);
        if (used + wide <= room || wide === 0) {
          used += wide;
        } else if (wide <= room) {
          lines += 1;
          used = wide;
        } else {
          if (used > 0) lines += 1;
          used = 0;
          for (const letter of piece) {
            const one = ruler.width(letter);
            if (used + one > room && used > 0) {
              lines += 1;
              used = 0;
            }
            used += one;
          }
        }
      }
    }
  }
  return lines;
}
