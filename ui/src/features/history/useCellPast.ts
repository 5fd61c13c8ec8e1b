import { useEffect, useState } from "react";

import { asProblem, type BlameSpan, type Cell, type PastValueView, type Problem } from "../../host";
import { useDossier } from "../../state";

/** How long a cell rests after it changed before it is asked about again. */
const AGAIN_AFTER_MS = 700;

/** What is known of a cell's past. */
export interface CellPast {
  /** Every value it has had, newest first; `null` until the answer. */
  values: readonly PastValueView[] | null;
  /** Who wrote each of its words. */
  words: readonly BlameSpan[];
  problem: Problem | null;
}

const UNKNOWN: CellPast = { values: null, words: [], problem: null };

/** The past of a cell, asked again after its text changes. */
export function useCellPast({ line, indicator, field }: Cell, text: string): CellPast {
  const dossier = useDossier();
  const place = `${line} ${indicator ?? ""} ${field}`;
  const [known, setKnown] = useState({ place: "", past: UNKNOWN });
  const isNew = known.place !== place;
  useEffect(() => {
    let gone = false;
    const cell = { line, indicator, field };
    const ask = async () => {
      try {
        const [values, words] = await Promise.all([dossier.cellHistory(cell), dossier.blame(cell)]);
        if (!gone) setKnown({ place, past: { values, words, problem: null } });
      } catch (failure) {
        if (!gone) setKnown({ place, past: { ...UNKNOWN, problem: asProblem(failure) } });
      }
    };
    const rest = setTimeout(() => void ask(), isNew ? 0 : AGAIN_AFTER_MS);
    return () => {
      gone = true;
      clearTimeout(rest);
    };
    // Whether it is another cell is asked when the cell or its text changes, not when it answered.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [dossier, place, text]);
  return isNew ? UNKNOWN : known.past;
}
