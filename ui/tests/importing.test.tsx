import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

// Fetched when they are needed; here they are at hand, so that no test waits for them.
import "../src/app/DossierScreen";
import "../src/features/importing";
import { Window } from "../src/app/Window";
import { FixtureImport } from "../src/host/fixture/importing";
import { sampleMatrix } from "../src/host/fixture/rows";
import { App, AppContext, ImportSession } from "../src/state";
import { barriers } from "./axe";
import { DOSSIER, FakeHost, FULL, opened, row } from "./support";

const ME = { name: "Ana Ruiz", institution: "SESEA", device: "a".repeat(64) };
const FILE = "Matriz SECOEM FINAL (2) revisada.xlsx";

/** The window with a file chosen and read. */
async function importing(prepare: (host: FakeHost) => void = () => undefined) {
  const host = new FakeHost();
  const file = new FixtureImport(sampleMatrix());
  host.start.mockResolvedValue({ me: ME, version: "0.1.0", problem: null });
  host.importChoose.mockResolvedValue(FILE);
  host.importOpen.mockImplementation(() => Promise.resolve(file.view()));
  host.importView.mockImplementation((mapping, again) =>
    Promise.resolve(file.view(mapping, again)),
  );
  host.importRows.mockImplementation((from, limit) => Promise.resolve(file.rows(from, limit)));
  prepare(host);
  const app = new App(host);
  await app.begin();
  const { container } = render(
    <AppContext value={app}>
      <Window />
    </AppContext>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByTestId("door-import"));
  await screen.findByTestId("import-screen");
  await waitFor(() => expect(lane(9).textContent).toContain("fila 9"));
  return { app, host, file, user, container };
}

function lane(at: number): HTMLElement {
  const found = document.querySelector<HTMLElement>(
    `[data-testid=import-row][data-at="${String(at)}"]`,
  );
  if (found === null) throw new Error(`row ${String(at)} is not drawn`);
  return found;
}

function cell(at: number, column: string): HTMLElement {
  const found = lane(at).querySelector<HTMLElement>(`[data-column="${column}"]`);
  if (found === null) throw new Error(`no cell ${column}${String(at)}`);
  return found;
}

