import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { AGAIN_AFTER_MS, timeOf } from "../src/features/changes";
import type { Cell, DifferenceView, OpenedDossier, Row } from "../src/host";
import { sampleVersion } from "../src/host/fixture/agreement";
import { emptyReview } from "../src/host/fixture/review";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { comparison, difference, moment } from "./past";
import { DOSSIER, FULL, opened, row } from "./support";

const VERSION = sampleVersion({ name: "Mesa 08", at: "2023-04-19T12:00:00-06:00" });
const ROWS = [row(1), row(2), row(3)];
const CHANGED = [
  difference(1, "targets.2024", "85", "100"),
  difference(2, "indicatorName", "Indicador dos", "Indicador 2"),
  difference(3, "", "", "Línea 3", { kind: "added", spans: [] }),
];

async function open(
  said: Partial<OpenedDossier> = {},
  differences: DifferenceView[] = CHANGED,
  rows: Row[] = ROWS,
) {
  const known = await openWindow(
    rows,
    { role: "coordinator", review: { ...emptyReview(), versions: [VERSION] }, ...said },
    (host) => {
      host.compare.mockImplementation((_dossier, from, to) =>
        Promise.resolve(comparison(differences, { from, to })),
      );
      host.moments.mockResolvedValue([
        moment("m0", "2023-04-19T09:12:00-06:00", { changes: 1 }),
        moment("f1", "2023-04-19T12:00:00-06:00", { version: "Mesa 08" }),
        moment("m2", "2023-04-20T10:32:00-06:00", { authors: ["Luis Mora"] }),
      ]);
      host.matrixAt.mockImplementation(() =>
        Promise.resolve(opened([row(1, { targets: { "2024": "85" } })]).matrix),
      );
    },
  );
  act(() => known.dossier.openPanel("versions"));
  await screen.findByTestId("versions-panel");
  return known;
}

describe("versions", () => {
  it("say who closed them, when, their digest, and what changed since", async () => {
    const { container } = await open();
    const version = screen.getByTestId("version");
    expect(version.textContent).toContain("19 de abril de 2023, 12:00");
    expect(version.textContent).toContain("huella 3F0A-91BC");
    await within(version).findByText(
      "Cambió desde entonces: 2 celdas en 2 renglones · 1 renglón nuevo.",
    );
    expect(await barriers(container)).toEqual([]);
  });

  it("say that nothing changed", async () => {
    await open({ review: { ...emptyReview(), versions: [{ ...VERSION, current: true }] } });
    expect(screen.getByTestId("version-since").textContent).toBe("Es la actual");
    expect(screen.queryByTestId("version-restore")).toBeNull();
  });

  it("are told apart when they have not arrived whole", async () => {
    const { host } = await open({
      review: { ...emptyReview(), versions: [{ ...VERSION, here: false }] },
    });
    expect(screen.getByTestId("version").textContent).toContain("todavía no llega todo");
    expect(screen.queryByTestId("version-compare")).toBeNull();
    expect(host.moments).not.toHaveBeenCalled();
  });

  it("teach what they are for while there are none", async () => {
    await open({ review: emptyReview() });
    expect(screen.getByTestId("versions-panel").textContent).toContain(
      "Todavía no se ha cerrado ninguna versión.",
    );
  });
});

