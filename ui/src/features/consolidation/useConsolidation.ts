import { useApp, useStore, type ConsolidationState } from "../../state";

/** Reads part of what the screen of the programme knows. */
export function useConsolidation<S>(select: (state: ConsolidationState) => S): S {
  return useStore(useApp().consolidation.state, select);
}
