import type { MemberView } from "../../host";
import { fold } from "../../kit";

type Person = Pick<MemberView, "name" | "device">;

/** A stretch of a comment; `name` where it speaks to somebody. */
export interface Said {
  text: string;
  name: string | null;
}

/** What is being typed after an "@": where the "@" is, and the letters after it. */
export interface Typing {
  at: number;
  query: string;
}

/** Longest stretch after an "@" that may still be a name. */
const NAME_MAX = 60;

const LETTER = /[\p{L}\p{N}_]/u;

/** Whose names a text has after an "@". */
export function mentionsIn(text: string, members: readonly Person[]): string[] {
  const names = new Set(said(text, members).map((part) => part.name));
  return members.filter(({ name }) => names.has(name)).map(({ device }) => device);
}

/** A comment in stretches, so that the names it speaks to stand out. */
export function said(text: string, members: readonly Person[]): readonly Said[] {
  // "@Ana Ruiz" is for Ana Ruiz, and not for an Ana without surname.
  const names = [...new Set(members.map(({ name }) => name))]
    .filter((name) => name !== "")
    .sort((a, b) => b.length - a.length);
  const parts: Said[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const name = names.find((known) => isNamed(text, at, known));
    if (name === undefined) continue;
    if (at > from) parts.push({ text: text.slice(from, at), name: null });
    from = at + 1 + name.length;
    parts.push({ text: text.slice(at, from), name });
  }
  if (from < text.length) parts.push({ text: text.slice(from), name: null });
  return parts;
}

function isNamed(text: string, at: number, name: string): boolean {
  if (LETTER.test(text.charAt(at - 1))) return false;
  const end = at + 1 + name.length;
  return text.startsWith(name, at + 1) && !LETTER.test(text.charAt(end));
}

/** The name being typed before the caret, if there is one. */
export function typingAt(text: string, caret: number): Typing | null {
  const at = text.lastIndexOf("@", caret - 1);
  if (at < 0 || caret - at > NAME_MAX || LETTER.test(text.charAt(at - 1))) return null;
  const query = text.slice(at + 1, caret);
  return /[\n@]/.test(query) || query.startsWith(" ") ? null : { at, query };
}

/** The people whose name has a word that begins so; one line for each name. */
export function matching<P extends Person>(query: string, members: readonly P[]): readonly P[] {
  const wanted = fold(query);
  const known = new Set<string>();
  return members.filter(({ name }) => {
    const folded = fold(name);
    const begins = folded.startsWith(wanted) || folded.includes(` ${wanted}`);
    if (!begins || known.has(name) || name === query.trimEnd()) return false;
    known.add(name);
    return true;
  });
}