describe("closing a version", () => {
  it("says what waits and is done by its name", async () => {
    const decision = {
      ...{ key: "d", kind: "values" as const, row: 1, line: "line-1", indicator: null },
      ...{ field: "formula", subject: "", choices: [] },
    };
    const approved = {
      ...{ line: "line-1", state: "approved" as const, reason: "", by: "Ana", at: "x" },
      ...{ changedSince: false, others: [] },
    };
    const { user, host } = await open({
      review: { ...emptyReview(), decisions: [decision], states: [approved] },
    });
    host.review.mockRejectedValueOnce(FULL).mockResolvedValue({
      made: ["v2"],
      comments: [],
      review: { ...emptyReview(), versions: [VERSION] },
    });
    await user.click(screen.getByTestId("version-close-open"));
    const dialog = await screen.findByTestId("close-version-dialog");
    expect(screen.getByTestId("version-waits").textContent).toContain("1 cosa por decidir");
    expect(screen.getByTestId("version-waits").textContent).toContain("2 renglones sin aprobar");
    expect(screen.getByTestId("version-waits").textContent).toContain("no detiene a nadie");
    expect(screen.getByTestId("version-close")).toHaveProperty("disabled", true);
    expect(await barriers(dialog)).toEqual([]);
    await user.type(screen.getByTestId("version-name"), "Mesa 09{Enter}");
    expect((await within(dialog).findByRole("alert")).textContent).toContain("El disco está lleno");
    await user.click(screen.getByTestId("version-close"));
    await waitFor(() => expect(screen.queryByTestId("close-version-dialog")).toBeNull());
    expect(host.review).toHaveBeenLastCalledWith(DOSSIER, [
      { type: "closeVersion", name: "Mesa 09", note: "" },
    ]);
    expect(screen.getByTestId("version")).toBeTruthy();
  });

  it("is of the coordinator", async () => {
    await open({ role: "editor" });
    expect(screen.queryByTestId("version-close-open")).toBeNull();
  });
});

describe("comparing", () => {
  it("shows both sides in the place of the matrix, by row, and leads to the cell", async () => {
    const { user, host, dossier } = await open();
    await user.click(screen.getByTestId("version-compare"));
    const view = await screen.findByTestId("compare-view");
    expect(screen.queryByRole("treegrid")).toBeNull();
    await within(view).findByText("2 celdas en 2 renglones · 1 renglón nuevo");
    expect(host.compare).toHaveBeenLastCalledWith(DOSSIER, "v1", "now");
    const lines = within(view).getAllByTestId("compare-difference");
    expect(lines.map((line) => line.querySelector("del")?.textContent ?? "")).toEqual([
      "se quita: 85",
      "se quita:  dos",
      "",
    ]);
    expect(lines[0]?.textContent).toContain("20 de abril de 2023, 09:58");
    expect(await barriers(view)).toEqual([]);
    await user.click(within(lines[0] as HTMLElement).getByTestId("compare-go"));
    await screen.findByRole("treegrid");
    expect(dossier.state.get().selection).toEqual({
      key: "line-1:indicator-1",
      field: "targets.2024",
    });
  });

  it("is walked with the arrows and narrowed by kind", async () => {
    const { user } = await open();
    await user.click(screen.getByTestId("version-compare"));
    const view = await screen.findByTestId("compare-view");
    const [first, second, third] = await within(view).findAllByTestId("compare-go");
    first?.focus();
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(second);
    await user.keyboard("{End}");
    expect(document.activeElement).toBe(third);
    await user.keyboard("{Home}{ArrowUp}");
    expect(document.activeElement).toBe(first);
    await user.click(within(view).getByTestId("compare-kind-added"));
    expect(within(view).getAllByTestId("compare-difference")).toHaveLength(1);
    expect(within(view).getByTestId("compare-difference").textContent).toContain("Renglón nuevo");
  });

  it("draws only what is looked at of thousands of differences", async () => {
    const rows = Array.from({ length: 500 }, (_, at) => row(at + 1));
    const many = rows.flatMap((_, at) =>
      ["formula", "targets.2024", "targets.2025", "targets.2026"].map((field) =>
        difference(at + 1, field, "85", "90"),
      ),
    );
    const { user } = await open({}, many, rows);
    await user.click(screen.getByTestId("version-compare"));
    await screen.findByText("2,000 celdas en 500 renglones");
    expect(screen.getAllByTestId("compare-difference").length).toBeLessThan(60);
    const before = screen.getAllByTestId("compare-go");
    before[0]?.focus();
    await user.keyboard("{End}");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Renglón 500 · Meta 2026");
  });

  it("chooses its two points among versions, moments and now", async () => {
    const { user, host } = await open();
    await user.click(screen.getByTestId("version-compare"));
    const box = await screen.findByTestId("compare-to");
    await within(box).findByText("20 de abril de 2023, 10:32 · Luis Mora");
    await user.selectOptions(box, "m2");
    await waitFor(() => expect(host.compare).toHaveBeenLastCalledWith(DOSSIER, "v1", "m2"));
    await user.click(screen.getByTestId("compare-swap"));
    await waitFor(() => expect(host.compare).toHaveBeenLastCalledWith(DOSSIER, "m2", "v1"));
  });

  it("takes the keyboard, and gives it back to the matrix with Esc", async () => {
    const { user, dossier } = await open();
    act(() => dossier.select({ key: "line-2:indicator-2", field: "formula" }));
    await user.click(screen.getByTestId("version-compare"));
    const leave = await screen.findByTestId("compare-leave");
    expect(document.activeElement).toBe(leave);
    await user.keyboard("{Escape}");
    const grid = await screen.findByRole("treegrid");
    await waitFor(() =>
      expect(document.activeElement).toBe(grid.querySelector("[data-cell][data-active]")),
    );
  });

  it("says what went wrong", async () => {
    const { user, host } = await open();
    host.compare.mockRejectedValue(FULL);
    await user.click(screen.getByTestId("version-compare"));
    const view = await screen.findByTestId("compare-view");
    expect((await within(view).findByRole("alert")).textContent).toContain("El disco está lleno");
  });

  it("goes back to the matrix when something is looked for", async () => {
    const { user } = await open();
    await user.click(screen.getByTestId("version-compare"));
    await screen.findByTestId("compare-view");
    await user.keyboard("{Control>}f{/Control}");
    await screen.findByRole("treegrid");
    expect(screen.getByTestId("find-bar")).toBeTruthy();
  });
});

