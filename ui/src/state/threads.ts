import type { CommentView, Row } from "../host";

/** Comments on one cell that answer each other, oldest first. */
export interface Thread {
  thread: string;
  line: string;
  indicator: string | null;
  field: string;
  row: number | null;
  quote: string;
  resolved: boolean;
  comments: readonly CommentView[];
}

/** Threads in the order they began. */
export function threadsOf(comments: readonly CommentView[]): readonly Thread[] {
  const threads = new Map<string, Thread & { comments: CommentView[] }>();
  for (const comment of comments) {
    const known = threads.get(comment.thread);
    if (known === undefined) {
      threads.set(comment.thread, {
        thread: comment.thread,
        line: comment.line,
        indicator: comment.indicator,
        field: comment.field,
        row: comment.row,
        quote: comment.quote,
        resolved: comment.resolved,
        comments: [comment],
      });
    } else {
      known.comments.push(comment);
      known.resolved = comment.resolved;
    }
  }
  return [...threads.values()];
}

/** Whether a thread hangs from this cell of this row. */
export function isAbout(thread: Thread, row: Row, field: string): boolean {
  return (
    thread.field === field &&
    thread.line === row.line &&
    (thread.indicator === null || thread.indicator === row.indicator)
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
