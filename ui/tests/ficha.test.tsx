import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { FichaPanel, openFicha } from "../src/features/ficha";
import type { HeadingView, OpenedDossier, Row } from "../src/host";
import { App, AppContext, DossierContext } from "../src/state";
import { DossierStore } from "../src/state/dossierStore";
import { AXIS, DOSSIER, FULL, FakeHost, PRIORITY, comment, opened, reviewed, row } from "./support";

function show(rows: Row[], said: Partial<OpenedDossier> = {}, key?: string) {
  const host = new FakeHost();
  host.editing(rows);
  const app = new App(host);
  const dossier = new DossierStore(host, opened(rows, said));
  host.listener = (event) => dossier.hear(event);
  const first = rows[0] ?? row(1);
  const selected = key ?? `${first.line}:${first.indicator ?? ""}`;
  dossier.select({ key: selected, field: "actionLine" });
  render(
    <AppContext value={app}>
      <DossierContext value={dossier}>
        <FichaPanel />
      </DossierContext>
    </AppContext>,
  );
  return { host, app, dossier, user: userEvent.setup() };
}

const field = (name: string, at = 0): HTMLElement => {
  const found = document.querySelectorAll<HTMLElement>(`[data-ficha="${name}"]`)[at];
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
};
const control = (name: string, at = 0): HTMLElement => {
  const found = field(name, at).querySelector<HTMLElement>("[data-ficha-control]");
  if (found === null) throw new Error(`no control ${name}`);
  return found;
};
const heading = (said: Partial<HeadingView>): HeadingView => ({
  id: "h",
  level: "priority",
  parent: null,
  number: "",
  text: "",
  retired: false,
  lines: 0,
  ...said,
});

