import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";

// Fetched when a matrix is opened; here it is at hand, so that no test waits for it.
import "../src/app/DossierScreen";
import { Window } from "../src/app/Window";
import type { OpenedDossier, Row } from "../src/host";
import { App, AppContext } from "../src/state";
import {
  comment,
  DOSSIER,
  FakeHost,
  FULL,
  opened,
  PRIORITY,
  reviewed,
  row,
  status,
} from "./support";

const ME = { name: "Ana Ruiz", institution: "SESEA", device: "a".repeat(64) };

/** The window with its dossier open, as after a click on its card. */
async function openWindow(rows: Row[], said: Partial<OpenedDossier> = {}) {
  const host = new FakeHost();
  host.start.mockResolvedValue({ me: ME, version: "0.1.0", problem: null });
  host.openDossier.mockResolvedValue(opened(rows, said));
  host.editing(rows);
  const app = new App(host);
  await app.begin();
  await app.open(DOSSIER);
  render(
    <AppContext value={app}>
      <Window />
    </AppContext>,
  );
  await screen.findByRole("treegrid");
  return { host, app, user: userEvent.setup() };
}

function cell(at: number, field: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(
    `[data-testid=cell][data-row="${String(at)}"][data-field="${field}"]`,
  );
  if (found === null) throw new Error(`no cell ${String(at)} ${field}`);
  return found;
}

const buttons = (choices: HTMLElement[]) =>
  choices.map((choice) => within(choice).getByRole("button").textContent);

const text = (at: number, field: string) =>
  within(cell(at, field)).getByTestId("cell-text").textContent;

afterEach(() => {
  vi.useRealTimers();
});

describe("first run", () => {
  it("asks who works here, keeps what was typed if it fails, and shows three doors", async () => {
    const host = new FakeHost();
    host.start.mockResolvedValue({ me: null, version: "0.1.0", problem: null });
    host.setMe.mockRejectedValueOnce(FULL).mockResolvedValue(ME);
    const app = new App(host);
    await app.begin();
    render(
      <AppContext value={app}>
        <Window />
      </AppContext>,
    );
    const user = userEvent.setup();
    await user.type(screen.getByTestId("me-name"), "Ana Ruiz");
    await user.type(screen.getByTestId("me-institution"), "SESEA");
    await user.click(screen.getByTestId("me-save"));
    expect((await screen.findByTestId("problem-banner")).textContent).toContain("disco");
    expect(screen.getByTestId("me-name")).toHaveProperty("value", "Ana Ruiz");
    await user.click(screen.getByTestId("me-save"));
    await screen.findByTestId("door-example");
    expect(host.setMe).toHaveBeenLastCalledWith("Ana Ruiz", "SESEA");
    expect(screen.getByTestId("door-import").textContent).toContain(
      "Importar un archivo de Word, Excel o CSV",
    );
    expect(screen.getByTestId("door-join").textContent).toContain("Unirme con un enlace");
  });

  it("says why the store does not open, and nothing else", async () => {
    const host = new FakeHost();
    const problem = {
      code: "FOLDER_IN_USE" as const,
      message: "Ya está abierto.",
      next: "Ciérralo.",
    };
    host.start.mockResolvedValue({ me: ME, version: "0.1.0", problem });
    const app = new App(host);
    await app.begin();
    render(
      <AppContext value={app}>
        <Window />
      </AppContext>,
    );
    expect(screen.getByTestId("problem-banner").dataset["code"]).toBe("FOLDER_IN_USE");
    expect(host.dossiers).not.toHaveBeenCalled();
  });
});

