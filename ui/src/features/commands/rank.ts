import { fold } from "../../kit";

/** What matters for how well something answers what was typed. */
interface Ranked {
  text: string;
  /** Place among the ones used lately, from 0; `null`: not among them. */
  recent: number | null;
}

/**
 * How well a text answers what was typed, more is better; `null`: not at all. Letters may be left
 * out, but words begun at their start count most.
 */
export function rank(typed: string, text: string): number | null {
  const wanted = fold(typed).trim();
  const given = fold(text);
  if (wanted === "") return 0;
  const whole = given.indexOf(wanted);
  if (whole >= 0) return 1000 - whole + (starts(given, whole) ? 500 : 0);
  const words = wanted.split(" ").filter((word) => word !== "");
  if (words.length > 1 && words.every((word) => given.includes(word))) return 800;
  let score = 0;
  let at = -1;
  let run = 0;
  for (const letter of wanted.replaceAll(" ", "")) {
    const next = given.indexOf(letter, at + 1);
    if (next < 0) return null;
    run = next === at + 1 ? run + 1 : 0;
    score += (starts(given, next) ? 12 : 0) + run * 4 - (next - at - 1 > 12 ? 4 : 0);
    at = next;
  }
  // Letters scattered over a text answer nothing.
  return score < wanted.length * 4 ? null : score;
}

function starts(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));
}

/** The ones that answer, the best first; those used lately first among equals. */
export function ranked<T extends Ranked>(typed: string, all: readonly T[]): T[] {
  return all
    .map((one, at) => ({ one, at, score: rank(typed, one.text) }))
    .filter((known): known is typeof known & { score: number } => known.score !== null)
    .map((known) => ({
      ...known,
      score: known.score + (known.one.recent === null ? 0 : 60 - known.one.recent),
    }))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ one }) => one);
}

/** The number of a row that was typed: "7", "renglón 7", "ir al 7"; `null` when it is none. */
export function rowTyped(typed: string): number | null {
  const number = /^(?:ir al? )?(?:renglon|row|r)?\s*#?(\d{1,6})$/.exec(fold(typed).trim())?.[1];
  return number === undefined ? null : Number(number);
}
