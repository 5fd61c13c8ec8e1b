import type { Row, VerificationView } from "../../host";
import { rowKey, type DossierState } from "../../state";

/** The baseline of an indicator, and what was said of it. */
export interface Baseline {
  row: Row;
  indicator: string;
  verification: VerificationView | null;
}

/** How far a baseline is. */
export type BaselineState = "none" | "waiting" | "done" | "stale";

/** Every indicator of the matrix with its baseline, in order. */
export function baselinesOf({
  rows,
  order,
  review,
}: Pick<DossierState, "rows" | "order" | "review">): readonly Baseline[] {
  const said = new Map(review.verifications.map((one) => [one.indicator, one]));
  return order.flatMap((key): Baseline[] => {
    const row = rows.get(key);
    if (row === undefined || row.retired || row.indicator === null) return [];
    return [{ row, indicator: row.indicator, verification: said.get(row.indicator) ?? null }];
  });
}

/** A baseline nobody wrote cannot be verified; one that changed since waits again. */
export function baselineState({ row, verification }: Baseline): BaselineState {
  if (verification !== null && !verification.stale) return "done";
  if (verification !== null) return "stale";
  return baselineText(row) === "" ? "none" : "waiting";
}

/** "85 (2022), Informe anual de labores"; "" without one. */
export function baselineText({ baseline }: Row): string {
  if (baseline === null || baseline.value === "") return "";
  const { value, year, source } = baseline;
  const dated = year === "" ? value : `${value} (${year})`;
  return source === "" ? dated : `${dated}, ${source}`;
}

export function baselineKey({ row }: Baseline): string {
  return rowKey(row);
}
