import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { RowDialogs, useRowDialogs, type RowJobs } from "../src/features/rows";
import { cutsOf, firstCut, nextCut } from "../src/features/rows/cut";
import { headingPlaces, linesOf } from "../src/features/rows/lines";
import { candidates } from "../src/features/rows/MergeDialog";
import type { ActReceipt, HeadingView, OpenedDossier, Row } from "../src/host";
import { App, AppContext, Commands, CommandsContext, DossierContext } from "../src/state";
import { DossierStore } from "../src/state/dossierStore";
import { AXIS, DOSSIER, FULL, FakeHost, PRIORITY, comment, opened, row } from "./support";

const OTHER = { id: "priority-8", level: "priority", number: "8", text: "Integridad" };

const heading = (said: Partial<HeadingView> & Pick<HeadingView, "id" | "level">): HeadingView => ({
  parent: null,
  number: "",
  text: "",
  retired: false,
  lines: 0,
  ...said,
});

const CATALOGUE = [
  heading({ ...AXIS }),
  heading({ ...PRIORITY, parent: AXIS.id }),
  heading({ ...OTHER, parent: AXIS.id }),
  heading({ id: "axis-9", level: "axis", text: "Retirado", retired: true }),
];

const rows = (): Row[] => [
  row(1, { headings: [AXIS, PRIORITY], actionLine: "Capacitar al personal." }),
  row(2, { headings: [AXIS, PRIORITY], actionLine: "Capacitar a las áreas. Publicar la guía." }),
  row(3, {
    line: "line-2",
    headings: [AXIS, PRIORITY],
    actionLine: "Capacitar a las áreas. Publicar la guía.",
    indicatorName: "Guías",
  }),
  row(4, { headings: [AXIS, OTHER], actionLine: "Difundir el buzón" }),
];

const receipt = (said: Partial<ActReceipt> = {}): ActReceipt => ({
  rows: [],
  made: [],
  version: "v1",
  changed: true,
  ...said,
});

function draw(said: Partial<OpenedDossier> = {}, list = rows()) {
  const host = new FakeHost();
  const app = new App(host);
  const about = opened(list, said);
  about.matrix.headings = CATALOGUE;
  const dossier = new DossierStore(host, about);
  const commands = new Commands();
  host.act.mockResolvedValue(receipt());
  let jobs: RowJobs | undefined;
  function Caller() {
    jobs = useRowDialogs();
    return null;
  }
  render(
    <CommandsContext value={commands}>
      <AppContext value={app}>
        <DossierContext value={dossier}>
          <Caller />
          <RowDialogs />
        </DossierContext>
      </AppContext>
    </CommandsContext>,
  );
  if (jobs === undefined) throw new Error("not drawn");
  return { host, app, dossier, commands, jobs, user: userEvent.setup() };
}

const toasts = (app: App) => app.state.get().toasts.map(({ text }) => text);