describe("changes marked in the matrix", () => {
  it("are a bar with what the cell said, heard in its name", async () => {
    const { user, container } = await open();
    await user.click(await screen.findByTestId("version-marks"));
    await screen.findByText("2 celdas en 2 renglones · 1 renglón nuevo", { selector: "strong" });
    const marks = screen.getAllByTestId("change-mark");
    expect(marks.map((mark) => mark.getAttribute("aria-label"))).toEqual([
      "cambió; decía «85»",
      "cambió; decía «Indicador dos»",
      "renglón nuevo",
    ]);
    const cell = marks[0]?.closest("[data-cell]");
    expect(cell?.getAttribute("aria-label")).toContain("cambió; decía «85»");
    expect(await barriers(container)).toEqual([]);
    await user.click(marks[0] as HTMLElement);
    const detail = await screen.findByTestId("change-detail");
    expect(detail.textContent).toContain("Decía");
    expect(detail.textContent).toContain("Luis Mora · 20 de abril de 2023, 09:58");
  });

  it("are gone through with F4 and taken off", async () => {
    const { user, dossier } = await open();
    await user.click(await screen.findByTestId("version-marks"));
    await screen.findAllByTestId("change-mark");
    await user.keyboard("{F4}");
    expect(dossier.state.get().selection?.field).toBe("targets.2024");
    await user.keyboard("{F4}");
    expect(dossier.state.get().selection?.field).toBe("indicatorName");
    await user.keyboard("{Shift>}{F4}{/Shift}");
    expect(dossier.state.get().selection?.field).toBe("targets.2024");
    await user.click(screen.getByTestId("changes-hide"));
    expect(screen.queryByTestId("change-mark")).toBeNull();
  });

  it("follow the matrix once it rests", async () => {
    const { user, host } = await open();
    await user.click(await screen.findByTestId("version-marks"));
    await screen.findAllByTestId("change-mark");
    host.compare.mockImplementation((_dossier, from, to) =>
      Promise.resolve(comparison([difference(3, "formula", "", "a/b")], { from, to })),
    );
    act(() => {
      host.listener({
        type: "rows",
        dossier: DOSSIER,
        rows: [row(3, { formula: "a/b" })],
        order: null,
        version: "v9",
        foreign: false,
      });
    });
    await waitFor(
      () =>
        expect(
          screen.getAllByTestId("change-mark").map((mark) => mark.getAttribute("aria-label")),
        ).toEqual(["cambió; estaba vacía"]),
      { timeout: 3 * AGAIN_AFTER_MS },
    );
  });

  it("filter the rows that changed since the agreed version", async () => {
    const { user, dossier } = await open({}, CHANGED.slice(0, 1));
    await user.click(await screen.findByTestId("version-filter"));
    await waitFor(() => expect(dossier.state.get().shown).toEqual(["line-1:indicator-1"]));
    act(() => dossier.togglePanel("versions"));
    await user.keyboard("{Control>}f{/Control}");
    await user.click(screen.getByTestId("filter-since"));
    const option = await screen.findByTestId("filter-since-agreed");
    await waitFor(() => expect(option.textContent).toContain("Mesa 08 · 1 renglón"));
    expect(option.getAttribute("aria-pressed")).toBe("true");
    await user.click(option);
    await waitFor(() => expect(dossier.state.get().shown).toHaveLength(3));
  });
});

