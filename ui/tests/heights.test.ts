import { afterEach, describe, expect, it, vi } from "vitest";

import { columnsOf, layoutOf } from "../src/features/matrix/columns";
import { Heights, type Ground } from "../src/features/matrix/measure";
import { metricsOf } from "../src/features/matrix/metrics";
import type { Row } from "../src/host";
import { plainSuggestion } from "../src/host/fixture/proposals";
import { applyEvent, openedState } from "../src/state";
import { AXIS, DOSSIER, opened, row } from "./support";

const FIELDS = ["headings.axis", "actionLine", "indicatorName", "targets.2024"];
const columns = columnsOf(FIELDS);
const sheet = { columns, layout: layoutOf(columns, 600), metrics: metricsOf(1) };
const LINE = sheet.metrics.line;

/** Every tenth row is ten lines of text higher than the others. */
const rows = Array.from({ length: 200 }, (_, at) =>
  row(at + 1, { indicatorName: at % 10 === 0 ? "renglón\n".repeat(10) : "renglón" }),
);
const groundOf = (of: Row[]): Ground => openedState(opened(of));

function wholly(ground: Ground): readonly number[] {
  return new Heights(sheet).of(ground);
}

describe("heights of a matrix", () => {
  it("are measured where one looks, and usual elsewhere until there is time", () => {
    const ground = groundOf(rows);
    const exact = wholly(ground);
    const book = new Heights(sheet);
    const first = book.of(ground, 0, 19);
    expect(first.slice(0, 20)).toEqual(exact.slice(0, 20));
    const usual = Math.round(exact.slice(0, 20).reduce((sum, height) => sum + height, 0) / 20);
    expect(first[30]).toBe(usual);
    expect(first[31]).toBe(usual);
    expect(book.of(ground, 0, 19)).toBe(first);

    expect(book.of(ground, 95, 105).slice(95, 106)).toEqual(exact.slice(95, 106));
    expect(book.measureSome(ground, 0)).toBe(true);
    while (book.measureSome(ground, performance.now() + 6));
    const all = book.of(ground, 0, 19);
    expect(all).toEqual(exact);
    expect(book.of(ground, 50, 60)).toBe(all);
  });

  it("know the joined cell over a lane wherever it begins", () => {
    const axis = { ...AXIS, text: "combatir la impunidad ".repeat(40) };
    const one = rows.slice(0, 8).map((of) => ({ ...of, headings: [axis], indicatorName: "" }));
    const ground = groundOf(one);
    const exact = wholly(ground);
    expect(exact[0]).toBeGreaterThan(2 * LINE);
    const book = new Heights(sheet);
    expect(book.of(ground, 5, 5).slice(5)).toEqual(exact.slice(5));
    while (book.measureSome(ground, performance.now() + 6));
    expect(book.of(ground, 5, 5)).toEqual(exact);
  });

  it("are measured again for the rows that change", () => {
    const state = openedState(opened(rows));
    const book = new Heights(sheet);
    const before = book.of(state);
    const changed = row(2, { indicatorName: "renglón\n".repeat(4) });
    const event = { type: "rows", dossier: DOSSIER, version: "v1", rows: [changed] } as const;
    const after = applyEvent(state, { ...event, order: null, foreign: true } as never);
    const count = book.count;
    const heights = book.of(after);
    expect(book.count).toBe(count + 1);
    expect(heights[1]).toBe((before[1] ?? 0) + 4 * LINE);
    expect(heights.slice(2)).toEqual(before.slice(2));
  });
});

describe("marks of the review", () => {
  it("make room in the cells that show them, and only there", () => {
    const state = openedState(opened(rows.slice(1, 6)));
    const book = new Heights(sheet);
    const before = book.of(state);
    const at = (place: number) => ({ line: rows[place]?.line ?? "", row: place + 1 });
    const review = {
      ...state.review,
      suggestions: [plainSuggestion({ ...at(2), indicator: null, field: "indicatorName" })],
      states: [
        {
          line: rows[4]?.line ?? "",
          state: "approved" as const,
          reason: "",
          by: "Ana",
          at: "2023-04-20T09:00:00",
          changedSince: false,
          others: [],
        },
      ],
    };
    const count = book.count;
    const after = book.of({ ...state, review });
    const { gap, markLine } = sheet.metrics;
    const grown = after.map((height, place) => height - (before[place] ?? 0));
    expect(grown).toEqual([0, gap + markLine, 0, gap + markLine, 0]);
    // Lines of which nothing is said are known already.
    expect(book.count).toBe(count + 2);
  });
});

describe("widths of words", () => {
  afterEach(() => {
    vi.resetModules();
  });

  it("are those of their pairs of letters; words with rarer signs are measured whole", async () => {
    const measured: string[] = [];
    /** Ten for each letter; A and V stand closer, as in most fonts. */
    const measureText = (text: string) => {
      measured.push(text);
      return { width: 10 * text.length - 3 * (text.split(/AV|VA/).length - 1) };
    };
    const canvas = { font: "", measureText } as unknown as CanvasRenderingContext2D;
    vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(canvas);
    vi.resetModules();
    const { lineCount, textWidth, wordsWidth } = await import("../src/features/matrix/textLines");
    expect(textWidth("AVV", 14)).toBe(27);
    expect(textWidth("VVAV", 14)).toBe(34);
    expect(wordsWidth("VVV AV", 14)).toBe(57);
    expect(measured).not.toContain("VVV");
    expect(textWidth("Ω5Ω", 14)).toBe(30);
    expect(measured).toContain("Ω5Ω");
    expect(lineCount("VVV AVV V", 50, 14)).toBe(2);
  });
});
