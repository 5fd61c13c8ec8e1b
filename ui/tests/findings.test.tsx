import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { CHECK_AFTER_MS } from "../src/features/findings/book";
import { findingsOf } from "../src/features/findings";
import { UNKNOWN, loaded } from "../src/features/findings/usePages";
import type { FindingView, Row } from "../src/host";
import { pageOf } from "../src/host/fixture/findings";
import { cellId } from "../src/state";
import { openWindow } from "./openWindow";
import { FULL, PRIORITY, row } from "./support";

function finding(at: number, field: string, said: Partial<FindingView> = {}): FindingView {
  return {
    key: `${said.code ?? "RULE"}:${String(at)}:${field}`,
    code: "RULE",
    level: "warning",
    row: at,
    cell: { line: `line-${String(at)}`, indicator: `indicator-${String(at)}`, field },
    title: "La fórmula parece invertida",
    explanation: "Mientras menos se atiende, más alto sale.",
    example: null,
    fixes: [],
    silenced: null,
    related: [],
    ...said,
  };
}

const INVERT = {
  label: "Invertir la fórmula",
  actions: [
    {
      type: "set" as const,
      line: "line-1",
      indicator: "indicator-1",
      field: "formula",
      value: "b/a",
      base: null,
    },
  ],
};

async function open(rows: Row[], findings: FindingView[]) {
  const known = await openWindow(rows, {}, (host) => host.finding(findings));
  await waitFor(() => expect(findingsOf(known.dossier).state.get().version).not.toBeNull());
  return known;
}

