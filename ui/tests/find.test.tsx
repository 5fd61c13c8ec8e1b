import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { dateOf, momentOf } from "../src/features/find/filters";
import { finderOf } from "../src/features/find";
import { replacementsIn } from "../src/features/find/replacing";
import { sortedKeys } from "../src/features/find/sorting";
import type { Row } from "../src/host";
import { openedState, rowKey } from "../src/state";
import { openWindow } from "./openWindow";
import { AXIS, PRIORITY, comment, opened, row } from "./support";

const keys = (...rows: number[]) => rows.map((at) => `line-${String(at)}:indicator-${String(at)}`);

const three = (): Row[] => [
  row(1, { headings: [AXIS, PRIORITY], actionLine: "Recibir denuncias", formula: "" }),
  row(2, { headings: [AXIS, PRIORITY], actionLine: "Capacitación y capacitacion" }),
  row(3, { actionLine: "El año pasado", unitOfMeasure: "Número", pendingExternal: true }),
];

describe("finding a text", () => {
  it("opens with Ctrl+F, counts, marks, and goes on with Enter without losing the box", async () => {
    const { user, dossier } = await openWindow(three());
    await user.keyboard("{Control>}f{/Control}");
    const box = await screen.findByTestId("find-query");
    await waitFor(() => expect(document.activeElement).toBe(box));
    await user.keyboard("capacitación");
    expect(screen.getByTestId("find-count").textContent).toBe("2 coincidencias");
    expect(screen.getAllByTestId("match").map((mark) => mark.textContent)).toEqual([
      "Capacitación",
      "capacitacion",
    ]);
    await user.keyboard("{Enter}");
    expect(screen.getByTestId("find-count").textContent).toBe("1 de 2");
    expect(dossier.state.get().selection).toEqual({ key: keys(2)[0], field: "actionLine" });
    expect(document.activeElement).toBe(box);
    await user.keyboard("{Enter}");
    expect(screen.getByTestId("find-count").textContent).toBe("2 de 2");
    await user.keyboard("{Shift>}{Enter}{/Shift}");
    expect(screen.getByTestId("find-count").textContent).toBe("1 de 2");
    expect(document.querySelectorAll("mark[data-current]")).toHaveLength(1);
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("find-bar")).toBeNull();
    expect(screen.queryByTestId("match")).toBeNull();
  });

  it("goes on with F3 from anywhere, and says when nothing is there", async () => {
    const { user } = await openWindow(three());
    await user.keyboard("{Control>}f{/Control}");
    await user.type(await screen.findByTestId("find-query"), "ano");
    expect(screen.getByTestId("find-count").textContent).toBe("Sin coincidencias");
    await user.clear(screen.getByTestId("find-query"));
    await user.type(screen.getByTestId("find-query"), "año");
    await user.keyboard("{F3}");
    expect(screen.getByTestId("find-count").textContent).toBe("1 de 1");
  });

  it("counts a cell shared by rows once", async () => {
    const { dossier } = await openWindow(three());
    const finder = finderOf(dossier);
    act(() => {
      finder.open();
      finder.look({ query: "fomentar" });
    });
    expect(finder.state.get().matches).toHaveLength(1);
    act(() => finder.look({ query: "Indicador", wholeWord: true }));
    expect(finder.state.get().matches).toHaveLength(3);
  });

  it("looks again when the matrix changes", async () => {
    const { host, dossier } = await openWindow(three());
    const finder = finderOf(dossier);
    act(() => {
      finder.open();
      finder.look({ query: "denuncias" });
    });
    expect(finder.state.get().matches).toHaveLength(1);
    act(() => {
      host.listener({
        type: "rows",
        dossier: dossier.id,
        rows: [row(3, { actionLine: "Otras denuncias y más denuncias" })],
        order: null,
        version: "v2",
        foreign: true,
      });
    });
    await waitFor(() => expect(finder.state.get().matches).toHaveLength(3));
  });
});

