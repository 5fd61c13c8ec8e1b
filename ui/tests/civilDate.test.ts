import { i18n } from "@lingui/core";
import { describe, expect, it } from "vitest";

import { civilDate, dayOf, parseCivilDate, todayInMexico } from "../src/kit";

describe("a day somebody wrote", () => {
  it.each([
    ["24/04/2023", "2023-04-24"],
    ["24/4/2023", "2023-04-24"],
    ["24-04-2023", "2023-04-24"],
    ["24.04.2023", "2023-04-24"],
    ["2023-04-24", "2023-04-24"],
    ["24 de abril de 2023", "2023-04-24"],
    ["  24 de  Abril del 2023 ", "2023-04-24"],
    ["lunes 24 de abril de 2023", "2023-04-24"],
    ["miércoles, 19 de abril de 2023", "2023-04-19"],
    ["24 abr 2023", "2023-04-24"],
    ["1 ene. 2024", "2024-01-01"],
    ["5 de setiembre de 2024", "2024-09-05"],
    ["April 24, 2023", "2023-04-24"],
    ["29 de febrero de 2024", "2024-02-29"],
  ])("%s is %s", (written, day) => {
    expect(parseCivilDate(written)).toBe(day);
  });

  it.each([
    "",
    "mañana",
    "24 de abril",
    "24/04/23",
    "04/24/2023",
    "31 de abril de 2023",
    "29 de febrero de 2023",
    "0/04/2023",
    "24 de a de 2023",
    "24 de abrilito de 2023",
    "24/04/20233",
    "24 de abril de 1023",
  ])("%s is none", (written) => {
    expect(parseCivilDate(written)).toBeNull();
  });

  it("is read again as it is shown", () => {
    const { locale, messages } = i18n;
    for (const language of ["es-MX", "en"]) {
      i18n.loadAndActivate({ locale: language, messages: {} });
      for (let month = 1; month <= 12; month += 1) {
        const day = `2024-${String(month).padStart(2, "0")}-09`;
        expect(parseCivilDate(civilDate(day))).toBe(day);
      }
    }
    i18n.loadAndActivate({ locale, messages });
  });
});

describe("a day on screen", () => {
  it("is written whole", () => {
    expect(civilDate("2023-04-24")).toBe("24 de abril de 2023");
    expect(civilDate("2024-01-01")).toBe("1 de enero de 2024");
  });

  it("stays as it came if it is none", () => {
    expect(civilDate("pronto")).toBe("pronto");
    expect(civilDate("2023-13-01")).toBe("2023-13-01");
  });
});

describe("today in Mexico City", () => {
  it.each([
    ["2023-04-24T05:59:59Z", "2023-04-23"],
    ["2023-04-24T06:00:00Z", "2023-04-24"],
    ["2023-04-25T05:59:59Z", "2023-04-24"],
    ["2024-07-01T05:30:00Z", "2024-06-30"],
  ])("at %s it is %s", (now, day) => {
    expect(todayInMexico(new Date(now))).toBe(day);
  });

  it("says the day of an instant", () => {
    expect(dayOf("2023-04-25T04:00:00Z")).toBe("24 de abril de 2023");
    expect(dayOf("nunca")).toBe("nunca");
  });
});
