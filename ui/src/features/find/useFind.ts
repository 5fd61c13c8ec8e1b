import type { TextRange } from "../../kit";
import { useDossier, useStore } from "../../state";
import { finderOf, type Finder, type Look } from "./finder";

/** What is looked for in the open dossier; renders again only when that part changes. */
export function useLook<S>(select: (look: Look) => S): S {
  return useStore(finderOf(useDossier()).state, select);
}

export function useFinder(): Finder {
  return finderOf(useDossier());
}

/** Where what is looked for stands, by cell of the document (`cellId`). */
export function useMatches(): ReadonlyMap<string, readonly TextRange[]> {
  return useLook((look) => look.byCell);
}
