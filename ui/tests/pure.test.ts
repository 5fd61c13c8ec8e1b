import { afterEach, describe, expect, it } from "vitest";

import { initials } from "../src/features/people";
import { columnsOf, layoutOf } from "../src/features/matrix/columns";
import { moved, tabbed, type Ground } from "../src/features/matrix/keyboard";
import { lineCount } from "../src/features/matrix/textLines";
import { stateSentence, stateWord } from "../src/features/fields";
import { localTime, officialTime, officialZoneNote, ownWords } from "../src/kit";
import { FORM_VIEW, cellId, cellText } from "../src/state";
import { visibleFields } from "../src/state/viewPrefs";
import { rebase, splice } from "../src/state/rebase";
import { AXIS, PRIORITY, row, status } from "./support";

describe("dates", () => {
  it.each([
    ["2023-04-19T10:32:00", "19 de abril de 2023, 10:32"],
    ["2026-01-01T00:05:00", "1 de enero de 2026, 00:05"],
    ["2026-12-31T23:59:59.999", "31 de diciembre de 2026, 23:59"],
    ["no es fecha", "no es fecha"],
  ])("%s", (rfc3339, expected) => {
    expect(localTime(rfc3339)).toBe(expected);
  });

  it("is told by this computer's clock", () => {
    const instant = new Date(2023, 3, 19, 10, 32).toISOString();
    expect(localTime(instant)).toBe("19 de abril de 2023, 10:32");
  });
});

describe("official times", () => {
  const zone = process.env["TZ"];
  afterEach(() => {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  });

  it.each([
    // The evening of the 19th in Mexico City is the 20th in Greenwich.
    ["2023-04-20T05:30:00Z", "19 de abril de 2023, 23:30"],
    ["2023-04-20T06:00:00Z", "20 de abril de 2023, 00:00"],
    // Until 2022 it had a summer time.
    ["2022-07-01T12:00:00Z", "1 de julio de 2022, 07:00"],
    ["no es fecha", "no es fecha"],
  ])("%s is told as it was in Mexico City, wherever this computer is", (rfc3339, expected) => {
    for (const place of ["America/Tijuana", "America/Cancun", "UTC"]) {
      process.env["TZ"] = place;
      expect(officialTime(rfc3339)).toBe(expected);
    }
  });

  it("say whose they are where this computer's clock says others", () => {
    const now = new Date("2023-04-20T05:30:00Z");
    process.env["TZ"] = "America/Mexico_City";
    expect(officialZoneNote(now)).toBeNull();
    expect(localTime(now.toISOString())).toBe("19 de abril de 2023, 23:30");
    process.env["TZ"] = "America/Hermosillo";
    expect(officialZoneNote(now)).toBe("Horas del centro de México.");
    expect(localTime(now.toISOString())).toBe("19 de abril de 2023, 22:30");
  });
});

describe("words that differ", () => {
  const own = (text: string, other: string) =>
    ownWords(text, other)
      .filter((stretch) => stretch.own)
      .map((stretch) => stretch.text.trim())
      .filter((word) => word !== "");

  it("are those the other text lacks", () => {
    expect(own("Capacitar a 80 personas", "Capacitar a 120 personas")).toEqual(["80"]);
    expect(own("igual", "igual")).toEqual([]);
    expect(own("a b", "")).toEqual(["a b"]);
  });

  it("put together give the text back", () => {
    const text = "Una  frase\ncon espacios ";
    const stretches = ownWords(text, "Otra frase");
    expect(stretches.map((stretch) => stretch.text).join("")).toBe(text);
  });
});

describe("a draft brought over another change", () => {
  it.each([
    ["a b", "a b c", "x a b", "x a b c"],
    ["a b", "x a b", "a b c", "x a b c"],
    ["a b", "a b", "a c", "a c"],
    ["a b", "a c", "a b", "a c"],
    ["a b", "a c", "a c", "a c"],
    ["50", "80", "120", null],
  ])("%j, theirs %j, mine %j", (original, theirs, draft, expected) => {
    expect(rebase(original, theirs, draft)).toBe(expected);
  });

  it("never cuts a character in two", () => {
    expect(splice("a😀b", "a😃b")).toEqual({ start: 1, end: 3, text: "😃" });
    expect(splice("😀", "😀😀")).toEqual({ start: 2, end: 2, text: "😀" });
    expect(splice("\u{1F600}", "\u{2F600}")).toEqual({ start: 0, end: 2, text: "\u{2F600}" });
  });
});

describe("cells", () => {
  const one = row(1, { headings: [AXIS, PRIORITY] });

  it("print a heading with its number", () => {
    expect(cellText(one, "headings.priority")).toBe("7. Fomentar a la denuncia");
    expect(cellText(one, "headings.strategy")).toBe("");
    expect(cellText(one, "baseline.value")).toBe("");
    expect(cellText(one, "targets.2025")).toBe("100");
  });

  it("are the same under the same heading and on the same line", () => {
    const two = row(2, { headings: [AXIS, PRIORITY] });
    const second = row(3, { line: "line-1", indicator: "other" });
    expect(cellId(one, "headings.axis")).toBe(cellId(two, "headings.axis"));
    expect(cellId(one, "actionLine")).toBe(cellId(second, "actionLine"));
    expect(cellId(one, "formula")).not.toBe(cellId(second, "formula"));
    expect(cellId(row(1), "headings.axis")).not.toBe(cellId(row(2), "headings.axis"));
  });
});

