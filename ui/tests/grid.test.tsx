import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import type { Row } from "../src/host";
import { VIEW_REST_MS } from "../src/state/dossierStore";
import { openWindow } from "./openWindow";
import { AXIS, DOSSIER, PRIORITY, comment, row } from "./support";

const EIGHT = { ...PRIORITY, id: "priority-8", number: "8", text: "Impulsar procesos" };
const under = (at: number, heading = PRIORITY, said: Partial<Row> = {}) =>
  row(at, { headings: [AXIS, heading], ...said });
const six = () => [1, 2, 3].map((at) => under(at)).concat([4, 5, 6].map((at) => under(at, EIGHT)));

function cell(at: number, field: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(
    `[data-testid=cell][data-row="${String(at)}"][data-field="${field}"]`,
  );
  if (found === null) throw new Error(`no cell ${String(at)} ${field}`);
  return found;
}

/** The cell the keyboard is in: "3 formula". */
const where = () => {
  const { row: at, field } =
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset : {};
  return `${at ?? ""} ${field ?? ""}`;
};
const selected = () =>
  [...document.querySelectorAll<HTMLElement>('[role=gridcell][aria-selected="true"]')].map(
    ({ dataset }) => `${dataset["row"] ?? ""} ${dataset["field"] ?? ""}`,
  );
const titles = () =>
  screen.getAllByRole("columnheader").map((title) => title.dataset["header"] ?? "");
const header = (field: string) => {
  const found = document.querySelector<HTMLElement>(`[data-header="${field}"]`);
  if (found === null) throw new Error(`no title ${field}`);
  return found;
};

afterEach(() => {
  vi.useRealTimers();
});

describe("a range", () => {
  it("grows with Shift and the arrows, is said aloud, and Esc takes it back to its cell", async () => {
    const { user, dossier } = await openWindow(six());
    await user.click(cell(2, "indicatorName"));
    await user.keyboard("{Shift>}{ArrowDown}{ArrowRight}{/Shift}");
    expect(selected()).toEqual([
      "2 indicatorName",
      "2 interpretation",
      "3 indicatorName",
      "3 interpretation",
    ]);
    expect(screen.getByTestId("range-words").textContent).toBe("2 × 2 celdas");
    expect(where()).toBe("2 indicatorName");
    await user.keyboard("{Escape}");
    expect(selected()).toEqual(["2 indicatorName"]);
    await user.keyboard("{Control>}a{/Control}");
    expect(screen.getByTestId("range-words").textContent).toBe("6 × 11 celdas");
    await user.click(cell(3, "#"));
    expect(dossier.state.get().selection?.field).toBe("#");
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
    expect(screen.getByTestId("range-words").textContent).toBe("2 renglones completos");
  });

  it("reaches the ends with Ctrl+Shift and is stretched by a Shift click", async () => {
    const { user } = await openWindow(six());
    await user.click(cell(5, "targets.2025"));
    await user.keyboard("{Control>}{Shift>}{End}{/Shift}{/Control}");
    expect(selected()).toHaveLength(4);
    await user.keyboard("{Shift>}");
    await user.click(cell(6, "frequency"));
    await user.keyboard("{/Shift}");
    expect(selected()).toHaveLength(6);
  });
});

describe("groups", () => {
  it("fold into one row that tells what waits inside, and unfold for a cell one goes to", async () => {
    const rows = six();
    const conflict = { field: "formula", values: [] };
    rows[4] = under(5, EIGHT, { conflicts: [conflict], pendingExternal: true });
    const { user, dossier } = await openWindow(rows, {
      comments: [comment(1, { row: 6, line: "line-6", indicator: "indicator-6" })],
    });
    expect(screen.getByRole("treegrid").getAttribute("aria-rowcount")).toBe("7");
    await user.click(cell(4, "headings.priority"));
    await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
    const fold = screen.getByTestId("fold-row");
    expect(fold.getAttribute("aria-label")).toBe(
      "8. Impulsar procesos 3 renglones 1 por decidir 1 sujeta a revisión 1 conversación abierta. Prioridad. plegado",
    );
    const line = fold.closest("[role=row]");
    expect(line?.getAttribute("aria-expanded")).toBe("false");
    expect(line?.getAttribute("aria-level")).toBe("2");
    expect(document.activeElement).toBe(fold);
    expect(document.querySelector('[data-row="5"]')).toBeNull();
    expect(screen.getByRole("treegrid").getAttribute("aria-rowcount")).toBe("5");
    act(() => void dossier.goTo("line-5", "indicator-5", "formula"));
    await waitFor(() => expect(where()).toBe("5 formula"));
    expect(screen.queryByTestId("fold-row")).toBeNull();
  });

  it("all fold, the keyboard walks over them, and each opens", async () => {
    const { user, dossier } = await openWindow(six());
    await user.click(cell(2, "formula"));
    act(() => dossier.fold(["priority-7", "priority-8"], true));
    expect(screen.getAllByTestId("fold-row")).toHaveLength(2);
    act(() => dossier.focusCell());
    await user.keyboard("{ArrowDown}");
    expect((document.activeElement as HTMLElement).dataset["heading"]).toBe("priority-8");
    await user.keyboard("{Enter}");
    expect(screen.getAllByTestId("fold-row")).toHaveLength(1);
    expect(where()).toBe("4 headings.priority");
  });

  it("show their rows while something is looked for", async () => {
    const { dossier } = await openWindow(six());
    act(() => dossier.fold([AXIS.id], true));
    expect(screen.getAllByTestId("fold-row")).toHaveLength(1);
    act(() => dossier.look(new Set(["line-5:indicator-5"]), null));
    expect(cell(5, "formula")).toBeTruthy();
    expect(screen.queryByTestId("fold-row")).toBeNull();
  });
});

