import { useEffect, useState } from "react";

import { asProblem, type Cell, type Problem, type WhyView } from "../../host";
import { useDossier } from "../../state";

interface Known {
  why: WhyView | null;
  problem: Problem | null;
}

/** Why a cell says what it says; asked again when it says something else (`now`). */
export function useWhy({ line, indicator, field }: Cell, now: string): Known {
  const dossier = useDossier();
  const [known, setKnown] = useState<Known>({ why: null, problem: null });
  useEffect(() => {
    let mine = true;
    const tell = (told: Known) => {
      if (mine) setKnown(told);
    };
    dossier
      .why({ line, indicator, field })
      .then((why) => tell({ why, problem: null }))
      .catch((failure: unknown) => tell({ why: null, problem: asProblem(failure) }));
    return () => {
      mine = false;
    };
  }, [dossier, line, indicator, field, now]);
  return known;
}
