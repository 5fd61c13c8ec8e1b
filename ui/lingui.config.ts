import { defineConfig } from "@lingui/cli";

/** Spanish of Mexico is written in the code; other languages are catalogues of it. */
export default defineConfig({
  sourceLocale: "es-MX",
  locales: ["es-MX", "en"],
  catalogs: [{ path: "<rootDir>/src/locales/{locale}", include: ["src"] }],
  format: "po",
  formatOptions: { lineNumbers: false },
});
