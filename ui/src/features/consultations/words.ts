import { plural, t } from "@lingui/core/macro";

import type { ConsultationOutcome } from "../../host";
import { civilDate } from "../../kit";

/** What can come of asking another body, in the order of the list. */
export const OUTCOMES: readonly ConsultationOutcome[] = [
  "agreed",
  "agreedWithChanges",
  "notAgreed",
  "notTheirs",
  "noAnswer",
];

/** What came of it, in words. */
export function outcomeWord(outcome: ConsultationOutcome): string {
  switch (outcome) {
    case "agreed":
      return t`De acuerdo`;
    case "agreedWithChanges":
      return t`De acuerdo con cambios`;
    case "notAgreed":
      return t`No está de acuerdo`;
    case "notTheirs":
      return t`No le corresponde`;
    case "noAnswer":
      return t`No respondió`;
  }
}

const DAY_MS = 86_400_000;

/** Days from one day to another; negative if it is past. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** When an answer is wanted, as seen from today: "Vence en 3 días, el 24 de abril de 2023". */
export function dueWords(dueOn: string, today: string): string {
  const days = daysBetween(today, dueOn);
  const day = civilDate(dueOn);
  if (days === 0) return t`Vence hoy, ${day}`;
  if (days > 0) {
    return plural(days, { one: `Vence mañana, ${day}`, other: `Vence en # días, el ${day}` });
  }
  return plural(-days, { one: `Venció ayer, ${day}`, other: `Venció hace # días, el ${day}` });
}
