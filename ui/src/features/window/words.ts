import { plural, t } from "@lingui/core/macro";

import type { WindowView } from "../../host";
import { civilDate } from "../../kit";

/** "Faltan 4 días: hasta el 24 de abril de 2023". */
export function countdown({ closesOn, daysLeft, status }: WindowView): string {
  const day = civilDate(closesOn);
  if (status === "closed") return t`Cerrado; era hasta el ${day}`;
  if (status === "past" || daysLeft < 0) return t`Venció el ${day}`;
  if (daysLeft === 0) return t`Hoy es el último día`;
  return plural(daysLeft, {
    one: `Falta # día: hasta el ${day}`,
    other: `Faltan # días: hasta el ${day}`,
  });
}
