import {
  Store,
  companion,
  rowKey,
  stepped,
  type DossierState,
  type DossierStore,
  type Thread,
} from "../../state";
import { chosenWords, type ChosenWords } from "./chosenWords";
import { inRowOrder, passes, rowOf, type ThreadFilter } from "./order";

/** How long read comments gather before the shell is told. */
const READ_REST_MS = 200;

/** How the conversations of a dossier are looked at. */
export interface CommentsState {
  /** `null`: those of the selected cell, or of the matrix while none is. */
  filter: ThreadFilter | null;
  /** The conversation one stands in. */
  thread: string | null;
  /** Words that the next comment is about. */
  words: ChosenWords | null;
  /** Whether the keyboard should go to the new comment. */
  composing: boolean;
}

/** The conversations of an open dossier, as they are gone through and read. */
export class CommentsBook {
  readonly state = new Store<CommentsState>({
    filter: null,
    thread: null,
    words: null,
    composing: false,
  });
  readonly #dossier: DossierStore;
  /** What was read and is not told yet, and all that ever was: telling it twice says nothing. */
  readonly #reading = new Set<string>();
  readonly #read = new Set<string>();
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(dossier: DossierStore) {
    this.#dossier = dossier;
  }

  show(filter: ThreadFilter): void {
    this.#set({ filter, thread: null });
  }

  /** Opens a conversation in the list, or closes it. */
  unfold(thread: string | null): void {
    this.#set({ thread });
  }

  choose(words: ChosenWords | null): void {
    this.#set({ words });
  }

  /** The panel on the conversations of the selected cell. */
  showCell(): void {
    this.#set({ filter: null, thread: null });
    this.#dossier.openPanel("comments");
  }

  /** The panel on one conversation, wherever its cell is. */
  showThread(id: string): void {
    const thread = this.#dossier.state.get().threads.find((known) => known.thread === id);
    if (thread === undefined) return;
    const found = this.#dossier.goTo(thread.line, thread.indicator, thread.field);
    const list = thread.resolved ? "resolved" : "open";
    this.#set({ filter: found ? null : list, thread: id });
    this.#dossier.openPanel("comments");
  }

  /** A comment on the words chosen in a cell, or else on the selected cell. */
  begin(words: ChosenWords | null = chosenWords(this.#dossier)): void {
    if (words !== null) this.#dossier.select({ key: words.key, field: words.field });
    this.#set({ filter: "cell", thread: null, words, composing: true });
    this.#dossier.openPanel("comments");
  }

  /** The keyboard is in the new comment. */
  composed(): void {
    this.#set({ composing: false });
  }

  /** Goes to the next conversation of those looked at, or back; `false` if there is none. */
  step(back: boolean): boolean {
    const state = this.#dossier.state.get();
    const { filter, thread } = this.state.get();
    const wanted = filter === null || filter === "cell" ? "open" : filter;
    // One that was just read is no longer unread: it still is where one stands.
    const seen = state.threads.filter(
      (one) => (passes(one, wanted) || one.thread === thread) && isSeen(state, one),
    );
    const isHere = (one: Thread) => one.thread === thread;
    const walk = (list: readonly Thread[]) =>
      stepped(state, { list: inRowOrder(state, list), isHere, back });
    let next = walk(seen);
    if (next !== null && !passes(next, wanted)) {
      next = walk(seen.filter((one) => passes(one, wanted)));
    }
    if (next === null) return false;
    this.#set({ thread: next.thread });
    this.#dossier.openPanel("comments");
    this.#dossier.goTo(next.line, next.indicator, next.field);
    return true;
  }

  /** Comments that were on screen before somebody's eyes. */
  read(keys: readonly string[]): void {
    for (const key of keys) if (!this.#read.has(key)) this.#reading.add(key);
    if (this.#reading.size === 0) return;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      const told = [...this.#reading];
      this.#reading.clear();
      for (const key of told) this.#read.add(key);
      // What could not be marked stays unread, and is read again another time.
      this.#dossier.markRead(told).catch(() => told.forEach((key) => this.#read.delete(key)));
    }, READ_REST_MS);
  }

  #set(part: Partial<CommentsState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}

/** Whether the cell of a conversation is in the grid: a filter of rows hides what it does not let through. */
function isSeen(state: DossierState, thread: Thread): boolean {
  const row = rowOf(state, thread);
  return row !== undefined && state.places.has(rowKey(row));
}

/** The conversations of a dossier. */
export const commentsOf = companion((dossier) => new CommentsBook(dossier));