describe("the grid", () => {
  it("joins the rows of a heading in one cell and marks what is subject to review", async () => {
    const under = (at: number, said: Partial<Row> = {}) =>
      row(at, { headings: [PRIORITY], ...said });
    await openWindow([under(1), under(2, { pendingExternal: true }), row(3)]);
    const joined = cell(1, "headings.priority");
    expect(joined.getAttribute("aria-rowspan")).toBe("2");
    expect(joined.textContent).toContain("7. Fomentar a la denuncia");
    expect(document.querySelectorAll('[data-field="headings.priority"]')).toHaveLength(2);
    expect(cell(2, "actionLine").textContent).toContain("Sujeta a revisión");
    expect(cell(1, "actionLine").textContent).not.toContain("Sujeta a revisión");
  });

  it("moves with the arrows and edits with Enter, Ctrl+Enter and Esc", async () => {
    const { host, user } = await openWindow([row(1), row(2)]);
    await user.click(cell(1, "indicatorName"));
    await user.keyboard("{ArrowDown}{ArrowLeft}");
    await waitFor(() => expect(document.activeElement).toBe(cell(2, "actionLine")));
    await user.keyboard("{Enter}");
    const box = await screen.findByTestId("cell-editor");
    expect(document.activeElement).toBe(box);
    await user.keyboard(" y más{Control>}{Enter}{/Control}otra");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(host.texts.textOf("line-2|actionLine")).toBe("Línea 2 y más\notra"));
    await waitFor(() => expect(screen.queryByTestId("cell-editor")).toBeNull());
    expect(document.activeElement).toBe(cell(2, "actionLine"));
    expect(within(cell(2, "actionLine")).getByTestId("cell-state").textContent).toBe(
      "guardado aquí",
    );
    await user.keyboard("{F2}zzz{Escape}");
    await waitFor(() => expect(text(2, "actionLine")).toBe("Línea 2 y más\notra"));
    await waitFor(() => expect(host.texts.textOf("line-2|actionLine")).toBe("Línea 2 y más\notra"));
  });

  it("replaces a value with what is typed over it, and Tab goes on", async () => {
    const { host, user } = await openWindow([row(1)]);
    await user.click(cell(1, "targets.2024"));
    await user.keyboard("85{Tab}");
    await waitFor(() => expect(text(1, "targets.2024")).toBe("85"));
    expect(host.edit.mock.lastCall?.[0]).toMatchObject({ field: "targets.2024", value: "85" });
    await waitFor(() => expect(document.activeElement).toBe(cell(1, "targets.2025")));
  });

  it("saves on leaving the cell with the mouse", async () => {
    const { host, user } = await openWindow([row(1), row(2)]);
    await user.dblClick(cell(1, "formula"));
    await user.keyboard("(a/b)*100");
    await user.click(cell(2, "formula"));
    await waitFor(() => expect(host.texts.textOf("line-1|formula")).toBe("(a/b)*100"));
    expect(screen.queryByTestId("cell-editor")).toBeNull();
  });

  it("keeps the text in its editor and says the problem when it cannot be saved", async () => {
    const { host, user } = await openWindow([row(1)]);
    host.pushText.mockRejectedValue(FULL);
    await user.dblClick(cell(1, "formula"));
    await user.keyboard("lo escrito{Enter}");
    const problem = await screen.findByTestId("editor-problem");
    expect(problem.textContent).toContain("El disco está lleno. Libera espacio.");
    expect(screen.getByTestId("cell-editor").textContent).toBe("lo escrito");
    expect(screen.getByTestId("cell-state").textContent).toBe("atorado");
  });

  it("says escribiendo, guardado aquí, enviado", async () => {
    const rows = [row(1)];
    const { host, user } = await openWindow(rows);
    await user.dblClick(cell(1, "formula"));
    await user.keyboard("x");
    expect(screen.getByTestId("cell-state").textContent).toBe("escribiendo");
    await waitFor(() => expect(screen.getByTestId("cell-state").textContent).toBe("guardado aquí"));
    await user.keyboard("{Enter}");
    act(() => {
      host.listener({
        type: "rows",
        dossier: DOSSIER,
        rows: rows.map((known) => ({ ...known, unsent: [] })),
        order: null,
        foreign: false,
        version: "v1",
      });
    });
    expect(within(cell(1, "formula")).getByTestId("cell-state").textContent).toBe("enviado");
  });

  it("opens no editor for a role that does not write", async () => {
    const { user } = await openWindow([row(1)], { role: "reader" });
    await user.dblClick(cell(1, "formula"));
    expect(screen.queryByTestId("cell-editor")).toBeNull();
    expect((await screen.findByTestId("toast")).textContent).toContain("no se cambian celdas");
  });

  it("draws again only the row that changed", async () => {
    const { host } = await openWindow([row(1), row(2)]);
    const untouched = cell(1, "actionLine").firstChild;
    act(() => {
      host.listener({
        type: "rows",
        dossier: DOSSIER,
        rows: [row(2, { actionLine: "Nueva" })],
        order: null,
        foreign: true,
        version: "v1",
      });
    });
    expect(text(2, "actionLine")).toBe("Nueva");
    expect(cell(1, "actionLine").firstChild).toBe(untouched);
  });
});

