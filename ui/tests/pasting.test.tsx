import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { useClipboard, type Clipboard } from "../src/features/clipboard";
import type { OpenedDossier, Row } from "../src/host";
import { App, AppContext, DossierContext, mayEdit, useDossierState } from "../src/state";
import { DossierStore } from "../src/state/dossierStore";
import { DOSSIER, FULL, FakeHost, opened, row } from "./support";

/** A grid of one cell: what has the keyboard. What is selected is said to the dossier. */
function Grid({ give }: { give: (clipboard: Clipboard) => void }) {
  const shown = useDossierState((state) => state.shown);
  const fields = useDossierState((state) => state.fields);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const columns = ["#", ...fields].map((field) => ({ field, span: null }));
  const clipboard = useClipboard({ shown, columns, canEdit });
  give(clipboard);
  return (
    <div>
      <div tabIndex={0} data-cell="" data-testid="here" />
      <input aria-label="Elsewhere" />
      {clipboard.dialog}
    </div>
  );
}

function draw(rows: Row[], said: Partial<OpenedDossier> = {}) {
  const host = new FakeHost();
  const app = new App(host);
  const dossier = new DossierStore(host, opened(rows, said));
  host.act.mockResolvedValue({ rows: [], made: [], version: "v1", changed: true });
  let clipboard: Clipboard | undefined;
  render(
    <AppContext value={app}>
      <DossierContext value={dossier}>
        <Grid give={(given) => (clipboard = given)} />
      </DossierContext>
    </AppContext>,
  );
  act(() => screen.getByTestId("here").focus());
  const select = (at: number, field: string, to?: [number, string]) =>
    act(() => {
      dossier.select({ key: `line-${at}:indicator-${at}`, field });
      if (to !== undefined) {
        dossier.selectTo({ key: `line-${to[0]}:indicator-${to[0]}`, field: to[1] });
      }
    });
  const jobs = (): Clipboard => {
    if (clipboard === undefined) throw new Error("not drawn");
    return clipboard;
  };
  return { host, app, dossier, select, jobs, user: userEvent.setup() };
}

/** An event of the clipboard as browsers tell it: to the page, for want of a caret. */
function tell(kind: "copy" | "cut" | "paste", given: Record<string, string> = {}) {
  const data = new Map(Object.entries(given));
  const clipboardData = {
    getData: (type: string) => data.get(type) ?? "",
    setData: (type: string, text: string) => void data.set(type, text),
  };
  const wentOn = fireEvent[kind](document.body, { clipboardData });
  return { data, isTaken: !wentOn };
}

const toasts = (app: App) => app.state.get().toasts.map(({ text }) => text);
const sets = (host: FakeHost) =>
  host.act.mock.lastCall?.[2].map((action) =>
    action.type === "set" ? [action.line, action.field, action.value] : action.type,
  );

describe("copying and cutting", () => {
  it("puts the selected cells on the clipboard, and leaves other places their own", () => {
    const { select } = draw([row(1), row(2)]);
    expect(tell("copy").isTaken).toBe(false);
    select(1, "actionLine", [2, "indicatorName"]);
    const { data, isTaken } = tell("copy");
    expect(isTaken).toBe(true);
    expect(data.get("text/plain")).toBe("Línea 1\tIndicador 1\r\nLínea 2\tIndicador 2\r\n");
    expect(data.get("text/html")).toContain("<table");
    act(() => screen.getByLabelText("Elsewhere").focus());
    expect(tell("copy").isTaken).toBe(false);
  });

  it("copies whole rows by their number", () => {
    const { select } = draw([row(1), row(2)]);
    select(2, "#");
    expect(tell("copy").data.get("text/plain")).toContain("Línea 2\tIndicador 2\t");
  });

  it("cuts in one step, and only copies for who may not write", async () => {
    const mine = draw([row(1), row(2)]);
    mine.select(1, "targets.2024", [2, "targets.2024"]);
    expect(tell("cut").data.get("text/plain")).toBe("100\r\n100\r\n");
    await waitFor(() => expect(mine.host.act).toHaveBeenCalledTimes(1));
    expect(mine.host.act.mock.lastCall?.[1]).toBe("Vaciar 2 celdas");
    expect(sets(mine.host)).toEqual([
      ["line-1", "targets.2024", ""],
      ["line-2", "targets.2024", ""],
    ]);
  });

  it("only copies for who may not write", () => {
    const { host, app, select } = draw([row(1)], { role: "reader" });
    select(1, "targets.2024");
    expect(tell("cut").data.get("text/plain")).toBe("100");
    expect(toasts(app)).toHaveLength(1);
    expect(host.act).not.toHaveBeenCalled();
  });
});

