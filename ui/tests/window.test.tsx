import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { notificationText } from "../src/features/window/notification";
import { countdown } from "../src/features/window/words";
import type { OpenedDossier, ReviewView, Row, WindowView } from "../src/host";
import { sampleWindow } from "../src/host/fixture/agreement";
import { emptyReview } from "../src/host/fixture/review";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { comparison, difference } from "./past";
import { DOSSIER, FULL, row } from "./support";

const WINDOW = sampleWindow({ openedAt: "2023-04-19T12:00:00-06:00" });
const CHANGED = [
  difference(1, "targets.2024", "85", "100"),
  difference(2, "formula", "", "a/b", {
    at: "2023-04-25T00:12:00-06:00",
    arrived: "2023-04-25T08:31:00-06:00",
    late: true,
  }),
];

function baseline(value: string) {
  return { value, year: "2022", source: "Informe", verification: "" };
}

async function open(
  review: Partial<ReviewView> = { windows: [WINDOW] },
  said: Partial<OpenedDossier> = {},
  rows: Row[] = [
    row(1, { baseline: baseline("40") }),
    row(2, { baseline: baseline("50") }),
    row(3),
  ],
) {
  const known = await openWindow(
    rows,
    { role: "coordinator", review: { ...emptyReview(), ...review }, ...said },
    (host) => {
      host.compare.mockImplementation((_dossier, from, to) =>
        Promise.resolve(comparison(CHANGED, { from, to })),
      );
    },
  );
  act(() => known.dossier.openPanel("window"));
  const panel = await screen.findByTestId("window-panel");
  return { ...known, panel };
}

describe("the countdown", () => {
  it.each<[Partial<WindowView>, string]>([
    [{ daysLeft: 4 }, "Faltan 4 días: hasta el 24 de abril de 2023"],
    [{ daysLeft: 1 }, "Falta 1 día: hasta el 24 de abril de 2023"],
    [{ daysLeft: 0 }, "Hoy es el último día"],
    [{ daysLeft: -2, status: "past" }, "Venció el 24 de abril de 2023"],
  ])("%o", (said, words) => {
    expect(countdown(sampleWindow(said))).toBe(words);
  });

  it("is in the status bar of everybody, and leads to the panel", async () => {
    const { user, dossier } = await open(undefined, { role: "reader" });
    act(() => dossier.togglePanel("window"));
    const button = screen.getByTestId("window-countdown");
    expect(button.textContent).toBe("Faltan 4 días: hasta el 24 de abril de 2023");
    await user.click(button);
    expect(screen.getByTestId("window-panel")).toBeTruthy();
    expect(screen.queryByTestId("window-move")).toBeNull();
  });

  it("is gone once the window is closed", async () => {
    await open({ windows: [sampleWindow({ status: "closed" })] });
    expect(screen.queryByTestId("window-countdown")).toBeNull();
    expect(screen.getByText("1 periodo anterior")).toBeTruthy();
  });
});

