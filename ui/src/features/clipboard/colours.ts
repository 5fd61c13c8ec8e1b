import { STYLE_BYTES_MAX } from "./limits";

/** Words for yellow in style sheets. */
const YELLOWS = new Set(["yellow", "lightyellow"]);

/** Whether a colour is one of the yellows that offices mark with, from strong to very pale. */
export function isYellow(colour: string): boolean {
  const said = colour.trim().toLowerCase();
  if (YELLOWS.has(said)) return true;
  const rgb = components(said);
  if (rgb === null) return false;
  const [red, green, blue] = rgb;
  return red >= 0xe6 && green >= red * 0.9 && green <= red * 1.1 && blue <= green * 0.85;
}

function components(colour: string): readonly [number, number, number] | null {
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b/.exec(colour);
  if (long !== null) return triple(long, 16, 1);
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])\b/.exec(colour);
  if (short !== null) return triple(short, 16, 17);
  const said = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(colour);
  return said === null ? null : triple(said, 10, 1);
}

function triple(
  found: RegExpExecArray,
  radix: number,
  times: number,
): readonly [number, number, number] {
  const one = (at: number) => Number.parseInt(found[at] ?? "0", radix) * times;
  return [one(1), one(2), one(3)];
}

/** Whether declarations ("background:yellow;mso-pattern:black none") fill with yellow. */
export function fillsYellow(declarations: string): boolean {
  const fills = /(?:^|[;{\s])(?:background(?:-color)?|mso-shading|mso-highlight)\s*:\s*([^;}"]+)/gi;
  for (const [, value = ""] of declarations.matchAll(fills)) {
    // "yellow none repeat", "#FFFF00", "rgb(255, 255, 0) none".
    const colour = /^\s*(rgba?\([^)]*\)|#?[\w]+)/.exec(value)?.[1];
    if (colour !== undefined && isYellow(colour)) return true;
  }
  return false;
}

/** The classes that a page's style sheets fill with yellow. */
export function yellowClasses(page: Document): ReadonlySet<string> {
  const yellow = new Set<string>();
  let looked = 0;
  for (const sheet of page.querySelectorAll("style")) {
    const text = (sheet.textContent || sheet.innerHTML).slice(0, STYLE_BYTES_MAX - looked);
    looked += text.length;
    for (const [, selectors = "", declarations = ""] of text.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      if (!fillsYellow(declarations)) continue;
      for (const [, name = ""] of selectors.matchAll(/\.([\w-]+)/g)) yellow.add(name);
    }
  }
  return yellow;
}

/** Whether an element is filled with yellow by what stands on it. */
export function isFilled(element: Element, yellow: ReadonlySet<string>): boolean {
  const colour = element.getAttribute("bgcolor");
  if (colour !== null && isYellow(colour)) return true;
  const style = element.getAttribute("style");
  if (style !== null && fillsYellow(style)) return true;
  const names = element.getAttribute("class");
  return names !== null && names.split(/\s+/).some((name) => yellow.has(name));
}
