import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { suggestionJob } from "../src/features/suggestions/jobs";
import type { OpenedDossier, ReviewAction, ReviewView, Row, SuggestionView } from "../src/host";
import { plainSuggestion } from "../src/host/fixture/proposals";
import { emptyReview } from "../src/host/fixture/review";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { DOSSIER, FULL, PRIORITY, row, type FakeHost } from "./support";

const ROWS = (): Row[] => [
  row(1, { headings: [PRIORITY], actionLine: "Capacitar al personal." }),
  row(2, { headings: [PRIORITY] }),
  row(3),
];

function cell(at: number, field: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(
    `[data-testid=cell][data-row="${String(at)}"][data-field="${field}"]`,
  );
  if (found === null) throw new Error(`no cell ${String(at)} ${field}`);
  return found;
}

/** Of Marisol, for the action line of row 1: two changes. */
const suggestion = (said: Partial<SuggestionView> = {}): SuggestionView =>
  plainSuggestion({
    suggestion: "s1",
    author: "Marisol Peña",
    mine: false,
    row: 1,
    line: "line-1",
    field: "actionLine",
    before: "Capacitar al personal.",
    now: "Capacitar al personal.",
    value: "Formar al personal cada año.",
    spans: [
      { kind: "removed", text: "Capacitar", hunk: 0 },
      { kind: "added", text: "Formar", hunk: 0 },
      { kind: "same", text: " al personal", hunk: null },
      { kind: "added", text: " cada año", hunk: 1 },
      { kind: "same", text: ".", hunk: null },
    ],
    reason: "Así lo dice la ley.",
    ...said,
  });

const reviewOf = (...suggestions: SuggestionView[]): ReviewView => ({
  ...emptyReview(),
  suggestions,
});

const open = (role: OpenedDossier["role"], review: ReviewView = emptyReview()) =>
  openWindow(ROWS(), { role, review }, (host) => {
    host.editing(ROWS());
    host.review.mockImplementation((_dossier, actions) => {
      const decided = actions.some(({ type }) => type !== "suggest");
      return Promise.resolve({ made: [], comments: [], review: decided ? emptyReview() : review });
    });
  });

const asked = (host: FakeHost): ReviewAction[] =>
  host.review.mock.calls.flatMap(([, list]) => list);
const box = () => screen.getByTestId<HTMLTextAreaElement>("proposal-text");

