import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { replacementsIn } from "../src/features/find/replacing";
import { finderOf } from "../src/features/find";
import type { OpenedDossier, ReviewAction, ReviewView, Row, RowStateView } from "../src/host";
import { emptyReview } from "../src/host/fixture/review";
import { lockOf, openedState } from "../src/state";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { FULL, opened, row, type FakeHost } from "./support";

const ROWS = (): Row[] => [1, 2, 3, 4].map((at) => row(at, { formula: `fórmula ${String(at)}` }));

function cell(at: number, field: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(
    `[data-testid=cell][data-row="${String(at)}"][data-field="${field}"]`,
  );
  if (found === null) throw new Error(`no cell ${String(at)} ${field}`);
  return found;
}

const given = (line: string, said: Partial<RowStateView> = {}): RowStateView => ({
  line,
  state: "approved",
  reason: "",
  by: "Ana Ruiz",
  at: "2023-04-20T09:00:00",
  changedSince: false,
  others: [],
  ...said,
});

const reviewOf = (...states: RowStateView[]): ReviewView => ({ ...emptyReview(), states });

const open = (role: OpenedDossier["role"], review: ReviewView = emptyReview()) =>
  openWindow(ROWS(), { role, review }, (host) => {
    host.editing(ROWS());
    host.review.mockImplementation(() => Promise.resolve({ made: [], comments: [], review }));
    host.act.mockImplementation(() =>
      Promise.resolve({ rows: [], made: [], version: "v1", changed: true }),
    );
  });

const asked = (host: FakeHost): ReviewAction[] =>
  host.review.mock.calls.flatMap(([, list]) => list);

/** The entries of a row's menu about its state. */
async function offered(user: { click: (element: Element) => Promise<void> }, at: number) {
  await user.click(within(cell(at, "#")).getByTestId("row-menu"));
  const entries = await screen.findAllByRole("menuitem");
  return entries.flatMap(({ dataset, textContent }) =>
    dataset["key"]?.startsWith("state-") === true ? [textContent] : [],
  );
}

describe("an approved row", () => {
  const approved = () => reviewOf(given("line-1", { reason: "Quedó en la mesa." }));

  it("says so with a lock and a word, and to those who hear it", async () => {
    await open("editor", approved());
    expect(within(cell(1, "#")).getByTestId("row-lock")).toBeDefined();
    expect(within(cell(1, "actionLine")).getByTestId("state-mark").textContent).toBe("Aprobada");
    expect(cell(1, "#").getAttribute("aria-label")).toBe("Renglón 1. Aprobada");
    expect(cell(1, "formula").getAttribute("aria-readonly")).toBe("true");
    expect(cell(2, "formula").getAttribute("aria-readonly")).toBe("false");
  });

  it("is not written in: it is said why, and a change can be proposed", async () => {
    const { host, user } = await open("editor", approved());
    await user.click(cell(1, "formula"));
    await user.keyboard("{Enter}");
    const dialog = await screen.findByTestId("locked-dialog");
    expect(screen.queryByTestId("cell-editor")).toBeNull();
    expect(dialog.textContent).toContain("Aprobada por Ana Ruiz, 20 de abril de 2023, 09:00.");
    expect(dialog.textContent).toContain("Quedó en la mesa.");
    expect(screen.queryByTestId("locked-reopen")).toBeNull();
    expect(await barriers(dialog)).toEqual([]);
    await user.click(screen.getByTestId("locked-propose"));
    const box = await screen.findByTestId<HTMLTextAreaElement>("proposal-text");
    expect(box.value).toBe("fórmula 1");
    await waitFor(() => expect(document.activeElement).toBe(box));
    expect(host.openText).not.toHaveBeenCalled();
  });

  it("is reopened by who coordinates, with a reason", async () => {
    const { host, user } = await open("coordinator", approved());
    await user.click(cell(1, "formula"));
    await user.keyboard("x");
    await user.click(await screen.findByTestId("locked-reopen"));
    const confirm = await screen.findByTestId("state-confirm");
    expect(confirm).toHaveProperty("disabled", true);
    await user.type(screen.getByTestId("state-reason"), "Cambió la ley.");
    await user.click(confirm);
    await waitFor(() =>
      expect(asked(host)).toEqual([
        { type: "setState", lines: ["line-1"], state: "inReview", reason: "Cambió la ley." },
      ]),
    );
  });

  it("is left alone by clearing, filling and pasting, which name it", async () => {
    const { host, user, app } = await open("editor", approved());
    await user.click(cell(1, "targets.2025"));
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}{Delete}");
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(1));
    expect(host.act.mock.lastCall?.[2].map((action) => "line" in action && action.line)).toEqual([
      "line-2",
    ]);
    expect(app.state.get().toasts.map(({ text }) => text)).toContain(
      "El renglón 1 está aprobado y se quedó como estaba. Para cambiarlo, quien coordina lo reabre.",
    );
    await user.click(cell(1, "targets.2026"));
    fireEvent.paste(cell(1, "targets.2026"), {
      clipboardData: {
        types: ["text/plain"],
        getData: (type: string) => (type === "text/plain" ? "5\t6\n7\t8" : ""),
      },
    });
    expect((await screen.findByRole("dialog")).textContent).toContain("El renglón está aprobado");
  });

  it("is left out of replacements and of what is locked by role", () => {
    const state = { ...openedState(opened(ROWS())), review: approved() };
    const found = replacementsIn(state, {
      query: "fórmula",
      by: "cociente",
      wholeWord: false,
      figures: false,
    });
    expect(found.map(({ row: { row: at }, locked }) => [at, locked])).toEqual([
      [1, true],
      [2, false],
      [3, false],
      [4, false],
    ]);
    const [first, second] = ROWS();
    if (first === undefined || second === undefined) throw new Error("no rows");
    expect(lockOf(state, first, "formula")).toBe("approved");
    expect(lockOf(state, first, "headings.axis")).toBeNull();
    expect(lockOf(state, second, "formula")).toBeNull();
    expect(lockOf({ ...state, role: "reviewer" }, second, "formula")).toBe("role");
  });

  it("opens in the ficha as in the grid: not at all", async () => {
    const { dossier, user } = await open("editor", approved());
    act(() => {
      dossier.select({ key: "line-1:indicator-1", field: "formula" });
      dossier.openPanel("ficha");
    });
    const ficha = await screen.findByTestId("ficha-panel");
    expect(within(ficha).getByTestId("state-detail").textContent).toContain("Quedó en la mesa.");
    const field = ficha.querySelector('[data-testid=ficha-field][data-field="formula"]');
    if (field === null) throw new Error("no field");
    expect(field.getAttribute("aria-label")).toContain("aprobada");
    await user.click(field);
    await screen.findByTestId("locked-dialog");
  });
});

