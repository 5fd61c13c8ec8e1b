import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type {
  ChoiceMeaning,
  ChoiceView,
  DecisionKind,
  DecisionView,
  OpenedDossier,
  Row,
} from "../src/host";
import { choiceWords } from "../src/features/decide/kinds";
import { emptyReview } from "../src/host/fixture/review";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { DOSSIER, FULL, row } from "./support";

function decision(at: number, kind: DecisionKind, said: Partial<DecisionView> = {}): DecisionView {
  const choice = (choose: number, value: string, author: string) => ({
    ...{ choose, value, means: null, author },
    at: "2023-04-19T10:32:00",
  });
  return {
    key: `key-${String(at)}`,
    kind,
    row: at,
    line: `line-${String(at)}`,
    indicator: `indicator-${String(at)}`,
    field: "",
    subject: "",
    choices: [choice(1, "uno", "Luis Mora"), choice(2, "dos", "Ana Ruiz")],
    ...said,
  };
}

function does(choose: number, means: ChoiceMeaning, author = ""): ChoiceView {
  return { choose, value: "", means, author, at: "2023-04-19T10:32:00" };
}

const review = (decisions: DecisionView[]) => ({ ...emptyReview(), decisions });

const CONFLICT = {
  field: "targets.2024",
  values: [
    { choose: 1, value: "90", author: "Luis Mora", at: "2023-04-19T10:32:00" },
    { choose: 2, value: "85", author: "Ana Ruiz", at: "2023-04-19T09:58:00" },
  ],
};

async function open(rows: Row[], decisions: DecisionView[], said: Partial<OpenedDossier> = {}) {
  const opened = await openWindow(rows, {
    role: "coordinator",
    review: review(decisions),
    ...said,
  });
  await opened.user.click(screen.getByTestId("panel-decide"));
  return { ...opened, panel: await screen.findByTestId("decide-panel") };
}

