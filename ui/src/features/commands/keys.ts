import { t } from "@lingui/core/macro";

/** A key with what is held down with it. */
interface Stroke {
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
  key: string;
}

/** Ways to press a command: "Ctrl+Y, Ctrl+Shift+Z" has two. */
export function waysOf(keys: string): readonly string[] {
  return keys.split(", ");
}

function strokeOf(way: string): Stroke {
  // "Ctrl++" is Ctrl and the plus sign.
  const parts = way.replace(/\+\+$/, "+Plus").split("+");
  const key = parts.at(-1) ?? "";
  return {
    ctrl: parts.includes("Ctrl"),
    alt: parts.includes("Alt"),
    shift: parts.includes("Shift"),
    key: key === "Plus" ? "+" : key,
  };
}

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether what was pressed is one of the ways of a command. */
export function isPressed(keys: string, event: Pressed): boolean {
  return waysOf(keys).some((way) => {
    const { ctrl, alt, shift, key } = strokeOf(way);
    const letter = /^\p{L}$/u.test(key);
    // Signs need Shift on some keyboards and not on others: it is not asked about for them.
    const asksShift = letter || key.length > 1;
    return (
      event.key.toLowerCase() === key.toLowerCase() &&
      (event.ctrlKey || event.metaKey) === ctrl &&
      event.altKey === alt &&
      (!asksShift || event.shiftKey === shift)
    );
  });
}

/** Keys that mean something to whoever writes in a box: they are left to the box. */
const BOX_KEYS =
  "Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z, Ctrl+X, Ctrl+C, Ctrl+V, Ctrl+A, Ctrl+ArrowLeft, Ctrl+ArrowRight";

/** Whether keys are left to the box one writes in. */
export function isForBox(event: Pressed): boolean {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && !/^F\d+$/.test(event.key)) return true;
  return isPressed(BOX_KEYS, event);
}

/** A key as it is printed on the keyboards of here. */
function keyWord(key: string): string {
  switch (key) {
    case "Shift":
      return t`Mayús`;
    case "Enter":
      return t`Intro`;
    case "Delete":
      return t`Supr`;
    case "Backspace":
      return t`Retroceso`;
    case "Space":
    case " ":
      return t`Espacio`;
    case "Home":
      return t`Inicio`;
    case "End":
      return t`Fin`;
    case "PageUp":
      return t`Re Pág`;
    case "PageDown":
      return t`Av Pág`;
    case "ArrowUp":
      return "↑";
    case "ArrowDown":
      return "↓";
    case "ArrowLeft":
      return "←";
    case "ArrowRight":
      return "→";
    default:
      return key;
  }
}

/** The keys of one way, one by one, as printed. */
export function keyWords(way: string): readonly string[] {
  return way
    .replace(/\+\+$/, "+Plus")
    .split("+")
    .map((key) => keyWord(key === "Plus" ? "+" : key));
}

/** The keys as one text, for tooltips: "Ctrl+F". */
export function keysText(keys: string): string {
  return waysOf(keys)
    .map((way) => keyWords(way).join("+"))
    .join(t` o `);
}