describe("the ficha", () => {
  it("shows the fields of the line once and those of each indicator", () => {
    const one = row(1);
    const two = { ...row(2, { line: "line-1", indicatorName: "Otro indicador" }) };
    show([one, two, row(3)]);
    expect(document.querySelectorAll('[data-ficha="actionLine"]')).toHaveLength(1);
    const indicators = screen.getAllByTestId("ficha-indicator");
    expect(indicators).toHaveLength(2);
    expect(within(indicators[1] ?? document.body).getByText("Indicador 2 de 2")).toBeTruthy();
    expect(control("indicatorName", 1).textContent).toBe("Otro indicador");
    expect(field("formula.numerator").textContent).toContain("Lo que se cuenta");
    const described = control("formula").getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(described)?.textContent).toContain("Cómo se calcula");
  });

  it("is written in place, one field after the other", async () => {
    const { host, user } = show([row(1)]);
    await user.click(control("responsible"));
    await user.keyboard("Dirección de Quejas{Tab}");
    await waitFor(() => expect(control("responsible").textContent).toBe("Dirección de Quejas"));
    expect(host.edit.mock.lastCall?.[0]).toMatchObject({ field: "responsible" });
    await waitFor(() => expect(document.activeElement).toBe(control("stage")));
  });

  it("says how a meta is understood while it is written", async () => {
    const { user } = show([row(1)]);
    await user.click(control("targets.2024"));
    await user.keyboard("{Control>}a{/Control}{Backspace}1,000");
    expect(screen.getByTestId("editor-hint").textContent).toBe("1,000: mil · Porcentaje");
    await user.keyboard("x");
    expect(screen.getByTestId("editor-hint").textContent).toContain("se guarda como está escrito");
    expect(screen.getByTestId("cell-editor").getAttribute("aria-describedby")).not.toBeNull();
  });

  it("offers the values of a list without regard to accents, and takes others", async () => {
    const { host, user } = show([row(1, { targetBehavior: "" })]);
    await user.click(control("targetBehavior"));
    await user.keyboard("periodica");
    expect((await screen.findAllByTestId("list-option")).map((one) => one.textContent)).toEqual([
      "Periódicacada año empieza de cero",
    ]);
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(host.edit.mock.lastCall?.[0].value).toBe("Periódica"));
    await user.click(control("frequency"));
    await user.keyboard("{Control>}a{/Control}{Backspace}Cada dos meses{Enter}");
    await waitFor(() => expect(host.edit.mock.lastCall?.[0].value).toBe("Cada dos meses"));
  });

  it("keeps the unit's own words and the shell's word for a stage", async () => {
    const { host, user } = show([row(1, { stage: "brainstorm" })]);
    expect(control("stage").textContent).toBe("Lluvia de ideas");
    await user.click(control("stage"));
    await user.keyboard("{Control>}a{/Control}{Backspace}Mesa 2{Enter}");
    await waitFor(() => expect(host.edit.mock.lastCall?.[0].value).toBe("Mesa 2"));
  });

  it("takes the parts out of a printed formula, and prints one from its parts", async () => {
    const formula = "(Número de denuncias atendidas/Número de denuncias recibidas)*100";
    const rows = [row(1, { formula })];
    const { host, user, dossier } = show(rows);
    const parts = {
      numerator: "Número de denuncias atendidas",
      denominator: "Número de denuncias recibidas",
      factor: "100",
    };
    const answer = (one: Row) =>
      Promise.resolve({ rows: [one], made: [], version: "v1", changed: true });
    host.act.mockImplementationOnce(() => answer(row(1, { formula, formulaParts: parts })));
    await user.click(screen.getByTestId("formula-take"));
    expect(host.act.mock.lastCall?.[2].map((action) => "field" in action && action.field)).toEqual([
      "formula.numerator",
      "formula.denominator",
      "formula.factor",
    ]);
    await waitFor(() => expect(screen.queryByTestId("formula-take")).toBeNull());
    act(() => {
      const turned = { ...parts, numerator: parts.denominator, denominator: parts.numerator };
      dossier.hear({
        type: "rows",
        dossier: DOSSIER,
        rows: [row(1, { formula, formulaParts: turned })],
        order: null,
        version: "v2",
        foreign: true,
      });
    });
    host.act.mockImplementationOnce(() => answer(row(1)));
    await user.click(screen.getByTestId("formula-write"));
    expect(host.act.mock.lastCall?.[2][0]).toMatchObject({
      field: "formula",
      value: "(Número de denuncias recibidas/Número de denuncias atendidas)*100",
      base: "v2",
    });
  });

  it("chooses the heading from the catalogue", async () => {
    const rows = [row(1, { headings: [AXIS, PRIORITY] })];
    const base = opened(rows);
    const headings = [
      heading({ ...AXIS, parent: null }),
      heading({ ...PRIORITY, parent: AXIS.id }),
      heading({ id: "priority-8", parent: AXIS.id, number: "8", text: "Proteger" }),
      heading({ id: "priority-9", parent: AXIS.id, number: "9", text: "Vieja", retired: true }),
    ];
    const { host, user } = show(rows, { matrix: { ...base.matrix, headings } });
    host.act.mockImplementation(() =>
      Promise.resolve({ rows: [], made: [], version: "v1", changed: true }),
    );
    await user.click(control("headings.priority"));
    const options = await screen.findAllByTestId("heading-option");
    expect(options.map((one) => one.textContent)).toEqual([
      "Sin prioridad",
      "7. Fomentar a la denunciaEje 1",
      "8. ProtegerEje 1",
    ]);
    await user.click(options[2] ?? document.body);
    await waitFor(() =>
      expect(host.act.mock.lastCall?.[2]).toEqual([
        { type: "assignHeading", line: "line-1", heading: "priority-8" },
      ]),
    );
    await user.click(control("headings.priority"));
    await user.click((await screen.findAllByTestId("heading-option"))[0] ?? document.body);
    await waitFor(() =>
      expect(host.act.mock.lastCall?.[2]).toEqual([
        { type: "assignHeading", line: "line-1", heading: AXIS.id },
      ]),
    );
  });

  it("says in words whether the line waits for another body", async () => {
    const { host, user } = show([row(1)]);
    const review = screen.getByTestId("ficha-review");
    expect(field("pendingExternal").textContent).toMatch(/No$/);
    expect(review.getAttribute("role")).toBe("switch");
    await user.click(review);
    expect(host.edit.mock.lastCall?.[0]).toMatchObject({ field: "pendingExternal", value: "true" });
  });

  it("shows the marks of its fields, and Tab reaches them", () => {
    const conflict = {
      field: "targets.2024",
      values: [
        { choose: 1, value: "90", author: "Luis Mora", at: "2023-04-19T10:32:00" },
        { choose: 2, value: "85", author: "Ana Ruiz", at: "2023-04-19T09:58:00" },
      ],
    };
    show([row(1, { conflicts: [conflict], unsent: ["frequency"] })], { comments: [comment(1)] });
    const mark = within(field("targets.2024")).getByTestId("conflict-mark");
    expect(mark.tabIndex).toBe(0);
    expect(within(field("formula")).getByTestId("ficha-comments").textContent).toBe("1");
    expect(field("frequency").textContent).toContain("por enviar");
  });

  it("goes to the lines before and after, in the same field", async () => {
    const second = row(2, { line: "line-1" });
    const { dossier, user } = show([row(1), second, row(3)]);
    await user.click(control("interpretation"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(control("interpretation")));
    await user.keyboard("{Alt>}{PageDown}{/Alt}");
    expect(dossier.state.get().selection?.key).toBe("line-3:indicator-3");
    await waitFor(() => expect(document.activeElement).toBe(control("interpretation")));
    await user.keyboard("{Alt>}{PageUp}{/Alt}");
    expect(dossier.state.get().selection?.key).toBe("line-1:indicator-1");
    expect(screen.getByTestId("ficha-previous")).toHaveProperty("disabled", true);
  });

  it("takes the keyboard when it is opened by a key", () => {
    const { dossier } = show([row(1)]);
    act(() => {
      dossier.select({ key: "line-1:indicator-1", field: "formula" });
      openFicha(dossier);
    });
    expect(document.activeElement).toBe(control("formula"));
  });

  it("is only read by who does not write", () => {
    show([row(1)], { role: "reader" });
    expect(control("formula")).toHaveProperty("disabled", true);
    expect(screen.queryByTestId("formula-take")).toBeNull();
  });

  it("takes a proposal, also of what has no column, from who reviews", async () => {
    const { host, user } = show([row(1)], { role: "reviewer" });
    await user.click(control("baseline.value"));
    expect(screen.queryByTestId("cell-editor")).toBeNull();
    await user.keyboard("40");
    await user.click(control("formula"));
    await user.click(within(field("baseline.value")).getByTestId("proposal-kept"));
    host.review.mockResolvedValue(reviewed([]));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(host.review).toHaveBeenCalledTimes(1));
    expect(host.review.mock.lastCall?.[1]).toEqual([
      expect.objectContaining({ type: "suggest", field: "baseline.value", value: "40" }),
    ]);
  });

  it("tells of a value left unfinished and takes it up", async () => {
    const cell = { line: "line-1", indicator: "indicator-1", field: "targets.2024" };
    const { host, user } = show([row(1)], { drafts: [{ cell, text: "85" }] });
    const mark = within(field("targets.2024")).getByTestId("kept-draft");
    expect(mark.getAttribute("aria-label")).toContain("Dejaste sin terminar: «85»");
    await user.click(mark);
    expect(screen.getByTestId("editor-taken-up").textContent).toContain("La celda dice «100»");
    expect(screen.getByTestId("cell-editor")).toHaveProperty("value", "85");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(host.edit.mock.lastCall?.[0].value).toBe("85"));
    await waitFor(() => expect(host.keepDraft).toHaveBeenLastCalledWith(DOSSIER, cell, null));
  });
});