describe("what is done at once", () => {
  it("duplicates a line, goes to the copy, and takes it back", async () => {
    const { host, app, dossier, jobs } = draw();
    host.act.mockResolvedValue(
      receipt({ rows: [row(5, { line: "copy", indicator: "new" })], made: ["copy", "new"] }),
    );
    host.undo.mockResolvedValue({ label: "Duplicar un renglón", changed: [], kept: [] });
    act(() => jobs.duplicate("line-1"));
    await waitFor(() => expect(toasts(app)).toEqual(["Se duplicó el renglón 1."]));
    expect(host.act).toHaveBeenCalledWith(DOSSIER, "Duplicar un renglón", [
      { type: "duplicateLine", line: "line-1" },
    ]);
    expect(dossier.state.get().selection?.key).toBe("copy:new");
    act(() => app.state.get().toasts[0]?.undo?.());
    await waitFor(() => expect(host.undo).toHaveBeenCalledTimes(1));
  });

  it("adds an indicator to a line", async () => {
    const { host, dossier, jobs } = draw();
    host.act.mockResolvedValue(
      receipt({ rows: [row(5, { line: "line-1", indicator: "new" })], made: ["new"] }),
    );
    act(() => jobs.addIndicator("line-1"));
    await waitFor(() =>
      expect(dossier.state.get().selection).toEqual({ key: "line-1:new", field: "indicatorName" }),
    );
    expect(host.act.mock.lastCall?.[2]).toEqual([
      { type: "addIndicator", line: "line-1", cells: {} },
    ]);
  });

  it("inserts below and above, under the heading of the line one stands on", async () => {
    const { host, jobs } = draw();
    act(() => jobs.insert("line-2", "below"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(host.act.mock.lastCall?.[2]).toEqual([
      { type: "addLine", after: "line-2", heading: "priority-7", cells: {} },
    ]);
    act(() => jobs.insert("line-4", "above"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(2));
    expect(host.act.mock.lastCall?.[2]).toEqual([
      { type: "addLine", after: "line-2", heading: "priority-8", cells: {} },
    ]);
  });

  it("inserts before the very first line in one step that is taken back whole", async () => {
    const { host, app, jobs } = draw();
    host.act.mockResolvedValue(receipt({ made: ["new"] }));
    host.undo.mockResolvedValue({ label: "", changed: [], kept: [] });
    act(() => jobs.insert("line-1", "above"));
    await waitFor(() => expect(toasts(app)).toHaveLength(1));
    expect(host.act.mock.calls.map(([, , actions]) => actions)).toEqual([
      [
        { type: "addLine", after: "line-1", heading: "priority-7", cells: {} },
        { type: "moveLine", line: "@0", after: null, heading: null },
      ],
    ]);
    act(() => app.state.get().toasts[0]?.undo?.());
    await waitFor(() => expect(host.undo).toHaveBeenCalledTimes(1));
  });

  it("gives a new line no heading where the line below has none", async () => {
    const { host, jobs } = draw({}, [row(1, { headings: [AXIS] }), row(2)]);
    host.act.mockResolvedValue(receipt({ made: ["new"] }));
    act(() => jobs.insert("line-2", "above"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(host.act.mock.lastCall?.[2]).toEqual([
      { type: "addLine", after: "line-1", heading: null, cells: {} },
      { type: "assignHeading", line: "@0", heading: null },
    ]);
  });

  it("tells who may not write that they may not", () => {
    const { host, app, jobs } = draw({ role: "reviewer" });
    act(() => jobs.duplicate("line-1"));
    act(() => jobs.merge("line-1"));
    expect(toasts(app)).toHaveLength(2);
    expect(host.act).not.toHaveBeenCalled();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("offers the palette what can be done with the selected row", () => {
    const { commands, dossier } = draw();
    const why = () => commands.state.get().map(({ disabled }) => disabled);
    expect(why()).toEqual(Array.from({ length: 7 }, () => "Elige primero un renglón."));
    act(() => dossier.select({ key: "line-1:indicator-1", field: "formula" }));
    expect(why()).toEqual(Array.from({ length: 7 }, () => null));
    act(() =>
      commands.state
        .get()
        .find(({ id }) => id === "row.split")
        ?.run(),
    );
    expect(screen.getByRole("dialog").textContent).toContain("Dividir el renglón 1");
  });
});

describe("joining two lines", () => {
  const open = () => {
    const drawn = draw({ comments: [comment(1, { line: "line-2", field: "actionLine" })] });
    act(() => drawn.jobs.merge("line-1"));
    act(() => screen.getByTestId("merge-search").focus());
    return drawn;
  };

  it("offers the near ones first and finds by number and by words without accents", () => {
    const lines = linesOf({
      rows: new Map(rows().map((one) => [`${one.line}:${one.indicator ?? ""}`, one])),
      order: rows().map((one) => `${one.line}:${one.indicator ?? ""}`),
    });
    const found = (query: string, from = 1) => {
      const line = lines[from];
      return line === undefined ? [] : candidates(line, lines, query).map(({ id }) => id);
    };
    expect(found("")).toEqual(["line-1", "line-4"]);
    expect(found("", 2)).toEqual(["line-2", "line-1"]);
    expect(found("4")).toEqual(["line-4"]);
    expect(found("3", 0)).toEqual(["line-2"]);
    expect(found("BUZON")).toEqual(["line-4"]);
    expect(found("nada")).toEqual([]);
  });

  it("joins with the keyboard alone, shows both sides and says what becomes of the rest", async () => {
    const { host, user, app } = open();
    await user.keyboard("areas{Tab}{Enter}");
    const dialog = screen.getByRole("dialog");
    expect(dialog.textContent).toContain("Renglón 1: se queda");
    expect(dialog.textContent).toContain("Renglón 2: sale de la matriz");
    expect(dialog.textContent).toContain("Los indicadores del renglón 2 pasan al 1");
    expect(dialog.textContent).toContain("Los comentarios del renglón 2 se verán en el 1");
    await user.click(screen.getByLabelText("Los dos, uno después del otro"));
    expect(screen.getByTestId("merge-result").textContent).toBe(
      "Capacitar al personal.\nCapacitar a las áreas. Publicar la guía.",
    );
    await user.click(screen.getByLabelText("Otro, que escribo aquí"));
    await user.clear(screen.getByTestId("merge-text"));
    await user.type(screen.getByTestId("merge-text"), "Capacitar y publicar.");
    await user.click(screen.getByTestId("merge-confirm"));
    await waitFor(() => expect(toasts(app)).toEqual(["Se unieron los renglones 1 y 2."]));
    expect(host.act).toHaveBeenCalledWith(DOSSIER, "Unir dos renglones", [
      { type: "mergeLines", from: "line-2", into: "line-1", text: "Capacitar y publicar." },
    ]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("can keep the other one, with its own text", async () => {
    const { host, user } = open();
    await user.keyboard("4{Tab}{Enter}");
    await user.click(screen.getByTestId("merge-swap"));
    expect(screen.getByRole("dialog").textContent).toContain(
      "La línea queda bajo «8. Integridad».",
    );
    await user.click(screen.getByTestId("merge-confirm"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(host.act.mock.lastCall?.[2]).toEqual([
      { type: "mergeLines", from: "line-1", into: "line-4", text: null },
    ]);
  });

  it("stays with its problem, and goes back to the grid on Esc", async () => {
    const { host, user, dossier } = open();
    host.act.mockRejectedValue(FULL);
    await user.keyboard("4{Tab}{Enter}");
    await user.click(screen.getByTestId("merge-confirm"));
    await waitFor(() =>
      expect(screen.getByRole("dialog").textContent).toContain("El disco está lleno."),
    );
    const before = dossier.focusWanted.get();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(dossier.focusWanted.get()).toBe(before + 1);
  });
});

describe("splitting a line", () => {
  it("cuts between words, first after the first sentence", () => {
    const text = "Capacitar a las áreas. Publicar la guía.";
    expect(cutsOf("uno dos  tres")).toEqual([4, 9, 13]);
    expect(firstCut(text)).toBe(text.indexOf("Publicar"));
    expect(firstCut("uno dos tres cuatro")).toBe(13);
    expect(firstCut("uno\ndos tres")).toBe(4);
    expect(firstCut("una")).toBe(3);
    expect(firstCut("")).toBe(0);
    expect([nextCut("uno dos tres", 4, false), nextCut("uno dos tres", 4, true)]).toEqual([8, 4]);
  });

  it("moves the cut with arrows and clicks, and takes the chosen indicators along", async () => {
    const { host, user, app, jobs } = draw();
    act(() => jobs.split("line-2"));
    const cut = screen.getByTestId("split-cut");
    expect(cut.getAttribute("aria-valuetext")).toBe("después de «Capacitar a las áreas.»");
    act(() => cut.focus());
    await user.keyboard("{ArrowRight}{ArrowRight}{ArrowLeft}");
    expect(cut.getAttribute("aria-valuetext")).toBe("después de «a las áreas. Publicar»");
    await user.click(within(cut).getByText("Publicar"));
    await user.click(screen.getAllByTestId("split-indicator")[1] as HTMLElement);
    await user.click(screen.getByTestId("split-confirm"));
    await waitFor(() => expect(toasts(app)).toEqual(["Se dividió el renglón 2."]));
    expect(host.act).toHaveBeenCalledWith(DOSSIER, "Dividir un renglón", [
      { type: "splitLine", line: "line-2", at: 23, indicators: ["indicator-3"] },
    ]);
  });

  it("does not cut a text that somebody changed meanwhile", () => {
    const { dossier, jobs } = draw();
    act(() => jobs.split("line-1"));
    const changed = row(1, { headings: [AXIS, PRIORITY], actionLine: "Otra cosa." });
    act(() =>
      dossier.hear({
        type: "rows",
        dossier: DOSSIER,
        rows: [changed],
        order: null,
        version: "v2",
        foreign: true,
      }),
    );
    expect(screen.getByRole("dialog").textContent).toContain("Alguien cambió el texto");
    expect(screen.getByTestId("split-confirm")).toHaveProperty("disabled", true);
  });
});

describe("moving a line", () => {
  it("lays the catalogue flat, without what was retired", () => {
    expect(headingPlaces(CATALOGUE).map(({ heading: { id }, depth }) => [id, depth])).toEqual([
      ["axis-1", 0],
      ["priority-7", 1],
      ["priority-8", 1],
    ]);
  });

  it("moves under another heading, after its last line or first of all", async () => {
    const { host, user, jobs } = draw();
    act(() => jobs.move("line-1"));
    const place = screen.getByTestId("move-after");
    expect(place).toHaveProperty("value", "");
    expect(screen.getByTestId("move-confirm")).toHaveProperty("disabled", true);
    await user.selectOptions(screen.getByTestId("move-heading"), "priority-8");
    expect(place).toHaveProperty("value", "line-4");
    await user.click(screen.getByTestId("move-confirm"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(host.act.mock.lastCall?.slice(1)).toEqual([
      "Mover un renglón",
      [{ type: "moveLine", line: "line-1", after: "line-4", heading: "priority-8" }],
    ]);
    act(() => jobs.move("line-2"));
    await user.selectOptions(screen.getByTestId("move-after"), "");
    await user.click(screen.getByTestId("move-confirm"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(2));
    expect(host.act.mock.lastCall?.[2]).toEqual([
      { type: "moveLine", line: "line-2", after: null, heading: "priority-7" },
    ]);
  });

  it("moves out from under every heading", async () => {
    const { host, user, jobs } = draw({}, [...rows(), row(5)]);
    act(() => jobs.move("line-1"));
    await user.selectOptions(screen.getByTestId("move-heading"), "");
    await user.click(screen.getByTestId("move-confirm"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(host.act.mock.lastCall?.[2]).toEqual([
      { type: "assignHeading", line: "line-1", heading: null },
      { type: "moveLine", line: "line-1", after: "line-5", heading: null },
    ]);
  });
});
