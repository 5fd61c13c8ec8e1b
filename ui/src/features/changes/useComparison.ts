import { useEffect, useState } from "react";

import { asProblem, type ComparisonView, type Problem } from "../../host";
import { useDossier } from "../../state";

/** How long the matrix must be quiet before it is compared again. */
export const AGAIN_AFTER_MS = 700;
/** The point in time that moves. */
export const NOW = "now";

interface Known {
  from: string | null;
  to: string;
  comparison: ComparisonView | null;
  problem: Problem | null;
}

const UNKNOWN: Known = { from: null, to: "", comparison: null, problem: null };

/** What differs between two points in time, as far as it is known. */
export interface Compared {
  /** `null` until the first answer. */
  comparison: ComparisonView | null;
  problem: Problem | null;
}

/**
 * Compares two points in time, and again when the matrix rests after a change if one of them is
 * "now". `from` `null` asks nothing.
 */
export function useComparison(from: string | null, to: string): Compared {
  const dossier = useDossier();
  const [known, setKnown] = useState(UNKNOWN);
  useEffect(() => {
    if (from === null) return undefined;
    let asked = 0;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const pull = () => {
      asked += 1;
      const mine = asked;
      dossier
        .compare(from, to)
        .then((comparison) => ({ from, to, comparison, problem: null }))
        .catch((failure: unknown) => ({ from, to, comparison: null, problem: asProblem(failure) }))
        .then((told) => {
          // An older answer that comes late says nothing new.
          if (mine === asked) setKnown(told);
        })
        .catch(() => undefined);
    };
    const later = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        // A letter being typed must not wait for a comparison.
        if (dossier.editors.state.get().open !== null) later();
        else pull();
      }, AGAIN_AFTER_MS);
    };
    pull();
    let { rows, order } = dossier.state.get();
    const moves = from === NOW || to === NOW;
    const stop = dossier.state.subscribe(() => {
      const now = dossier.state.get();
      if (!moves || (now.rows === rows && now.order === order)) return;
      ({ rows, order } = now);
      later();
    });
    return () => {
      asked = -1;
      clearTimeout(waiting);
      stop();
    };
  }, [dossier, from, to]);
  const mine = known.from === from && known.to === to && from !== null;
  return mine ? known : UNKNOWN;
}
