import { act, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { finderOf } from "../src/features/find";
import type { FindingView } from "../src/host";
import type { Overlay, Panel } from "../src/state";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { PRIORITY, comment, opened, row } from "./support";

const FINDING: FindingView = {
  key: "k",
  code: "RULE",
  level: "warning",
  row: 1,
  cell: { line: "line-1", indicator: "indicator-1", field: "formula" },
  title: "La fórmula parece invertida",
  explanation: "Mientras menos se atiende, más alto sale.",
  example: "Si llegan 10 y se atienden 8, da 125 %.",
  fixes: [{ label: "Invertir la fórmula", actions: [] }],
  silenced: null,
  related: [2],
};

function open() {
  const rows = [row(1, { headings: [PRIORITY] }), row(2)];
  const matrix = {
    ...opened(rows).matrix,
    headings: [{ ...PRIORITY, parent: null, retired: false, lines: 1 }],
  };
  const me = { device: "a".repeat(64), name: "Ana", institution: "SESEA", me: true };
  const members = [{ ...me, role: "coordinator" as const }];
  const said = { matrix, comments: [comment(1)], members, role: "coordinator" as const };
  return openWindow(rows, said, (host) => host.finding([FINDING]));
}

/** Axe on what this page makes without a layout; the window in Chromium is asked the rest. */
describe("no barrier", () => {
  it.each<Panel>(["findings", "comments", "decide", "ficha"])("in the panel %s", async (panel) => {
    const { dossier, container } = await open();
    act(() => {
      dossier.select({ key: "line-1:indicator-1", field: "formula" });
      dossier.openPanel(panel);
    });
    await screen.findByRole("complementary");
    expect(await barriers(container)).toEqual([]);
  });

  it.each<[Overlay, string]>([
    [{ name: "palette" }, "palette"],
    [{ name: "shortcuts" }, "shortcuts"],
    [{ name: "settings" }, "settings"],
    [{ name: "headings" }, "headings"],
    [{ name: "help", chapter: "buscar" }, "help-chapter"],
  ])("in the dialog %o", async (overlay, testId) => {
    const { app } = await open();
    act(() => app.overlay.set(overlay));
    await screen.findByTestId(testId);
    const dialog = screen.getByRole("dialog");
    expect(await barriers(dialog)).toEqual([]);
  });

  it("in the search bar and the replacements", async () => {
    const { dossier, container } = await open();
    act(() => {
      finderOf(dossier).open();
      finderOf(dossier).look({ query: "indicador" });
      finderOf(dossier).filter({ matching: true });
    });
    await screen.findByTestId("find-bar");
    expect(await barriers(container)).toEqual([]);
    act(() => finderOf(dossier).replace(true));
    await screen.findByTestId("replace-dialog");
    expect(await barriers(screen.getByRole("dialog"))).toEqual([]);
  });
});
