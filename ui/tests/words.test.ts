import { createRequire } from "node:module";

import { getCatalogs } from "@lingui/cli/api";
import { beforeAll, expect, it } from "vitest";

interface Configured {
  getConfig: (options: { cwd: string }) => Parameters<typeof getCatalogs>[0];
}

/** All the code is read for its words. */
const READING_MAX_MS = 60_000;

let inCode: string[] = [];
let spanish = new Map<string, string>();
let english = new Map<string, string>();

beforeAll(async () => {
  // The command line's own reader of its settings.
  const cli = createRequire(createRequire(import.meta.url).resolve("@lingui/cli/api"));
  const { getConfig } = cli("@lingui/conf") as Configured;
  const [catalog] = await getCatalogs(getConfig({ cwd: process.cwd() }));
  const read = async (locale: string) =>
    new Map(
      Object.entries((await catalog?.read(locale)) ?? {}).map(([id, word]) => [
        id,
        (word.translation as string | undefined) ?? "",
      ]),
    );
  inCode = Object.keys((await catalog?.collect()) ?? {}).sort();
  spanish = await read("es-MX");
  english = await read("en");
}, READING_MAX_MS);

/** A word that is in the code and not in the catalogue would be seen as its code in the window. */
it("holds every word of the screen in the catalogue: npm run words", () => {
  expect(inCode.length).toBeGreaterThan(100);
  expect([...spanish.keys()].sort()).toEqual(inCode);
});

/** A word without its English would be seen in Spanish in the English window. */
it("says every word in English: npm run words, then write src/locales/en.po", () => {
  const missing = inCode
    .filter((id) => (english.get(id) ?? "") === "")
    .map((id) => spanish.get(id) ?? id)
    .sort();
  expect(missing, "without English").toEqual([]);
});

/** A value the Spanish says and the English forgets is lost on who reads English. */
it("keeps every value in English", () => {
  const values = (text: string) =>
    [...new Set(text.match(/(?<!(?:one|other) )\{\w+(?=[,}])|#/g) ?? [])].sort().join(" ");
  expect(values("{0, plural, one {cosa {x}} other {# cosas}}")).toBe("# {0 {x");
  const lost = [...english]
    .filter(([id, text]) => text !== "" && values(text) !== values(spanish.get(id) ?? ""))
    .map(([id]) => spanish.get(id) ?? id);
  expect(lost).toEqual([]);
});
