import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import {
  dropped,
  nextNumber,
  putUnder,
  renumbered,
  stepped,
  walked,
  withLevel,
} from "../src/features/headings/tree";
import type { HeadingView } from "../src/host";
import { openWindow } from "./openWindow";
import { opened, row } from "./support";

const heading = (
  id: string,
  parent: string | null,
  said: Partial<HeadingView> = {},
): HeadingView => ({
  id,
  level: parent === null ? "axis" : "priority",
  parent,
  number: id.slice(1),
  text: `Texto ${id}`,
  retired: false,
  lines: 0,
  ...said,
});

/** Two ejes with two and one prioridades, one of them out of use, and a prioridad of no eje. */
const CATALOGUE: readonly HeadingView[] = [
  heading("a1", null),
  heading("p1", "a1", { lines: 2 }),
  heading("p2", "a1", { lines: 1 }),
  heading("a2", null),
  heading("p3", "a2"),
  heading("p4", "a2", { retired: true }),
  heading("p9", null, { level: "priority" }),
];
const LEVELS = ["axis", "priority"];
const of = (id: string) => {
  const found = CATALOGUE.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

describe("the tree of headings", () => {
  it("has each heading followed by those under it, and counts their lines", () => {
    const seen = walked(CATALOGUE, LEVELS, false).map(({ heading: one, depth, lines }) => [
      one.id,
      depth,
      lines,
    ]);
    expect(seen).toEqual([
      ["a1", 1, 3],
      ["p1", 2, 2],
      ["p2", 2, 1],
      ["a2", 1, 0],
      ["p3", 2, 0],
      ["p9", 1, 0],
    ]);
    expect(walked(CATALOGUE, LEVELS, true).map((twig) => twig.heading.id)).toContain("p4");
    expect(walked(CATALOGUE, ["priority"], false).map((twig) => twig.heading.id)).toEqual([
      "p1",
      "p2",
      "p3",
      "p9",
    ]);
  });

  it.each([
    ["p2", true, { parent: "a1", after: null }],
    ["p1", false, { parent: "a1", after: "p2" }],
    ["p2", false, { parent: "a2", after: null }],
    ["p3", true, { parent: "a1", after: "p2" }],
    ["p1", true, null],
    ["p3", false, null],
    ["a2", true, { parent: null, after: null }],
    ["a1", false, { parent: null, after: "a2" }],
    ["a1", true, null],
  ] as const)("moves %s (up: %s)", (id, up, moved) => {
    const action = moved === null ? null : { type: "moveHeading", heading: id, ...moved };
    expect(stepped(CATALOGUE, of(id), up)).toEqual(action);
  });

  it.each([
    ["p1", "p2", true, { parent: "a1", after: "p2" }],
    ["p2", "p1", false, { parent: "a1", after: null }],
    ["p1", "p3", true, { parent: "a2", after: "p3" }],
    ["p1", "a2", true, { parent: "a2", after: null }],
    ["a2", "a1", false, { parent: null, after: null }],
    ["a1", "p3", true, null],
    ["p1", "p1", true, null],
  ] as const)("drops %s on %s (below: %s)", (id, over, below, moved) => {
    const action = moved === null ? null : { type: "moveHeading", heading: id, ...moved };
    expect(dropped(CATALOGUE, LEVELS, of(id), of(over), below)).toEqual(action);
  });

  it("puts a heading last under another parent", () => {
    expect(putUnder(CATALOGUE, of("p1"), "a2")).toMatchObject({ parent: "a2", after: "p3" });
    expect(putUnder(CATALOGUE, of("p1"), null)).toMatchObject({ parent: null, after: "p9" });
  });

  it("renumbers a level in order, and leaves the numbers that are right", () => {
    const numbers = (...of: Parameters<typeof renumbered>) =>
      renumbered(...of).map(({ heading: one, number }) => [one.id, number]);
    expect(numbers(CATALOGUE, LEVELS, "priority", "running")).toEqual([["p9", "4"]]);
    expect(numbers(CATALOGUE, LEVELS, "priority", "running", 7)).toEqual([
      ["p1", "7"],
      ["p2", "8"],
      ["p3", "9"],
      ["p9", "10"],
    ]);
    expect(numbers(CATALOGUE, LEVELS, "priority", "nested")).toEqual([
      ["p1", "1.1"],
      ["p2", "1.2"],
      ["p3", "2.1"],
      ["p9", "1"],
    ]);
    expect(nextNumber(CATALOGUE, "priority")).toBe("10");
  });

  it("keeps levels in their order", () => {
    expect(withLevel(["axis", "priority"], "objective", true)).toEqual([
      "axis",
      "objective",
      "priority",
    ]);
    expect(withLevel(["axis", "priority"], "axis", false)).toEqual(["priority"]);
  });
});

describe("the catalogue of headings", () => {
  async function openCatalogue(role: "editor" | "reader" = "editor") {
    const matrix = { ...opened([row(1)]).matrix, headings: [...CATALOGUE] };
    const known = await openWindow([row(1)], { matrix, role });
    known.host.act.mockResolvedValue({ rows: [], made: ["new"], version: "v1", changed: true });
    act(() => known.app.overlay.set({ name: "headings" }));
    const dialog = await screen.findByTestId("headings");
    const item = (id: string) => {
      const found = dialog.querySelector<HTMLElement>(`[data-heading="${id}"]`);
      if (found === null) throw new Error(id);
      return found;
    };
    const actions = () => known.host.act.mock.lastCall?.[2];
    return { ...known, dialog, item, actions };
  }

  it("renames, numbers and retires as steps", async () => {
    const { user, dialog, item, actions, host } = await openCatalogue();
    await user.click(item("p2"));
    const number = within(dialog).getByTestId("heading-number");
    await user.clear(number);
    await user.type(number, "12.3");
    await user.click(within(dialog).getByTestId("heading-save"));
    expect(actions()).toEqual([
      { type: "setHeading", heading: "p2", number: "12.3", text: "Texto p2" },
    ]);
    expect(host.act.mock.lastCall?.[1]).toBe("Cambiar Prioridad 2");
    await user.click(within(dialog).getByTestId("heading-retire"));
    expect(actions()).toEqual([{ type: "retireHeading", heading: "p2", retired: true }]);
  });

  it("moves with Alt and the arrows, and under another eje", async () => {
    const { user, dialog, item, actions } = await openCatalogue();
    await user.click(item("p1"));
    act(() => item("p1").focus());
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await waitFor(() =>
      expect(actions()).toEqual([
        { type: "moveHeading", heading: "p1", parent: "a1", after: "p2" },
      ]),
    );
    await user.selectOptions(within(dialog).getByTestId("heading-parent"), "a2");
    expect(actions()).toEqual([{ type: "moveHeading", heading: "p1", parent: "a2", after: "p3" }]);
    act(() => item("p1").focus());
    await user.keyboard("{ArrowDown}");
    expect(item("p2").getAttribute("aria-selected")).toBe("true");
  });

  it("adds under a heading with the number that follows", async () => {
    const { user, dialog, item, actions } = await openCatalogue();
    await user.click(item("a2"));
    await user.click(within(dialog).getByTestId("heading-add-under"));
    expect(within(dialog).getByTestId("new-heading-number")).toHaveProperty("value", "10");
    await user.type(within(dialog).getByTestId("new-heading-text"), "Nueva");
    await user.click(within(dialog).getByTestId("new-heading-save"));
    expect(actions()).toEqual([
      {
        type: "addHeading",
        level: "priority",
        parent: "a2",
        after: "p4",
        number: "10",
        text: "Nueva",
      },
    ]);
  });

  it("renumbers after showing what changes", async () => {
    const { user, dialog, actions } = await openCatalogue();
    await user.click(within(dialog).getByTestId("heading-renumber"));
    await user.selectOptions(within(dialog).getByTestId("renumber-how"), "nested");
    expect(within(dialog).getAllByTestId("renumber-item")).toHaveLength(4);
    await user.click(within(dialog).getByTestId("renumber-do"));
    expect(actions()).toHaveLength(4);
    expect(actions()?.[0]).toEqual({
      type: "setHeading",
      heading: "p1",
      number: "1.1",
      text: "Texto p1",
    });
  });

  it("chooses the levels in use", async () => {
    const { user, dialog, actions } = await openCatalogue();
    await user.click(within(dialog).getByTestId("level-strategy"));
    expect(actions()).toEqual([{ type: "setLevels", levels: ["axis", "priority", "strategy"] }]);
  });

  it("is only read by who does not write", async () => {
    const { dialog } = await openCatalogue("reader");
    for (const name of ["heading-add", "heading-renumber", "heading-save", "heading-retire"]) {
      expect(within(dialog).queryByTestId(name)).toBeNull();
    }
  });
});
