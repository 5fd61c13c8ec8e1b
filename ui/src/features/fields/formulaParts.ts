import type { FormulaParts } from "../../host";

const OPENERS = "([{";
const CLOSERS = ")]}";
/** "*100", "x 100", "× 100 %" at the end; the x of a word is a letter. */
const FACTOR = /\s*(?:[*×·]|(?<!\p{L})x)\s*(\d+(?:[.,]\d+)?)\s*%?\s*$/iu;

/** What stands at each place of a text: how deep in parentheses; `null` if they do not pair. */
function depths(text: string): number[] | null {
  const open: number[] = [];
  const result: number[] = [];
  for (const letter of text) {
    const closes = CLOSERS.indexOf(letter);
    if (closes >= 0 && open.pop() !== closes) return null;
    for (let unit = 0; unit < letter.length; unit += 1) result.push(open.length);
    const opens = OPENERS.indexOf(letter);
    if (opens >= 0) open.push(opens);
  }
  return open.length === 0 ? result : null;
}

/** Takes off the parentheses that hold all of a text. */
function bare(text: string): string {
  let inner = text.trim();
  while (OPENERS.includes(inner[0] ?? " ") && wraps(inner)) inner = inner.slice(1, -1).trim();
  return inner;
}

/** Whether the first parenthesis closes at the end and not before. */
function wraps(text: string): boolean {
  const deep = depths(text);
  if (deep === null || deep.length < 2) return false;
  return deep.slice(1, -1).every((depth) => depth > 0) && CLOSERS.includes(text.at(-1) ?? " ");
}

/** Places of the slashes outside of parentheses that divide; that of "y/o" does not. */
function slashes(text: string): number[] {
  const deep = depths(text) ?? [];
  return [...text.matchAll(/[/÷]/g)]
    .map(({ index }) => index)
    .filter((at) => deep[at] === 0 && !/\by\/o\b/i.test(text.slice(Math.max(0, at - 2), at + 3)));
}

/**
 * The parts of a printed formula that is plainly one thing over another, times a number or not.
 * `null` where a person has to say what is what.
 */
export function partsOf(formula: string): FormulaParts | null {
  if (depths(formula) === null) return null;
  let rest = bare(formula);
  let factor = "";
  const times = FACTOR.exec(rest);
  if (times !== null) {
    const before = rest.slice(0, times.index);
    // "…/solicitudes x 100" reads both ways without parentheses; people mean the whole times 100.
    factor = times[1] ?? "";
    rest = bare(before);
  }
  const places = slashes(rest);
  const at = places[0];
  if (places.length !== 1 || at === undefined) return null;
  const numerator = bare(rest.slice(0, at));
  const denominator = bare(rest.slice(at + 1));
  if (numerator === "" || denominator === "") return null;
  return { numerator, denominator, factor };
}

/** A formula as the form prints it, from its parts; `null` while one of the two is missing. */
export function formulaOf({ numerator, denominator, factor }: FormulaParts): string | null {
  const above = numerator.trim();
  const below = denominator.trim();
  if (above === "" || below === "") return null;
  const ratio = `${held(above)}/${held(below)}`;
  return factor.trim() === "" ? ratio : `(${ratio})*${factor.trim()}`;
}

/** A part that divides or multiplies itself keeps its own parentheses. */
function held(part: string): string {
  return slashes(part).length > 0 || /[*×+]/.test(part) ? `(${part})` : part;
}