describe("who reviews", () => {
  it("proposes a change where an editor would open, and writes nothing in the matrix", async () => {
    const { host, user } = await open("reviewer");
    await user.click(cell(2, "indicatorName"));
    await user.keyboard("{Enter}");
    expect(screen.queryByTestId("cell-editor")).toBeNull();
    expect(document.activeElement).toBe(box());
    expect(box().value).toBe("Indicador 2");
    expect(screen.getByTestId("proposal-send")).toHaveProperty("disabled", true);
    await user.keyboard(" de avance");
    await user.tab();
    await user.keyboard("Se entiende mejor.{Enter}");
    await screen.findByText(/Se envió tu propuesta/);
    expect(asked(host)).toEqual([
      {
        type: "suggest",
        line: "line-2",
        indicator: "indicator-2",
        field: "indicatorName",
        value: "Indicador 2 de avance",
        base: "v0",
        reason: "Se entiende mejor.",
      },
    ]);
    expect(host.edit).not.toHaveBeenCalled();
    expect(host.openText).not.toHaveBeenCalled();
    await waitFor(() => expect(document.activeElement).toBe(cell(2, "indicatorName")));
  });

  it("begins by typing, F2 or a double click; over a value the letters take its place", async () => {
    const { user } = await open("reviewer");
    await user.click(cell(1, "targets.2025"));
    await user.keyboard("9");
    expect(box().value).toBe("9");
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("proposal-box")).toBeNull();
    expect(screen.queryByTestId("proposal-kept")).toBeNull();
    await user.keyboard("{F2}");
    expect(box().value).toBe("100");
    await user.keyboard("{Escape}");
    fireEvent.doubleClick(cell(2, "formula"));
    expect(box().value).toBe("");
  });

  it("loses nothing by looking elsewhere, and takes it up again", async () => {
    const { user } = await open("reviewer");
    await user.click(cell(2, "indicatorName"));
    await user.keyboard("{Enter} de avance");
    await user.click(cell(3, "formula"));
    expect(screen.queryByTestId("proposal-box")).toBeNull();
    const mark = within(cell(2, "indicatorName")).getByTestId("proposal-kept");
    await user.click(mark);
    expect(box().value).toBe("Indicador 2 de avance");
    await user.click(screen.getByTestId("proposal-cancel"));
    expect(screen.queryByTestId("proposal-kept")).toBeNull();
  });

  it("keeps what could not be sent, with the reason why", async () => {
    const { host, user } = await open("reviewer");
    host.review.mockRejectedValue(FULL);
    await user.click(cell(2, "indicatorName"));
    await user.keyboard("{Enter} nuevo{Enter}");
    await screen.findByText(FULL.message);
    expect(box().value).toBe("Indicador 2 nuevo");
  });

  it("does not propose over headings, and is told so", async () => {
    const { user } = await open("reviewer");
    await user.click(cell(1, "headings.priority"));
    await user.keyboard("{Enter}");
    expect(screen.queryByTestId("proposal-box")).toBeNull();
    expect(screen.getByTestId("toast").textContent).toContain("encabezados");
  });

  it("proposes a row under the heading of the one it comes after, and keeps it when closed", async () => {
    const { host, user } = await open("reviewer");
    await user.click(within(cell(1, "#")).getByTestId("row-menu"));
    await user.click(await screen.findByRole("menuitem", { name: "Proponer un renglón nuevo…" }));
    const dialog = await screen.findByTestId("suggest-row-dialog");
    expect(dialog.textContent).toContain("7. Fomentar a la denuncia");
    fireEvent.change(screen.getByTestId("suggest-row-line"), {
      target: { value: "Publicar el informe." },
    });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("suggest-row-dialog")).toBeNull());
    await user.click(within(cell(1, "#")).getByTestId("row-menu"));
    await user.click(await screen.findByRole("menuitem", { name: "Proponer un renglón nuevo…" }));
    await user.type(await screen.findByTestId("suggest-row-targets.2025"), "50");
    await user.click(screen.getByTestId("suggest-row-send"));
    await waitFor(() => expect(asked(host)).toHaveLength(1));
    expect(asked(host)[0]).toEqual({
      type: "suggestLine",
      after: "line-1",
      heading: PRIORITY.id,
      cells: { actionLine: "Publicar el informe.", "targets.2025": "50" },
      reason: "",
    });
  });

  it("finds no barrier in the form of a new row", async () => {
    const { dossier } = await open("reviewer");
    act(() => suggestionJob(dossier).set({ name: "newRow", line: "line-1" }));
    expect(await barriers(await screen.findByTestId("suggest-row-dialog"))).toEqual([]);
  });

  it("proposes to retire a row", async () => {
    const { host, user } = await open("reviewer");
    await user.click(within(cell(2, "#")).getByTestId("row-menu"));
    await user.click(
      await screen.findByRole("menuitem", { name: "Proponer retirar este renglón…" }),
    );
    await user.type(await screen.findByTestId("suggest-retire-reason"), "Se repite.");
    await user.click(screen.getByTestId("suggest-retire-send"));
    await waitFor(() =>
      expect(asked(host)).toEqual([
        { type: "suggestRetire", line: "line-2", retired: true, reason: "Se repite." },
      ]),
    );
  });
});

