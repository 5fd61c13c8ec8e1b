import { t } from "@lingui/core/macro";

import type { SuggestionView } from "../../host";
import { localTime, type MarkTone } from "../../kit";
import { placeLabel } from "../fields";

/** Where a suggestion belongs, in words. */
export function suggestionPlace({ kind, row, line, field }: SuggestionView): string {
  if (kind !== "addLine") return placeLabel(row, field);
  if (line === "") return t`Renglón nuevo al final`;
  return row === null ? t`Renglón nuevo` : t`Renglón nuevo después del ${row}`;
}

/** How it stands, as a mark; `null` while it is open. */
export function statusMark({ status }: SuggestionView): { text: string; tone: MarkTone } | null {
  switch (status) {
    case "open":
      return null;
    case "accepted":
      return { text: t`Aceptada`, tone: "plain" };
    case "partly":
      return { text: t`Aceptada en parte`, tone: "plain" };
    case "refused":
      return { text: t`Rechazada`, tone: "plain" };
    case "withdrawn":
      return { text: t`Retirada`, tone: "plain" };
    case "contested":
      return { text: t`Decidida de dos maneras`, tone: "wait" };
  }
}

/** Who decided it and when; "" while nobody has. */
export function decidedWords({ status, decidedBy, decidedAt, mine }: SuggestionView): string {
  const when = decidedAt === null ? "" : localTime(decidedAt);
  switch (status) {
    case "open":
      return "";
    case "withdrawn":
      return mine ? t`La retiraste.` : t`La retiró quien la propuso.`;
    case "accepted":
    case "partly":
      return t`La aceptó ${decidedBy}, ${when}.`;
    case "refused":
      return t`La rechazó ${decidedBy}, ${when}.`;
    case "contested":
      return t`Dos personas la decidieron distinto sin verse; está en «Por decidir».`;
  }
}
