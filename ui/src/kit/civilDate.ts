import { i18n } from "@lingui/core";

import { clock, MONTHS, MONTHS_EN, OFFICIAL_ZONE } from "./dates";
import { fold } from "./fold";

/** Years a programme, its reviews and its consultations fall in; outside them it is a slip. */
const YEAR_MIN = 1900;
const YEAR_MAX = 2199;

/** Ways a person writes a day, each with its parts by name. The letters are folded already. */
const SHAPES = [
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  /^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})$/,
  /^(?<day>\d{1,2})(?: de)? (?<name>[a-z]+)\.?(?: del?|,)? (?<year>\d{4})$/,
  /^(?<name>[a-z]+)\.? (?<day>\d{1,2}),? (?<year>\d{4})$/,
] as const;
/** "lunes 24 de abril de 2023": the weekday says nothing that the date does not. */
const WEEKDAY = /^(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo),? (?:el )?/;

/**
 * The day a person wrote, as "2023-04-24": "24/04/2023", "24 de abril de 2023", "24 abr 2023" or
 * "2023-04-24"; `null` for what is no day. Day before month, as here; nothing is guessed.
 */
export function parseCivilDate(text: string): string | null {
  const words = fold(text).trim().replace(/ +/g, " ").replace(WEEKDAY, "");
  for (const shape of SHAPES) {
    const parts = shape.exec(words)?.groups;
    if (parts === undefined) continue;
    const { year = "", day = "", month, name } = parts;
    const number = name === undefined ? Number(month) : monthNamed(name);
    return number === null ? null : civil(Number(year), number, Number(day));
  }
  return null;
}

/** Number of the month with this name, or with a name beginning by these three letters or more. */
function monthNamed(name: string): number | null {
  if (name === "setiembre") return 9;
  if (name.length < 3) return null;
  for (const names of [MONTHS, MONTHS_EN]) {
    const at = names.findIndex((known) => known.toLowerCase().startsWith(name));
    if (at >= 0) return at + 1;
  }
  return null;
}

/** A day as it is kept; `null` for one no calendar has. */
function civil(year: number, month: number, day: number): string | null {
  if (year < YEAR_MIN || year > YEAR_MAX) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}

/**
 * A day as it is read: "24 de abril de 2023", in English "April 24, 2023". What is no day is shown
 * as it came.
 */
export function civilDate(day: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const english = i18n.locale === "en";
  const name = (english ? MONTHS_EN : MONTHS)[Number(month) - 1];
  if (name === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  const number = String(Number(date));
  return english ? `${name} ${number}, ${year}` : `${number} de ${name} de ${year}`;
}

/** The day it is in Mexico City, wherever this computer believes to be. */
export function todayInMexico(now: Date = new Date()): string {
  return dayInMexico(now);
}

/** The day of an instant (RFC 3339) in Mexico City, as it is read; as it came if it is none. */
export function dayOf(rfc3339: string): string {
  const instant = new Date(rfc3339);
  return Number.isNaN(instant.getTime()) ? rfc3339 : civilDate(dayInMexico(instant));
}

function dayInMexico(instant: Date): string {
  const { year, month, day } = clock(instant, OFFICIAL_ZONE);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${String(year)}-${two(month)}-${two(day)}`;
}
