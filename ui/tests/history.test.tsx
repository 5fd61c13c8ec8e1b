import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { BlameSpan, OpenedDossier, PastValueView } from "../src/host";
import { wholeDifference } from "../src/host/fixture/past";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { comparison, difference } from "./past";
import { DOSSIER, FULL, row } from "./support";

const CELL = { line: "line-1", indicator: "indicator-1", field: "formula" };

function past(
  value: string,
  before: string,
  at: string,
  said: Partial<PastValueView> = {},
): PastValueView {
  return {
    value,
    spans: wholeDifference(before, value),
    author: "Luis Mora",
    device: "b".repeat(64),
    acceptedBy: "",
    at,
    point: `p-${at}`,
    version: "",
    current: false,
    ...said,
  };
}

function run(text: string, author: string, said: Partial<BlameSpan> = {}): BlameSpan {
  return {
    text,
    author,
    device: author.charAt(0).toLowerCase().repeat(64),
    acceptedBy: "",
    at: "2023-04-19T09:12:00-06:00",
    point: "p",
    version: "",
    ...said,
  };
}

const VALUES = [
  past("a entre b", "a", "2023-04-20T10:32:00-06:00", { current: true }),
  past("a", "", "2023-04-19T09:12:00-06:00", {
    author: "Marisol Peña",
    acceptedBy: "Ana Ruiz",
    version: "Mesa 08",
  }),
];
const WORDS = [
  run("a ", "Marisol Peña", { acceptedBy: "Ana Ruiz", version: "Mesa 08" }),
  run("entre ", "Luis Mora", { at: "2023-04-20T10:32:00-06:00" }),
  run("b", "Marisol Peña"),
];

async function open(said: Partial<OpenedDossier> = {}) {
  const known = await openWindow([row(1, { formula: "a entre b" }), row(2)], said, (host) => {
    host.cellHistory.mockResolvedValue(VALUES);
    host.blame.mockResolvedValue(WORDS);
  });
  act(() => known.dossier.select({ key: "line-1:indicator-1", field: "formula" }));
  await known.user.keyboard("{Control>}{Alt>}h{/Alt}{/Control}");
  const panel = await screen.findByTestId("history-panel");
  return { ...known, panel };
}

