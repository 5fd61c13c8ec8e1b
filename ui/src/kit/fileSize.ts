import { i18n } from "@lingui/core";

const KILO = 1_000;
const UNITS = ["byte", "kilobyte", "megabyte"] as const;

/** The size of a file as a file manager says it: "34 kB". */
export function fileSize(bytes: number): string {
  let size = bytes;
  let step = 0;
  while (size >= KILO && step < UNITS.length - 1) {
    size /= KILO;
    step += 1;
  }
  return new Intl.NumberFormat(i18n.locale, {
    style: "unit",
    unit: UNITS[step] ?? "byte",
    maximumFractionDigits: size < 10 && step > 0 ? 1 : 0,
  }).format(size);
}