describe("a file to import", () => {
  it("is shown as it is read, and written only when the person says so", async () => {
    const { host, user } = await importing();
    expect(screen.getByRole("heading", { level: 1 }).textContent).toContain(FILE);
    expect(screen.getByTestId("import-confirm").textContent).toBe("Importar 26 renglones");
    expect(screen.getByTestId("import-counts").textContent).toContain("7 sujetos a revisión");
    expect(host.importConfirm).not.toHaveBeenCalled();
    host.importConfirm.mockResolvedValue({
      dossier: DOSSIER,
      title: "",
      institution: "",
      rows: 26,
      lines: 25,
      comments: 2,
      suggestions: 0,
      doubts: [],
      cells: [],
      mapping: null,
    });
    host.openDossier.mockResolvedValue(opened([row(1)]));
    await user.click(screen.getByTestId("import-confirm"));
    await screen.findByRole("treegrid");
    expect(host.openDossier).toHaveBeenCalledWith(DOSSIER, 60);
  });

  it("can be left without a trace", async () => {
    const { host, user } = await importing();
    await user.click(screen.getByTestId("import-cancel"));
    await screen.findByTestId("door-import");
    expect(host.importCancel).toHaveBeenCalledOnce();
    expect(host.importConfirm).not.toHaveBeenCalled();
  });

  it("says what each column is, and takes it back", async () => {
    const { host, user } = await importing();
    const column = (letter: string) =>
      screen
        .getAllByTestId<HTMLSelectElement>("import-column")
        .find((select) => select.dataset["column"] === letter);
    const indicator = column("D");
    if (indicator === undefined) throw new Error("no column D");
    await user.selectOptions(indicator, "responsible");
    await waitFor(() => expect(column("D")?.value).toBe("responsible"));
    expect(host.importView.mock.lastCall?.[0].columns["D"]).toBe("responsible");
    // One field has one column: the one that had it is not imported any more.
    await user.selectOptions(column("E") as HTMLSelectElement, "responsible");
    await waitFor(() => expect(column("D")?.value).toBe(""));
    await user.click(screen.getByTestId("import-undo"));
    await user.click(screen.getByTestId("import-undo"));
    await waitFor(() => expect(column("D")?.value).toBe("indicatorName"));
    await user.keyboard("{Control>}y{/Control}");
    await waitFor(() => expect(column("D")?.value).toBe("responsible"));
  });

  it("leaves rows out and moves their cells, by mouse and by keyboard", async () => {
    const { user } = await importing();
    await user.click(cell(9, "C"));
    await user.click(screen.getByTestId("import-skip"));
    await waitFor(() => expect(lane(9).dataset["kind"]).toBe("skipped"));
    expect(screen.getByTestId("import-confirm").textContent).toBe("Importar 25 renglones");
    await user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(lane(9).dataset["kind"]).toBe("data"));

    await user.click(cell(9, "C"));
    const said = cell(9, "D").textContent;
    await user.keyboard("{Alt>}{ArrowRight}{/Alt}");
    await waitFor(() => expect(cell(9, "E").textContent).toBe(said));
    expect(lane(9).textContent).toContain("celdas movidas");
    await user.click(screen.getByTestId("import-left"));
    await waitFor(() => expect(cell(9, "D").textContent).toBe(said));

    await user.click(cell(9, "C"));
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}{Delete}");
    await waitFor(() => expect(lane(10).dataset["kind"]).toBe("skipped"));
    expect(lane(9).dataset["kind"]).toBe("skipped");
    expect(screen.getByTestId("import-selected").textContent).toBe("Filas 9 a 10");
  });

  it("gives rows another heading", async () => {
    const { host, user } = await importing();
    await user.click(cell(6, "C"));
    await user.keyboard("{F2}");
    const dialog = await screen.findByTestId("import-heading");
    await user.type(within(dialog).getByTestId("import-heading-text"), "7. Fomentar la denuncia");
    await user.click(within(dialog).getByTestId("import-heading-give"));
    await waitFor(() => expect(cell(6, "B").textContent).toBe("7. Fomentar la denuncia"));
    expect(host.importView.mock.lastCall?.[0].headings).toEqual([
      { row: 6, level: "priority", text: "7. Fomentar la denuncia" },
    ]);
    await user.click(cell(6, "C"));
    await user.keyboard("{F2}");
    await user.click(await screen.findByTestId("import-heading-file"));
    await waitFor(() => expect(host.importView.mock.lastCall?.[0].headings).toEqual([]));
  });

  it("says once what a colour means", async () => {
    const { user } = await importing();
    await user.selectOptions(screen.getByTestId("import-meaning"), "retired");
    await waitFor(() =>
      expect(screen.getByTestId("import-counts").textContent).toContain("7 retirados"),
    );
    expect(screen.getByTestId("import-counts").textContent).not.toContain("sujetos a revisión");
  });

  it("shows what is in doubt where it is", async () => {
    const { file, user } = await importing();
    const [doubt] = file.view().doubts;
    const [place] = doubt?.places ?? [];
    if (doubt === undefined || place === undefined) throw new Error("the sample has no doubt");
    await user.click(screen.getAllByTestId("import-doubt-go")[0] as HTMLElement);
    const focused = document.activeElement;
    expect(focused).toBe(cell(place.at, "G"));
    expect(focused?.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByTestId("import-detail").textContent).toContain(doubt.sentence);
  });

  it("says why a file was not read, and offers another", async () => {
    const { app, host, user } = await importing();
    host.importOpen.mockRejectedValueOnce({ ...FULL, code: "FILE_UNREADABLE" });
    await user.click(screen.getByTestId("import-cancel"));
    await user.click(await screen.findByTestId("door-import"));
    expect((await screen.findByTestId("import-problem")).dataset["code"]).toBe("FILE_UNREADABLE");
    await user.click(screen.getByTestId("import-other"));
    await screen.findByTestId("import-screen");
    expect(app.state.get().screen.name).toBe("importing");
  });

  it("is taken from the system when it is dropped on the window", async () => {
    const { app, host, user } = await importing();
    await user.click(screen.getByTestId("import-cancel"));
    await screen.findByTestId("door-import");
    host.importGiven.mockResolvedValueOnce("otra.docx");
    app.hear({ type: "fileGiven" });
    await screen.findByTestId("import-screen");
  });

  it("that is a changed copy is compared first, and says who sent it", async () => {
    const { host, file, user } = await importing((host) =>
      host.importMatches.mockImplementation(() =>
        Promise.resolve(new FixtureImport(sampleMatrix()).matches()),
      ),
    );
    await user.click(await screen.findByTestId("import-compare"));
    const dialog = await screen.findByTestId("merge-dialog");
    const compare = within(dialog).getByTestId("merge-compare");
    expect(compare).toHaveProperty("disabled", true);
    host.importCompare.mockImplementation((_, sender) => Promise.resolve(file.compare(sender)));
    await user.type(within(dialog).getByTestId("merge-sender"), "Rosa Gil");
    await user.click(compare);
    const summary = await within(dialog).findByTestId("merge-summary");
    expect(summary.textContent).toContain("2 celdas cambiadas se propondrán");
    expect(summary.textContent).toContain("1 también cambió aquí");
    expect(within(dialog).getByTestId("merge-items").textContent).toContain("Rosa Gil");
    expect(host.importMerge).not.toHaveBeenCalled();
    host.importMerge.mockResolvedValue(file.compare("Rosa Gil"));
    host.openDossier.mockResolvedValue(opened([row(1)]));
    await user.click(within(dialog).getByTestId("merge-confirm"));
    await screen.findByRole("treegrid");
    await screen.findByTestId("suggestions-panel");
    expect(host.importMerge).toHaveBeenCalledWith(file.matches()[0]?.dossier, "Rosa Gil");
    expect(host.importConfirm).not.toHaveBeenCalled();
  });

  it("that is a changed copy can still become another dossier", async () => {
    await importing((host) =>
      host.importMatches.mockImplementation(() =>
        Promise.resolve(new FixtureImport(sampleMatrix()).matches()),
      ),
    );
    await screen.findByTestId("import-copy");
    const button = screen.getByTestId("import-confirm");
    expect(button.textContent).toBe("Importar como expediente nuevo");
    expect(button).toHaveProperty("disabled", false);
  });

  it("has no barriers", async () => {
    const { container } = await importing();
    expect(await barriers(container)).toEqual([]);
  });
});

describe("the session", () => {
  it("keeps showing what there was when a change cannot be made", async () => {
    const host = new FakeHost();
    const file = new FixtureImport(sampleMatrix());
    host.importView.mockRejectedValue(FULL);
    const session = new ImportSession(host, file.view());
    await session.change((mapping) => ({ ...mapping, skipped: [9] }));
    const { problem, view, canUndo, reading } = session.state.get();
    expect(problem?.code).toBe(FULL.code);
    expect(view.mapping.skipped).toEqual([]);
    expect([canUndo, reading]).toEqual([false, false]);
  });

  it("asks for the rows that are looked at, once", async () => {
    const host = new FakeHost();
    const file = new FixtureImport(sampleMatrix());
    host.importRows.mockImplementation((from, limit) => Promise.resolve(file.rows(from, limit)));
    const session = new ImportSession(host, file.view());
    session.look(0, 20);
    session.look(5, 25);
    await session.settled();
    expect(host.importRows.mock.calls).toEqual([[0, 100]]);
    expect(session.row(8)?.at).toBe(9);
    expect(session.row(99)).toBeUndefined();
  });
});