describe("the history of a cell", () => {
  it("is every value it has had, newest first, with who, when and where", async () => {
    const { host, panel, container } = await open();
    const values = await within(panel).findAllByTestId("past-value");
    expect(host.cellHistory).toHaveBeenCalledWith(DOSSIER, CELL);
    expect(values[0]?.textContent).toContain("Luis Mora · 20 de abril de 2023, 10:32");
    expect(values[0]?.textContent).toContain("equipo bbbbbb");
    expect(values[0]?.textContent).toContain("Es lo que dice ahora");
    expect(values[0]?.querySelector("ins")?.textContent).toBe("se agrega:  entre b");
    expect(values[1]?.textContent).toContain("Propuso Marisol Peña, aceptó Ana Ruiz");
    expect(values[1]?.textContent).toContain("En «Mesa 08»");
    expect(await barriers(container)).toEqual([]);
  });

  it("puts a value back after showing what changes", async () => {
    const { user, host, panel } = await open();
    host.compare.mockResolvedValue(
      comparison([
        difference(1, "formula", "a", "a entre b"),
        difference(1, "frequency", "x", "Anual"),
      ]),
    );
    host.restore.mockResolvedValue({ rows: [], made: [], version: "v2", changed: true });
    const [button] = await within(panel).findAllByTestId("past-value-restore");
    await user.click(button as HTMLElement);
    expect(await screen.findAllByTestId("restore-item")).toHaveLength(1);
    await user.click(screen.getByTestId("restore-confirm"));
    await waitFor(() =>
      expect(host.restore).toHaveBeenCalledWith(DOSSIER, "p-2023-04-19T09:12:00-06:00", [CELL]),
    );
  });

  it("is only read by who does not write", async () => {
    const { panel } = await open({ role: "reviewer" });
    await within(panel).findAllByTestId("past-value");
    expect(within(panel).queryByTestId("past-value-restore")).toBeNull();
  });

  it("follows the selected cell, and never shows the past of another", async () => {
    const { host, dossier, panel } = await open();
    await within(panel).findAllByTestId("past-value");
    host.cellHistory.mockReturnValue(new Promise(() => undefined));
    act(() => dossier.select({ key: "line-2:indicator-2", field: "frequency" }));
    const other = screen.getByTestId("history-panel");
    expect(other.textContent).toContain("Renglón 2 · Frecuencia");
    expect(within(other).queryByTestId("past-value")).toBeNull();
    await waitFor(() =>
      expect(host.cellHistory).toHaveBeenLastCalledWith(DOSSIER, {
        line: "line-2",
        indicator: "indicator-2",
        field: "frequency",
      }),
    );
  });

  it("is asked again when the cell changes", async () => {
    const { host, dossier, panel } = await open();
    await within(panel).findAllByTestId("past-value");
    host.cellHistory.mockResolvedValue([
      past("c", "", "2023-04-21T10:00:00-06:00", { current: true }),
    ]);
    act(() => {
      host.listener({
        type: "rows",
        dossier: dossier.id,
        rows: [row(1, { formula: "c" })],
        order: null,
        version: "v3",
        foreign: true,
      });
    });
    await waitFor(() => expect(within(panel).getAllByTestId("past-value")).toHaveLength(1), {
      timeout: 3_000,
    });
  });

  it("says what went wrong", async () => {
    const { host, dossier } = await open();
    host.cellHistory.mockRejectedValue(FULL);
    act(() => dossier.select({ key: "line-2:indicator-2", field: "formula" }));
    expect((await screen.findByRole("alert")).textContent).toContain("El disco está lleno");
  });

  it("teaches what it is for while no cell is selected", async () => {
    const { dossier } = await open();
    act(() => dossier.select(null));
    expect(screen.getByTestId("history-panel").textContent).toContain("Selecciona una celda");
  });
});

describe("who wrote this", () => {
  it("walks the words with the arrows, and says whose each are", async () => {
    const { user, panel } = await open();
    const runs = await within(panel).findAllByTestId("who-run");
    const said = within(panel).getByTestId("who-said");
    expect(said.textContent).toContain("Marisol Peña");
    expect(said.textContent).toContain("lo propuso; lo aceptó Ana Ruiz");
    expect(said.textContent).toContain("desde «Mesa 08»");
    act(() => runs[0]?.focus());
    await user.keyboard("{ArrowRight}");
    expect(document.activeElement).toBe(runs[1]);
    expect(said.textContent).toContain("Luis Mora · 20 de abril de 2023, 10:32");
    expect(said.textContent).toContain("en ninguna versión cerrada");
    await user.keyboard("{End}{ArrowRight}");
    expect(document.activeElement).toBe(runs[2]);
    await user.keyboard("{Home}");
    expect(document.activeElement).toBe(runs[0]);
  });

  it("answers to the pointer, and goes back to where the keyboard is", async () => {
    const { user, panel } = await open();
    const runs = await within(panel).findAllByTestId("who-run");
    const said = within(panel).getByTestId("who-said");
    await user.hover(runs[1] as HTMLElement);
    expect(said.textContent).toContain("Luis Mora");
    await user.unhover(runs[1] as HTMLElement);
    expect(said.textContent).toContain("Marisol Peña");
  });

  it("names each person once, not by colour alone", async () => {
    const { panel } = await open();
    const who = await within(panel).findByTestId("who-wrote");
    const people = within(who).getByRole("list", { name: "Personas" });
    expect(
      within(people)
        .getAllByRole("listitem")
        .map((one) => one.textContent),
    ).toEqual(["Marisol Peña", "Luis Mora"]);
    const marks = [...who.querySelectorAll("[data-run] [data-initials]")];
    expect(marks.map((mark) => (mark as HTMLElement).dataset["initials"])).toEqual([
      "MP",
      "LM",
      "MP",
    ]);
  });
});