describe("filters", () => {
  it("let through by heading and status, say how many, and are taken off", async () => {
    const { dossier, user } = await openWindow(three(), {
      comments: [comment(1, { line: "line-2", indicator: "indicator-2" })],
    });
    const finder = finderOf(dossier);
    act(() => finder.filter({ headings: new Set([PRIORITY.id]) }));
    expect(dossier.state.get().shown).toEqual(keys(1, 2));
    expect(screen.getByTestId("filter-notice").textContent).toBe("Mostrando 2 de 3 renglones");
    act(() => finder.filter({ statuses: new Set(["comments"]) }));
    expect(dossier.state.get().shown).toEqual(keys(2));
    await user.click(screen.getByTestId("filter-clear"));
    expect(dossier.state.get().shown).toEqual(keys(1, 2, 3));
    expect(screen.queryByTestId("filter-notice")).toBeNull();
  });

  it.each([
    ["pending", [3]],
    ["decide", [2]],
    ["unsent", [1]],
    ["retired", [4]],
  ] as const)("know what is %s", async (status, found) => {
    const conflict = { field: "formula", values: [] };
    const [one, two, last] = three() as [Row, Row, Row];
    const { dossier } = await openWindow([
      { ...one, unsent: ["formula"] },
      { ...two, conflicts: [conflict] },
      last,
      row(4, { retired: true, row: null }),
    ]);
    act(() => finderOf(dossier).filter({ statuses: new Set([status]) }));
    expect(dossier.state.get().shown).toEqual(keys(...found));
  });

  it("ask the shell what changed, by whom and since when", async () => {
    const { dossier, host } = await openWindow(three(), {
      members: [
        { device: "b".repeat(64), name: "Luis", institution: "", role: "editor", me: false },
      ],
    });
    host.changed.mockResolvedValue([{ line: "line-3", indicator: null, field: "actionLine" }]);
    act(() => finderOf(dossier).filter({ person: "b".repeat(64) }));
    await waitFor(() => expect(dossier.state.get().shown).toEqual(keys(3)));
    expect(host.changed).toHaveBeenCalledWith(dossier.id, null, "b".repeat(64));
  });

  it("keep a row in view that stops fitting, until they change", async () => {
    const { dossier, host } = await openWindow(three());
    act(() => finderOf(dossier).filter({ statuses: new Set(["pending"]) }));
    act(() => {
      host.listener({
        type: "rows",
        dossier: dossier.id,
        rows: [row(3), row(1, { pendingExternal: true })],
        order: null,
        version: "v2",
        foreign: false,
      });
    });
    await waitFor(() => expect(dossier.state.get().shown).toEqual(keys(1, 3)));
    act(() => finderOf(dossier).filter({ statuses: new Set(["pending"]), person: null }));
    expect(dossier.state.get().shown).toEqual(keys(1));
  });

  it("read the days people write", () => {
    expect(dateOf("19/04/2023")).toEqual(new Date(2023, 3, 19));
    expect(dateOf("9-4-2023")).toEqual(new Date(2023, 3, 9));
    for (const wrong of ["31/02/2023", "2023-04-19", "19/04", ""]) expect(dateOf(wrong)).toBeNull();
    // Thursday: the week began on Monday.
    const now = new Date(2023, 3, 20, 15, 30);
    const at = (day: number) => new Date(2023, 3, day).toISOString();
    expect(momentOf({ kind: "today" }, now, null)).toBe(at(20));
    expect(momentOf({ kind: "yesterday" }, now, null)).toBe(at(19));
    expect(momentOf({ kind: "week" }, now, null)).toBe(at(17));
    expect(momentOf({ kind: "week" }, new Date(2023, 3, 23), null)).toBe(at(17));
    expect(momentOf({ kind: "opened" }, now, "2023-04-01T00:00:00Z")).toBe("2023-04-01T00:00:00Z");
    expect(momentOf({ kind: "date", date: "01/04/2023" }, now, null)).toBe(at(1));
  });
});

