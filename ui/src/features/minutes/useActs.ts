import { useState } from "react";

import { asProblem, type MinutesAction, type Problem } from "../../host";
import { useDossier } from "../../state";

/** Doing things with minutas from a component: one at a time, with what went wrong. */
export interface Acts {
  busy: boolean;
  problem: Problem | null;
  /** What was made; `null` if it could not be done. */
  act: (actions: MinutesAction[]) => Promise<readonly string[] | null>;
}

export function useActs(): Acts {
  const dossier = useDossier();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    busy,
    problem,
    act: async (actions) => {
      setBusy(true);
      setProblem(null);
      try {
        return await dossier.minutes.act(actions);
      } catch (failure) {
        setProblem(asProblem(failure));
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
