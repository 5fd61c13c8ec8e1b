import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";

/** Names of the months in Spanish, January first. */
export const MONTHS = [
  "enero",
  "febrero",
  "marzo",
  "abril",
  "mayo",
  "junio",
  "julio",
  "agosto",
  "septiembre",
  "octubre",
  "noviembre",
  "diciembre",
] as const;
/** And in English. */
export const MONTHS_EN = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** Where the days and the times of a review are counted. */
export const OFFICIAL_ZONE = "America/Mexico_City";

/**
 * When something ordinary happened (a comment, a copy, the last contact), by this computer's clock:
 * "19 de abril de 2023, 10:32"; in English "April 19, 2023, 10:32". An instant that cannot be read is
 * shown as it came.
 */
export function localTime(rfc3339: string): string {
  return written(rfc3339, undefined);
}

/**
 * When something of the record happened (what was written in the matrix, versions, periods), by the
 * clock of Mexico City wherever this computer is: everybody reads the same hour, the one that its
 * last days are counted by. Where this computer's clock says another, [`officialZoneNote`] says so.
 */
export function officialTime(rfc3339: string): string {
  return written(rfc3339, OFFICIAL_ZONE);
}

/** What is said once beside official times; `null` where this computer's clock says the same. */
export function officialZoneNote(now: Date = new Date()): string | null {
  const instant = now.toISOString();
  return localTime(instant) === officialTime(instant) ? null : t`Horas del centro de México.`;
}

function written(rfc3339: string, timeZone: string | undefined): string {
  const date = new Date(rfc3339);
  if (Number.isNaN(date.getTime())) return rfc3339;
  const { year, month, day, hour, minute } = clock(date, timeZone);
  const english = i18n.locale === "en";
  const name = (english ? MONTHS_EN : MONTHS)[month - 1] ?? "";
  const days = english
    ? `${name} ${String(day)}, ${String(year)}`
    : `${String(day)} de ${name} de ${String(year)}`;
  const two = (number: number) => String(number).padStart(2, "0");
  return `${days}, ${two(hour)}:${two(minute)}`;
}

/** What the clock and the calendar say in a zone; in this computer's, if none is named. */
export function clock(date: Date, timeZone: string | undefined) {
  if (timeZone === undefined) {
    return {
      year: date.getFullYear(),
      month: date.getMonth() + 1,
      day: date.getDate(),
      hour: date.getHours(),
      minute: date.getMinutes(),
    };
  }
  const parts = clockOf(timeZone).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? Number.NaN);
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
  };
}

/** A clock is dear to make, and lists show hundreds of times. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  clocks.set(timeZone, made);
  return made;
}