describe("what waits for a decision", () => {
  it("is one list of every kind, in the order of the shell, and counted in the bar", async () => {
    const kinds: DecisionKind[] = ["states", "verdicts", "movedTwice", "changedAfterApproval"];
    const { panel } = await open(
      [row(1), row(2), row(3), row(4)],
      kinds.map((kind, at) => decision(at + 1, kind)),
    );
    const items = within(panel).getAllByTestId("decision");
    expect(items.map((one) => one.dataset["kind"])).toEqual(kinds);
    expect(screen.getByTestId("panel-decide").textContent).toContain("4");
    expect(panel.textContent).toContain("El renglón recibió dos estados a la vez.");
    expect(panel.textContent).toContain("El renglón se movió a dos lugares a la vez.");
    expect(await barriers(panel)).toEqual([]);
  });

  it("is decided by its key, once for everybody", async () => {
    const { host, panel, user } = await open(
      [row(1)],
      [
        decision(1, "states", {
          choices: [
            does(7, { does: "state", state: "approved" }, "Ana Ruiz"),
            does(9, { does: "state", state: "returned" }, "Luis Mora"),
          ],
        }),
      ],
    );
    host.decide.mockRejectedValueOnce(FULL).mockResolvedValue();
    await user.click(within(panel).getByRole("button", { name: "Elegir: Observada" }));
    expect((await screen.findByRole("alert")).textContent).toContain("El disco está lleno.");
    await user.click(within(panel).getByRole("button", { name: "Elegir: Observada" }));
    await waitFor(() => expect(within(panel).queryByTestId("decision")).toBeNull());
    expect(host.decide.mock.lastCall).toEqual([DOSSIER, "key-1", 9]);
    expect((await screen.findByTestId("toast")).textContent).toContain("Decidido.");
    act(() => {
      host.listener({ type: "review", dossier: DOSSIER, review: emptyReview() });
    });
    expect(screen.getByTestId("decide-panel").textContent).toContain("No hay nada por decidir.");
  });

  it("keeps the choices that a cell brings, and its marks without the list", async () => {
    const rows = [row(1, { conflicts: [CONFLICT] })];
    const values = decision(1, "values", { field: "targets.2024" });
    const { host, panel, user } = await open(rows, [values]);
    host.resolve.mockResolvedValue({ row: row(1, { targets: { "2024": "85" } }), version: "v1" });
    expect(screen.getByTestId("conflict-mark")).toBeTruthy();
    await user.click(within(panel).getByText("Dejar «85»"));
    await waitFor(() => expect(host.resolve.mock.lastCall?.[1]).toBe(2));
    expect(host.decide).not.toHaveBeenCalled();
  });

  it("takes the list's own choices where the row says nothing of it", async () => {
    const values = decision(1, "values", { field: "targets.2024" });
    const { host, panel, user } = await open([row(1)], [values]);
    host.decide.mockResolvedValue();
    await user.click(within(panel).getByRole("button", { name: "Elegir: uno" }));
    await waitFor(() => expect(host.decide.mock.lastCall).toEqual([DOSSIER, "key-1", 1]));
  });

  it.each<[OpenedDossier["role"], DecisionKind, boolean]>([
    ["reviewer", "movedTwice", false],
    ["editor", "movedTwice", true],
    ["editor", "states", false],
    ["coordinator", "states", true],
  ])("a %s decides %s: %s", async (role, kind, may) => {
    const { panel } = await open([row(1)], [decision(1, kind)], { role });
    const button = within(panel).getByRole("button", { name: "Elegir: uno" });
    expect(button).toHaveProperty("disabled", !may);
  });

  it("is walked through with F7, and read in the panel where no cell says it", async () => {
    const { user, dossier } = await openWindow(
      [row(1, { conflicts: [CONFLICT] }), row(2), row(3)],
      {
        review: review([
          decision(1, "values", { field: "targets.2024" }),
          decision(3, "movedTwice"),
        ]),
      },
    );
    await user.keyboard("{F7}");
    expect(dossier.state.get().selection).toEqual({
      key: "line-1:indicator-1",
      field: "targets.2024",
    });
    expect(dossier.state.get().panel).toBeNull();
    await user.keyboard("{F7}");
    expect(dossier.state.get().selection?.key).toBe("line-3:indicator-3");
    const panel = await screen.findByTestId("decide-panel");
    const items = within(panel).getAllByTestId("decision");
    expect(items.map((one) => one.dataset["current"])).toEqual([undefined, ""]);
    await user.keyboard("{Shift>}{F7}{/Shift}");
    expect(dossier.state.get().selection?.key).toBe("line-1:indicator-1");
  });

  it("of no row on screen opens the panel", async () => {
    const none = decision(1, "verdicts", { line: "", indicator: null, row: null });
    const { user } = await openWindow([row(1)], { review: review([none]) });
    await user.keyboard("{F7}");
    expect(await screen.findByTestId("decide-panel")).toBeTruthy();
  });

  it("is said to be nothing when there is nothing", async () => {
    const { user } = await openWindow([row(1)]);
    await user.keyboard("{F7}");
    expect((await screen.findByTestId("toast")).textContent).toContain(
      "No queda nada por decidir.",
    );
  });
});

describe("what a choice leaves", () => {
  it.each<[ChoiceMeaning, string]>([
    [{ does: "keep" }, "Conservar el renglón"],
    [{ does: "placeLine", under: "", after: "" }, "Al principio"],
    [{ does: "placeLine", under: "", after: "Dos" }, "Después de «Dos»"],
    [{ does: "placeLine", under: "1. Uno", after: "" }, "Al principio de 1. Uno"],
    [{ does: "placeLine", under: "1. Uno", after: "Dos" }, "En 1. Uno, después de «Dos»"],
    [{ does: "placeIndicator", line: "Dos" }, "En la línea «Dos»"],
    [{ does: "state", state: "returned" }, "Observada"],
    [{ does: "verdict", verdict: "partly" }, "Aceptada en parte"],
    [{ does: "keepOne" }, "Dejar un solo renglón"],
  ])("%s is said in the window's language", (means, words) => {
    expect(choiceWords(does(1, means))).toBe(words);
  });

  it("is its text where somebody wrote it, whatever it says", () => {
    expect(choiceWords({ ...does(1, { does: "keep" }), value: "Aprobada", means: null })).toBe(
      "Aprobada",
    );
  });

  it("says who retired a row and who edited it", async () => {
    const both = row(1, { retired: true, retiredAndEdited: "los dos" });
    const asked = decision(1, "retiredAndEdited", {
      choices: [does(1, { does: "keep" }, "Ana Ruiz"), does(2, { does: "retire" }, "Luis Mora")],
    });
    const { panel } = await open([both], [asked]);
    expect(panel.textContent).toContain("Lo retiró Luis Mora; lo editó Ana Ruiz.");
  });
});
