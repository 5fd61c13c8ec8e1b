import { createRequire } from "node:module";

import { getCatalogs } from "@lingui/cli/api";
import { expect, it } from "vitest";

interface Configured {
  getConfig: (options: { cwd: string }) => Parameters<typeof getCatalogs>[0];
}

/** A word that is in the code and not in the catalogue would be seen as its code in the window. */
it("holds every word of the screen in the catalogue: npm run words", async () => {
  // The command line's own reader of its settings.
  const cli = createRequire(createRequire(import.meta.url).resolve("@lingui/cli/api"));
  const { getConfig } = cli("@lingui/conf") as Configured;
  const [catalog] = await getCatalogs(getConfig({ cwd: process.cwd() }));
  const inCode = Object.keys((await catalog?.collect()) ?? {}).sort();
  const inFile = Object.keys((await catalog?.read("es-MX")) ?? {}).sort();
  expect(inCode.length).toBeGreaterThan(100);
  expect(inFile).toEqual(inCode);
});