describe("putting back as it was", () => {
  const RECEIPT = { rows: [], made: [], version: "v2", changed: true };

  async function restored(cells: Cell[] | null) {
    const dialog = await screen.findByTestId("restore-dialog");
    await within(dialog).findAllByTestId("restore-item");
    return { dialog, cells };
  }

  it("shows first what changes, and is one step with its way back", async () => {
    const { user, host } = await open();
    host.restore.mockResolvedValue(RECEIPT);
    host.undo.mockResolvedValue({ label: "x", changed: [], kept: [] });
    await user.click(screen.getByTestId("version-restore"));
    const { dialog } = await restored(null);
    const items = within(dialog).getAllByTestId("restore-item");
    expect(items[0]?.textContent).toBe("Renglón 1 · Meta 2024se quita: 100se agrega: 85");
    expect(items[2]?.textContent).toContain("Se retira: no estaba");
    expect(await barriers(dialog)).toEqual([]);
    await user.click(screen.getByTestId("restore-confirm"));
    await waitFor(() => expect(host.restore).toHaveBeenCalledWith(DOSSIER, "v1", null));
    const toast = await screen.findByTestId("toast");
    await user.click(within(toast).getByTestId("toast-undo"));
    await waitFor(() => expect(host.undo).toHaveBeenCalledTimes(1));
  });

  it("puts one cell back from the comparison", async () => {
    const { user, host } = await open();
    host.restore.mockRejectedValueOnce(FULL).mockResolvedValue(RECEIPT);
    await user.click(screen.getByTestId("version-compare"));
    const buttons = await screen.findAllByTestId("compare-restore-one");
    await user.click(buttons[1] as HTMLElement);
    const { dialog } = await restored([]);
    expect(within(dialog).getAllByTestId("restore-item")).toHaveLength(1);
    expect(within(dialog).getByRole("heading").textContent).toBe("Dejar la celda como estaba");
    await user.click(screen.getByTestId("restore-confirm"));
    expect((await within(dialog).findByRole("alert")).textContent).toContain("El disco está lleno");
    await user.click(screen.getByTestId("restore-confirm"));
    await waitFor(() => expect(screen.queryByTestId("restore-dialog")).toBeNull());
    expect(host.restore).toHaveBeenLastCalledWith(DOSSIER, "v1", [CHANGED[1]?.cell]);
  });

  it("puts a whole row back, from the comparison or by name", async () => {
    const both = [
      difference(2, "actionLine", "Antes", "Línea 2"),
      difference(2, "formula", "a", "b"),
      difference(3, "formula", "a", "b"),
    ];
    const { user, host, dossier } = await open({}, both);
    host.restore.mockResolvedValue(RECEIPT);
    const whole = [{ line: "line-2", indicator: "indicator-2", field: "" }];
    await user.click(screen.getByTestId("version-compare"));
    await user.click(await screen.findByTestId("compare-restore-row"));
    const { dialog } = await restored(whole);
    expect(within(dialog).getAllByTestId("restore-item")).toHaveLength(2);
    await user.click(screen.getByTestId("restore-confirm"));
    await waitFor(() => expect(host.restore).toHaveBeenLastCalledWith(DOSSIER, "v1", whole));
    act(() => timeOf(dossier).leave());
    act(() => dossier.select({ key: "line-3:indicator-3", field: "formula" }));
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByTestId("palette-box"), "renglon como en la version{Enter}");
    await screen.findByText("Dejar el renglón como estaba");
    await user.click(await screen.findByTestId("restore-confirm"));
    await waitFor(() =>
      expect(host.restore).toHaveBeenLastCalledWith(DOSSIER, "v1", [
        { line: "line-3", indicator: "indicator-3", field: "" },
      ]),
    );
  });

  it("is not offered to who does not write", async () => {
    const { user } = await open({ role: "reviewer" });
    expect(screen.queryByTestId("version-restore")).toBeNull();
    await user.click(screen.getByTestId("version-compare"));
    await screen.findAllByTestId("compare-difference");
    expect(screen.queryByTestId("compare-restore-one")).toBeNull();
    expect(screen.queryByTestId("compare-restore")).toBeNull();
  });
});

