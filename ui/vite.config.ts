import { transformAsync } from "@babel/core";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/**
 * Turns Lingui's macros into calls. Vite 8 compiles TypeScript without Babel, so only the files
 * that hold words pass through it.
 */
function words(): Plugin {
  return {
    name: "words",
    enforce: "pre",
    async transform(code, id) {
      const file = id.split("?")[0] ?? id;
      if (!/\.tsx?$/.test(file) || file.includes("node_modules") || !code.includes("/macro")) {
        return null;
      }
      const out = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: ["@lingui/babel-plugin-lingui-macro"],
      });
      return typeof out?.code === "string" ? { code: out.code, map: out.map ?? null } : null;
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [words(), react(), lingui()],
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  build: {
    outDir: mode === "fixture" ? "dist-fixture" : "dist",
    // WebKitGTK 2.40 and later.
    target: "safari16.4",
    // The content security policy allows no data: fonts nor styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    css: false,
    restoreMocks: true,
    // A hang is told; a slow machine is not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}));
