import { t } from "@lingui/core/macro";

import type { RowState, RowStateView } from "../../host";
import { localTime, type MarkTone } from "../../kit";

/** States from the first to the last. */
export const ROW_STATES: readonly RowState[] = ["draft", "inReview", "returned", "approved"];

/** A state, as a word. */
export function rowStateWord(state: RowState): string {
  switch (state) {
    case "draft":
      return t`Borrador`;
    case "inReview":
      return t`En revisión`;
    case "returned":
      return t`Observada`;
    case "approved":
      return t`Aprobada`;
  }
}

/** How its mark looks: one that was returned waits for somebody to mend it. */
export function rowStateTone(state: RowState): MarkTone {
  return state === "returned" ? "wait" : "plain";
}

/** "Aprobada por Ana, 20 de abril de 2023, 09:00." */
export function givenWords({ state, by, at }: RowStateView): string {
  const when = localTime(at);
  switch (state) {
    case "draft":
      return t`Vuelta a borrador por ${by}, ${when}.`;
    case "inReview":
      return t`En revisión desde el ${when}, por ${by}.`;
    case "returned":
      return t`Observada por ${by}, ${when}.`;
    case "approved":
      return t`Aprobada por ${by}, ${when}.`;
  }
}