describe("who edits", () => {
  it("proposes with Ctrl+Alt+P instead of writing", async () => {
    const { user } = await open("editor");
    await user.click(cell(1, "indicatorName"));
    await user.keyboard("{Control>}{Alt>}p{/Alt}{/Control}");
    expect(box().value).toBe("Indicador 1");
  });

  it("sees the suggestion in its cell, and takes all of it", async () => {
    const { host, user } = await open("editor", reviewOf(suggestion()));
    const mark = within(cell(1, "actionLine")).getByTestId("suggestion-mark");
    expect(mark.textContent).toContain("1 propuesta");
    expect(cell(1, "actionLine").getAttribute("aria-label")).toContain("1 propuesta");
    act(() => cell(1, "actionLine").focus());
    await user.keyboard("{Alt>}{Enter}{/Alt}");
    const popover = await screen.findByRole("dialog");
    expect(popover.textContent).toContain("Marisol Peña");
    expect(popover.textContent).toContain("Así lo dice la ley.");
    expect(within(popover).getByText("Capacitar").closest("del")).not.toBeNull();
    expect(within(popover).getByText("Formar").closest("ins")).not.toBeNull();
    expect(await barriers(popover)).toEqual([]);
    await user.click(within(popover).getByTestId("suggestion-accept"));
    await screen.findByText("Se aceptó la propuesta de Marisol Peña.");
    expect(host.review).toHaveBeenCalledWith(DOSSIER, [
      { type: "accept", suggestion: "s1", hunks: null, reason: "" },
    ]);
    expect(screen.queryByTestId("suggestion-mark")).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(cell(1, "actionLine")));
  });

  it("takes only the changes that are marked", async () => {
    const { host, user } = await open("editor", reviewOf(suggestion()));
    await user.click(within(cell(1, "actionLine")).getByTestId("suggestion-mark"));
    const some = await screen.findByTestId("suggestion-accept-some");
    expect(some).toHaveProperty("disabled", true);
    const [first] = screen.getAllByTestId("change-mark");
    if (first === undefined) throw new Error("no changes");
    await user.click(first);
    await user.click(some);
    await waitFor(() =>
      expect(asked(host)).toEqual([{ type: "accept", suggestion: "s1", hunks: [1], reason: "" }]),
    );
  });

  it("refuses only with a reason", async () => {
    const { host, user } = await open("editor", reviewOf(suggestion()));
    await user.click(within(cell(1, "actionLine")).getByTestId("suggestion-mark"));
    await user.click(await screen.findByTestId("suggestion-refuse"));
    expect(screen.getByTestId("refuse-save")).toHaveProperty("disabled", true);
    await user.type(screen.getByTestId("refuse-reason"), "Ya lo dice la línea 2.");
    await user.click(screen.getByTestId("refuse-save"));
    await waitFor(() =>
      expect(asked(host)).toEqual([
        { type: "refuse", suggestion: "s1", reason: "Ya lo dice la línea 2." },
      ]),
    );
  });

  it("is told that the cell changed since", async () => {
    const outdated = suggestion({ outdated: true, now: "Capacitar al personal nuevo." });
    const { user } = await open("editor", reviewOf(outdated));
    await user.click(within(cell(1, "actionLine")).getByTestId("suggestion-mark"));
    const told = await screen.findByTestId("suggestion-outdated");
    expect(told.textContent).toContain("se aplicará sobre lo que decía entonces y se juntará");
    expect(told.textContent).toContain("Capacitar al personal nuevo.");
  });

  it("sees new rows and retirements at the row they are about", async () => {
    const review = reviewOf(
      suggestion({
        suggestion: "new",
        kind: "addLine",
        field: "",
        cells: { actionLine: "Nueva." },
      }),
      suggestion({ suggestion: "out", kind: "retireLine", field: "", spans: [] }),
    );
    await open("editor", review);
    const marks = within(cell(1, "actionLine")).getAllByTestId("suggestion-mark");
    expect(marks.map(({ textContent }) => textContent)).toEqual([
      "1 renglón propuesto",
      "Se propone retirar",
    ]);
  });

  it("cannot accept in an approved row", async () => {
    const approved: ReviewView = {
      ...reviewOf(suggestion()),
      states: [
        {
          line: "line-1",
          state: "approved",
          reason: "",
          by: "Ana",
          at: "2023-04-20T09:00:00-06:00",
          changedSince: false,
          others: [],
        },
      ],
    };
    const { user } = await open("editor", approved);
    await user.click(within(cell(1, "actionLine")).getByTestId("suggestion-mark"));
    expect(await screen.findByTestId("suggestion-accept")).toHaveProperty("disabled", true);
    expect(screen.getByTestId("suggestion-refuse")).toHaveProperty("disabled", false);
  });
});

describe("the panel", () => {
  const decided = suggestion({
    suggestion: "s2",
    mine: true,
    status: "refused",
    decidedBy: "Luis Mora",
    decidedAt: "2023-04-20T13:00:00-06:00",
    decisionReason: "Ya está en la línea 9.",
    row: 2,
    line: "line-2",
  });

  it("lists what is open, one's own with the reason, and leads to the cell", async () => {
    const { dossier, container, user } = await open("reviewer", reviewOf(suggestion(), decided));
    act(() => dossier.openPanel("suggestions"));
    const panel = await screen.findByTestId("suggestions-panel");
    expect(within(panel).getAllByTestId("suggestion")).toHaveLength(1);
    // Who reviews decides nothing.
    expect(within(panel).queryByTestId("suggestion-accept")).toBeNull();
    expect(panel.textContent).toContain("Decide quien edita o coordina.");
    expect(await barriers(container)).toEqual([]);
    await user.click(screen.getByTestId("suggestions-mine"));
    expect(screen.getByTestId("suggestion-decided").textContent).toContain(
      "Motivo: Ya está en la línea 9.",
    );
    await user.click(screen.getByTestId("suggestion-place"));
    expect(dossier.state.get().selection).toEqual({
      key: "line-2:indicator-2",
      field: "actionLine",
    });
  });

  it("lets its proposer take one back", async () => {
    const { host, dossier, user } = await open("reviewer", reviewOf(suggestion({ mine: true })));
    act(() => dossier.openPanel("suggestions"));
    await user.click(await screen.findByTestId("suggestion-withdraw"));
    await waitFor(() =>
      expect(asked(host)).toEqual([{ type: "withdrawSuggestion", suggestion: "s1" }]),
    );
  });

  it("teaches how to propose while there is nothing", async () => {
    const { dossier } = await open("reviewer");
    act(() => dossier.openPanel("suggestions"));
    expect((await screen.findByTestId("suggestions-panel")).textContent).toContain("pulsa Intro");
  });
});
