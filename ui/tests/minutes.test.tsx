import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { nextSession, peopleOf } from "../src/features/minutes/words";
import type { MinutaView, MinutesAction, OpenedDossier } from "../src/host";
import {
  FixtureMinutes,
  plainMinuta,
  plainPart,
  plainWhy,
  sampleMinutes,
} from "../src/host/fixture/minutes";
import { Texts } from "../src/host/fixture/texts";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { DOSSIER, row, type FakeHost } from "./support";

const ROWS = () => [row(1), row(2), row(3)];
const texts = new Texts();

async function open(
  minutes: MinutaView[] = sampleMinutes(ROWS()).minutes,
  role: OpenedDossier["role"] = "coordinator",
) {
  const counted = { rows: 3, lines: 3, indicators: 3, withTargets: 3, pending: 0 };
  const fixture = new FixtureMinutes({ counted, minutes });
  const window = await openWindow(ROWS(), { role }, (host) => {
    host.minutes.mockImplementation(() => Promise.resolve(fixture.view));
    host.minutesAct.mockImplementation((_dossier, actions) =>
      Promise.resolve(fixture.act(actions)),
    );
    host.openMinutesText.mockImplementation((_dossier, part, field) =>
      Promise.resolve(texts.open(`${part}|${field}`, fixture.textOf(part, field))),
    );
    host.pushText.mockImplementation((session, from, client, updates) => {
      const accepted = texts.push(session, from, client, updates);
      const version = texts.versionOf(texts.nameOf(session));
      return Promise.resolve({ accepted, version, row: null });
    });
  });
  act(() => window.dossier.minutes.open(minutes[0]?.minutes ?? null));
  await screen.findByTestId(minutes.length === 0 ? "minutes-teach" : "minuta");
  return { ...window, fixture };
}

const done = (host: FakeHost): MinutesAction[] =>
  host.minutesAct.mock.calls.flatMap(([, list]) => list);

describe("what a minuta needs from words", () => {
  it("numbers the next mesa as the last was numbered", () => {
    expect(nextSession([])).toBe("");
    expect(nextSession([plainMinuta()])).toBe("09");
    const tenth = plainMinuta();
    tenth.values["session"] = { text: "A-1", choices: [] };
    expect(nextSession([tenth])).toBe("");
  });

  it("reads a pasted list of people, with numbers, bullets, commas and tabs", () => {
    const text = "1. Lic. Ana Prado, Directora\r\n\n- Ing. Raúl Soto\nBerta Luna\tEnlace\n";
    expect(peopleOf(text)).toEqual([
      { name: "Lic. Ana Prado", position: "Directora" },
      { name: "Ing. Raúl Soto", position: "" },
      { name: "Berta Luna", position: "Enlace" },
    ]);
  });
});

