/** A stretch of a text, and whether the other text lacks it. */
export interface Stretch {
  text: string;
  own: boolean;
}

/** Above this many words on a side, telling them apart costs more than it shows. */
export const WORDS_MAX = 600;

function words(text: string): string[] {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

/** The words of `text` that `other` does not have at that place, by longest common subsequence. */
export function ownWords(text: string, other: string): Stretch[] {
  const mine = words(text);
  const theirs = words(other);
  if (mine.length > WORDS_MAX || theirs.length > WORDS_MAX) return [{ text, own: false }];
  const width = theirs.length + 1;
  const lengths = new Uint16Array((mine.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = mine.length - 1; i >= 0; i -= 1) {
    for (let j = theirs.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        mine[i] === theirs[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const stretches: Stretch[] = [];
  const add = (word: string, own: boolean) => {
    const last = stretches.at(-1);
    if (last?.own === own) last.text += word;
    else stretches.push({ text: word, own });
  };
  let i = 0;
  let j = 0;
  while (i < mine.length) {
    const word = mine[i] ?? "";
    if (j < theirs.length && word === theirs[j]) {
      add(word, false);
      i += 1;
      j += 1;
    } else if (j < theirs.length && at(i, j + 1) >= at(i + 1, j)) {
      j += 1;
    } else {
      add(word, true);
      i += 1;
    }
  }
  return stretches;
}
