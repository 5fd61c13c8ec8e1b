import { t } from "@lingui/core/macro";

import type { Row } from "../../host";

/** Numbers of rows in a sentence at most. */
const NUMBERS_MAX = 8;

/** That approved rows were left as they are, by their numbers; `null` if there are none. */
export function approvedWords(rows: readonly Row[]): string | null {
  const numbers = [...new Set(rows.flatMap(({ row }) => row ?? []))].sort((a, b) => a - b);
  const [first, ...others] = numbers;
  if (rows.length === 0 || first === undefined) return null;
  if (others.length === 0) {
    return t`El renglón ${first} está aprobado y se quedó como estaba. Para cambiarlo, quien coordina lo reabre.`;
  }
  const list = listed(numbers);
  return t`Los renglones ${list} están aprobados y se quedaron como estaban. Para cambiarlos, quien coordina los reabre.`;
}

/** "1, 4 y 9"; a long list ends in how many more there are. */
function listed(numbers: readonly number[]): string {
  const shown = numbers.length > NUMBERS_MAX ? numbers.slice(0, NUMBERS_MAX) : numbers.slice(0, -1);
  const more = numbers.length - shown.length;
  const start = shown.join(", ");
  const last = numbers.at(-1) ?? "";
  return numbers.length > NUMBERS_MAX ? t`${start} y ${more} más` : t`${start} y ${last}`;
}
