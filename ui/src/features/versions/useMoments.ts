import { useEffect, useState } from "react";

import { asProblem, type MomentView, type Problem } from "../../host";
import { useDossier, useDossierState } from "../../state";

interface Moments {
  /** Oldest first; `null` until the first answer. */
  moments: readonly MomentView[] | null;
  problem: Problem | null;
}

/** The points in time worth stopping at; asked again when a version is closed. */
export function useMoments(): Moments {
  const dossier = useDossier();
  const versions = useDossierState((state) => state.review.versions.length);
  const [known, setKnown] = useState<Moments>({ moments: null, problem: null });
  useEffect(() => {
    let gone = false;
    dossier
      .moments()
      .then((moments) => ({ moments, problem: null }))
      .catch((failure: unknown) => ({ moments: null, problem: asProblem(failure) }))
      .then((told) => {
        if (!gone) setKnown(told);
      })
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [dossier, versions]);
  return known;
}