describe("findings", () => {
  it("are counted on their button and grouped by level and rule", async () => {
    const missing = { code: "LINEA_MISSING", level: "error" as const, title: "Falta la línea" };
    const { user } = await open(
      [row(1), row(2)],
      [finding(1, "formula"), finding(2, "formula"), finding(2, "actionLine", missing)],
    );
    const button = screen.getByTestId("panel-findings");
    expect(button.textContent).toBe("Hallazgos 3 (1 error, 2 avisos)");
    await user.click(button);
    const panel = await screen.findByTestId("findings-panel");
    const rules = within(panel).getAllByTestId("finding-rule");
    expect(rules.map((rule) => rule.dataset["code"])).toEqual(["LINEA_MISSING", "RULE"]);
    expect(within(panel).getAllByRole("heading", { level: 3 })[1]?.textContent).toBe("2 avisos");
    await user.selectOptions(within(panel).getByTestId("findings-level"), "error");
    expect(within(panel).getAllByTestId("finding-item")).toHaveLength(1);
  });

  it("lead to their cell", async () => {
    const { user, dossier } = await open([row(1), row(2)], [finding(2, "formula")]);
    await user.click(screen.getByTestId("panel-findings"));
    await user.click(await screen.findByTestId("finding-place"));
    expect(dossier.state.get().selection).toEqual({
      key: "line-2:indicator-2",
      field: "formula",
    });
  });

  it("show the arithmetic, and are mended in one step with its way back", async () => {
    const example = "Si llegan 10 y se atienden 8, da 125 %.";
    const { user, host, dossier } = await open(
      [row(1, { formula: "a/b" })],
      [finding(1, "formula", { example, fixes: [INVERT] })],
    );
    host.act.mockResolvedValue({ rows: [], made: [], version: "v1", changed: true });
    host.undo.mockResolvedValue({ label: INVERT.label, changed: [], kept: [] });
    await user.click(screen.getByTestId("panel-findings"));
    expect((await screen.findByTestId("finding-example")).textContent).toBe(example);
    await user.click(screen.getByTestId("finding-fix"));
    await waitFor(() =>
      expect(host.act).toHaveBeenCalledWith(dossier.id, INVERT.label, INVERT.actions),
    );
    const toast = await screen.findByTestId("toast");
    expect(toast.textContent).toContain("Hecho: Invertir la fórmula.");
    await user.click(within(toast).getByTestId("toast-undo"));
    await waitFor(() => expect(host.undo).toHaveBeenCalledWith(dossier.id));
  });

  it("do not undo something else done since", async () => {
    const { user, host } = await open([row(1)], [finding(1, "formula", { fixes: [INVERT] })]);
    host.act.mockResolvedValue({ rows: [], made: [], version: "v1", changed: true });
    await user.click(screen.getByTestId("panel-findings"));
    await user.click(await screen.findByTestId("finding-fix"));
    const toast = await screen.findByTestId("toast");
    act(() => {
      host.listener({ type: "undo", dossier: "d".repeat(32), undo: "Escribir Meta", redo: null });
    });
    await user.click(within(toast).getByTestId("toast-undo"));
    expect(host.undo).not.toHaveBeenCalled();
    expect(await screen.findByText(/Después hiciste otra cosa: «Escribir Meta»/)).toBeTruthy();
  });

  it("are silenced with a reason, and told again", async () => {
    const silenced = { reason: "Así lo pide la SFA", by: "Luis Mora", at: "2023-04-19T10:32:00" };
    const { user, host, dossier } = await open(
      [row(1), row(2)],
      [finding(1, "formula"), finding(2, "formula", { silenced })],
    );
    host.act
      .mockRejectedValueOnce(FULL)
      .mockResolvedValue({ rows: [], made: [], version: "v1", changed: true });
    await user.click(screen.getByTestId("panel-findings"));
    await user.click(await screen.findByTestId("finding-silence"));
    const save = screen.getByTestId("silence-save");
    expect(save).toHaveProperty("disabled", true);
    await user.type(screen.getByTestId("silence-reason"), "Está acordado");
    await user.click(save);
    expect((await screen.findByRole("alert")).textContent).toContain("El disco está lleno.");
    expect(screen.getByTestId("silence-reason")).toHaveProperty("value", "Está acordado");
    await user.click(screen.getByTestId("silence-save"));
    await waitFor(() => expect(host.act).toHaveBeenCalledTimes(2));
    expect(host.act.mock.lastCall?.[2]).toEqual([
      { type: "silence", key: "RULE:1:formula", reason: "Está acordado" },
    ]);
    const list = screen.getByTestId("findings-silenced");
    expect(list.textContent).toContain("1 hallazgo que está bien así");
    expect(list.textContent).toContain("Luis Mora · 19 de abril de 2023, 10:32");
    await user.click(within(list).getByTestId("finding-unsilence"));
    await waitFor(() =>
      expect(host.act.mock.lastCall?.[2]).toEqual([
        { type: "silence", key: "RULE:2:formula", reason: null },
      ]),
    );
    expect(dossier.state.get().panel).toBe("findings");
  });

  it("mark their cells, but for what is only good to know or silenced", async () => {
    const silenced = { reason: "x", by: "y", at: "z" };
    const { user } = await open(
      [row(1, { headings: [PRIORITY] }), row(2, { headings: [PRIORITY] })],
      [
        finding(1, "formula"),
        finding(1, "frequency", { level: "info" }),
        finding(2, "formula", { silenced }),
        finding(2, "headings.priority", { level: "error", title: "Prioridad partida" }),
      ],
    );
    const marks = await screen.findAllByTestId("finding-mark");
    expect(marks.map((mark) => [mark.dataset["level"], mark.title])).toEqual([
      ["error", "1 error: Prioridad partida"],
      ["warning", "1 aviso: La fórmula parece invertida"],
    ]);
    await user.click(marks[1] as HTMLElement);
    await screen.findByTestId("findings-panel");
    expect(screen.getByTestId("findings-selected-only")).toHaveProperty("checked", true);
    expect(screen.getAllByTestId("finding-item").map((item) => item.textContent)).toHaveLength(2);
    expect(screen.getByTestId("status-finding").textContent).toContain("La fórmula parece");
  });

  it("come a page at a time, as they are looked at", async () => {
    const many = Array.from({ length: 30 }, (_, at) => finding(at + 1, "formula"));
    const { user, host, dossier } = await open([row(1)], many);
    await user.click(screen.getByTestId("panel-findings"));
    const items = () => screen.queryAllByTestId("finding-item").length;
    await waitFor(() => expect(items()).toBe(20));
    expect(host.findingPage.mock.calls).toEqual([
      [dossier.id, { type: "rule", code: "RULE" }, 0, 20],
    ]);
    expect(screen.getByTestId("findings-more").textContent).toBe("Mostrar 10 más");
    await user.click(screen.getByTestId("findings-more"));
    await waitFor(() => expect(items()).toBe(30));
    expect(host.findingPage.mock.lastCall?.slice(2)).toEqual([20, 200]);
    expect(screen.queryByTestId("findings-more")).toBeNull();
    // Others are found: as many as were shown, from the start.
    host.finding(many.slice(1));
    await act(() => findingsOf(dossier).pull());
    await waitFor(() => expect(items()).toBe(29));
  });

  it("are never asked for more than a page at once", async () => {
    const many = Array.from({ length: 450 }, (_, at) => finding(at + 1, "formula"));
    const asked: number[][] = [];
    const ask = (offset: number, limit: number) => {
      asked.push([offset, limit]);
      return Promise.resolve(pageOf(many, { type: "rule", code: "RULE" }, offset, limit));
    };
    const known = await loaded(ask, UNKNOWN, 420);
    expect(known.findings).toEqual(many.slice(0, 420));
    expect(await loaded(ask, known, 420)).toBe(known);
    expect((await loaded(ask, known, 620)).findings).toEqual(many);
    expect(asked).toEqual([
      [0, 200],
      [200, 200],
      [400, 20],
      [420, 200],
    ]);
  });

  it("begin again when the matrix changes between two pages", async () => {
    const many = Array.from({ length: 30 }, (_, at) => finding(at + 1, "formula"));
    const { user, host } = await open([row(1)], many);
    await user.click(screen.getByTestId("panel-findings"));
    const items = () => screen.queryAllByTestId("finding-item").length;
    await waitFor(() => expect(items()).toBe(20));
    host.finding(many.slice(5));
    await user.click(screen.getByTestId("findings-more"));
    await waitFor(() => expect(items()).toBe(25));
  });

  it("leave the marks of a cell alone while they say the same", async () => {
    const { host, dossier } = await open(
      [row(1), row(2)],
      [finding(1, "formula"), finding(2, "formula")],
    );
    const marks = (at: number) => {
      const { byCell } = findingsOf(dossier).state.get();
      return byCell.get(cellId(row(at), "formula"));
    };
    const before = marks(1);
    expect(before).toEqual([{ level: "warning", title: "La fórmula parece invertida" }]);
    expect(marks(2)).toBe(before);
    host.finding([finding(1, "frequency"), finding(2, "formula"), finding(2, "formula")]);
    await act(() => findingsOf(dossier).pull());
    expect(marks(1)).toBeUndefined();
    expect(marks(2)).toHaveLength(2);
    host.finding([finding(1, "formula")]);
    await act(() => findingsOf(dossier).pull());
    expect(marks(1)).toEqual(before);
  });

  it("say why they cannot be read", async () => {
    const { user, host } = await open([row(1)], [finding(1, "formula")]);
    host.findingPage.mockRejectedValue(FULL);
    await user.click(screen.getByTestId("panel-findings"));
    expect((await screen.findByRole("alert")).textContent).toContain("El disco está lleno.");
  });

  it("are asked for again once the matrix rests", async () => {
    const { host, dossier } = await open([row(1)], []);
    const asked = host.findings.mock.calls.length;
    const edit = (text: string) =>
      act(() => {
        host.listener({
          type: "rows",
          dossier: dossier.id,
          rows: [row(1, { formula: text })],
          order: null,
          version: text,
          foreign: false,
        });
      });
    edit("a");
    edit("ab");
    expect(host.findings.mock.calls.length).toBe(asked);
    await waitFor(() => expect(host.findings.mock.calls.length).toBe(asked + 1), {
      timeout: 2 * CHECK_AFTER_MS,
    });
  });

  it("teach what they are for when there are none", async () => {
    const { user } = await open([row(1)], []);
    await user.click(screen.getByTestId("panel-findings"));
    expect((await screen.findByTestId("findings-panel")).textContent).toContain(
      "La matriz no tiene hallazgos.",
    );
  });

  it("are only read by who does not write", async () => {
    const known = await openWindow([row(1)], { role: "reader" }, (host) =>
      host.finding([finding(1, "formula", { fixes: [INVERT] })]),
    );
    await known.user.click(screen.getByTestId("panel-findings"));
    await screen.findByTestId("finding-item");
    expect(screen.queryByTestId("finding-fix")).toBeNull();
    expect(screen.queryByTestId("finding-silence")).toBeNull();
  });
});