describe("columns", () => {
  it("are widened, moved, frozen and hidden from their title with the keyboard", async () => {
    const { user, dossier } = await openWindow(six());
    await user.click(cell(1, "formula"));
    await user.keyboard("{ArrowUp}");
    expect(document.activeElement).toBe(header("formula"));
    const before = dossier.state.get().view.widths["formula"];
    await user.keyboard("{Alt>}{ArrowRight}{/Alt}");
    expect(before).toBeUndefined();
    expect(dossier.state.get().view.widths["formula"]).toBeGreaterThan(154);
    await user.keyboard("{Control>}{Shift>}{ArrowLeft}{/Shift}{/Control}");
    expect(titles().indexOf("formula")).toBe(titles().indexOf("unitOfMeasure") - 1);
    await waitFor(() => expect(document.activeElement).toBe(header("formula")));
    await user.keyboard("{Enter}");
    await user.click(await screen.findByText("Fijar hasta esta columna"));
    expect(dossier.state.get().view.frozen).toBe("formula");
    header("interpretation").focus();
    await user.keyboard("{Enter}");
    await user.click(await screen.findByText("Ocultar la columna"));
    expect(titles()).not.toContain("interpretation");
  });

  it("come from a list, every field of the matrix in it, and go back to those of the form", async () => {
    const { user } = await openWindow(six());
    const form = titles();
    await user.click(screen.getByTestId("view-menu"));
    await user.click(await screen.findByText("Elegir columnas…"));
    const dialog = await screen.findByTestId("columns-dialog");
    expect(within(dialog).getAllByRole("checkbox")).toHaveLength(25);
    await user.click(within(dialog).getByTestId("column-baseline.value"));
    await user.click(within(dialog).getByLabelText("Bajar Línea de acción"));
    await user.click(within(dialog).getByTestId("columns-close"));
    expect(titles()).toContain("baseline.value");
    expect(titles().indexOf("baseline.value")).toBe(titles().indexOf("targets.2024") - 1);
    await user.click(screen.getByTestId("view-menu"));
    await user.click(await screen.findByText("Restablecer columnas"));
    expect(titles()).toEqual(form);
  });

  it("are remembered with zoom and folds, once they rest", async () => {
    const view = JSON.stringify({
      version: 1,
      shown: { formula: false },
      zoom: 120,
      folded: [AXIS.id],
    });
    const { host, user } = await openWindow(six(), {}, (fake) => {
      fake.viewState.mockResolvedValue(view);
    });
    expect(titles()).not.toContain("formula");
    expect(screen.getAllByTestId("fold-row")).toHaveLength(1);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await user.keyboard("{Control>}-{/Control}");
    expect(host.keepViewState).not.toHaveBeenCalled();
    await act(() => vi.advanceTimersByTimeAsync(VIEW_REST_MS));
    expect(host.keepViewState).toHaveBeenCalledTimes(1);
    const [of, json = ""] = host.keepViewState.mock.lastCall ?? [];
    expect(of).toBe(DOSSIER);
    expect(JSON.parse(json)).toMatchObject({ version: 1, zoom: 110, shown: { formula: false } });
  });
});

describe("rows", () => {
  const done = { rows: [], made: [], version: "v1", changed: true };

  it("move with Alt and the arrows, and enter the next prioridad at its edge", async () => {
    const { host, user } = await openWindow(six());
    host.act.mockResolvedValue(done);
    await user.click(cell(2, "#"));
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(host.act.mock.lastCall?.slice(1)).toEqual([
      "Mover el renglón 2",
      [{ type: "moveLine", line: "line-2", after: null, heading: null }],
    ]);
    await user.click(cell(3, "formula"));
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(2));
    expect(host.act.mock.lastCall?.[2]).toEqual([
      { type: "moveLine", line: "line-3", after: "line-2", heading: "priority-8" },
    ]);
  });

  it("stay put while they are seen in another order", async () => {
    const { host, user, dossier } = await openWindow(six());
    await user.click(cell(2, "#"));
    act(() => dossier.look(null, [...dossier.state.get().order].reverse()));
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect((await screen.findByTestId("toast")).textContent).toContain("en otro orden");
    expect(host.act).not.toHaveBeenCalled();
  });
});

