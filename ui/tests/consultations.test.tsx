import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { bodyIn } from "../src/features/consultations/notes";
import { dueWords } from "../src/features/consultations/words";
import { finderOf } from "../src/features/find";
import type { ConsultationView, OpenedDossier, ReviewAction, ReviewView, Row } from "../src/host";
import { emptyReview } from "../src/host/fixture/review";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { row, type FakeHost } from "./support";

const ROWS = (): Row[] => [
  row(1),
  row(2, { interpretation: "Socializar con SFA." }),
  row(3, { line: "line-2", interpretation: "Lo que se hizo." }),
];

function cell(at: number, field: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(
    `[data-testid=cell][data-row="${String(at)}"][data-field="${field}"]`,
  );
  if (found === null) throw new Error(`no cell ${String(at)} ${field}`);
  return found;
}

const consultation = (said: Partial<ConsultationView> = {}): ConsultationView => ({
  consultation: "c1",
  row: 2,
  line: "line-2",
  indicator: "indicator-2",
  field: "interpretation",
  body: "SFA",
  question: "¿Qué sistemas se comprometen?",
  note: "",
  askedOn: "2023-04-12",
  askedBy: "Ana Ruiz",
  imported: false,
  dueOn: null,
  open: true,
  answer: "",
  answeredOn: null,
  answeredBy: "",
  outcome: null,
  contested: false,
  others: [],
  ...said,
});

const reviewOf = (...consultations: ConsultationView[]): ReviewView => ({
  ...emptyReview(),
  consultations,
});

const open = (role: OpenedDossier["role"], review: ReviewView = emptyReview()) =>
  openWindow(ROWS(), { role, review }, (host) => {
    host.review.mockImplementation(() => Promise.resolve({ made: [], comments: [], review }));
  });

const asked = (host: FakeHost): ReviewAction[] =>
  host.review.mock.calls.flatMap(([, list]) => list);

/** The day it is: the evening of the 19th in Mexico City is the 20th elsewhere. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2023-04-20T03:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Puts a text into a box at once: the days are read letter by letter as well. */
const fill = (testId: string, value: string) =>
  fireEvent.change(screen.getByTestId(testId), { target: { value } });

describe("a note over data", () => {
  it.each([
    ["Socializar con SFA", "SFA"],
    ["Socializar con Gobierno Digital y SFA.", "Gobierno Digital y SFA"],
    ["socializar con la SB", "SB"],
    ["Socializar", ""],
    ["Revisión con dirección de profesionalización", "dirección de profesionalización"],
    ["Consultar a CADPE", "CADPE"],
    ["Socializaron con SFA los avances", null],
    ["Porcentaje de avance", null],
    ["Pendiente", null],
    ["", null],
  ])("«%s» speaks to «%s»", (text, body) => {
    expect(bodyIn(text)).toBe(body);
  });

  it("becomes a consultation: the body it names, its words kept, its cell emptied", async () => {
    const { host, user } = await open("editor");
    expect(within(cell(1, "interpretation")).queryByTestId("consult-mark")).toBeNull();
    await user.click(within(cell(2, "interpretation")).getByTestId("consult-mark"));
    const dialog = await screen.findByTestId("consult-dialog");
    expect(screen.getByTestId("consult-body")).toHaveProperty("value", "SFA");
    expect(screen.getByTestId("consult-asked")).toHaveProperty("value", "19 de abril de 2023");
    expect(await barriers(dialog)).toEqual([]);
    await user.click(screen.getByTestId("consult-send"));
    await waitFor(() => expect(asked(host)).toHaveLength(1));
    expect(asked(host)[0]).toMatchObject({
      type: "consult",
      line: "line-2",
      indicator: "indicator-2",
      field: "interpretation",
      body: "SFA",
      askedOn: "2023-04-19",
      dueOn: null,
      emptyCell: true,
    });
    await screen.findByText(/La nota es ahora una consulta a SFA/);
  });

  it("is no button for who cannot empty the cell", async () => {
    await open("reviewer");
    expect(screen.queryByTestId("consult-mark")).toBeNull();
  });
});

describe("asking another body", () => {
  it("takes days as they are written here, and no others", async () => {
    const { host, user } = await open("reviewer", reviewOf(consultation({ body: "CADPE" })));
    await user.click(within(cell(1, "#")).getByTestId("row-menu"));
    await user.click(await screen.findByRole("menuitem", { name: "Consultar a otra instancia…" }));
    await screen.findByTestId("consult-dialog");
    // Bodies asked before are offered.
    expect(
      [...document.querySelectorAll("datalist option")].map((one) => one.getAttribute("value")),
    ).toEqual(["CADPE"]);
    fill("consult-body", "Gobierno Digital");
    fill("consult-question", "¿Cuándo se publica?");
    fill("consult-asked", "24/04/2023");
    fill("consult-due", "31 de febrero de 2023");
    expect(screen.getByTestId("consult-send")).toHaveProperty("disabled", true);
    fill("consult-due", "20/04/2023");
    expect(screen.getByText("La respuesta se espera antes de consultar.")).toBeDefined();
    expect(screen.getByTestId("consult-send")).toHaveProperty("disabled", true);
    fill("consult-due", "2 de mayo de 2023");
    await user.click(screen.getByTestId("consult-send"));
    await waitFor(() => expect(asked(host)).toHaveLength(1));
    expect(asked(host)[0]).toMatchObject({
      type: "consult",
      line: "line-1",
      field: "",
      body: "Gobierno Digital",
      askedOn: "2023-04-24",
      dueOn: "2023-05-02",
      emptyCell: false,
    });
  });

  it("makes the whole line «sujeta a revisión» while it waits, in colour and in words", async () => {
    const { dossier } = await open("editor", reviewOf(consultation()));
    expect(cell(2, "actionLine").textContent).toContain("Sujeta a revisión");
    expect(cell(2, "actionLine").getAttribute("aria-label")).toContain("Sujeta a revisión");
    expect(cell(1, "actionLine").textContent).not.toContain("Sujeta a revisión");
    act(() => finderOf(dossier).filter({ statuses: new Set(["pending"]) }));
    expect(dossier.state.get().shown).toEqual(["line-2:indicator-2", "line-2:indicator-3"]);
  });

  it("no longer marks it once it was answered", async () => {
    await open("editor", reviewOf(consultation({ open: false, outcome: "agreed" })));
    expect(cell(2, "actionLine").textContent).not.toContain("Sujeta a revisión");
  });
});