describe("the review window", () => {
  it("is opened with its last day, written as people write it", async () => {
    const { user, host, panel } = await open({ windows: [] });
    host.review.mockRejectedValueOnce(FULL).mockResolvedValue({
      made: ["w1"],
      comments: [],
      review: { ...emptyReview(), windows: [WINDOW] },
    });
    expect(panel.textContent).toContain("No hay un periodo de revisión abierto.");
    await user.click(screen.getByTestId("window-open"));
    const save = screen.getByTestId("window-save");
    await user.type(screen.getByTestId("window-day"), "32/04/2030");
    expect(save).toHaveProperty("disabled", true);
    await user.clear(screen.getByTestId("window-day"));
    await user.type(screen.getByTestId("window-day"), "24/04/2030");
    expect(panel.textContent).toContain("24 de abril de 2030");
    await user.type(screen.getByTestId("window-notify"), "SESEA");
    expect(await barriers(panel)).toEqual([]);
    await user.click(save);
    expect((await within(panel).findByRole("alert")).textContent).toContain("El disco está lleno");
    await user.click(screen.getByTestId("window-save"));
    await waitFor(() =>
      expect(screen.getByTestId("window-until").textContent).toContain("Faltan 4 días"),
    );
    expect(host.review).toHaveBeenLastCalledWith(DOSSIER, [
      { type: "openWindow", closesOn: "2030-04-24", notifyTo: "SESEA", note: "" },
    ]);
  });

  it("says when the day is past already", async () => {
    const { user, panel } = await open({ windows: [] });
    await user.click(screen.getByTestId("window-open"));
    await user.type(screen.getByTestId("window-day"), "24 de abril de 2023");
    expect(panel.textContent).toContain("Ese día ya pasó.");
    expect(screen.getByTestId("window-save")).toHaveProperty("disabled", false);
  });

  it("is moved with a reason, and closed", async () => {
    const { user, host } = await open();
    host.review.mockResolvedValue({
      made: [],
      comments: [],
      review: { ...emptyReview(), windows: [WINDOW] },
    });
    await user.click(screen.getByTestId("window-move"));
    await user.clear(screen.getByTestId("window-day"));
    await user.type(screen.getByTestId("window-day"), "28 de abril de 2023");
    expect(screen.getByTestId("window-save")).toHaveProperty("disabled", true);
    await user.type(screen.getByTestId("window-reason"), "Lo pidió la SFA");
    await user.click(screen.getByTestId("window-save"));
    await waitFor(() =>
      expect(host.review).toHaveBeenLastCalledWith(DOSSIER, [
        { type: "moveWindow", window: "w1", closesOn: "2023-04-28", reason: "Lo pidió la SFA" },
      ]),
    );
    await user.click(await screen.findByTestId("window-close"));
    await user.click(screen.getByTestId("window-save"));
    await waitFor(() =>
      expect(host.review).toHaveBeenLastCalledWith(DOSSIER, [
        { type: "closeWindow", window: "w1", reason: "" },
      ]),
    );
  });
});

describe("baselines", () => {
  const said = {
    ...{ row: 1, line: "line-1", indicator: "indicator-1", value: "40", note: "" },
    ...{ outcome: "verified" as const, person: "Teresa Ochoa", by: "Ana Ruiz" },
    ...{ at: "2023-04-20T09:15:00-06:00", stale: false },
  };

  it("are counted, and those that changed since are said", async () => {
    const stale = { ...said, indicator: "indicator-2", line: "line-2", value: "45", stale: true };
    const { container } = await open({ windows: [WINDOW], verifications: [said, stale] });
    expect(screen.getByTestId("baseline-progress").textContent).toBe("1 de 3 verificada");
    const items = screen.getAllByTestId("baseline");
    expect(items.map((item) => item.dataset["state"])).toEqual(["done", "stale", "none"]);
    expect(items[0]?.textContent).toContain("Verificada por Teresa Ochoa · 20 de abril de 2023");
    expect(items[1]?.textContent).toContain("Se verificó cuando decía 45.");
    expect(items[2]?.textContent).toContain("Sin línea base");
    expect(await barriers(container)).toEqual([]);
  });

  it("are verified by a named person", async () => {
    const { user, host } = await open();
    host.review.mockResolvedValue({
      made: [],
      comments: [],
      review: { ...emptyReview(), windows: [WINDOW], verifications: [said] },
    });
    await user.click(screen.getAllByTestId("baseline-verify")[0] as HTMLElement);
    const person = screen.getByTestId("baseline-person");
    expect(person).toHaveProperty("value", "Ana Ruiz");
    await user.clear(person);
    expect(screen.getByTestId("window-save")).toHaveProperty("disabled", true);
    await user.type(person, "Teresa Ochoa");
    await user.click(screen.getByTestId("window-save"));
    await waitFor(() =>
      expect(screen.getAllByTestId("baseline")[0]?.dataset["state"]).toBe("done"),
    );
    expect(host.review.mock.lastCall?.[1]).toEqual([
      {
        type: "verifyBaseline",
        line: "line-1",
        indicator: "indicator-1",
        outcome: "verified",
        value: null,
        person: "Teresa Ochoa",
        note: "",
      },
    ]);
  });

  it("are corrected with another value, by who edits", async () => {
    const { user, host } = await open(undefined, { role: "editor" });
    host.review.mockResolvedValue({ made: [], comments: [], review: emptyReview() });
    await user.click(screen.getAllByTestId("baseline-correct")[1] as HTMLElement);
    const value = screen.getByTestId("baseline-value");
    expect(screen.getByTestId("window-save")).toHaveProperty("disabled", true);
    await user.clear(value);
    await user.type(value, "52");
    await user.click(screen.getByTestId("window-save"));
    await waitFor(() => expect(host.review).toHaveBeenCalled());
    expect(host.review.mock.lastCall?.[1][0]).toMatchObject({ outcome: "corrected", value: "52" });
  });

  it("are only verified by a reviewer, and only read by a reader", async () => {
    const { dossier } = await open(undefined, { role: "reviewer" });
    expect(screen.getAllByTestId("baseline-verify")).toHaveLength(2);
    expect(screen.queryByTestId("baseline-correct")).toBeNull();
    act(() => dossier.state.update((state) => ({ ...state, role: "reader" })));
    expect(screen.queryByTestId("baseline-verify")).toBeNull();
  });
});