describe("sorting the view", () => {
  it("never touches the order of the document", async () => {
    const { dossier, user } = await openWindow(three());
    act(() => finderOf(dossier).sort({ field: "actionLine", down: false }));
    expect(dossier.state.get().shown).toEqual(keys(2, 3, 1));
    expect(dossier.state.get().order).toEqual(keys(1, 2, 3));
    expect(screen.getByTestId("sort-notice").textContent).toBe(
      "Vista ordenada: el documento conserva su orden",
    );
    await user.click(screen.getByTestId("sort-clear"));
    expect(dossier.state.get().shown).toEqual(keys(1, 2, 3));
  });

  it.each([
    [
      "targets.2024",
      false,
      ["7.5", "7.25", "100", "", "1,000"],
      ["7.25", "7.5", "100", "1,000", ""],
    ],
    ["targets.2024", true, ["7.5", "7.25", "", "100%"], ["100%", "7.5", "7.25", ""]],
    ["formula", false, ["ñame", "nube", "árbol", ""], ["árbol", "nube", "ñame", ""]],
    ["formula", true, ["b", "", "a"], ["b", "a", ""]],
  ] as const)("by %s (down: %s)", (field, down, before, after) => {
    const rows = before.map((value, at) =>
      field === "formula"
        ? row(at + 1, { formula: value })
        : row(at + 1, { targets: { "2024": value } }),
    );
    const byKey = new Map(rows.map((one) => [rowKey(one), one]));
    const sorted = sortedKeys([...byKey.keys()], byKey, { field, down });
    const text = (one: Row | undefined) =>
      field === "formula" ? one?.formula : one?.targets["2024"];
    expect(sorted.map((key) => text(byKey.get(key)))).toEqual(after);
  });
});

describe("replacing", () => {
  const options = { query: "denuncia", by: "queja", wholeWord: false, figures: false };
  const state = (rows: Row[]) => openedState(opened(rows));

  it("keeps capitals, leaves metas and numbers of headings alone, and skips what waits", () => {
    const rows = [
      row(1, { actionLine: "Denuncia: atender la denuncia", formula: "DENUNCIAS" }),
      row(2, { headings: [{ ...PRIORITY, number: "24" }], targets: { "2024": "24" } }),
      row(3, { formula: "denuncias", conflicts: [{ field: "formula", values: [] }] }),
    ];
    const found = replacementsIn(state(rows), options);
    expect(found.map(({ field, after, count, waits }) => [field, after, count, waits])).toEqual([
      ["actionLine", "Queja: atender la queja", 2, false],
      ["formula", "QUEJAS", 1, false],
      ["headings.priority", "24. Fomentar a la queja", 1, false],
      ["formula", "quejas", 1, true],
    ]);
    const numbers = { ...options, query: "24", by: "30" };
    expect(replacementsIn(state(rows), numbers)).toEqual([]);
    expect(
      replacementsIn(state(rows), { ...numbers, figures: true }).map((one) => one.after),
    ).toEqual(["30"]);
  });

  it("shows every change and does those left ticked as one step", async () => {
    const { host, user, dossier } = await openWindow([
      row(1, { actionLine: "Recibir denuncias", formula: "denuncias/denuncias" }),
      row(2, { actionLine: "Otra denuncia", headings: [PRIORITY] }),
    ]);
    host.act.mockResolvedValue({ rows: [], made: [], version: "v1", changed: true });
    await user.keyboard("{Control>}h{/Control}");
    const dialog = await screen.findByTestId("replace-dialog");
    await user.type(within(dialog).getByTestId("replace-query"), "denuncia");
    await user.type(within(dialog).getByTestId("replace-by"), "queja");
    const items = within(dialog).getAllByTestId("replace-item");
    expect(items).toHaveLength(4);
    expect(within(dialog).getByTestId("replace-do").textContent).toBe("Reemplazar 5 en 4 celdas");
    expect(items[0]?.querySelector("del")?.textContent).toBe("denuncia");
    expect(items[0]?.querySelector("ins")?.textContent).toBe("queja");
    await user.click(within(items[1] as HTMLElement).getByRole("checkbox"));
    expect(within(dialog).getByTestId("replace-do").textContent).toBe("Reemplazar 3 en 3 celdas");
    await user.click(within(dialog).getByTestId("replace-do"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(host.act.mock.lastCall).toEqual([
      dossier.id,
      "Reemplazar «denuncia»",
      [
        {
          type: "set",
          line: "line-1",
          indicator: "indicator-1",
          field: "actionLine",
          value: "Recibir quejas",
          base: "v0",
        },
        {
          type: "setHeading",
          heading: PRIORITY.id,
          number: "7",
          text: "Fomentar a la queja",
        },
        {
          type: "set",
          line: "line-2",
          indicator: "indicator-2",
          field: "actionLine",
          value: "Otra queja",
          base: "v0",
        },
      ],
    ]);
    await waitFor(() => expect(screen.queryByTestId("replace-dialog")).toBeNull());
    expect((await screen.findByTestId("toast")).textContent).toContain(
      "Se reemplazaron 3 en 3 celdas.",
    );
  });
});
