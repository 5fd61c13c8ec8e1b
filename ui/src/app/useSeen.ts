import { useEffect } from "react";

import { useDossier, type DossierState } from "../state";

/** The shell is told at most this often that somebody looks. */
export const SEEN_PAUSE_MS = 5_000;

/** What somebody who looks at the dossier sees change. */
function shown({ rows, threads, review }: DossierState): readonly unknown[] {
  return [rows, threads, review];
}

/** Tells the others that this person has on screen what there is, while the window is looked at. */
export function useSeen(): void {
  const dossier = useDossier();
  useEffect(() => {
    let told: readonly unknown[] = [];
    let rest: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const now = shown(dossier.state.get());
      if (rest !== undefined || now.every((part, at) => part === told[at])) return;
      if (!document.hasFocus() || document.visibilityState !== "visible") return;
      told = now;
      // What changes meanwhile is told after the pause.
      rest = setTimeout(() => {
        rest = undefined;
        look();
      }, SEEN_PAUSE_MS);
      // Not told, it counts as not seen, and is told with the next change.
      dossier.seen().catch(() => undefined);
    };
    look();
    const stop = dossier.state.subscribe(look);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      stop();
      clearTimeout(rest);
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [dossier]);
}
