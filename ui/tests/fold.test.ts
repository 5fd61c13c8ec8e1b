import { describe, expect, it } from "vitest";

import { fold, foldPlaces, personHue, placesOf } from "../src/kit";

describe("fold", () => {
  it.each([
    ["á", "a"],
    ["Á", "a"],
    ["ü", "u"],
    ["PINGÜINO", "pinguino"],
    ["Línea de Acción", "linea de accion"],
    ["ñ", "ñ"],
    ["Ñ", "ñ"],
    ["n\u0303", "ñ"],
    ["N\u0303", "ñ"],
    ["a\u0301", "a"],
    ["ç", "c"],
    ["uno\u00A0dos\ntres", "uno dos tres"],
    ["impu\u00ADnidad", "impunidad"],
    ["100 %", "100 %"],
    ["", ""],
  ])("%j is looked for as %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it("keeps ñ apart from n", () => {
    expect(fold("año")).not.toBe(fold("ano"));
    expect(fold("an\u0303o")).toBe(fold("año"));
  });

  it.each([
    ["Acción y acciones", "accion", false, ["Acción", "accion"]],
    ["Acción y acciones", "accion", true, ["Acción"]],
    ["Canción, acción.", "acción", true, ["acción"]],
    ["una accio\u0301n más", "accion", false, ["accio\u0301n"]],
    ["impu\u00ADnidad total", "impunidad", false, ["impu\u00ADnidad"]],
    ["año ano", "ano", false, ["ano"]],
    ["año ano", "año", false, ["año"]],
    ["aaaa", "aa", false, ["aa", "aa"]],
    ["sin nada", "xyz", false, []],
    ["algo", "", false, []],
  ] as const)("finds in %j the places of %j (whole word: %s)", (text, wanted, whole, found) => {
    const places = placesOf(fold(wanted), foldPlaces(text), whole);
    expect(places.map(({ start, end }) => text.slice(start, end))).toEqual(found);
  });
});

describe("the colour of a person", () => {
  it("is always the same, and not the same for everybody", () => {
    const devices = ["a", "b", "c", "d", "e", "f"].map((letter) => letter.repeat(64));
    expect(personHue("b".repeat(64))).toBe(personHue("b".repeat(64)));
    expect(new Set(devices.map(personHue)).size).toBeGreaterThan(3);
  });
});
