import { t } from "@lingui/core/macro";

import type { DossierStatus, Row } from "../../host";
import type { Draft } from "../../state";

/** How far the text of a cell has come: typing, kept as a draft, saved here, sent, stuck. */
export type CellWord = "typing" | "kept" | "saved" | "sent" | "stuck";

/** The state of a cell that is being written or was just written. */
export function cellState(
  row: Row,
  field: string,
  draft: Draft | undefined,
  status: DossierStatus,
): CellWord {
  if (draft?.phase === "stuck") return "stuck";
  if (draft?.phase === "kept") return "kept";
  if (draft?.phase === "typing" || draft?.phase === "saving") return "typing";
  return status.relay === null || row.unsent.includes(field) ? "saved" : "sent";
}

/** The word a person sees for it. */
export function cellWord(state: CellWord): string {
  switch (state) {
    case "typing":
      return t`escribiendo`;
    case "kept":
      return t`borrador guardado`;
    case "saved":
      return t`guardado aquí`;
    case "sent":
      return t`enviado`;
    case "stuck":
      return t`atorado`;
  }
}
