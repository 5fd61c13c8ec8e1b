import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { isForBox, isPressed, keysText } from "../src/features/commands/keys";
import { rank, ranked, rowTyped } from "../src/features/commands/rank";
import { openWindow } from "./openWindow";
import { PRIORITY, opened, row } from "./support";

beforeEach(() => {
  localStorage.clear();
});

const pressed = (key: string, held = "") => ({
  key,
  ctrlKey: held.includes("c"),
  metaKey: false,
  altKey: held.includes("a"),
  shiftKey: held.includes("s"),
});

describe("keys", () => {
  it.each([
    ["Ctrl+K", "k", "c", true],
    ["Ctrl+K", "K", "c", true],
    ["Ctrl+K", "k", "cs", false],
    ["Ctrl+K", "k", "ca", false],
    ["Ctrl+Y, Ctrl+Shift+Z", "Z", "cs", true],
    ["Ctrl+Y, Ctrl+Shift+Z", "z", "c", false],
    ["F1, Ctrl+/", "/", "cs", true],
    ["F3", "F3", "s", false],
    ["Shift+F3", "F3", "s", true],
    ["Alt+ArrowUp", "ArrowUp", "a", true],
    ["Ctrl++", "+", "c", true],
  ] as const)("%s with %s %s: %s", (keys, key, held, is) => {
    expect(isPressed(keys, pressed(key, held))).toBe(is);
  });

  it.each([
    ["a", "", true],
    ["z", "c", true],
    ["ArrowLeft", "c", true],
    ["Enter", "", true],
    ["f", "c", false],
    ["k", "c", false],
    ["F7", "", false],
  ] as const)("leaves %s %s to a box: %s", (key, held, is) => {
    expect(isForBox(pressed(key, held))).toBe(is);
  });

  it("are printed as on a keyboard of here", () => {
    expect(keysText("Ctrl+Shift+Enter, Alt+ArrowUp")).toBe("Ctrl+Mayús+Intro o Alt+↑");
  });
});

describe("ranking", () => {
  it.each([
    ["dupl", "Duplicar el renglón", true],
    ["reng dupl", "Duplicar el renglón", true],
    ["renglon", "Duplicar el renglón", true],
    ["dr", "Duplicar el renglón", true],
    ["", "Duplicar el renglón", true],
    ["xyz", "Duplicar el renglón", false],
    ["ano", "Cambiar el año", false],
  ])("%j answers %j: %s", (typed, text, answers) => {
    expect(rank(typed, text) !== null).toBe(answers);
  });

  it("puts what begins so first, and what was used lately before its equals", () => {
    const all = ["Retirar el renglón", "Ver retirados", "Restaurar"].map((text) => ({
      text,
      recent: null as number | null,
    }));
    expect(ranked("ret", all).map(({ text }) => text)).toEqual([
      "Retirar el renglón",
      "Ver retirados",
      "Restaurar",
    ]);
    const used = all.map((one) => (one.text === "Restaurar" ? { ...one, recent: 0 } : one));
    expect(ranked("", used)[0]?.text).toBe("Restaurar");
  });

  it.each([
    ["7", 7],
    ["renglón 7", 7],
    ["Renglon 12", 12],
    ["ir al 3", 3],
    ["row 4", 4],
    ["meta 2024", null],
    ["", null],
  ])("%j is row %s", (typed, number) => {
    expect(rowTyped(typed)).toBe(number);
  });
});

describe("the palette", () => {
  it("finds by a few letters, shows keys, runs, and remembers", async () => {
    const { user, dossier } = await openWindow([row(1)]);
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByTestId("palette-box"), "hallaz");
    const entries = screen.getAllByTestId("palette-entry");
    expect(entries[0]?.dataset["command"]).toBe("view.findings");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(dossier.state.get().panel).toBe("findings"));
    expect(screen.queryByTestId("palette")).toBeNull();
    await user.keyboard("{Control>}k{/Control}");
    await screen.findByTestId("palette-box");
    expect(screen.getAllByTestId("palette-entry")[0]?.dataset["command"]).toBe("view.findings");
    await user.type(screen.getByTestId("palette-box"), "buscar y filtrar");
    const find = screen.getAllByTestId("palette-entry")[0] as HTMLElement;
    expect([...find.querySelectorAll("kbd")].map((key) => key.textContent)).toEqual(["Ctrl", "F"]);
  });

  it("says why something cannot be done, and does not do it", async () => {
    const { user } = await openWindow([row(1)], { role: "editor" });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByTestId("palette-box"), "invitar");
    const entry = screen.getAllByTestId("palette-entry")[0] as HTMLElement;
    expect(entry.getAttribute("aria-disabled")).toBe("true");
    expect(entry.textContent).toContain("Solo quien coordina invita a otras personas.");
    await user.keyboard("{Enter}");
    expect(screen.getByTestId("palette")).toBeTruthy();
  });

  it("goes to a row by its number and to a heading by its words", async () => {
    const { user, dossier } = await openWindow([row(1), row(2), row(3, { headings: [PRIORITY] })], {
      matrix: {
        ...opened([row(1), row(2), row(3, { headings: [PRIORITY] })]).matrix,
        headings: [{ ...PRIORITY, parent: null, retired: false, lines: 1 }],
      },
    });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByTestId("palette-box"), "renglón 2{Enter}");
    await waitFor(() => expect(dossier.state.get().selection?.key).toBe("line-2:indicator-2"));
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByTestId("palette-box"), "fomentar");
    await user.keyboard("{Enter}");
    await waitFor(() =>
      expect(dossier.state.get().selection).toEqual({
        key: "line-3:indicator-3",
        field: "headings.priority",
      }),
    );
  });
});

describe("the dispatcher", () => {
  it("is silent while something is composed, in a dialog, and for keys of a box", async () => {
    const { app, user } = await openWindow([row(1)]);
    const press = (init: KeyboardEventInit) =>
      act(() => {
        document.body.dispatchEvent(
          new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }),
        );
      });
    press({ key: "k", ctrlKey: true, isComposing: true });
    expect(app.overlay.get()).toBeNull();
    press({ key: "k", ctrlKey: true });
    await screen.findByTestId("palette");
    press({ key: "F1" });
    expect(app.overlay.get()).toEqual({ name: "palette" });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("palette")).toBeNull());
    press({ key: "F1" });
    expect((await screen.findByTestId("shortcuts")).textContent).toContain(
      "Coincidencia siguiente",
    );
  });

  it("says why a command cannot be run", async () => {
    const { user } = await openWindow([row(1)]);
    await user.keyboard("{F3}");
    expect((await screen.findByTestId("toast")).textContent).toContain("Primero busca un texto");
  });
});

describe("the sheet of shortcuts", () => {
  it("is made of the commands and can be printed", async () => {
    const { user } = await openWindow([row(1)]);
    const print = vi.fn();
    vi.stubGlobal("print", print);
    await user.keyboard("{F1}");
    const sheet = await screen.findByTestId("shortcuts");
    const lines = [...sheet.querySelectorAll("dt")].map((line) => line.textContent);
    expect(lines).toEqual(expect.arrayContaining(["Buscar y filtrar en la matriz", "Rehacer"]));
    expect(new Set(lines).size).toBe(lines.length);
    await user.click(within(sheet).getByText("Imprimir"));
    expect(print).toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});
