import { describe, expect, it } from "vitest";

import {
  fieldHelp,
  fieldKind,
  fieldLabel,
  formulaOf,
  offersOf,
  partsOf,
  quantity,
  quantitySentence,
  shownValue,
  writtenValue,
  yearSentence,
} from "../src/features/fields";
import { spelled } from "../src/features/fields/quantity";
import { sampleRows } from "../src/host/fixture/rows";

describe("numbers", () => {
  it.each([
    ["100", "100", ""],
    ["100 %", "100", "%"],
    ["100%", "100", "%"],
    [" 12.5 ", "12.5", ""],
    ["1,000", "1000", ""],
    ["1,234,567.50 %", "1234567.5", "%"],
    ["007", "7", ""],
    ["0.30", "0.3", ""],
    ["-3", "-3", ""],
    ["-0.0", "0", ""],
    ["9999999999999999999999999999", "9999999999999999999999999999", ""],
    ["0.1000000000000000000000000001", "0.1000000000000000000000000001", ""],
  ])("%j is %s%s, exactly", (text, amount, unit) => {
    expect(quantity(text)).toEqual({ amount, unit });
  });

  it.each(["", "  ", "N/A", "1,00", "12,5", "1,0000", "1.2.3", "100 % anual", "cien", "%", "1e3"])(
    "%j is none",
    (text) => {
      expect(quantity(text)).toBeNull();
    },
  );

  it.each([
    ["100 %", "", "100 %: cien por ciento"],
    ["100%", "Número", "100 %: cien por ciento"],
    ["15", "", "15: quince unidades"],
    ["1", "", "1: una unidad"],
    ["21", "", "21: veintiuna unidades"],
    ["201", "", "201: doscientas una unidades"],
    ["100", "Porcentaje", "100: cien · Porcentaje"],
    ["1,000", "Personas", "1,000: mil · Personas"],
    ["1.000", "Personas", "1: uno · Personas"],
    ["12.5 %", "", "12.5 %: doce punto cinco por ciento"],
    ["12345678901", "Personas", "12,345,678,901 · Personas"],
    ["Por definir", "", "No se entiende como número; se guarda como está escrito."],
    ["", "Porcentaje", null],
  ])("%j with unit %j reads %j", (text, unit, sentence) => {
    expect(quantitySentence(text, unit)).toBe(sentence);
  });

  it.each([
    ["0", "cero"],
    ["16", "dieciséis"],
    ["21", "veintiuno"],
    ["31", "treinta y uno"],
    ["100", "cien"],
    ["101", "ciento uno"],
    ["555", "quinientos cincuenta y cinco"],
    ["1000", "mil"],
    ["21000", "veintiún mil"],
    ["31001", "treinta y un mil uno"],
    ["100000", "cien mil"],
    ["1000000", "un millón"],
    ["2100021", "dos millones cien mil veintiuno"],
    ["-7", "menos siete"],
    ["0.05", "cero punto cero cinco"],
  ])("%s is spelled %s", (amount, words) => {
    expect(spelled(amount, false)).toBe(words);
  });

  it.each([
    ["2023", null],
    ["", null],
    ["23", "Un año se escribe con cuatro cifras, como 2023. Se guarda como está escrito."],
  ])("the year %j says %j", (text, sentence) => {
    expect(yearSentence(text)).toBe(sentence);
  });
});

describe("formulas", () => {
  it.each([
    ["(a/b)*100", ["a", "b", "100"]],
    ["( a / b ) x 100", ["a", "b", "100"]],
    ["[(a)/(b)]*100", ["a", "b", "100"]],
    ["(a/b)×100 %", ["a", "b", "100"]],
    ["((a/b)*100)", ["a", "b", "100"]],
    ["a/b", ["a", "b", ""]],
    ["a ÷ b", ["a", "b", ""]],
    ["(a y/o c/b)*100", ["a y/o c", "b", "100"]],
    ["(a (de c/d)/b)*100", ["a (de c/d)", "b", "100"]],
    ["(Número de linux/total)*100", ["Número de linux", "total", "100"]],
  ])("%j parts into %j", (formula, [numerator, denominator, factor]) => {
    expect(partsOf(formula)).toEqual({ numerator, denominator, factor });
  });

  it.each(["", "(a)*100", "a/b/c", "(a/b", "a)/b(", "/b", "a/", "proyecto", "y/o"])(
    "%j does not part plainly",
    (formula) => {
      expect(partsOf(formula)).toBeNull();
    },
  );

  it("are printed from their parts", () => {
    expect(formulaOf({ numerator: "a", denominator: "b", factor: "100" })).toBe("(a/b)*100");
    expect(formulaOf({ numerator: "a/c", denominator: "b", factor: "" })).toBe("(a/c)/b");
    expect(formulaOf({ numerator: "a", denominator: " ", factor: "100" })).toBeNull();
  });

  it("of the sample part where they are one thing over another, and come back the same", () => {
    const formulas = sampleRows()
      .map(({ formula }) => formula)
      .filter((formula) => formula !== "");
    const parted = formulas.filter((formula) => partsOf(formula) !== null);
    expect(formulas).toHaveLength(22);
    // The one without is row 2, which has no denominator.
    expect(parted).toHaveLength(21);
    for (const formula of parted) {
      const parts = partsOf(formula);
      if (parts === null) throw new Error(formula);
      expect(partsOf(formulaOf(parts) ?? "")).toEqual(parts);
    }
  });
});

describe("lists", () => {
  it("are written in the words of the form, and shown so", () => {
    expect(offersOf("frequency")?.map(({ value }) => value)).toContain("Anual");
    expect(offersOf("targetBehavior")?.map(({ value }) => value)).toEqual([
      "Periódica",
      "Acumulada",
      "Acumulada sin suma",
    ]);
    expect(offersOf("responsible")).toBeNull();
    expect(shownValue("stage", "brainstorm")).toBe("Lluvia de ideas");
    expect(writtenValue("stage", "Lluvia de ideas")).toBe("brainstorm");
    expect(shownValue("frequency", "Annual")).toBe("Annual");
  });
});

describe("every field of the ficha", () => {
  const FIELDS = [
    ["headings.axis", "heading"],
    ["actionLine", "text"],
    ["responsible", "value"],
    ["stage", "list"],
    ["pendingExternal", "switch"],
    ["indicatorName", "text"],
    ["interpretation", "text"],
    ["unitOfMeasure", "list"],
    ["formula", "text"],
    ["formula.numerator", "value"],
    ["formula.denominator", "value"],
    ["formula.factor", "quantity"],
    ["frequency", "list"],
    ["direction", "list"],
    ["targetBehavior", "list"],
    ["meansOfVerification", "text"],
    ["baseline.value", "quantity"],
    ["baseline.year", "year"],
    ["baseline.source", "value"],
    ["baseline.verification", "value"],
    ["targets.2024", "quantity"],
  ] as const;

  it.each(FIELDS)("%s is a %s, with a name and a help", (field, kind) => {
    expect(fieldKind(field)).toBe(kind);
    expect(fieldLabel(field)).not.toBe(field);
    expect(fieldHelp(field)).toMatch(/\.$/);
  });
});
