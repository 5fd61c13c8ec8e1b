import { i18n } from "@lingui/core";

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

/**
 * An instant as a person here writes it: "19 de abril de 2023, 10:32", by this computer's clock; in
 * English "April 19, 2023, 10:32". An instant that cannot be read is shown as it came.
 */
export function dateTime(rfc3339: string): string {
  const date = new Date(rfc3339);
  const english = i18n.locale === "en";
  const month = (english ? MONTHS_EN : MONTHS)[date.getMonth()];
  if (month === undefined) return rfc3339;
  const day = String(date.getDate());
  const year = String(date.getFullYear());
  const hours = String(date.getHours()).padStart(2, "0");
  const minutes = String(date.getMinutes()).padStart(2, "0");
  const written = english ? `${month} ${day}, ${year}` : `${day} de ${month} de ${year}`;
  return `${written}, ${hours}:${minutes}`;
}
