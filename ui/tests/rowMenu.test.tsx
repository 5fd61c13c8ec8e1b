import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { OpenedDossier } from "../src/host";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { row } from "./support";

/** Opens the menu of row 1. */
async function open(role: OpenedDossier["role"] = "coordinator") {
  const known = await openWindow([row(1), row(2)], { role });
  const number = document.querySelector<HTMLElement>('[data-row="1"][data-field="#"]');
  await known.user.click(within(number as HTMLElement).getByTestId("row-menu"));
  return { ...known, menu: await screen.findByRole("menu") };
}

const entries = (menu: HTMLElement) =>
  within(menu)
    .getAllByRole("menuitem")
    .map((entry) => entry.textContent);

describe("the menu of a row", () => {
  it("is short: what is of one kind stands behind one entry", async () => {
    const { menu } = await open();
    expect(entries(menu)).toEqual([
      "Abrir la ficha del renglón",
      "Historia de la línea de acción",
      "Agregar o duplicar",
      "Mover, unir o partir",
      "Consultar a otra instancia…",
      "Pasar a revisión",
      "Observar…",
      "Aprobar",
      "Marcar sujeta a revisión",
      "Retirar el renglón",
    ]);
    expect(await barriers(document.body)).toEqual([]);
  });

  it("shows what is behind an entry, beside it", async () => {
    const { user } = await open();
    const group = screen.getByRole("menuitem", { name: "Agregar o duplicar" });
    expect(group.getAttribute("aria-expanded")).toBe("false");
    await user.click(group);
    const behind = await screen.findByRole("menu", { name: "Agregar o duplicar" });
    expect(group.getAttribute("aria-expanded")).toBe("true");
    expect(entries(behind)).toEqual([
      "Agregar un renglón arriba",
      "Agregar un renglón debajo",
      "Duplicar el renglón",
      "Agregar otro indicador",
    ]);
  });

  it("does what is chosen behind an entry, and closes", async () => {
    const { host, user } = await open();
    await user.click(screen.getByRole("menuitem", { name: "Mover, unir o partir" }));
    await user.click(await screen.findByRole("menuitem", { name: "Partir en dos…" }));
    await screen.findByRole("dialog");
    expect(screen.queryByRole("menu")).toBeNull();
    expect(host.act).not.toHaveBeenCalled();
  });

  it("of who only reads has nothing behind its entries", async () => {
    const { menu } = await open("reader");
    expect(entries(menu)).toEqual(["Abrir la ficha del renglón", "Historia de la línea de acción"]);
  });
});
