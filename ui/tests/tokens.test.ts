import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

const css = readFileSync("src/kit/tokens.css", "utf8");

/** The declarations of the rule that begins with a selector. */
function rule(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`no rule ${selector}`);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return new Map(
    body
      .split(";")
      .map((line) => line.trim().split(/:\s*/))
      .filter((parts): parts is [string, string] => parts.length === 2),
  );
}

it.each([
  ["dark", ':root:not([data-theme="light"], [data-theme="contrast"])'],
  ["contrast", ':root:not([data-theme="light"], [data-theme="dark"])'],
])("the %s colours one asks for are those the system asks for", (theme, bySystem) => {
  const asked = rule(`:root[data-theme="${theme}"]`);
  expect(asked.size).toBeGreaterThan(25);
  expect(asked).toEqual(rule(bySystem));
});

/** Relative luminance of "#rrggbb", as WCAG counts it. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const PAIRS = [
  ["--ink", "--paper"],
  ["--ink-2", "--surface-2"],
  ["--ink-3", "--paper"],
  ["--ink", "--yellow"],
  ["--yellow-ink", "--yellow-mark"],
  ["--amber", "--amber-soft"],
  ["--red", "--red-soft"],
  ["--accent", "--accent-soft"],
  ["--on-accent", "--accent"],
] as const;

it.each([
  ["light", ":root", 4.5],
  ["dark", ':root[data-theme="dark"]', 4.5],
  ["contrast", ':root[data-theme="contrast"]', 7],
])("in %s, what is read stands out from what it stands on", (_theme, selector, least) => {
  const colours = rule(selector);
  for (const [ink, paper] of PAIRS) {
    const ratio = contrast(colours.get(ink) ?? "", colours.get(paper) ?? "");
    expect(ratio, `${ink} on ${paper}`).toBeGreaterThanOrEqual(least);
  }
});
