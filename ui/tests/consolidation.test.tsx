import { act, cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import "../src/app/DossierScreen";
import { Window } from "../src/app/Window";
import "../src/features/consolidation";
import { heightOf, itemsIn, ROW_PX, SECTION_PX, topOf } from "../src/features/consolidation/layout";
import type { ConsolidationView, DossierSummary, HostEvent } from "../src/host";
import { consolidation } from "../src/host/fixture/consolidation";
import { App, AppContext, Commands, CommandsContext, EMPTY_QUERY } from "../src/state";
import { barriers } from "./axe";
import { ME } from "./openWindow";
import { DOSSIER, FakeHost, opened, row, status } from "./support";

function summary(institution: string): DossierSummary {
  return {
    dossier: institution.slice(0, 1).repeat(32),
    title: "Programa de implementación",
    institution,
    role: "coordinator",
    rows: 40,
    toDecide: 0,
    status: status(),
  };
}

/** The window with the programme of the fixture's three institutions. */
async function openProgramme(prepare: (host: FakeHost) => void = () => undefined) {
  localStorage.clear();
  const host = new FakeHost();
  const door = consolidation();
  host.start.mockResolvedValue({ me: ME, version: "0.1.0", problem: null });
  host.dossiers.mockResolvedValue(["Agua", "Caminos"].map(summary));
  host.consolidate.mockImplementation(door.consolidate);
  host.consolidatedRows.mockImplementation(door.consolidatedRows);
  host.repeatedLines.mockImplementation(door.repeatedLines);
  host.keepProgramme.mockImplementation(door.keepProgramme);
  host.removeProgramme.mockImplementation(door.removeProgramme);
  prepare(host);
  const app = new App(host);
  await app.preferences.load();
  await app.begin();
  const { container } = render(
    <CommandsContext value={new Commands()}>
      <AppContext value={app}>
        <Window />
      </AppContext>
    </CommandsContext>,
  );
  const user = userEvent.setup();
  await user.click(await screen.findByTestId("programme-open"));
  await screen.findByTestId("consolidation");
  return { host, app, user, container };
}

function asked(host: FakeHost) {
  return host.consolidate.mock.lastCall?.[0];
}

test("the table is reached from the list and holds the rows of every institution", async () => {
  const { container } = await openProgramme();
  const table = await screen.findByTestId("consolidated-table");
  expect(table.getAttribute("aria-rowcount")).toBe("121");
  expect(screen.getByTestId("consolidation-counts").textContent).toContain("3 instituciones");
  expect(within(table).getAllByTestId("consolidated-row").length).toBeLessThan(60);
  expect(await barriers(container)).toEqual([]);
});

test("every part can be read without barriers", async () => {
  const { user, container } = await openProgramme();
  for (const tab of ["coverage", "repeats", "institutions", "charts"]) {
    await user.click(await screen.findByTestId(`tab-${tab}`));
    expect(await barriers(container)).toEqual([]);
  }
  expect(screen.getAllByTestId("chart").length).toBe(5);
  const [chart] = screen.getAllByRole("img");
  expect(chart?.getAttribute("aria-labelledby")).toBeTruthy();
  const words = document.getElementById(chart?.getAttribute("aria-describedby") ?? "");
  expect(words?.textContent).toContain("Aprobada 30");
});

test("filters ask the shell, are counted and are cleared together", async () => {
  const { host, user } = await openProgramme();
  await screen.findByTestId("consolidated-table");
  await user.click(screen.getByTestId("chip-priority"));
  await user.click(screen.getByLabelText("7. Proteger a denunciantes"));
  expect(asked(host)?.priorities).toEqual(["7"]);
  await user.keyboard("{Escape}");
  await user.type(screen.getByTestId("consolidation-search"), "padrón");
  await waitFor(() => expect(asked(host)?.text).toBe("padrón"));
  await user.click(screen.getByTestId("clear-filters"));
  expect(asked(host)).toEqual(EMPTY_QUERY);
  expect(screen.getByTestId<HTMLInputElement>("consolidation-search").value).toBe("");
  await waitFor(() => expect(host.keepConsolidationState).toHaveBeenCalled());
});

test("it opens as it was looked at last, and what does not read is as at first", async () => {
  const kept = { query: { ...EMPTY_QUERY, axes: ["2"] }, tab: "coverage", likeness: 90 };
  const { host } = await openProgramme((door) =>
    door.consolidationState.mockResolvedValue(JSON.stringify(kept)),
  );
  await screen.findByTestId("coverage-table");
  expect(asked(host)?.axes).toEqual(["2"]);
  cleanup();
  const { app, host: other } = await openProgramme((door) =>
    door.consolidationState.mockResolvedValue('{"query":{"axes":7},"tab":"nada"}'),
  );
  await waitFor(() => expect(asked(other)).toEqual(EMPTY_QUERY));
  expect(app.consolidation.state.get().tab).toBe("table");
});

test("the keyboard walks the table and opens a row in its dossier, and back leads here", async () => {
  const { host, app, user } = await openProgramme((door) => {
    const view = opened([row(1), row(2)]);
    door.openDossier.mockResolvedValue(view);
  });
  const table = await screen.findByTestId("consolidated-table");
  act(() => table.focus());
  await user.keyboard("{End}{Home}{ArrowDown}");
  expect(table.getAttribute("aria-activedescendant")).toBe("consolidated-1");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(app.state.get().screen.name).toBe("dossier"));
  expect(host.openDossier.mock.lastCall?.[0]).toBe("1".repeat(32));
  await app.list();
  expect(app.state.get().screen.name).toBe("programme");
  await app.list();
  expect(app.state.get().screen.name).toBe("list");
  await app.open(DOSSIER);
  await app.list();
  expect(app.state.get().screen.name).toBe("list");
});