describe("undo", () => {
  it("says what it undid and what it left to others, and goes to what changed", async () => {
    const { host, user } = await openWindow(six());
    const at = (line: number) => ({
      line: `line-${String(line)}`,
      indicator: `indicator-${String(line)}`,
      field: "formula",
    });
    host.undo.mockResolvedValue({ label: "Pegar 2 celdas", changed: [at(5)], kept: [at(2)] });
    await user.click(cell(1, "formula"));
    await user.keyboard("{Control>}z{/Control}");
    const toast = await screen.findByTestId("toast");
    expect(toast.textContent).toContain("Se deshizo: Pegar 2 celdas.");
    expect(toast.textContent).toContain("otra persona la escribió después: Renglón 2 · Fórmula");
    await waitFor(() => expect(where()).toBe("5 formula"));
    host.redo.mockResolvedValue({ label: null, changed: [], kept: [] });
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    await screen.findByText("No hay nada que rehacer.");
  });
});

describe("who hears the grid", () => {
  it("is told of each cell its place and what waits in it", async () => {
    const conflict = {
      field: "formula",
      values: [
        { choose: 1, value: "a", author: "Luis", at: "2023-04-19T10:32:00" },
        { choose: 2, value: "b", author: "Ana", at: "2023-04-19T10:33:00" },
      ],
    };
    await openWindow([under(1, PRIORITY, { formula: "a", conflicts: [conflict] })], {
      comments: [comment(1)],
    });
    expect(cell(1, "formula").getAttribute("aria-label")).toBe(
      "a 2 valores; decidir cuál queda 1 conversación abierta. Fórmula. renglón 1. prioridad 7. eje 1",
    );
    expect(cell(1, "interpretation").getAttribute("aria-label")).toContain("vacía");
  });

  it("and finds one stop for Tab, the titles included in the count", async () => {
    const { user } = await openWindow(six());
    const grid = screen.getByRole("treegrid");
    const stops = () => grid.querySelectorAll('[data-cell][tabindex="0"]');
    expect(stops()).toHaveLength(1);
    await user.click(cell(4, "formula"));
    expect([...stops()]).toEqual([cell(4, "formula")]);
    const line = cell(4, "formula").closest("[role=row]");
    expect(line?.getAttribute("aria-rowindex")).toBe("5");
    expect(line?.getAttribute("aria-level")).toBe("3");
    expect(cell(4, "formula").getAttribute("aria-colindex")).toBe("8");
  });
});

describe("colleagues", () => {
  it("are seen in their cell, and told where one is", async () => {
    const { host, user } = await openWindow(six());
    const here = { line: "line-2", indicator: "indicator-2", field: "formula" };
    act(() => {
      host.listener({
        type: "presence",
        dossier: DOSSIER,
        people: [
          { device: "b", name: "Luis Mora", cell: here, writing: true, anchor: null, head: null },
        ],
      });
    });
    const words = "Luis Mora está redactando esta celda";
    expect(within(cell(2, "formula")).getByTestId("presence-flag").textContent).toBe(words);
    expect(cell(2, "formula").getAttribute("aria-label")).toContain(words);
    await user.click(cell(3, "formula"));
    await waitFor(() =>
      expect(host.here).toHaveBeenCalledWith(
        DOSSIER,
        { line: "line-3", indicator: "indicator-3", field: "formula" },
        false,
        null,
        null,
      ),
    );
  });
});

it("drags a row to another prioridad by its grip, and Esc lets it stay", async () => {
  const { host } = await openWindow(six());
  host.act.mockResolvedValue({ rows: [], made: [], version: "v1", changed: true });
  const grip = cell(1, "#").querySelector("[data-part=grip]");
  const tops = [...document.querySelectorAll<HTMLElement>("[data-lane]")].map((line) =>
    Number.parseFloat(line.style.top),
  );
  const y = (tops[4] ?? 0) + 34 + 4;
  const drag = (end: () => void) => {
    if (grip === null) throw new Error("no grip");
    fireEvent.pointerDown(grip, { button: 0, clientX: 4, clientY: 40 });
    fireEvent.pointerMove(window, { clientX: 4, clientY: y });
    end();
  };
  drag(() => fireEvent.keyDown(window, { key: "Escape" }));
  expect(host.act).not.toHaveBeenCalled();
  drag(() => fireEvent.pointerUp(window, { clientX: 4, clientY: y }));
  await waitFor(() => expect(host.act).toHaveBeenCalled());
  expect(host.act.mock.lastCall?.[2]).toEqual([
    { type: "moveLine", line: "line-1", after: "line-4", heading: "priority-8" },
  ]);
});
