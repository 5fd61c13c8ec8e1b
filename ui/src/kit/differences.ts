import { ownWords, type Stretch } from "./wordDiff";

/** Below this share of common letters, two texts are just two texts. */
const SHARED_MIN = 0.3;

/**
 * The words of a text that another lacks, in runs: the space between two of them is no word they
 * share. In texts with little in common nothing is told apart.
 */
export function differences(text: string, other: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let shared = 0;
  let letters = 0;
  const found = ownWords(text, other);
  found.forEach(({ text: words, own }, at) => {
    const count = words.replace(/\s/g, "").length;
    letters += count;
    if (!own) shared += count;
    const between = count === 0 && found[at - 1]?.own === true && found[at + 1]?.own === true;
    const last = stretches.at(-1);
    if (last?.own === (own || between)) last.text += words;
    else stretches.push({ text: words, own: own || between });
  });
  return shared >= letters * SHARED_MIN ? stretches : [{ text, own: false }];
}
