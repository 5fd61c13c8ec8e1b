import { isFilled } from "./colours";

/** Elements that begin and end a line. */
const BLOCKS = new Set(
  "ADDRESS ARTICLE BLOCKQUOTE CENTER DD DIV DL DT H1 H2 H3 H4 H5 H6 HR LI OL P PRE SECTION TABLE TR UL".split(
    " ",
  ),
);
/** Elements whose text nobody reads. A deletion that waits in Word is gone on the sheet. */
const UNREAD = new Set(
  "BUTTON DEL HEAD IFRAME INPUT NOSCRIPT OBJECT SCRIPT SELECT STYLE TEMPLATE TEXTAREA TITLE".split(
    " ",
  ),
);
/** What Word and its symbol fonts put before an item. */
const BULLETS = /^[·•§oü\uf0b7\uf0a7\uf0d8\uf0fc\u25aa\u25cf]$/;

/**
 * A line that begins with the sign of a Word list, without the blanks that push its text away from
 * it. They are all that is left of the list once WebKit took Word's styles off.
 */
function itemised(line: string): string {
  const item = /^(\S{1,6})(?=[ \u00a0]*\u00a0)[ \u00a0]{2,}(?=\S)/.exec(line);
  const sign = item?.[1] ?? "";
  if (item === null || !(BULLETS.test(sign) || /^\(?(\d{1,3}|[a-z]{1,5})[.)]$/i.test(sign))) {
    return line;
  }
  return `${BULLETS.test(sign) ? "•" : sign} ${line.slice(item[0].length)}`;
}

/** The text of a cell as one reads it, and whether all of it is marked with yellow. */
export interface ReadCell {
  text: string;
  marked: boolean;
}

/** Lines of text, written as a browser would lay them out. */
class Lines {
  readonly #lines = [""];
  #space = false;
  #breakDue = false;

  get #last(): string {
    return this.#lines.at(-1) ?? "";
  }

  /** Words of a page, where any white space is one space; a space that must not break stays. */
  words(raw: string): void {
    const words = raw.split(/[ \t\r\n\f]+/);
    words.forEach((word, at) => {
      if (at > 0) this.#space = true;
      if (word !== "") this.#add(word);
    });
  }

  /** A text whose white space counts. */
  exact(raw: string): void {
    raw.split(/\r\n?|\n/).forEach((line, at) => {
      if (at > 0) this.newLine();
      if (line !== "") this.#add(line);
    });
  }

  newLine(): void {
    this.#settle();
    this.#lines.push("");
    this.#space = false;
  }

  /** A paragraph begins or ends here. */
  block(): void {
    if (this.#last !== "") this.#breakDue = true;
    this.#space = false;
  }

  finished(): string {
    const lines = this.#lines.map((line) =>
      itemised(line.replace(/[\u00ad\u200b\u200c\u2060\ufeff]/g, ""))
        .replaceAll("\u00a0", " ")
        .trim(),
    );
    return lines.join("\n").replace(/^\n+|\n+$/g, "");
  }

  #settle(): void {
    if (this.#breakDue) this.#lines.push("");
    this.#breakDue = false;
  }

  #add(text: string): void {
    this.#settle();
    const last = this.#lines.length - 1;
    const before = this.#last;
    this.#lines[last] = before + (this.#space && before !== "" ? " " : "") + text;
    this.#space = false;
  }
}

/**
 * Reads a cell of a page without drawing it. Walks by hand, not by calling itself: a page may hold
 * elements within elements without end.
 */
export function readCell(cell: Element, yellow: ReadonlySet<string>): ReadCell {
  const lines = new Lines();
  const open: { element: Element; keeps: boolean; marked: boolean }[] = [];
  let letters = 0;
  let marked = 0;
  let node: Node | null = cell.firstChild;
  for (;;) {
    if (node === null) {
      const left = open.pop();
      if (left === undefined) break;
      closed(left.element, lines);
      node = left.element.nextSibling;
      continue;
    }
    const around = open.at(-1);
    if (node.nodeType === Node.ELEMENT_NODE) {
      const element = node as Element;
      if (opened(element, lines)) {
        open.push({
          element,
          keeps: keepsSpace(element, around?.keeps ?? false),
          marked: around?.marked === true || isFilled(element, yellow),
        });
        node = element.firstChild;
        continue;
      }
    } else if (node.nodeType === Node.TEXT_NODE) {
      const raw = node.nodeValue ?? "";
      if (around?.keeps === true) lines.exact(raw);
      else lines.words(raw);
      const count = raw.replace(/[\s\u00a0]/g, "").length;
      letters += count;
      if (around?.marked === true) marked += count;
    }
    node = node.nextSibling;
  }
  return { text: lines.finished(), marked: letters > 0 && marked === letters };
}

/** Writes what an element puts before its content; `false`: its content is not read. */
function opened(element: Element, lines: Lines): boolean {
  const name = element.nodeName.toUpperCase();
  if (UNREAD.has(name)) return false;
  const style = element.getAttribute("style") ?? "";
  if (/display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*comment/i.test(style)) return false;
  if (/\bMsoCommentReference\b/.test(element.getAttribute("class") ?? "")) return false;
  if (name === "BR") {
    lines.newLine();
    return false;
  }
  if (/mso-tab-count/i.test(style)) {
    lines.exact("\t");
    return false;
  }
  if (/mso-list\s*:\s*ignore/i.test(style)) {
    // The number or bullet of Word's lists, with the blanks that push the text away from it.
    const sign = (element.textContent || "").replace(/[\s\u00a0]+/g, " ").trim();
    if (sign !== "") lines.exact(`${BULLETS.test(sign) ? "•" : sign} `);
    return false;
  }
  if (/mso-spacerun\s*:\s*yes/i.test(style)) {
    lines.exact((element.textContent || "").replace(/\s*[\r\n]\s*/g, " "));
    return false;
  }
  if (BLOCKS.has(name)) lines.block();
  if (name === "TD" || name === "TH") lines.words(" ");
  if (name === "LI") lines.exact(itemSign(element));
  return true;
}

function closed(element: Element, lines: Lines): void {
  if (BLOCKS.has(element.nodeName.toUpperCase())) lines.block();
}

function itemSign(item: Element): string {
  if (item.parentElement?.nodeName.toUpperCase() !== "OL") return "• ";
  let number = 1;
  let before = item.previousElementSibling;
  while (before !== null) {
    if (before.nodeName.toUpperCase() === "LI") number += 1;
    before = before.previousElementSibling;
  }
  return `${number}. `;
}

function keepsSpace(element: Element, above: boolean): boolean {
  if (element.nodeName.toUpperCase() === "PRE") return true;
  const said = /white-space\s*:\s*([a-z-]+)/i.exec(element.getAttribute("style") ?? "")?.[1];
  if (said === undefined) return above;
  return said.startsWith("pre") || said === "break-spaces";
}