describe("the panel", () => {
  it("says by when an answer is wanted, in words", () => {
    expect(dueWords("2023-04-24", "2023-04-19")).toBe("Vence en 5 días, el 24 de abril de 2023");
    expect(dueWords("2023-04-20", "2023-04-19")).toBe("Vence mañana, 20 de abril de 2023");
    expect(dueWords("2023-04-19", "2023-04-19")).toBe("Vence hoy, 19 de abril de 2023");
    expect(dueWords("2023-04-18", "2023-04-19")).toBe("Venció ayer, 18 de abril de 2023");
    expect(dueWords("2023-04-09", "2023-04-19")).toBe("Venció hace 10 días, el 9 de abril de 2023");
  });

  it("lists by body, what waits first and the late before the rest", async () => {
    const review = reviewOf(
      consultation({ consultation: "a", body: "CADPE", open: false, outcome: "agreed" }),
      consultation({ consultation: "b", dueOn: "2023-04-30", question: "¿Y después?" }),
      consultation({ consultation: "c", dueOn: "2023-04-15", question: "¿Y antes?" }),
    );
    const { dossier, container, user } = await open("reviewer", review);
    act(() => dossier.openPanel("consultations"));
    const panel = await screen.findByTestId("consultations-panel");
    expect(
      within(panel)
        .getAllByRole("heading")
        .map((one) => one.textContent),
    ).toEqual(["SFA", "CADPE"]);
    const cards = within(panel).getAllByTestId("consultation");
    expect(cards[0]?.textContent).toContain("¿Y antes?");
    expect(cards[0]?.textContent).toContain("Venció hace 4 días");
    expect(panel.textContent).toContain("2 esperan respuesta");
    expect(panel.textContent).toContain("1 vencida");
    expect(await barriers(container)).toEqual([]);
    await user.click(screen.getByTestId("consultations-open"));
    expect(within(panel).getAllByTestId("consultation")).toHaveLength(2);
  });

  it("writes down an answer with its day and what came of it", async () => {
    const { host, dossier, user } = await open("reviewer", reviewOf(consultation()));
    act(() => dossier.openPanel("consultations"));
    await user.click(await screen.findByTestId("consultation-answer"));
    expect(screen.getByTestId("answer-save")).toHaveProperty("disabled", true);
    await user.selectOptions(screen.getByTestId("answer-outcome"), "agreedWithChanges");
    fill("answer-text", "Sí, desde 2025.");
    fill("answer-day", "18 de abril de 2023");
    await user.click(screen.getByTestId("answer-save"));
    await waitFor(() =>
      expect(asked(host)).toEqual([
        {
          type: "answer",
          consultation: "c1",
          answer: "Sí, desde 2025.",
          answeredOn: "2023-04-18",
          outcome: "agreedWithChanges",
        },
      ]),
    );
  });

  it("asks for no words of a body that did not answer", async () => {
    const { host, dossier, user } = await open("editor", reviewOf(consultation()));
    act(() => dossier.openPanel("consultations"));
    await user.click(await screen.findByTestId("consultation-answer"));
    await user.selectOptions(screen.getByTestId("answer-outcome"), "noAnswer");
    await user.click(screen.getByTestId("answer-save"));
    await waitFor(() =>
      expect(asked(host)[0]).toMatchObject({ outcome: "noAnswer", answeredOn: "2023-04-19" }),
    );
  });

  it("opens again with a reason, and shows an answer written down twice", async () => {
    const answered = consultation({
      open: false,
      answer: "De acuerdo.",
      answeredOn: "2023-04-18",
      answeredBy: "Luis Mora",
      outcome: "agreed",
      contested: true,
      others: ["No respondió, por Marisol Peña"],
    });
    const { host, dossier, user } = await open("editor", reviewOf(answered));
    act(() => dossier.openPanel("consultations"));
    const told = await screen.findByTestId("consultation-contested");
    expect(told.textContent).toContain("No respondió, por Marisol Peña");
    await user.click(screen.getByTestId("consultation-reopen"));
    await user.type(screen.getByTestId("reopen-reason"), "Cambió la meta.");
    await user.click(screen.getByTestId("reopen-save"));
    await waitFor(() =>
      expect(asked(host)).toEqual([
        { type: "reopen", consultation: "c1", reason: "Cambió la meta." },
      ]),
    );
  });

  it("lets who only reads read, and teaches who may ask", async () => {
    const { dossier } = await open("reader", reviewOf(consultation()));
    act(() => dossier.openPanel("consultations"));
    await screen.findByTestId("consultations-panel");
    expect(screen.queryByTestId("consultation-answer")).toBeNull();
    expect(screen.queryByTestId("consult-new")).toBeNull();
  });
});
