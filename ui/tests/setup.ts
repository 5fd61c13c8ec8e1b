import { i18n } from "@lingui/core";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

import { messages } from "../src/locales/es-MX.po";

i18n.loadAndActivate({ locale: "es-MX", messages });

// A failing test says what it looked for, not the whole page. What is awaited may take
// as long as a slow machine needs.
configure({
  getElementError: (message) => new Error(message ?? ""),
  asyncUtilTimeout: 30_000,
});

// A page without layout draws no rows: the grid of the tests is as large as a small screen.
for (const [side, size] of [
  ["Width", () => 1366],
  ["Height", (element: Element) => (element.getAttribute("role") === "treegrid" ? 700 : 60)],
] as const) {
  for (const box of ["client", "offset"]) {
    Object.defineProperty(HTMLElement.prototype, `${box}${side}`, {
      configurable: true,
      get(this: Element) {
        return size(this);
      },
    });
  }
}

// A browser tells of a selection afterwards, not in the middle of the change that makes it, and only
// if it is another one.
const dispatch = document.dispatchEvent.bind(document);
let selected: readonly unknown[] = [];
document.dispatchEvent = (event) => {
  if (event.type !== "selectionchange") return dispatch(event);
  const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() ?? {};
  const now = [anchorNode, anchorOffset, focusNode, focusOffset];
  if (now.some((part, at) => part !== selected[at])) queueMicrotask(() => dispatch(event));
  selected = now;
  return true;
};

afterEach(() => {
  cleanup();
});
