import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { sideOf } from "../src/features/away/words";
import type { AwayItem, AwayKind } from "../src/host";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { DOSSIER, FULL, row } from "./support";

function item(at: number, kind: AwayKind, said: Partial<AwayItem> = {}): AwayItem {
  return {
    row: at,
    line: `line-${String(at)}`,
    indicator: `indicator-${String(at)}`,
    field: "formula",
    kind,
    author: "Luis Mora",
    before: "Denuncias atendidas entre recibidas",
    after: "Denuncias atendidas entre presentadas",
    ...said,
  };
}

async function open(away: AwayItem[]) {
  const opened = await openWindow([row(1), row(2), row(3)], { away });
  return { ...opened, panel: await screen.findByTestId("away-panel") };
}

describe("what changed while away", () => {
  it("stands by kind, what asks something first, its words marked", async () => {
    const { panel } = await open([
      item(1, "changed"),
      item(2, "toDecide", { field: "targets.2024", before: "85", after: "90" }),
      item(3, "comment", { before: "", after: "¿Va al revés?" }),
      item(2, "restored", { field: "", before: "", after: "" }),
      item(3, "changed"),
    ]);
    const groups = within(panel).getAllByTestId("away-group");
    expect(groups.map((one) => within(one).getByRole("heading").textContent)).toEqual([
      "1 por decidir",
      "2 celdas cambiaron",
      "1 renglón volvió",
      "1 comentario",
    ]);
    const changed = groups[1] as HTMLElement;
    expect(changed.querySelector("del")?.textContent).toContain("recibidas");
    expect(changed.querySelector("ins")?.textContent).toContain("presentadas");
    expect(await barriers(panel)).toEqual([]);
  });

  it("is visited one by one, by button and with F9 and Shift+F9", async () => {
    const { panel, user, dossier } = await open([
      item(3, "changed"),
      item(1, "toDecide"),
      item(2, "changed"),
    ]);
    const at = () => dossier.state.get().selection?.key;
    await user.click(within(panel).getByTestId("away-next"));
    expect(at()).toBe("line-1:indicator-1");
    expect(panel.textContent).toContain("1 de 3");
    await user.keyboard("{F9}");
    expect(at()).toBe("line-3:indicator-3");
    await user.keyboard("{F9}{F9}");
    expect(at()).toBe("line-1:indicator-1");
    await user.keyboard("{Shift>}{F9}{/Shift}");
    expect(at()).toBe("line-2:indicator-2");
    expect(panel.querySelectorAll("[aria-current=true]")).toHaveLength(1);
  });

  it("is written to a file, and accepted whole", async () => {
    const { host, panel, user } = await open([item(1, "changed")]);
    host.exportAway.mockResolvedValueOnce("/home/ana/lista.txt").mockRejectedValue(FULL);
    await user.click(within(panel).getByTestId("away-export"));
    expect((await screen.findByTestId("toast")).textContent).toContain("/home/ana/lista.txt");
    await user.click(within(panel).getByTestId("away-export"));
    await waitFor(() =>
      expect(screen.getByTestId("problem-banner").dataset["code"]).toBe("DISK_FULL"),
    );
    await user.click(within(panel).getByTestId("away-dismiss"));
    expect(screen.queryByTestId("away-panel")).toBeNull();
    expect(host.awaySeen).toHaveBeenCalledWith(DOSSIER);
  });

  it("says why it cannot be visited when nothing changed", async () => {
    const { user } = await openWindow([row(1)]);
    await user.keyboard("{F9}");
    expect((await screen.findByTestId("toast")).textContent).toContain(
      "Nada cambió mientras estabas sin conexión.",
    );
  });

  it("takes its place beside the matrix when it comes", async () => {
    const { host } = await openWindow([row(1)]);
    act(() => {
      host.listener({ type: "away", dossier: DOSSIER, items: [item(1, "merged")] });
    });
    expect((await screen.findByTestId("away-panel")).textContent).toContain("1 texto se juntó");
    expect(screen.getByTestId("panel-away").textContent).toContain("1");
  });
});

describe("a side of a change", () => {
  const kinds = (text: string, other: string) =>
    sideOf(text, other, "added").map((span) => [span.kind, span.text]);

  it("marks the words that the other lacks", () => {
    expect(kinds("uno dos tres", "uno tres")).toEqual([
      ["same", "uno "],
      ["added", "dos "],
      ["same", "tres"],
    ]);
  });

  it("is new whole where the two have little in common, and plain where there was nothing", () => {
    expect(kinds("90", "85")).toEqual([["added", "90"]]);
    expect(kinds("90", "")).toEqual([["same", "90"]]);
  });
});
