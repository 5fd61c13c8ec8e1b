import type { DossierState } from "../../state";

/** Fields that a header may name besides the levels and years of a matrix. */
const FIELDS = [
  "actionLine",
  "responsible",
  "stage",
  "indicatorName",
  "interpretation",
  "unitOfMeasure",
  "formula",
  "frequency",
  "direction",
  "targetBehavior",
  "baseline.value",
  "baseline.year",
  "baseline.source",
  "baseline.verification",
  "meansOfVerification",
] as const;

/** Every field of a matrix's form, shown or not. */
export function formFields({ levels, years }: Pick<DossierState, "levels" | "years">): string[] {
  return [
    ...levels.map((level) => `headings.${level}`),
    ...FIELDS,
    ...years.map((year) => `targets.${year}`),
  ];
}
