import { t } from "@lingui/core/macro";

import type { Option } from "../../kit";
import { fieldLabel } from "../fields";

/** Years offered around those of the file, or around the present one. */
const YEARS_AROUND = 3;

const FIELDS = [
  "headings.axis",
  "headings.objective",
  "headings.priority",
  "headings.strategy",
  "actionLine",
  "responsible",
  "indicatorName",
  "interpretation",
  "unitOfMeasure",
  "formula",
  "formula.numerator",
  "formula.denominator",
  "formula.factor",
  "frequency",
  "direction",
  "targetBehavior",
  "baseline.value",
  "baseline.year",
  "baseline.source",
  "baseline.verification",
  "meansOfVerification",
];

/** What a column may hold; "" is nothing. */
export function fieldOptions(years: readonly number[], now: number): Option<string>[] {
  const known = years.length === 0 ? [now] : years;
  const first = Math.min(...known) - YEARS_AROUND;
  const last = Math.max(...known) + YEARS_AROUND;
  const targets: string[] = [];
  for (let year = first; year <= last; year += 1) targets.push(`targets.${String(year)}`);
  return [
    { value: "", text: t`No importar` },
    ...[...FIELDS, ...targets].map((field) => ({ value: field, text: fieldLabel(field) })),
  ];
}

/** Width of a column by what it holds, in pixels before the text size of the person. */
export function columnWidth(field: string | null): number {
  if (field === null) return 150;
  if (field.startsWith("targets.") || field === "baseline.year") return 104;
  if (field.startsWith("headings.")) return 168;
  if (field === "actionLine" || field === "formula" || field === "interpretation") return 232;
  return field === "frequency" || field === "unitOfMeasure" ? 128 : 184;
}