describe("the editor of a text", () => {
  const editor = () => screen.getByTestId("cell-editor");

  it("is a text box with the web view's spelling in Spanish", async () => {
    const { user } = show([row(1)]);
    await user.click(control("actionLine"));
    expect(editor().getAttribute("role")).toBe("textbox");
    expect(editor().getAttribute("aria-label")).toBe("Renglón 1 · Línea de acción");
    expect(editor().getAttribute("aria-multiline")).toBe("true");
    expect(editor().getAttribute("spellcheck")).toBe("true");
    expect(editor().lang).toBe("es-MX");
    expect(document.activeElement).toBe(editor());
    expect(document.head.querySelectorAll("style")).toHaveLength(0);
  });

  it("writes, breaks lines, takes back its own, saves with Enter", async () => {
    const { host, user } = show([row(1)]);
    await user.click(control("actionLine"));
    await user.keyboard(" y más{Control>}{Enter}{/Control}otra");
    await waitFor(() => expect(host.texts.textOf("line-1|actionLine")).toBe("Línea 1 y más\notra"));
    await user.keyboard("{Control>}z{/Control}{Control>}y{/Control}{Enter}");
    await waitFor(() => expect(screen.queryByTestId("cell-editor")).toBeNull());
    await waitFor(() => expect(control("actionLine").textContent).toBe("Línea 1 y más\notra"));
    await waitFor(() => expect(document.activeElement).toBe(control("actionLine")));
  });

  it("goes back on Esc", async () => {
    const { host, user } = show([row(1)]);
    await user.click(control("actionLine"));
    await user.keyboard("zzz");
    await waitFor(() => expect(host.pushText).toHaveBeenCalled());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(control("actionLine").textContent).toBe("Línea 1"));
    expect(host.revertText).toHaveBeenCalledTimes(1);
  });

  it("keeps the text and says the problem when it cannot be saved", async () => {
    const { host, user } = show([row(1)]);
    await user.click(control("actionLine"));
    host.pushText.mockRejectedValue(FULL);
    await user.keyboard("lo escrito{Enter}");
    expect((await screen.findByTestId("editor-problem")).textContent).toContain("está lleno");
    expect(editor().textContent).toBe("Línea 1lo escrito");
    expect(editor().getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByTestId("cell-state").textContent).toBe("atorado");
  });

  it("shows who else is writing there, and where", async () => {
    const { dossier, user } = show([row(1)]);
    const here = { line: "line-1", indicator: null, field: "actionLine" };
    await user.click(control("actionLine"));
    expect(screen.queryByTestId("cell-claim")).toBeNull();
    act(() => {
      const luis = { device: "b".repeat(64), name: "Luis Mora", cell: here, writing: true };
      dossier.hear({
        type: "presence",
        dossier: DOSSIER,
        people: [{ ...luis, anchor: 2, head: 5 }],
      });
    });
    const claim = screen.getByTestId("cell-claim");
    expect(claim.textContent).toBe("Luis Mora está redactando esta celda");
    expect(claim.parentElement?.getAttribute("aria-live")).toBe("polite");
    expect(screen.getByTestId("remote-caret").textContent).toBe("Luis Mora");
  });

  it("tells colleagues where one is", async () => {
    const { host, user } = show([row(1)]);
    await user.click(control("actionLine"));
    const cell = { line: "line-1", indicator: "indicator-1", field: "actionLine" };
    await waitFor(() => expect(host.here).toHaveBeenLastCalledWith(DOSSIER, cell, true, 7, 7));
  });

  it("says what did not fit, and cuts nothing", async () => {
    const { host, user } = show([row(1, { actionLine: "x".repeat(19_990) })]);
    await user.click(control("actionLine"));
    expect(screen.getByTestId("editor-counter").textContent).toBe("19,990 de 20,000 caracteres");
    await user.paste("y".repeat(11));
    expect(screen.getByTestId("editor-overflow").textContent).toContain(
      "tendría 20,001 caracteres y admite 20,000",
    );
    await user.paste("y".repeat(10));
    expect(screen.queryByTestId("editor-overflow")).toBeNull();
    await waitFor(() => expect(host.pushText).toHaveBeenCalledTimes(1));
  });
});