describe("a conflict", () => {
  const conflict = {
    field: "targets.2024",
    values: [
      { choose: 1, value: "90", author: "Luis Mora", at: "2023-04-19T10:32:00" },
      { choose: 2, value: "85", author: "Ana Ruiz", at: "2023-04-19T09:58:00" },
    ],
  };

  it("shows both values with author and date, and keeps the one chosen", async () => {
    const { host, user } = await openWindow([row(1, { conflicts: [conflict] })]);
    host.resolve.mockResolvedValue({
      row: row(1, { targets: { "2024": "85" } }),
      version: "v1",
    });
    const mark = screen.getByTestId("conflict-mark");
    expect(mark.textContent).toBe("2 valores");
    await user.click(mark);
    const choices = await screen.findAllByTestId("conflict-choice");
    const dialog = screen.getByRole("dialog");
    expect(dialog.textContent).toContain("Luis Mora · 19 de abril de 2023, 10:32");
    expect(dialog.textContent).toContain("Ana Ruiz · 19 de abril de 2023, 09:58");
    expect(buttons(choices)).toEqual(["Dejar «90»", "Dejar «85»"]);
    await user.click(screen.getByText("Dejar «85»"));
    await waitFor(() => expect(screen.queryByTestId("conflict-mark")).toBeNull());
    expect(host.resolve).toHaveBeenCalledWith(
      { dossier: DOSSIER, line: "line-1", indicator: "indicator-1", field: "targets.2024" },
      2,
    );
    expect(text(1, "targets.2024")).toBe("85");
  });

  it("stays with its problem when the choice cannot be saved", async () => {
    const { host, user } = await openWindow([row(1, { conflicts: [conflict] })]);
    host.resolve.mockRejectedValue(FULL);
    await user.click(screen.getByTestId("conflict-mark"));
    await user.click(await screen.findByText("Dejar «90»"));
    expect((await screen.findByRole("alert")).textContent).toContain("El disco está lleno.");
    expect(screen.getAllByTestId("conflict-choice")).toHaveLength(2);
  });

  it("is for those who write to decide", async () => {
    const { user } = await openWindow([row(1, { conflicts: [conflict] })], { role: "reader" });
    await user.click(screen.getByTestId("conflict-mark"));
    expect(await screen.findByText("Dejar «90»")).toHaveProperty("disabled", true);
  });

  it("offers mine, theirs and the merge of a text", async () => {
    const toDecide = {
      field: "actionLine",
      kind: "numeral" as const,
      mine: "Capacitar a 80",
      mineAuthor: ME.name,
      theirs: "Capacitar a 120",
      theirsAuthor: "Luis Mora",
      merged: "Capacitar a 8120",
    };
    const { host, user } = await openWindow([row(1, { toDecide: [toDecide] })]);
    host.resolve.mockResolvedValue({ row: row(1), version: "v1" });
    await user.click(screen.getByTestId("decide-mark"));
    const choices = await screen.findAllByTestId("decide-choice");
    expect(buttons(choices)).toEqual(["Dejar lo mío", "Dejar lo de Luis Mora", "Dejar la mezcla"]);
    await user.click(screen.getByText("Dejar la mezcla"));
    await waitFor(() => expect(host.resolve.mock.lastCall?.[1]).toBe(3));
  });
});

describe("comments", () => {
  it("stand beside their cell; a draft outlives a failure and a look elsewhere", async () => {
    const { host, user } = await openWindow([row(1), row(2)], { comments: [comment(1)] });
    host.review
      .mockRejectedValueOnce(FULL)
      .mockResolvedValue(reviewed([comment(2, { text: "Falta una letra" })]));
    expect(screen.getByTestId("comment-mark").textContent).toBe("1");
    await user.click(screen.getByTestId("comment-mark"));
    const panel = await screen.findByTestId("comment-panel");
    expect(within(panel).getByTestId("comment-item").textContent).toContain("Comentario 1");
    await user.type(screen.getByTestId("comment-new"), "Falta una letra");
    await user.click(screen.getByTestId("comment-send"));
    expect((await screen.findByRole("alert")).textContent).toContain("El disco está lleno.");
    await user.click(cell(2, "formula"));
    expect(screen.getByTestId("comment-new")).toHaveProperty("value", "");
    await user.click(cell(1, "formula"));
    expect(screen.getByTestId("comment-new")).toHaveProperty("value", "Falta una letra");
    await user.click(screen.getByTestId("comment-send"));
    await waitFor(() => expect(screen.getAllByTestId("comment-item")).toHaveLength(2));
    expect(screen.getByTestId("comment-new")).toHaveProperty("value", "");
    expect(host.review.mock.lastCall?.[1]).toMatchObject([
      { type: "comment", field: "formula", thread: null },
    ]);
  });

  it("are resolved and opened again", async () => {
    const { host, user } = await openWindow([row(1)], { comments: [comment(1)] });
    host.review.mockResolvedValue(reviewed([comment(1, { resolved: true })]));
    await user.click(screen.getByTestId("comment-mark"));
    await user.click(await screen.findByTestId("comment-resolve"));
    await waitFor(() => expect(screen.queryByTestId("comment-mark")).toBeNull());
    expect(host.review).toHaveBeenCalledWith(DOSSIER, [
      { type: "resolveThread", thread: "thread-1", resolved: true },
    ]);
    expect(screen.getByTestId("comment-resolve").textContent).toContain("Reabrir");
  });
});