describe("the minutas of a dossier", () => {
  it("teaches where there are none, and begins one", async () => {
    const { host, user } = await open([]);
    expect(screen.getByTestId("minutes-teach").textContent).toContain("Todavía no hay minutas");
    await user.click(screen.getByTestId("minuta-new"));
    await screen.findByTestId("minuta");
    expect(done(host)[0]).toMatchObject({ type: "begin" });
  });

  it("shows the parts in the order of the paper, without barriers", async () => {
    const { container } = await open();
    const regions = [...screen.getByTestId("minuta").querySelectorAll("section[aria-label]")];
    expect(regions.map((region) => region.getAttribute("aria-label"))).toEqual([
      "La sesión",
      "Orden del día",
      "Acuerdos",
      "Asistentes",
      "Materiales revisados",
      "Observaciones",
      "Coordinaron",
      "Lo que cuenta el anexo",
    ]);
    expect(await barriers(container)).toEqual([]);
  });

  it("saves a short value when the person leaves its box, and a day as it is kept", async () => {
    const { host, user } = await open();
    await user.type(screen.getByTestId("minuta-place"), "Sala de juntas");
    await user.tab();
    await waitFor(() => {
      expect(done(host)).toContainEqual({
        type: "set",
        part: "m1",
        field: "place",
        value: "Sala de juntas",
      });
    });
    const day = screen.getByTestId("minuta-date");
    await user.clear(day);
    await user.type(day, "24/04/2023");
    await user.tab();
    await waitFor(() => {
      expect(done(host)).toContainEqual({
        type: "set",
        part: "m1",
        field: "date",
        value: "2023-04-24",
      });
    });
    await user.clear(day);
    await user.type(day, "abril");
    expect(day.getAttribute("aria-invalid")).toBe("true");
  });

  it("saves what is being written when the window closes", async () => {
    const { host, dossier } = await open();
    fireEvent.change(screen.getByTestId("minuta-place"), { target: { value: "Auditorio" } });
    await act(async () => {
      expect(await dossier.minutes.rest()).toBe(true);
    });
    expect(done(host)).toContainEqual({
      type: "set",
      part: "m1",
      field: "place",
      value: "Auditorio",
    });
  });

  it("keeps what could not be saved, says why and tries again", async () => {
    const { host, user, dossier } = await open();
    const full = { code: "DISK_FULL" as const, message: "El disco está lleno.", next: "Libera." };
    host.minutesAct.mockRejectedValueOnce(full);
    const box = screen.getByTestId("minuta-place");
    await user.type(box, "Sala");
    await user.tab();
    await screen.findByText("El disco está lleno. Libera.");
    expect((box as HTMLInputElement).value).toBe("Sala");
    await act(async () => {
      expect(await dossier.minutes.rest()).toBe(true);
    });
    expect(done(host).filter((one) => one.type === "set")).toHaveLength(2);
  });

  it("writes an acuerdo with the keyboard, each word on disk, over the same session as a cell", async () => {
    const { host, user } = await open([
      plainMinuta({ agreements: [plainPart("a1", "agreement", { text: "Se acuerda" })] }),
    ]);
    screen.getByTestId("agreement-text").focus();
    const editor = await waitFor(() => {
      const found = document.querySelector<HTMLElement>(".cm-content");
      if (found === null) throw new Error("no editor yet");
      return found;
    });
    expect(editor.textContent).toContain("Se acuerda");
    expect(host.openMinutesText).toHaveBeenCalledWith(DOSSIER, "a1", "text");
    await user.keyboard("{Escape}");
    await screen.findByTestId("agreement-text");
    expect(document.querySelector(".cm-content")).toBeNull();
  });

  it("warns of a number the matrix does not have, and takes a note", async () => {
    const { host, user } = await open();
    const warning = screen.getByTestId("count-mismatch");
    expect(warning.textContent).toContain(
      "El acuerdo dice 24 líneas de acción y la matriz tiene 25.",
    );
    await user.click(screen.getByTestId("count-note"));
    await user.type(screen.getByTestId("count-reason"), "El renglón 7 es un segundo indicador");
    await user.click(screen.getByTestId("count-save"));
    expect(done(host)).toContainEqual({
      type: "countNote",
      agreement: "a1",
      said: 24,
      note: "El renglón 7 es un segundo indicador",
    });
  });

  it("offers what two people wrote at once, and chooses", async () => {
    const minuta = plainMinuta({ undecided: 1 });
    minuta.values["place"] = {
      text: "Sala",
      choices: [
        { choose: 1, value: "Sala", author: "Ana Ruiz" },
        { choose: 2, value: "Auditorio", author: "Beto Luna" },
      ],
    };
    const { host, user } = await open([minuta]);
    const choices = screen.getByTestId("choices-place");
    expect(choices.textContent).toContain("Beto Luna");
    await user.click(within(choices).getByRole("button", { name: "Dejar en Lugar: Auditorio" }));
    expect(done(host)).toContainEqual({ type: "resolve", part: "m1", field: "place", choose: 2 });
    await user.click(screen.getByTestId("minuta-close"));
    expect(screen.getByTestId("minuta-close-save").hasAttribute("disabled")).toBe(true);
  });

  it("pastes a list of people", async () => {
    const { host, user } = await open();
    await user.click(screen.getByTestId("attendee-add"));
    fireEvent.change(screen.getByTestId("people-text"), {
      target: { value: "Lic. Elisa Vega, Directora\nIng. Iván Paz" },
    });
    await user.click(screen.getByRole("button", { name: "Anotar 2 personas" }));
    await waitFor(() => {
      expect(done(host)).toEqual([
        {
          type: "add",
          minutes: "m1",
          kind: "attendee",
          after: null,
          values: { name: "Lic. Elisa Vega", position: "Directora" },
        },
        {
          type: "add",
          minutes: "m1",
          kind: "attendee",
          after: null,
          values: { name: "Ing. Iván Paz" },
        },
      ]);
    });
  });

  it("links an acuerdo to rows, and leads to them", async () => {
    const { host, user, dossier } = await open();
    const second = screen.getAllByTestId("agreement")[1];
    if (second === undefined) throw new Error("no second acuerdo");
    await user.click(within(second).getByTestId("agreement-link"));
    const boxes = await screen.findAllByTestId("link-row");
    await user.click(boxes[0] as HTMLElement);
    await user.click(screen.getByTestId("link-save"));
    const [link] = done(host);
    expect(link).toMatchObject({ type: "link", part: "a2", linked: true });
    await user.click(within(second).getByTestId("about-go"));
    expect(dossier.minutes.look.get()).toBeNull();
    expect(dossier.state.get().selection?.key).toContain("line-3");
  });

  it("says what closing freezes, and closes it with its version", async () => {
    const { host, user } = await open();
    await user.click(screen.getByTestId("minuta-close"));
    const dialog = screen.getByTestId("minuta-close-dialog");
    expect(dialog.textContent).toContain("la matriz como su anexo: 26 renglones");
    expect(dialog.textContent).toContain("El acuerdo dice 24 líneas de acción");
    await user.click(screen.getByTestId("minuta-close-save"));
    await waitFor(() => {
      expect(done(host)).toContainEqual({
        type: "close",
        minutes: "m1",
        version: null,
        name: "MINUTA MESA 08- FASE 1",
        note: "",
      });
    });
  });

  it("is written in Word and PDF with its annex", async () => {
    const { host, user } = await open();
    host.exportMinutes.mockResolvedValue("/tmp/minuta.docx");
    await user.click(screen.getByTestId("minuta-docx"));
    const name = "MINUTA MESA 08- FASE 1";
    expect(host.exportMinutes).toHaveBeenCalledWith(DOSSIER, "m1", "docx", "carta", name);
    await screen.findByText("Se guardó en /tmp/minuta.docx.");
    host.exportMinutes.mockResolvedValue(null);
    await user.click(screen.getByTestId("minuta-pdf"));
    expect(host.exportMinutes).toHaveBeenLastCalledWith(DOSSIER, "m1", "pdf", "carta", name);
  });

  it("says how an earlier acuerdo goes", async () => {
    const minuta = plainMinuta({
      followUp: [
        {
          agreement: "x1",
          minutes: "m0",
          number: "07/2",
          text: "Verificar las líneas base",
          responsible: "SECOEM",
          dueDate: "2023-04-24",
          state: "pending",
          said: [],
        },
      ],
    });
    const { host, user } = await open([minuta]);
    const one = screen.getByTestId("follow-up");
    expect(one.textContent).toContain("07/2");
    await user.click(within(one).getByTestId("follow-up-say"));
    fireEvent.change(screen.getByTestId("follow-up-state"), { target: { value: "fulfilled" } });
    await user.type(screen.getByTestId("follow-up-remark"), "entregadas");
    await user.click(screen.getByTestId("follow-up-save"));
    expect(done(host)).toContainEqual({
      type: "followUp",
      agreement: "x1",
      minutes: "m1",
      state: "fulfilled",
      on: "2023-04-19",
      remark: "entregadas",
    });
  });

  it("is only read by those who do not coordinate, with the reason", async () => {
    const { container } = await open(undefined, "editor");
    expect(screen.getByTestId("minuta").textContent).toContain("La escribe quien coordina.");
    expect(screen.queryByTestId("minuta-new")).toBeNull();
    expect(screen.queryByTestId("agreement-add")).toBeNull();
    expect(screen.getByTestId("minuta-place").hasAttribute("readonly")).toBe(true);
    expect(await barriers(container)).toEqual([]);
  });

  it("a closed one says by whom, with what annex, and is opened again with a reason", async () => {
    const minuta = plainMinuta({
      state: "closed",
      changedSince: 2,
      closing: {
        by: "Ana Ruiz",
        at: "2023-04-19T18:00:00Z",
        version: "v1",
        versionName: "Versión de la mesa 08",
        digest: "3F9A-22C1",
        here: true,
        alsoBy: [],
      },
      past: [{ closed: true, by: "Ana Ruiz", at: "2023-04-19T18:00:00Z", reason: "" }],
    });
    const { host, user } = await open([minuta]);
    expect(screen.getByTestId("minuta-closing").textContent).toContain("huella 3F9A-22C1");
    expect(screen.getByTestId("minuta").textContent).toContain("Alguien cambió 2 partes");
    await user.click(screen.getByTestId("minuta-reopen"));
    await user.type(screen.getByTestId("reopen-reason"), "Faltó un asistente");
    await user.click(screen.getByTestId("reopen-save"));
    expect(done(host)).toContainEqual({
      type: "reopen",
      minutes: "m1",
      reason: "Faltó un asistente",
    });
  });

  it("shows what others write as it is told", async () => {
    const { host } = await open();
    const changed = plainMinuta({ title: "MINUTA EXTRAORDINARIA" });
    act(() => {
      const { counted } = changed;
      host.listener({
        type: "minutes",
        dossier: DOSSIER,
        changed: [changed],
        order: ["m1"],
        counted,
      });
    });
    expect((await screen.findByTestId("minuta-heading")).textContent).toContain(
      "MINUTA EXTRAORDINARIA",
    );
  });
});

