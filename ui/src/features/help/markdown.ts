/** Words of the manual, some of them marked. */
export type Words =
  | { kind: "text" | "strong" | "em" | "key"; text: string }
  | { kind: "link"; text: string; chapter: string };

/** A block of the manual. */
export type Block =
  | { kind: "title" | "paragraph" | "note"; words: readonly Words[] }
  | { kind: "list" | "steps"; items: readonly (readonly Words[])[] }
  | { kind: "picture"; name: string; text: string };

/** A chapter as it is written in its file. */
export interface Chapter {
  id: string;
  title: string;
  blocks: readonly Block[];
  /** All its words, for looking in it. */
  text: string;
}

const INLINE = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[(.+?)\]\(#(.+?)\)/g;

/** A line with its marks: **strong**, *emphasis*, `keys`, [words](#chapter). */
export function wordsOf(line: string): readonly Words[] {
  const words: Words[] = [];
  let at = 0;
  for (const found of line.matchAll(INLINE)) {
    const [whole, strong, em, key, text, chapter] = found;
    if (found.index > at) words.push({ kind: "text", text: line.slice(at, found.index) });
    if (strong !== undefined) words.push({ kind: "strong", text: strong });
    else if (em !== undefined) words.push({ kind: "em", text: em });
    else if (key !== undefined) words.push({ kind: "key", text: key });
    else words.push({ kind: "link", text: text ?? "", chapter: chapter ?? "" });
    at = found.index + whole.length;
  }
  if (at < line.length) words.push({ kind: "text", text: line.slice(at) });
  return words;
}

/**
 * A chapter from its Markdown: the few marks the manual uses, and no HTML. Blocks are parted by
 * blank lines; the first title is the chapter's.
 */
export function chapterOf(id: string, source: string): Chapter {
  let title = id;
  const blocks: Block[] = [];
  for (const part of source.split(/\n\s*\n/)) {
    const lines = part.split("\n").filter((line) => line.trim() !== "");
    const first = lines[0] ?? "";
    const picture = /^!\[(.*)\]\(pictures\/(.+)\.png\)$/.exec(first);
    if (first === "") continue;
    if (first.startsWith("# ")) title = first.slice(2);
    else if (first.startsWith("## "))
      blocks.push({ kind: "title", words: wordsOf(first.slice(3)) });
    else if (picture !== null) {
      blocks.push({ kind: "picture", text: picture[1] ?? "", name: picture[2] ?? "" });
    } else if (first.startsWith("> ")) {
      const said = lines.map((line) => line.replace(/^> ?/, "")).join(" ");
      blocks.push({ kind: "note", words: wordsOf(said) });
    } else if (first.startsWith("- ")) {
      blocks.push({ kind: "list", items: lines.map((line) => wordsOf(line.slice(2))) });
    } else if (/^\d+\. /.test(first)) {
      const items = lines.map((line) => wordsOf(line.replace(/^\d+\. /, "")));
      blocks.push({ kind: "steps", items });
    } else blocks.push({ kind: "paragraph", words: wordsOf(lines.join(" ")) });
  }
  return { id, title, blocks, text: [title, ...blocks.map(textOf)].join("\n") };
}

function textOf(block: Block): string {
  switch (block.kind) {
    case "list":
    case "steps":
      return block.items.map(plain).join("\n");
    case "picture":
      return "";
    case "title":
    case "paragraph":
    case "note":
      return plain(block.words);
  }
}

function plain(words: readonly Words[]): string {
  return words.map(({ text }) => text).join("");
}
