const MONTHS = [
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

/**
 * An instant as a person here writes it: "19 de abril de 2023, 10:32", by this computer's clock.
 * An instant that cannot be read is shown as it came.
 */
export function dateTime(rfc3339: string): string {
  const date = new Date(rfc3339);
  const month = MONTHS[date.getMonth()];
  if (month === undefined) return rfc3339;
  const hours = String(date.getHours()).padStart(2, "0");
  const minutes = String(date.getMinutes()).padStart(2, "0");
  return `${String(date.getDate())} de ${month} de ${String(date.getFullYear())}, ${hours}:${minutes}`;
}
