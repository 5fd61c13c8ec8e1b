import { describe, expect, it } from "vitest";

import type { Row } from "../src/host";
import { spansOf, type SpanColumn } from "../src/state";
import { sameSpans } from "../src/state/spans";
import { AXIS, PRIORITY, row } from "./support";

function check(column: SpanColumn, rows: Row[], spans: readonly [number, number][]): void {
  expect(spansOf(rows)[column].map(({ start, end }) => [start, end])).toEqual(spans);
}

describe("joined cells", () => {
  const under = (at: number, ...headings: Row["headings"]) => row(at, { headings });

  it("joins neighbours under the same heading", () => {
    check(
      "priority",
      [under(1, PRIORITY), under(2, PRIORITY), under(3)],
      [
        [0, 2],
        [0, 2],
        [2, 3],
      ],
    );
  });

  it("does not join across a row of another heading", () => {
    const other = { ...PRIORITY, id: "priority-8" };
    check(
      "priority",
      [under(1, PRIORITY), under(2, other), under(3, PRIORITY)],
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    );
  });

  it("joins no empty cells: each is filled by itself", () => {
    check(
      "axis",
      [under(1), under(2), under(3, AXIS)],
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    );
  });

  it("keeps an eje over two prioridades", () => {
    const other = { ...PRIORITY, id: "priority-8" };
    const rows = [under(1, AXIS, PRIORITY), under(2, AXIS, other)];
    check("axis", rows, [
      [0, 2],
      [0, 2],
    ]);
    check("priority", rows, [
      [0, 1],
      [1, 2],
    ]);
  });

  it("joins the line over its indicators", () => {
    const second = row(2, { line: "line-1", indicator: "indicator-2" });
    check(
      "line",
      [row(1), second, row(3)],
      [
        [0, 2],
        [0, 2],
        [2, 3],
      ],
    );
  });

  it("tells equal spans from others", () => {
    const a = spansOf([under(1, AXIS), under(2, AXIS)]);
    expect(sameSpans(a, spansOf([under(1, AXIS), under(2, AXIS)]))).toBe(true);
    expect(sameSpans(a, spansOf([under(1, AXIS), under(2)]))).toBe(false);
    expect(sameSpans(a, spansOf([under(1, AXIS)]))).toBe(false);
  });
});