describe("the matrix as it was", () => {
  it("is shown with its date, read only, and left again", async () => {
    const { user, host, container } = await open();
    await user.click(screen.getByTestId("version-past"));
    await waitFor(() =>
      expect(screen.getByTestId("past-title").textContent).toBe(
        "Así estaba el 19 de abril de 2023, 12:00 · Mesa 08",
      ),
    );
    const grid = await screen.findByRole("treegrid");
    expect(host.matrixAt).toHaveBeenLastCalledWith(DOSSIER, "f1");
    expect(grid.getAttribute("aria-readonly")).toBe("true");
    expect(
      within(grid)
        .getAllByTestId("cell-text")
        .some((cell) => cell.textContent === "85"),
    ).toBe(true);
    expect(await barriers(container)).toEqual([]);
    const cell = grid.querySelector<HTMLElement>('[data-field="formula"]') as HTMLElement;
    await user.dblClick(cell);
    await screen.findByText(/Vuelve a ahora para escribir/);
    await user.click(screen.getByTestId("past-leave"));
    expect(screen.queryByTestId("past-view")).toBeNull();
    expect(host.edit).not.toHaveBeenCalled();
    expect(host.openText).not.toHaveBeenCalled();
  });

  it("goes through its moments with the slider, and says what changed at each", async () => {
    const { user, host } = await open();
    await user.click(screen.getByTestId("version-past"));
    const slider = await screen.findByTestId("past-slider");
    expect(slider.getAttribute("aria-valuetext")).toBe("19 de abril de 2023, 12:00. Mesa 08");
    await waitFor(() => expect(host.compare).toHaveBeenLastCalledWith(DOSSIER, "m0", "f1"));
    await screen.findByText(/En este tramo: 3 cambios de Ana Ruiz/);
    expect(document.activeElement).toBe(slider);
    // The page of the tests has no slider of its own to press the arrows of.
    fireEvent.change(slider, { target: { value: "2" } });
    await waitFor(() => expect(host.matrixAt).toHaveBeenLastCalledWith(DOSSIER, "m2"));
    expect(screen.getByTestId("past-title").textContent).toContain("20 de abril de 2023, 10:32");
    await user.click(screen.getByTestId("past-earlier"));
    await user.click(screen.getByTestId("past-earlier"));
    await screen.findByText(/Es el principio de su historia/);
    expect(screen.getByTestId("past-earlier")).toHaveProperty("disabled", true);
  });

  it("puts the selected cell back as it was then", async () => {
    const { user, host } = await open();
    host.restore.mockResolvedValue({ rows: [], made: [], version: "v2", changed: true });
    await user.click(screen.getByTestId("version-past"));
    const grid = await screen.findByRole("treegrid");
    await user.click(grid.querySelector('[data-field="targets.2024"]') as HTMLElement);
    await user.click(screen.getByTestId("past-restore"));
    await user.click(await screen.findByText("Dejar la celda como estaba…"));
    await screen.findByTestId("restore-item");
    await user.click(screen.getByTestId("restore-confirm"));
    await waitFor(() =>
      expect(host.restore).toHaveBeenCalledWith(DOSSIER, "f1", [CHANGED[0]?.cell]),
    );
  });

  it("tells nobody where one looks, and keeps the place one had in the matrix", async () => {
    const { user, host, dossier } = await open();
    act(() => timeOf(dossier).past("f1"));
    const grid = await screen.findByRole("treegrid");
    host.here.mockClear();
    await user.click(grid.querySelector('[data-field="formula"]') as HTMLElement);
    expect(dossier.state.get().selection).toEqual({ key: "line-1:indicator-1", field: "formula" });
    await new Promise((done) => setTimeout(done, 250));
    // That one left the matrix itself may be told; where one looks in the past never is.
    expect(host.here.mock.calls.map(([, cell]) => cell).filter((cell) => cell !== null)).toEqual(
      [],
    );
  });
});