test("sorting by a column asks for it, and again for the other way round", async () => {
  const { host, user } = await openProgramme();
  await user.click(await screen.findByTestId("sort-findings"));
  expect(asked(host)).toMatchObject({ sort: "findings", descending: false });
  await user.click(screen.getByTestId("sort-findings"));
  expect(asked(host)).toMatchObject({ sort: "findings", descending: true });
});

test("a heading of the coverage leads to its rows", async () => {
  const { host, user } = await openProgramme();
  await user.click(await screen.findByTestId("tab-coverage"));
  const table = await screen.findByTestId("coverage-table");
  expect(within(table).getByText(/También escrito: Protección a denunciantes/)).toBeTruthy();
  await user.click(within(table).getByText("10. Profesionalizar"));
  expect(asked(host)?.priorities).toEqual(["10"]);
  expect(await screen.findByTestId("consolidated-table")).toBeTruthy();
});

test("programmes are made, chosen, changed and forgotten", async () => {
  const { host, user } = await openProgramme();
  await user.click(await screen.findByTestId("programmes-open"));
  await user.click(screen.getByTestId("programme-new"));
  await user.type(screen.getByTestId("programme-name"), "Estatal 2024-2026");
  await user.click(screen.getByTestId("programme-all"));
  await user.click(screen.getByTestId("programme-save"));
  expect(host.keepProgramme.mock.lastCall?.[0]).toMatchObject({
    programme: "",
    name: "Estatal 2024-2026",
    dossiers: ["A".repeat(32), "C".repeat(32)],
  });
  await waitFor(() => expect(asked(host)?.programme).toBe("1".padStart(32, "0")));
  await user.click(await screen.findByTestId("programme-remove"));
  await user.click(screen.getByTestId("programme-remove-yes"));
  await waitFor(() => expect(asked(host)?.programme).toBeNull());
  expect(screen.queryByTestId("programme-item")).toBeNull();
});

