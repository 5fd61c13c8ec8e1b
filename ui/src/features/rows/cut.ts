/**
 * Where a text may be cut in two, in UTF-16 units: before each word but the first, and at its end,
 * which leaves the second half without text.
 */
export function cutsOf(text: string): readonly number[] {
  const starts = [...text.matchAll(/\S+/g)].map((word) => word.index);
  return [...starts.slice(1), text.length];
}

/** Where one would cut first: after the first sentence or item, or else in the middle. */
export function firstCut(text: string): number {
  const cuts = cutsOf(text);
  const inside = cuts.slice(0, -1);
  const sentence = inside.find((at) => {
    const before = text.slice(0, at);
    return /[.;:?!]\s+$/.test(before) || /\n\s*$/.test(before);
  });
  const middle = inside.find((at) => at >= text.length / 2) ?? inside.at(-1);
  return sentence ?? middle ?? text.length;
}

/** The cut that follows one, or goes before it; the same at the ends. */
export function nextCut(text: string, at: number, back: boolean): number {
  const cuts = cutsOf(text);
  const found = back ? cuts.findLast((cut) => cut < at) : cuts.find((cut) => cut > at);
  return found ?? at;
}
