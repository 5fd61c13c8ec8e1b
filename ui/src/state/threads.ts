import type { AnchorView, CommentView, Row } from "../host";
import { isLineField, levelOf } from "./cells";

/** Comments on one cell that answer each other, oldest first. */
export interface Thread {
  thread: string;
  line: string;
  indicator: string | null;
  field: string;
  /** Number of the row now; `null`: it is retired. */
  row: number | null;
  /** What the cell said when it began, or the words it is about. */
  quote: string;
  /** Where those words are; `null`: it is about the whole cell. */
  anchor: AnchorView | null;
  /** Never exported unless asked. */
  internal: boolean;
  resolved: boolean;
  /** Whether it speaks to this person, or somebody answered them. */
  forMe: boolean;
  /** Comments of others that this person has not read. */
  unread: readonly string[];
  comments: readonly CommentView[];
}

/** Threads in the order they began. */
export function threadsOf(comments: readonly CommentView[]): readonly Thread[] {
  const threads = new Map<string, CommentView[]>();
  for (const comment of comments) {
    const known = threads.get(comment.thread);
    if (known === undefined) threads.set(comment.thread, [comment]);
    else known.push(comment);
  }
  return [...threads.values()].flatMap(threadOf);
}

function threadOf(comments: readonly CommentView[]): Thread[] {
  const first = comments[0];
  const last = comments.at(-1);
  if (first === undefined || last === undefined) return [];
  const { thread, line, indicator, field, row, quote, anchor, internal } = first;
  return [
    {
      ...{ thread, line, indicator, field, row, quote, anchor, internal },
      // Said of each comment, and told of all of them together.
      resolved: last.resolved,
      forMe: comments.some((one) => one.forMe) || (comments.some((one) => one.mine) && !last.mine),
      unread: comments.filter((one) => one.unread && !one.mine).map((one) => one.comment),
      comments,
    },
  ];
}

/** Whether a thread hangs from this cell of this row: the cells of a line are one for all its rows. */
export function isAbout(thread: Thread, row: Row, field: string): boolean {
  return (
    thread.field === field &&
    thread.line === row.line &&
    (thread.indicator === null ||
      thread.indicator === row.indicator ||
      isLineField(field) ||
      levelOf(field) !== null)
  );
}

/** Open threads by "line|field", so that a cell finds its own without a search. */
export function openThreads(threads: readonly Thread[]): ReadonlyMap<string, readonly Thread[]> {
  const open = new Map<string, Thread[]>();
  for (const thread of threads) {
    if (thread.resolved) continue;
    const place = `${thread.line}|${thread.field}`;
    const known = open.get(place);
    if (known === undefined) open.set(place, [thread]);
    else known.push(thread);
  }
  return open;
}

/** Words of a cell that an open thread is about, in UTF-16 units of its text. */
export interface AnchoredWords {
  thread: string;
  start: number;
  end: number;
}

const NONE: readonly AnchoredWords[] = [];

/** The words of a cell that open threads are about, by place; gone ones are nowhere. */
export function anchoredWords(
  open: ReadonlyMap<string, readonly Thread[]>,
  row: Row,
  field: string,
): readonly AnchoredWords[] {
  const threads = open.get(`${row.line}|${field}`);
  if (threads === undefined) return NONE;
  const words = threads.flatMap((thread): AnchoredWords[] => {
    const { anchor } = thread;
    if (anchor === null || anchor.state === "gone" || anchor.from >= anchor.to) return [];
    if (!isAbout(thread, row, field)) return [];
    return [{ thread: thread.thread, start: anchor.from, end: anchor.to }];
  });
  return words.length === 0 ? NONE : words.sort((a, b) => a.start - b.start || b.end - a.end);
}