describe("the notification of changes", () => {
  it("lists what differs from what was handed out, late ones marked with both times", async () => {
    const { user, host, panel } = await open();
    const items = await within(panel).findAllByTestId("notification-change");
    expect(host.compare).toHaveBeenCalledWith(DOSSIER, "f1", "now");
    expect(within(panel).getByTestId("notification-count").textContent).toBe(
      "Desde lo entregado el 19 de abril de 2023: 2 celdas en 2 renglones.",
    );
    expect(items[1]?.textContent).toContain("25 de abril de 2023, 00:12");
    expect(items[1]?.textContent).toContain("llegó el 25 de abril de 2023, 08:31");
    expect(items[1]?.textContent).toContain("Extemporáneo");
    expect(items[0]?.textContent).not.toContain("Extemporáneo");
    await user.click(within(panel).getByTestId("notification-late"));
    expect(within(panel).getAllByTestId("notification-change")).toHaveLength(1);
  });

  it("is saved, and copied as the text of an e-mail", async () => {
    const { user, host, panel } = await open();
    host.exportChanges.mockResolvedValue("/home/ana/cambios.docx");
    await user.click(await within(panel).findByTestId("notification-save"));
    await screen.findByText("Se escribió /home/ana/cambios.docx.");
    expect(host.exportChanges).toHaveBeenCalledWith(DOSSIER, "f1", "now");
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(within(panel).getByTestId("notification-copy"));
    await screen.findByText(/Notificación copiada/);
    expect(write.mock.lastCall?.[0]).toContain("Para: Secretaría Técnica de la SESEA");
    write.mockRejectedValue(new Error("no"));
    await user.click(within(panel).getByTestId("notification-copy"));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.querySelector("textarea")?.value).toContain("Notificación de cambios");
  });

  it("reads as a letter", () => {
    expect(
      notificationText({
        title: "Programa",
        institution: "SECOEM",
        window: WINDOW,
        comparison: comparison(CHANGED),
      }),
    ).toBe(
      [
        "Notificación de cambios",
        "Programa (SECOEM)",
        "Para: Secretaría Técnica de la SESEA",
        "Cambios desde lo entregado el 19 de abril de 2023.",
        "Las horas son del centro de México.",
        "2 celdas en 2 renglones.",
        "",
        "Renglón 1 · Meta 2024",
        "  Decía: 85",
        "  Dice: 100",
        "  Luis Mora · hecho el 20 de abril de 2023, 09:58",
        "",
        "Renglón 2 · Fórmula",
        "  Decía: (vacía)",
        "  Dice: a/b",
        "  Luis Mora · hecho el 25 de abril de 2023, 00:12 · llegó el 25 de abril de 2023, 08:31 · EXTEMPORÁNEO",
      ].join("\n"),
    );
  });

  it("says that nothing changed", async () => {
    const known = await openWindow(
      [row(1)],
      { review: { ...emptyReview(), windows: [WINDOW] } },
      (host) => host.compare.mockResolvedValue(comparison([])),
    );
    act(() => known.dossier.openPanel("window"));
    await screen.findByText("Nada ha cambiado desde lo entregado el 19 de abril de 2023.");
    expect(screen.queryByTestId("notification-save")).toBeNull();
  });
});
