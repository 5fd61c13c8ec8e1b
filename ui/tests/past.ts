import type { ComparisonView, DifferenceView, MomentView } from "../src/host";
import { wholeDifference } from "../src/host/fixture/past";

/** A cell of `row(at)` that reads differently. */
export function difference(
  at: number,
  field: string,
  before: string,
  after: string,
  said: Partial<DifferenceView> = {},
): DifferenceView {
  return {
    kind: "changed",
    row: at,
    cell: { line: `line-${String(at)}`, indicator: `indicator-${String(at)}`, field },
    before,
    after,
    spans: wholeDifference(before, after),
    authors: ["Luis Mora"],
    at: "2023-04-20T09:58:00-06:00",
    arrived: null,
    late: false,
    ...said,
  };
}

export function comparison(
  differences: DifferenceView[],
  said: Partial<ComparisonView> = {},
): ComparisonView {
  return { from: "v1", fromName: "Mesa 08", to: "now", toName: "Ahora", differences, ...said };
}

export function moment(point: string, at: string, said: Partial<MomentView> = {}): MomentView {
  return { point, at, authors: ["Ana Ruiz"], changes: 3, version: "", ...said };
}