describe("coming back", () => {
  it("lists what others did, leads to the cell, and goes when read", async () => {
    const { host, user } = await openWindow([row(1), row(2)]);
    act(() => {
      host.listener({
        type: "away",
        dossier: DOSSIER,
        items: [
          {
            row: 2,
            line: "line-2",
            indicator: "indicator-2",
            field: "formula",
            kind: "merged",
            author: "Luis Mora",
            before: "a",
            after: "a y b",
          },
        ],
      });
    });
    await user.click(within(await screen.findByTestId("away-panel")).getByTestId("away-item"));
    await waitFor(() => expect(document.activeElement).toBe(cell(2, "formula")));
    await user.click(screen.getByTestId("away-dismiss"));
    expect(screen.queryByTestId("away-panel")).toBeNull();
    expect(host.awaySeen).toHaveBeenCalledWith(DOSSIER);
  });

  it("says the state of the dossier with its counts", async () => {
    const { host } = await openWindow([row(1)]);
    expect(screen.getByTestId("dossier-state").textContent).toContain("enviado");
    act(() => {
      host.listener({ type: "status", status: status({ state: "offline", waiting: 3 }) });
    });
    expect(screen.getByTestId("dossier-state").dataset["state"]).toBe("offline");
    expect(screen.getByTestId("status-sentence").textContent).toBe(
      "3 cambios guardados aquí, esperan conexión",
    );
  });
});

describe("failures", () => {
  it("show one banner for the disk, count the texts not saved, and save them when it is back", async () => {
    const { host, user } = await openWindow([row(1)]);
    const answer = host.pushText.getMockImplementation();
    host.pushText.mockRejectedValue(FULL);
    await user.dblClick(cell(1, "formula"));
    await user.keyboard("lo escrito");
    await user.click(cell(1, "frequency"));
    act(() => {
      host.listener({ type: "disk", problem: FULL });
    });
    await waitFor(() =>
      expect(screen.getByTestId("problem-banner").textContent).toContain("1 celda sin guardar"),
    );
    expect(text(1, "formula")).toBe("lo escrito");
    if (answer !== undefined) host.pushText.mockImplementation(answer);
    act(() => {
      host.listener({ type: "disk", problem: null });
    });
    await waitFor(() => expect(screen.queryByTestId("problem-banner")).toBeNull());
    await waitFor(() => expect(host.texts.textOf("line-1|formula")).toBe("lo escrito"));
    expect(text(1, "formula")).toBe("lo escrito");
  });

  it("save an open editor before the window closes", async () => {
    const { host, user } = await openWindow([row(1)]);
    await user.dblClick(cell(1, "formula"));
    await user.keyboard("lo último");
    act(() => {
      host.closing();
    });
    await waitFor(() => expect(host.closeWindow).toHaveBeenCalled());
    expect(host.texts.textOf("line-1|formula")).toBe("lo último");
  });

  it("ask before the window closes on a text that cannot be saved", async () => {
    const { host, user } = await openWindow([row(1)]);
    host.pushText.mockRejectedValue(FULL);
    await user.dblClick(cell(1, "formula"));
    await user.keyboard("lo último");
    act(() => {
      host.closing();
    });
    const question = await screen.findByRole("alertdialog");
    expect(host.closeWindow).not.toHaveBeenCalled();
    fireEvent.click(within(question).getByText("Salir sin ese texto"));
    await waitFor(() => expect(host.closeWindow).toHaveBeenCalled());
  });

  it("name the thing that was asked for and did not work, until dismissed", async () => {
    const { app } = await openWindow([row(1)]);
    act(() => {
      app.fail(FULL);
    });
    expect((await screen.findByTestId("problem-banner")).dataset["code"]).toBe("DISK_FULL");
    act(() => {
      app.dismissNotice();
    });
    expect(screen.queryByTestId("problem-banner")).toBeNull();
  });
});