describe("the keyboard", () => {
  const ground: Ground = {
    rows: 5,
    columns: 3,
    page: (from, down) => from + (down ? 2 : -2),
    covers: ({ row: at, column }) =>
      column === 1 && at >= 1 && at <= 3 ? { start: 1, end: 4 } : { start: at, end: at + 1 },
  };

  it.each([
    ["ArrowDown", false, 0, 0, [1, 0]],
    ["ArrowDown", false, 2, 1, [4, 1]],
    ["ArrowUp", false, 3, 1, [0, 1]],
    ["ArrowUp", false, 0, 0, null],
    ["ArrowDown", false, 4, 0, null],
    ["ArrowRight", false, 2, 1, [2, 2]],
    ["ArrowRight", false, 2, 2, null],
    ["Home", false, 2, 2, [2, 0]],
    ["End", true, 0, 0, [4, 2]],
    ["PageDown", false, 4, 0, null],
    ["PageDown", false, 0, 0, [2, 0]],
    ["a", false, 0, 0, null],
  ] as const)("%s (ctrl %s) from %d,%d", (key, ctrl, at, column, expected) => {
    const spot = moved(key, ctrl, { row: at, column }, ground);
    expect(spot === null ? null : [spot.row, spot.column]).toEqual(expected);
  });

  it("walks row by row with Tab and stops at the ends", () => {
    expect(tabbed(false, { row: 0, column: 2 }, ground)).toEqual({ row: 1, column: 0 });
    expect(tabbed(true, { row: 1, column: 0 }, ground)).toEqual({ row: 0, column: 2 });
    expect(tabbed(false, { row: 4, column: 2 }, ground)).toBeNull();
    expect(tabbed(true, { row: 0, column: 0 }, ground)).toBeNull();
  });
});

describe("columns", () => {
  const fields = visibleFields(["axis", "priority"], [2024, 2025, 2026], FORM_VIEW);
  const columns = columnsOf(fields);

  it("are those of the form", () => {
    expect(columns.map((column) => column.title).slice(1)).toEqual([
      "Eje",
      "Prioridad",
      "Línea de acción",
      "Indicador",
      "Interpretación",
      "Tipo",
      "Fórmula",
      "Frecuencia",
      "Meta 2024",
      "Meta 2025",
      "Meta 2026",
    ]);
  });

  it("fit a 1366 pixel screen with its scroll bar", () => {
    expect(layoutOf(columns, 1351).total).toBeLessThanOrEqual(1351);
  });

  it("share what room there is", () => {
    const { total, places } = layoutOf(columns, 1900);
    expect(total).toBeGreaterThan(1880);
    expect(total).toBeLessThanOrEqual(1900);
    expect(places.at(-1)?.left).toBe(total - (places.at(-1)?.width ?? 0));
  });

  it("take the widths given by hand, at any zoom, and freeze no more than leaves room", () => {
    const wishes = { widths: { actionLine: 300 }, frozen: "actionLine", scale: 1.5 };
    const wide = layoutOf(columns, 3000, wishes);
    expect(wide.places[3]?.width).toBe(450);
    expect(wide.places.filter((place) => place.frozen)).toHaveLength(4);
    expect(wide.places[3]?.edge).toBe(true);
    const narrow = layoutOf(columns, 500, wishes);
    expect(narrow.frozen).toBeLessThan(340);
    expect(narrow.places[3]?.frozen).toBe(false);
  });
});

describe("heights", () => {
  it("count lines, their own and those of narrow columns", () => {
    expect(lineCount("", 100, 14)).toBe(0);
    expect(lineCount("una", 100, 14)).toBe(1);
    expect(lineCount("una\ndos", 100, 14)).toBe(2);
    expect(lineCount("palabra palabra palabra", 60, 14)).toBe(3);
    // A hyphen lets the line break; what fits nowhere breaks inside.
    expect(lineCount("aaaaaa-bbbbbb", 60, 14)).toBe(2);
    expect(lineCount("a".repeat(30), 60, 14)).toBe(4);
  });
});

describe("state words", () => {
  it.each([
    ["local", 0, "guardado aquí", "Vive solo en esta computadora"],
    ["offline", 3, "sin conexión", "3 cambios guardados aquí, esperan conexión"],
    ["offline", 1, "sin conexión", "1 cambio guardado aquí, espera conexión"],
    ["offline", 0, "sin conexión", "Trabajas sin conexión"],
    ["saved", 2, "guardado aquí", "2 cambios guardados aquí, en camino"],
    ["sent", 0, "enviado", "El servidor tiene todos tus cambios"],
    ["stuck", 2, "atorado", "2 cambios guardados aquí, sin poder enviarse"],
  ] as const)("%s with %d waiting", (state, waiting, word, sentence) => {
    const how = status({ state, waiting });
    expect(stateWord(how)).toBe(word);
    expect(stateSentence(how)).toContain(sentence);
  });
});

it("takes initials from the first and last words of a name", () => {
  expect(initials("Ana Ruiz Calderón")).toBe("AC");
  expect(initials("Óscar")).toBe("Ó");
  expect(initials("  ")).toBe("?");
});