test("what went wrong is said, and a programme that is gone shows everything", async () => {
  const gone = { code: "PROGRAMME_UNKNOWN" as const, message: "No hay.", next: "Mira." };
  const { host } = await openProgramme((door) => {
    const query = { ...EMPTY_QUERY, programme: "9".repeat(32) };
    door.consolidationState.mockResolvedValue(JSON.stringify({ query }));
    door.consolidate.mockRejectedValueOnce(gone);
  });
  await waitFor(() => expect(asked(host)?.programme).toBeNull());
  expect(await screen.findByTestId("consolidated-table")).toBeTruthy();
});

test("with one dossier the screen says what it is for", async () => {
  const { user, app } = await openProgramme((door) => {
    const all = consolidation();
    door.consolidate.mockImplementation(async (query) => {
      const view: ConsolidationView = await all.consolidate(query);
      return { ...view, dossiers: view.dossiers.slice(0, 1) };
    });
  });
  await screen.findByTestId("consolidation-few");
  await user.click(screen.getByText("Ir a los expedientes"));
  expect(app.state.get().screen.name).toBe("list");
});

test("answers to an earlier question are not shown", async () => {
  const answers: ((view: ConsolidationView) => void)[] = [];
  const { app } = await openProgramme((door) =>
    door.consolidate.mockImplementation(() => new Promise((answer) => answers.push(answer))),
  );
  await waitFor(() => expect(answers.length).toBe(1));
  const view = await consolidation().consolidate(EMPTY_QUERY);
  act(() => app.consolidation.ask({ text: "agua" }));
  await act(async () => {
    answers[1]?.({ ...view, total: 2 });
    answers[0]?.({ ...view, total: 1 });
    await Promise.resolve();
  });
  expect(app.consolidation.state.get().view?.total).toBe(2);
});

test("pages are read as they come into sight; one of another version is read anew", async () => {
  const { host, app } = await openProgramme();
  await screen.findByTestId("consolidated-table");
  await act(() => app.consolidation.wantPage(0));
  expect(host.consolidatedRows).not.toHaveBeenCalled();
  host.consolidatedRows.mockResolvedValueOnce({ version: "1", rows: [] });
  await act(() => app.consolidation.wantPage(1));
  expect(host.consolidatedRows).toHaveBeenCalledWith(EMPTY_QUERY, 500, 500);
  const before = host.consolidate.mock.calls.length;
  host.consolidatedRows.mockResolvedValueOnce({ version: "2", rows: [] });
  await act(() => app.consolidation.wantPage(2));
  expect(host.consolidate.mock.calls.length).toBe(before + 1);
});

test("a change of a dossier is read again once it rests", async () => {
  const { host, app } = await openProgramme();
  await screen.findByTestId("consolidated-table");
  vi.useFakeTimers();
  try {
    const before = host.consolidate.mock.calls.length;
    const changed: HostEvent = { type: "headings", dossier: DOSSIER, levels: [], headings: [] };
    app.hear(changed);
    app.hear(changed);
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(host.consolidate.mock.calls.length).toBe(before + 1);
  } finally {
    vi.useRealTimers();
  }
});

test("only what is in sight is drawn, wherever groups begin", () => {
  const sections = [
    { label: "A", first: 0, rows: 10 },
    { label: "B", first: 10, rows: 9_990 },
  ];
  expect(heightOf(10_000, sections)).toBe(10_000 * ROW_PX + 2 * SECTION_PX);
  expect(topOf(0, sections)).toBe(SECTION_PX);
  expect(topOf(10, sections)).toBe(10 * ROW_PX + 2 * SECTION_PX);
  const top = itemsIn(0, 600, 10_000, sections);
  expect(top[0]).toEqual({ kind: "section", section: 0, top: 0 });
  const middle = itemsIn(topOf(5_000, sections), 600, 10_000, sections);
  expect(middle.length).toBeLessThan(40);
  expect(middle.some((item) => item.kind === "row" && item.row === 5_000)).toBe(true);
  const end = itemsIn(heightOf(10_000, sections), 600, 10_000, sections);
  expect(end.at(-1)).toMatchObject({ kind: "row", row: 9_999 });
  expect(itemsIn(0, 600, 0, [])).toEqual([]);
});
