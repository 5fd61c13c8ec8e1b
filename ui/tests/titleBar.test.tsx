import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { emptyReview } from "../src/host/fixture/review";
import { openWindow } from "./openWindow";
import { DOSSIER, row } from "./support";

const LUIS = {
  device: "b".repeat(64),
  name: "Luis Mora",
  institution: "SECOEM",
  role: "editor" as const,
  me: false,
};

describe("the title bar", () => {
  it("says who is here, in which cell, and leads there", async () => {
    const { host, user, dossier } = await openWindow([row(1), row(2)], { members: [LUIS] });
    act(() => {
      const cell = { line: "line-2", indicator: "indicator-2", field: "formula" };
      const here = { device: LUIS.device, name: LUIS.name, anchor: null, head: null };
      host.listener({
        type: "presence",
        dossier: DOSSIER,
        people: [{ ...here, cell, writing: true }],
      });
    });
    const button = screen.getByTestId("members");
    expect(button.getAttribute("aria-label")).toBe("1 persona más está aquí ahora");
    await user.click(button);
    const person = await screen.findByTestId("person-here");
    expect(person.textContent).toContain("Está redactando Renglón 2 · Fórmula");
    await user.click(person);
    expect(dossier.state.get().selection).toEqual({
      key: "line-2:indicator-2",
      field: "formula",
    });
    await waitFor(() => expect(screen.queryByTestId("person-here")).toBeNull());
  });

  it("names what undo takes back, and says what it left alone", async () => {
    const { host, user } = await openWindow([row(1)], { undo: "Pegar 4 celdas" });
    host.undo.mockResolvedValue({ label: "Pegar 4 celdas", changed: [], kept: [] });
    const button = screen.getByTestId("undo");
    expect(button.getAttribute("aria-label")).toBe("Deshacer: Pegar 4 celdas");
    expect(screen.getByTestId("redo").getAttribute("aria-label")).toBe("Nada que rehacer");
    await user.click(button);
    expect((await screen.findByTestId("toast")).textContent).toContain(
      "Se deshizo: Pegar 4 celdas",
    );
  });

  it("keeps the rarer things in a menu", async () => {
    const { user } = await openWindow([row(1)]);
    await user.click(screen.getByTestId("more-open"));
    const entries = within(await screen.findByRole("menu")).getAllByRole("menuitem");
    expect(entries.map((entry) => entry.textContent)).toEqual([
      "Ejes y prioridades…",
      "Llevar cambios en un archivo…",
      "Todo lo que se puede hacer (Ctrl+K)",
      "Atajos de teclado (F1)",
      "Ajustes…",
      "Ayuda",
    ]);
    await user.click(entries[5] as HTMLElement);
    await screen.findByTestId("help-chapter");
  });

  it("opens each panel by its button, its entry and its keys", async () => {
    const { user, dossier } = await openWindow([row(1)], {
      review: {
        ...emptyReview(),
        versions: [
          {
            ...{ id: "v", name: "Mesa 08", note: "", by: "Ana", at: "2023-04-19T12:00:00" },
            ...{ matrix: "f1", digest: "3F0A", rows: 1, here: true, current: true },
          },
        ],
      },
    });
    const panel = () => dossier.state.get().panel;
    for (const [at, name] of [
      [1, "notices"],
      [2, "decide"],
      [3, "comments"],
      [4, "suggestions"],
      [5, "findings"],
      [6, "consultations"],
      [7, "window"],
      [8, "versions"],
      [9, "history"],
    ] as const) {
      await user.keyboard(`{Alt>}${String(at)}{/Alt}`);
      expect(panel()).toBe(name);
    }
    await user.click(screen.getByTestId("panel-suggestions"));
    expect(panel()).toBe("suggestions");
    await user.click(screen.getByTestId("review-menu"));
    const entries = within(await screen.findByRole("menu")).getAllByRole("menuitem");
    expect(entries.map((entry) => entry.textContent)).toEqual([
      "Minutas",
      "Consultas",
      "Periodo de revisión",
      "Versiones · 1 cerrada",
      "Historia de la celda",
      "Por qué dice esto",
    ]);
    await user.click(entries[3] as HTMLElement);
    expect(panel()).toBe("versions");
    expect(screen.getByTestId("review-menu").getAttribute("aria-pressed")).toBe("true");
  });
});
