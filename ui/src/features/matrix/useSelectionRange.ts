import { useMemo } from "react";

import type { Row } from "../../host";
import { selectedIn, useDossierState } from "../../state";

/**
 * The selected rows and fields, for what is said of them and done to them elsewhere. `null`:
 * nothing is selected, or only what is folded away.
 */
export function useSelectionRange(): { rows: Row[]; fields: string[] } | null {
  const state = useDossierState((now) => now);
  return useMemo(() => selectedIn(state), [state]);
}