/** A dossier of two rows of which the first look shows one. */
async function glanced(then: (host: FakeHost) => void = () => undefined) {
  const host = new FakeHost();
  host.start.mockResolvedValue({ me: ME, version: "0.1.0", problem: null });
  host.dossiers.mockResolvedValue([]);
  host.openDossier.mockResolvedValueOnce(opened([row(1)], { whole: false }));
  host.openDossier.mockResolvedValue(opened([row(1), row(2)]));
  const app = new App(host);
  await app.begin();
  const shown = new Promise<void>((done) => {
    app.state.subscribe(() => {
      if (app.state.get().screen.name === "dossier") done();
    });
  });
  void app.open(DOSSIER);
  await shown;
  then(host);
  return { host, app };
}

describe("a dossier on its way", () => {
  it("misses nothing that is told while it is being read", async () => {
    const host = new FakeHost();
    host.start.mockResolvedValue({ me: ME, version: "0.1.0", problem: null });
    host.openDossier.mockImplementation(() => {
      host.listener({
        type: "rows",
        dossier: DOSSIER,
        rows: [row(1, { actionLine: "Más nueva" })],
        order: null,
        foreign: true,
        version: "v1",
      });
      return Promise.resolve(opened([row(1)]));
    });
    const app = new App(host);
    await app.begin();
    await app.open(DOSSIER);
    const { screen: shown } = app.state.get();
    if (shown.name !== "dossier") throw new Error("not open");
    expect(shown.dossier.row("line-1:indicator-1")?.actionLine).toBe("Más nueva");
  });

  it("shows its first rows at once, and then all of them", async () => {
    const { host, app } = await glanced();
    const { screen: shown } = app.state.get();
    if (shown.name !== "dossier") throw new Error("not open");
    const { dossier } = shown;
    const first = dossier.row("line-1:indicator-1");
    expect(dossier.state.get()).toMatchObject({ whole: false, order: ["line-1:indicator-1"] });
    await waitFor(() => expect(dossier.state.get().whole).toBe(true));
    expect(host.openDossier.mock.calls.map(([, most]) => most)).toEqual([60, null]);
    expect(dossier.state.get().order).toEqual(["line-1:indicator-1", "line-2:indicator-2"]);
    // What was on screen is not drawn again.
    expect(dossier.row("line-1:indicator-1")).toBe(first);
  });

  it("does not let its first rows pass for all of them", async () => {
    const { app } = await glanced((host) => {
      host.openDossier.mockRejectedValue({ code: "DEFECT", message: "Algo falló.", next: "" });
    });
    await waitFor(() => expect(app.state.get().screen.name).toBe("list"));
    expect(app.state.get().notice?.message).toBe("Algo falló.");
  });

  it("is read whole when its first rows arrive, with its title and years", async () => {
    const host = new FakeHost();
    const whole = opened([row(1)]);
    const empty = { ...whole, matrix: { ...whole.matrix, title: "", years: [], rows: [] } };
    host.start.mockResolvedValue({ me: ME, version: "0.1.0", problem: null });
    host.openDossier.mockResolvedValueOnce(empty).mockResolvedValue(whole);
    const app = new App(host);
    await app.begin();
    await app.open(DOSSIER);
    render(
      <AppContext value={app}>
        <Window />
      </AppContext>,
    );
    screen.getByText("La matriz viene en camino");
    act(() => {
      host.listener({
        type: "rows",
        dossier: DOSSIER,
        rows: whole.matrix.rows,
        order: ["line-1:indicator-1"],
        foreign: true,
        version: "v1",
      });
    });
    await screen.findByRole("treegrid");
    expect(text(1, "targets.2026")).toBe("100");
    expect(screen.getByText("Programa de Implementación")).toBeTruthy();
  });
});

describe("rows", () => {
  it("are retired with a way back", async () => {
    const { host, user } = await openWindow([row(1), row(2)]);
    host.act.mockImplementation((_dossier, _label, [action]) => {
      if (action?.type !== "retireLine") return Promise.reject(FULL);
      const { line, retired } = action;
      const rows = [row(1, { row: retired ? null : 1, line, retired })];
      return Promise.resolve({ rows, made: [], version: "v1", changed: true });
    });
    host.undo.mockImplementation(() => {
      host.listener({
        type: "rows",
        dossier: DOSSIER,
        rows: [row(1)],
        order: null,
        foreign: false,
        version: "v2",
      });
      return Promise.resolve({ label: "Retirar un renglón", changed: [], kept: [] });
    });
    await user.click(within(cell(1, "#")).getByRole("button"));
    await user.click(await screen.findByText("Retirar el renglón"));
    await waitFor(() => expect(document.querySelector('[data-key^="line-1:"]')).toBeNull());
    await user.click(await screen.findByTestId("toast-undo"));
    await waitFor(() => expect(text(1, "actionLine")).toBe("Línea 1"));
  });
});
