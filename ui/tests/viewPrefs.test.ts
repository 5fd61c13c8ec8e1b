import { describe, expect, it } from "vitest";

import {
  FORM_VIEW,
  ZOOM_MAX,
  orderedFields,
  readView,
  visibleFields,
  withFieldBefore,
  withFieldMoved,
  withFolded,
  withFormColumns,
  withVisible,
  withWidth,
  withZoom,
  writeView,
  type ViewPrefs,
} from "../src/state";

const YEARS = [2024, 2025];
const LEVELS = ["axis", "priority"] as const;

const seen = (view: ViewPrefs) => visibleFields(LEVELS, YEARS, view);

describe("a kept view", () => {
  it("is read as it was written", () => {
    let view = withVisible(FORM_VIEW, "responsible", true, LEVELS);
    view = withFieldBefore(view, YEARS, "formula", "actionLine");
    view = withFolded(withWidth(withZoom(view, 130), "formula", 222.4), ["h1", "h2"], true);
    expect(readView(writeView(view))).toEqual({ ...view, widths: { formula: 222 } });
  });

  it.each([
    ["nothing", null],
    ["no JSON", "{"],
    ["another version", JSON.stringify({ version: 2, zoom: 120 })],
    ["a list", "[]"],
  ])("that is %s shows the form", (_name, json) => {
    expect(readView(json)).toEqual(FORM_VIEW);
  });

  it("loses only what is not understood of it", () => {
    const view = readView(
      JSON.stringify({
        version: 1,
        order: ["formula", "formula", "unknown", 7],
        shown: { formula: false, unknown: true, stage: "yes" },
        widths: { formula: 4, actionLine: 300, "targets.2024": 100 },
        frozen: "unknown",
        zoom: 900,
        folded: ["h1", 2],
      }),
    );
    expect(view).toEqual({
      order: ["formula"],
      shown: { formula: false },
      widths: { actionLine: 300, "targets.2024": 100 },
      frozen: null,
      zoom: 100,
      folded: ["h1"],
    });
  });
});

describe("columns of a view", () => {
  it("are those of the form until one is asked for", () => {
    expect(seen(FORM_VIEW)).toHaveLength(10);
    const with1 = withVisible(FORM_VIEW, "baseline.value", true, LEVELS);
    expect(seen(with1).indexOf("baseline.value")).toBe(seen(with1).indexOf("targets.2024") - 1);
    expect(withVisible(with1, "baseline.value", false, LEVELS).shown).toEqual({});
  });

  it("take in a year that came later, beside the one before it", () => {
    const view = withFieldBefore(FORM_VIEW, [2024], "targets.2024", "actionLine");
    const fields = orderedFields([2024, 2025], view);
    expect(fields.indexOf("targets.2025")).toBe(fields.indexOf("targets.2024") + 1);
    expect(fields.indexOf("targets.2024")).toBe(fields.indexOf("actionLine") - 2);
  });

  it("move past their neighbour on screen, whatever is hidden between", () => {
    const order = (view: ViewPrefs) => seen(view).join(" ");
    const right = withFieldMoved(FORM_VIEW, seen(FORM_VIEW), YEARS, "actionLine", 1);
    expect(order(right)).toContain("headings.priority indicatorName actionLine interpretation");
    expect(order(withFieldMoved(right, seen(right), YEARS, "actionLine", -1))).toBe(
      order(FORM_VIEW),
    );
    const last = withFieldMoved(FORM_VIEW, seen(FORM_VIEW), YEARS, "targets.2024", 1);
    expect(seen(last).slice(-2)).toEqual(["targets.2025", "targets.2024"]);
    expect(withFieldMoved(last, seen(last), YEARS, "targets.2024", 1)).toBe(last);
  });

  it("go back to the form without losing zoom and folds", () => {
    const view = withFolded(withZoom(withWidth(FORM_VIEW, "formula", 90), 999), ["h1"], true);
    expect(withFormColumns(view)).toEqual({ ...FORM_VIEW, zoom: ZOOM_MAX, folded: ["h1"] });
  });

  it("let go of what was frozen when it is hidden", () => {
    const view = { ...FORM_VIEW, frozen: "actionLine" };
    expect(withVisible(view, "actionLine", false, LEVELS).frozen).toBeNull();
  });
});
