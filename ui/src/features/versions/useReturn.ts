import { useEffect } from "react";

import { useDossier } from "../../state";
import { timeOf } from "../changes";
import { finderOf } from "../find";

/** Goes back to the matrix of now when a cell of it is gone to, or something is looked for in it. */
export function useReturn(): void {
  const dossier = useDossier();
  useEffect(() => {
    const leave = () => {
      timeOf(dossier).leave();
    };
    const stops = [
      dossier.focusWanted.subscribe(leave),
      finderOf(dossier).boxWanted.subscribe(leave),
    ];
    return () => {
      stops.forEach((stop) => stop());
    };
  }, [dossier]);
}