describe("pasting", () => {
  it("leaves one text for one cell to its editor, without what Excel put around it", async () => {
    const { host, dossier, select } = draw([row(1)]);
    host.openText.mockRejectedValue(FULL);
    select(1, "targets.2024");
    expect(tell("paste", { "text/plain": '"uno\r\ndos"\r\n' }).isTaken).toBe(true);
    expect(screen.queryByRole("dialog")).toBeNull();
    await waitFor(() => expect(dossier.editors.state.get().open).not.toBeNull());
    const open = dossier.editors.state.get();
    expect(open.all.get(open.open ?? "")?.text).toBe("uno\ndos");
  });

  it("shows what changes before it does, does it as one step, and goes back to the grid", async () => {
    const { host, app, dossier, select, user } = draw([row(1), row(2)]);
    select(1, "frequency");
    tell("paste", { "text/plain": "Semestral\t80\r\nAnual\t100\r\n" });
    const dialog = screen.getByRole("dialog");
    expect(screen.getByTestId("paste-counts").textContent).toBe(
      "Cambian 2 celdas en 1 renglón · 2 ya dicen lo mismo.",
    );
    const lines = within(screen.getByTestId("paste-changes")).getAllByRole("row").slice(1);
    expect(lines.map((line) => line.textContent)).toEqual([
      "1FrecuenciaAnualSemestral",
      "1Meta 202410080",
    ]);
    expect(host.act).not.toHaveBeenCalled();
    const before = dossier.focusWanted.get();
    await user.click(within(dialog).getByText("Pegar 2 cambios"));
    await waitFor(() => expect(toasts(app)).toEqual(["Se pegaron 2 celdas."]));
    expect(host.act.mock.lastCall?.slice(0, 2)).toEqual([DOSSIER, "Pegar 2 celdas"]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(dossier.focusWanted.get()).toBeGreaterThan(before);
  });

  it("says what cannot be pasted and why", () => {
    const { select } = draw([row(1), row(2)]);
    select(1, "headings.axis");
    tell("paste", { "text/plain": "9. No existe\tX\r\n\t\r\n" });
    expect(screen.getByTestId("paste-counts").textContent).toBe(
      "No cambia ninguna celda · 1 no se puede.",
    );
    expect(screen.getByTestId("paste-refused").textContent).toContain("No hay un encabezado «X»");
    expect(screen.getByTestId("paste-confirm")).toHaveProperty("disabled", true);
  });

  it("takes the choices of the person into account", async () => {
    const { host, select, user } = draw([row(1)]);
    select(1, "indicatorName");
    const cells = (one: string, other: string, fill = "") =>
      `<tr><td${fill}>${one}</td><td>${other}</td></tr>`;
    const html = `<table>${cells("Indicador", "Frecuencia")}${cells("A", "", " bgcolor=#ffff00")}${cells("B", "Anual")}</table>`;
    tell("paste", { "text/html": html });
    const counts = () => screen.getByTestId("paste-counts").textContent;
    expect(counts()).toBe("Cambian 2 celdas en 1 renglón · Se agrega 1 renglón.");
    await user.click(screen.getByTestId("paste-add"));
    await user.click(screen.getByTestId("paste-empties"));
    await user.click(screen.getByTestId("paste-review"));
    expect(counts()).toBe("Cambian 2 celdas en 1 renglón.");
    await user.click(screen.getByTestId("paste-confirm"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(sets(host)).toEqual([
      ["line-1", "indicatorName", "A"],
      ["line-1", "pendingExternal", "true"],
    ]);
  });

  it("counts again when somebody else writes meanwhile", () => {
    const { dossier, select } = draw([row(1), row(2)]);
    select(1, "frequency");
    tell("paste", { "text/plain": "Semestral\t80\r\nAnual\t100\r\n" });
    act(() =>
      dossier.hear({
        type: "rows",
        dossier: DOSSIER,
        rows: [row(1, { frequency: "Semestral" })],
        order: null,
        version: "v2",
        foreign: true,
      }),
    );
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).getByText("Alguien cambió la matriz mientras revisas.")).toBeTruthy();
    expect(screen.getByTestId("paste-confirm").textContent).toBe("Pegar 1 cambio");
  });

  it("stays with its problem, and does nothing when it is called off", async () => {
    const { host, select, user } = draw([row(1), row(2)]);
    host.act.mockRejectedValue(FULL);
    select(1, "frequency");
    tell("paste", { "text/plain": "Semestral\t80\r\nAnual\t90\r\n" });
    await user.click(screen.getByTestId("paste-confirm"));
    await waitFor(() =>
      expect(screen.getByRole("dialog").textContent).toContain("El disco está lleno."),
    );
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(host.act).toHaveBeenCalledTimes(1);
  });

  it("says it when nothing can be pasted, or far too much, or not by this person", () => {
    const { app, select } = draw([row(1)]);
    select(1, "frequency");
    tell("paste", { "image/png": "" });
    tell("paste", { "text/plain": "a\tb\r\n".repeat(31_000) });
    expect(toasts(app)).toEqual([
      "Lo copiado no tiene texto que se pueda pegar.",
      "Lo copiado es demasiado grande para pegarlo de una vez. Pégalo por partes.",
    ]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("filling and clearing", () => {
  it("fills down and right as one step", async () => {
    const { host, select, jobs } = draw([row(1, { frequency: "Mensual" }), row(2), row(3)]);
    select(1, "frequency", [3, "frequency"]);
    act(() => jobs().fillDown());
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(host.act.mock.lastCall?.[1]).toBe("Rellenar 2 celdas hacia abajo");
    expect(sets(host)).toEqual([
      ["line-2", "frequency", "Mensual"],
      ["line-3", "frequency", "Mensual"],
    ]);
    select(2, "frequency");
    act(() => jobs().fillDown());
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(2));
    expect(sets(host)).toEqual([["line-2", "frequency", "Mensual"]]);
    select(1, "frequency", [1, "targets.2025"]);
    act(() => jobs().fillRight());
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(3));
    expect(sets(host)).toEqual([
      ["line-1", "targets.2024", "Mensual"],
      ["line-1", "targets.2025", "Mensual"],
    ]);
  });

  it("says why it leaves headings alone", () => {
    const axis = { id: "axis-1", level: "axis", number: "1", text: "Eje" };
    const { host, app, select, jobs } = draw([row(1, { headings: [axis] })]);
    select(1, "headings.axis");
    act(() => jobs().clear());
    expect(toasts(app)[0]).toContain("Los encabezados se quedaron como estaban");
    expect(host.act).not.toHaveBeenCalled();
  });

  it("clears several cells with a way back", async () => {
    const { host, app, select, jobs } = draw([row(1)]);
    select(1, "frequency", [1, "targets.2024"]);
    act(() => jobs().clear());
    await waitFor(() => expect(toasts(app)).toEqual(["Se vaciaron 2 celdas."]));
    expect(app.state.get().toasts[0]?.undo).not.toBeNull();
    expect(sets(host)).toHaveLength(2);
  });
});