describe("who gives which state", () => {
  it.each([
    ["editor", ["Pasar a revisión"]],
    ["reviewer", ["Observar…"]],
    ["coordinator", ["Pasar a revisión", "Observar…", "Aprobar"]],
    ["reader", []],
  ] as const)("%s, to a draft", async (role, entries) => {
    const { user } = await open(role);
    expect(await offered(user, 1)).toEqual(entries);
  });

  it("an editor takes back what is in review, and sends on what was returned", async () => {
    const review = reviewOf(
      given("line-1", { state: "inReview" }),
      given("line-2", { state: "returned", reason: "Falta la meta." }),
    );
    const { host, user } = await open("editor", review);
    expect(await offered(user, 1)).toEqual(["Volver a borrador"]);
    await user.keyboard("{Escape}");
    const mark = within(cell(2, "actionLine")).getByTestId("state-mark");
    expect(mark.getAttribute("aria-label")).toBe("Observada: Falta la meta.");
    await user.click(mark);
    const detail = await screen.findByTestId("state-detail");
    expect(detail.textContent).toContain("Observada por Ana Ruiz");
    expect(detail.textContent).toContain("Falta la meta.");
    expect(await barriers(screen.getByRole("dialog"))).toEqual([]);
    await user.click(screen.getByTestId("state-review"));
    await waitFor(() =>
      expect(asked(host)).toEqual([
        { type: "setState", lines: ["line-2"], state: "inReview", reason: "" },
      ]),
    );
  });

  it("a reviewer returns with a reason", async () => {
    const { host, user } = await open("reviewer");
    await offered(user, 3);
    await user.click(screen.getByRole("menuitem", { name: "Observar…" }));
    const dialog = await screen.findByTestId("state-dialog");
    expect(dialog.textContent).toContain("Observar el renglón 3");
    expect(await barriers(dialog)).toEqual([]);
    await user.type(screen.getByTestId("state-reason"), "Falta la fuente.");
    await user.click(screen.getByTestId("state-confirm"));
    await waitFor(() =>
      expect(asked(host)).toEqual([
        { type: "setState", lines: ["line-3"], state: "returned", reason: "Falta la fuente." },
      ]),
    );
  });
});

describe("several rows", () => {
  it("are approved in one step from the menu of one of them, those that can be", async () => {
    const { host, user } = await open("coordinator", reviewOf(given("line-2")));
    await user.click(cell(1, "#"));
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    await user.click(within(cell(2, "#")).getByTestId("row-menu"));
    await user.click(await screen.findByRole("menuitem", { name: "Aprobar (2 de los elegidos)" }));
    await waitFor(() =>
      expect(asked(host)).toEqual([
        { type: "setState", lines: ["line-1", "line-3"], state: "approved", reason: "" },
      ]),
    );
    await screen.findByText(/Se aprobaron 2 renglones/);
  });

  it("of a menu outside of the selection only its own", async () => {
    const { host, user } = await open("coordinator");
    await user.click(cell(1, "#"));
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
    await offered(user, 4);
    await user.click(screen.getByRole("menuitem", { name: "Aprobar" }));
    await waitFor(() => expect(asked(host)[0]).toMatchObject({ lines: ["line-4"] }));
  });

  it("keep their state where the shell refuses, and it is said why", async () => {
    const { host, app, user } = await open("coordinator");
    host.review.mockRejectedValue(FULL);
    await offered(user, 1);
    await user.click(screen.getByRole("menuitem", { name: "Aprobar" }));
    await waitFor(() => expect(app.state.get().notice?.code).toBe("DISK_FULL"));
    expect(screen.queryByTestId("state-mark")).toBeNull();
  });
});

it("filters by state, several of them together", async () => {
  const review = reviewOf(given("line-1"), given("line-2", { state: "returned" }));
  const { dossier, user } = await open("editor", review);
  act(() => finderOf(dossier).open());
  await user.click(await screen.findByTestId("filter-status"));
  await user.click(await screen.findByTestId("filter-state-approved"));
  expect(dossier.state.get().shown).toEqual(["line-1:indicator-1"]);
  await user.click(screen.getByTestId("filter-state-returned"));
  expect(dossier.state.get().shown).toHaveLength(2);
  expect(await barriers(screen.getByRole("dialog"))).toEqual([]);
});
