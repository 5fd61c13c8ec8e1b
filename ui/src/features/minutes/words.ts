import { plural, t } from "@lingui/core/macro";

import type { CountMismatch, MinutaView, MinutesPart, MinutesValue } from "../../host";

/** Lists of a minuta. */
export type ListKind = "agenda" | "material";
/** People of a minuta. */
export type PeopleKind = "attendee" | "coordinator";

/** What a field says; "" where nobody wrote it. */
export function said(values: Readonly<Record<string, MinutesValue | undefined>>, field: string) {
  return values[field]?.text ?? "";
}

/** How an acuerdo stands. */
export function stateWord(state: string): string {
  switch (state) {
    case "inProgress":
      return t`En proceso`;
    case "fulfilled":
      return t`Cumplido`;
    case "cancelled":
      return t`Cancelado`;
    default:
      return t`Pendiente`;
  }
}

export const AGREEMENT_STATES = ["pending", "inProgress", "fulfilled", "cancelled"] as const;

export function stateOptions(): { value: string; text: string }[] {
  return AGREEMENT_STATES.map((value) => ({ value, text: stateWord(value) }));
}

/** A number in an acuerdo that the matrix does not have. */
export function mismatchWords({ said: number, of, counted }: CountMismatch): string {
  switch (of) {
    case "rows":
      return t`El acuerdo dice ${number} renglones y la matriz tiene ${counted}.`;
    case "lines":
      return t`El acuerdo dice ${number} líneas de acción y la matriz tiene ${counted}.`;
    case "indicators":
      return t`El acuerdo dice ${number} indicadores y la matriz tiene ${counted}.`;
  }
}

/** A minuta in a list, in short. */
export function minutaNote({ agreements, undecided }: MinutaView): string {
  const count = plural(agreements.length, { one: "# acuerdo", other: "# acuerdos" });
  if (undecided === 0) return count;
  return `${count} · ${plural(undecided, { one: "# por elegir", other: "# por elegir" })}`;
}

/** The number of a mesa after those there are: "09" after "08". */
export function nextSession(minutes: readonly MinutaView[]): string {
  const last = minutes.map(({ values }) => said(values, "session")).findLast((one) => one !== "");
  if (last === undefined || !/^\d+$/.test(last)) return "";
  return String(Number(last) + 1).padStart(last.length, "0");
}

/** Names, one per line, as a list of people is pasted; "Nombre, cargo" and tables of two columns too. */
export function peopleOf(text: string): { name: string; position: string }[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:\d+[.)-]+|[-•*–])\s*/u, "").trim())
    .filter((line) => line !== "")
    .map((line) => {
      const at = line.includes("\t") ? line.indexOf("\t") : line.indexOf(",");
      if (at < 0) return { name: line, position: "" };
      return { name: line.slice(0, at).trim(), position: line.slice(at + 1).trim() };
    });
}

/** How a part is called to who cannot see where it stands. */
export function partName(part: MinutesPart, place: number): string {
  switch (part.kind) {
    case "agreement":
      return t`Acuerdo ${part.agreement?.number ?? String(place)}`;
    case "attendee":
      return t`Asistente ${place}`;
    case "coordinator":
      return t`Coordinó ${place}`;
    case "agenda":
      return t`Punto ${place} del orden del día`;
    default:
      return t`Material ${place}`;
  }
}
