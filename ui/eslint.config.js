import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** What a folder may not reach for, and why. */
const TAURI = {
  group: ["@tauri-apps/*"],
  message: "Only src/host/ talks to the shell; ask the Host.",
};
const HOST_INSIDE = {
  regex: "/host/(?!index).+",
  message: "Import from src/host: its files are its own business.",
};
const STATE_INSIDE = {
  regex: "/state/(?!index).+",
  message: "Import from src/state: its files are its own business.",
};
const KIT_INSIDE = {
  regex: "/kit/(?!index|.+\\.css$).+",
  message: "Import from src/kit: its files are its own business.",
};
const FEATURE_INSIDE = {
  regex:
    "/(features/)?(away|changes|clipboard|commands|comments|consultations|decide|dossiers|editor|ficha|fields|find|findings|headings|help|history|importing|matrix|notices|people|rows|settings|states|suggestions|verify|versions|welcome|window)/.+",
  message: "A feature is used through its index.",
};
const UPWARDS = (folders) => ({
  regex: `^\\.\\./(\\.\\./)?(${folders})(/|$)`,
  message: "The arrows go app -> features -> state -> host, and everybody may use kit.",
});

function boundaries(files, patterns) {
  return {
    files: [files],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

export default defineConfig(
  { ignores: ["dist", "dist-fixture", "node_modules"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] } },
    },
  },
  {
    files: ["src/**/*.{ts,tsx}", "tests/**/*.{ts,tsx}"],
    ...hooks.configs.flat["recommended-latest"],
  },
  {
    rules: {
      // `() => app.list()` in a handler reads better than a block around it.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // There is no React Compiler here for the virtual list to disagree with.
      "react-hooks/incompatible-library": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      "max-lines": ["error", { max: 600 }],
      eqeqeq: "error",
    },
  },
  boundaries("src/app/**", [TAURI, HOST_INSIDE, STATE_INSIDE, KIT_INSIDE, FEATURE_INSIDE]),
  boundaries("src/features/**", [
    TAURI,
    HOST_INSIDE,
    STATE_INSIDE,
    KIT_INSIDE,
    FEATURE_INSIDE,
    UPWARDS("app"),
  ]),
  boundaries("src/state/**", [TAURI, HOST_INSIDE, UPWARDS("app|features|kit")]),
  boundaries("src/kit/**", [TAURI, UPWARDS("app|features|state|host")]),
  boundaries("src/host/**", [UPWARDS("app|features|state|kit")]),
  { files: ["eslint.config.js"], extends: [tseslint.configs.disableTypeChecked] },
);
