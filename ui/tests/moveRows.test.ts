import { describe, expect, it } from "vitest";

import { dropActions, stepActions, stepIndicator } from "../src/features/matrix/moveRows";
import { spanBoxes } from "../src/features/matrix/spanBoxes";
import type { Row } from "../src/host";
import { openedState, spansOf } from "../src/state";
import { laneIndex, lanesOf } from "../src/state/lanes";
import { AXIS, PRIORITY, opened, row } from "./support";

const EIGHT = { ...PRIORITY, id: "priority-8", number: "8" };

/** Rows 1 and 2 under prioridad 7, row 3 retired there, 4 and 5 under 8, 6 without heading. */
const rows = () => [
  row(1, { headings: [AXIS, PRIORITY] }),
  row(2, { headings: [AXIS, PRIORITY] }),
  row(3, { headings: [AXIS, PRIORITY], retired: true, row: null }),
  row(4, { headings: [AXIS, EIGHT] }),
  row(5, { headings: [AXIS, EIGHT] }),
  row(6),
];

function step(at: number, down: boolean): unknown {
  const state = openedState(opened(rows()));
  const moving = state.rows.get(`line-${String(at)}:indicator-${String(at)}`);
  return moving === undefined ? "no row" : stepActions(state, moving, down);
}

function drop(lines: number[], over: number, side: "above" | "below"): unknown {
  const list = rows();
  const target = list[over - 1];
  if (target === undefined) return "no row";
  const ids = lines.map((line) => `line-${String(line)}`);
  return dropActions(openedState(opened(list)), ids, target, side);
}

const move = (line: number, after: number | null, heading: string | null = null) => ({
  type: "moveLine",
  line: `line-${String(line)}`,
  after: after === null ? null : `line-${String(after)}`,
  heading,
});

describe("a row moved by a step", () => {
  it.each([
    ["down past its neighbour", 1, true, [move(1, 2)]],
    ["up past its neighbour", 2, false, [move(2, null)]],
    ["nowhere over the first", 1, false, null],
    ["down into the next prioridad, passing nobody", 2, true, [move(2, 3, "priority-8")]],
    ["up into the one before, after its last row on screen", 4, false, [move(4, 2, "priority-7")]],
    ["nowhere under the last", 6, true, null],
  ])("goes %s", (_name, at, down, expected) => {
    expect(step(at, down)).toEqual(expected);
  });

  it("loses its heading where there is none", () => {
    expect(step(5, true)).toEqual([
      move(5, 4),
      { type: "assignHeading", line: "line-5", heading: null },
    ]);
  });

  it("goes among the indicators of its line, and no further", () => {
    const two = row(2, { line: "line-1" });
    const state = openedState(opened([row(1), two, row(3)]));
    expect(stepIndicator(state, two, false)).toEqual([
      { type: "moveIndicator", indicator: "indicator-2", line: "line-1", after: null },
    ]);
    expect(stepIndicator(state, two, true)).toBeNull();
  });
});

describe("rows dropped", () => {
  it.each([
    ["under a row, with its heading", [1], 4, "below", [move(1, 4, "priority-8")]],
    ["over the first of a prioridad", [1], 4, "above", [move(1, 3, "priority-8")]],
    [
      "several, in their order",
      [1, 2],
      5,
      "below",
      [move(1, 5, "priority-8"), move(2, 1, "priority-8")],
    ],
    ["on themselves: nothing", [1, 2], 2, "below", null],
    ["where they are: nothing", [2], 1, "below", null],
  ] as const)("%s", (_name, lines, over, side, expected) => {
    expect(drop([...lines], over, side)).toEqual(expected);
  });
});

describe("who draws a joined cell", () => {
  const list: Row[] = [1, 2, 3, 4, 5, 6].map((at) => row(at, { headings: [AXIS] }));
  const spans = spansOf(list);
  const lanes = lanesOf(list, spans, ["axis"], new Set());
  const ground = {
    lanes,
    laneOf: laneIndex(lanes),
    spans,
    tops: [0, 10, 20, 30, 40, 50, 60],
    columns: ["axis" as const],
  };

  it("the first row in the window, no further than the window", () => {
    const boxes = spanBoxes({ ...ground, drawn: [2, 3, 4], first: 2, last: 4, active: null });
    expect(boxes.get(2)).toEqual({ axis: { over: 0, height: 30, lanes: 4 } });
    expect(boxes.get(3)).toEqual({ axis: "under" });
  });

  it("or the row it is written in, wherever that is", () => {
    const active = { lane: 3, span: "axis" as const };
    const inside = spanBoxes({ ...ground, drawn: [2, 3, 4], first: 2, last: 4, active });
    expect(inside.get(2)).toEqual({ axis: "under" });
    expect(inside.get(3)).toEqual({ axis: { over: 10, height: 30, lanes: 3 } });
    const far = { lane: 0, span: "axis" as const };
    const above = spanBoxes({ ...ground, drawn: [0, 3, 4], first: 3, last: 4, active: far });
    expect(above.get(0)).toEqual({ axis: { over: 0, height: 50, lanes: 6 } });
  });
});