describe("why a cell says what it says", () => {
  it("leads to the acuerdo and the version", async () => {
    const { dossier, host, user, container } = await open();
    host.why.mockResolvedValue(
      plainWhy({
        value: "Texto",
        agreements: [
          {
            agreement: "a2",
            minutes: "m1",
            title: "MINUTA MESA 08- FASE 1",
            date: "2023-04-19",
            number: "2",
            text: "La matriz será facilitada…",
            state: "pending",
            closed: false,
          },
        ],
        agreed: {
          version: "v1",
          name: "Versión de la mesa 08",
          by: "Ana Ruiz",
          at: "2023-04-19T18:00:00Z",
          minutes: "m1",
          title: "MINUTA MESA 08- FASE 1",
        },
        evidence: [
          {
            cell: { line: "line-1", indicator: "indicator-1", field: "baseline.source" },
            text: "Informe anual 2022",
          },
        ],
      }),
    );
    act(() => {
      dossier.minutes.leave();
      dossier.goTo("line-1", "indicator-1", "actionLine");
      dossier.openPanel("why");
    });
    expect((await screen.findByTestId("why-agreed")).textContent).toContain(
      "Versión de la mesa 08",
    );
    expect(screen.getByTestId("why-evidence").textContent).toContain("Informe anual 2022");
    expect(await barriers(container)).toEqual([]);
    vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => undefined);
    await user.click(within(screen.getByTestId("why-agreement")).getByRole("button"));
    expect(dossier.minutes.look.get()).toEqual({
      name: "minuta",
      minutes: "m1",
      agreement: "a2",
    });
  });
});
