import type { EditReceipt, EditRequest, Problem, Row } from "../host";
import { cellId, cellText } from "./cells";
import { rebase } from "./rebase";
import { Store } from "./store";

/** How long the keyboard rests before a draft is saved. */
export const IDLE_MS = 400;
/** How long somebody may type without a rest before the draft is saved anyway. */
export const TYPING_MAX_MS = 2_000;

/** Where an editor stands: the grid and the ficha show the same cell. */
export type EditorPlace = "grid" | "ficha";

/** How far a draft has come. */
export type Phase = "clean" | "typing" | "saving" | "saved" | "stuck";

/** A cell being written, as the screen shows it. */
export interface Draft {
  id: string;
  field: string;
  place: EditorPlace;
  text: string;
  phase: Phase;
  /** Why the text could not be saved. */
  problem: Problem | null;
  /** What somebody else wrote in the same place before the first save; saving waits for Enter. */
  foreign: string | null;
}

/** All drafts: at most one has an open editor; the others are being saved, or could not be. */
export interface Drafts {
  open: string | null;
  all: ReadonlyMap<string, Draft>;
}

interface Session {
  id: string;
  line: string;
  indicator: string | null;
  field: string;
  place: EditorPlace;
  /** The text when the editor opened: what Esc goes back to. */
  original: string;
  /** The text the document is known to hold through this editor. */
  saved: string;
  text: string;
  base: string | null;
  problem: Problem | null;
  foreign: string | null;
  wrote: boolean;
  running: Promise<boolean> | null;
  idle: ReturnType<typeof setTimeout> | undefined;
  unsavedSince: number | null;
}

/** What the editors ask of their dossier. */
export interface EditorsDoor {
  edit(request: Omit<EditRequest, "dossier">): Promise<EditReceipt>;
  /** The version of the matrix on screen: what an editor opened now stands on. */
  version(): string | null;
  closed(id: string): void;
}

/**
 * The editors of a dossier's cells. Text a person typed leaves memory only when the shell has
 * answered that it is on disk, or when the person takes it back with Esc.
 *
 * Each save names the version the one before it left, so that what others write meanwhile is
 * merged and not undone. A failed save keeps its draft here, closed editor or not, until
 * `retryAll` or another Enter gets it through.
 */
export class Editors {
  readonly state = new Store<Drafts>({ open: null, all: new Map() });
  readonly #door: EditorsDoor;
  readonly #sessions = new Map<string, Session>();
  #open: string | null = null;

  constructor(door: EditorsDoor) {
    this.#door = door;
  }

  /** Opens the editor of a cell. A draft that could not be saved is taken up where it was left. */
  open(row: Row, field: string, place: EditorPlace, firstText?: string): void {
    const id = cellId(row, field);
    if (this.#open !== null && this.#open !== id) void this.commit();
    let session = this.#sessions.get(id);
    if (session === undefined) {
      const text = cellText(row, field);
      session = {
        id,
        line: row.line,
        indicator: row.indicator,
        field,
        place,
        original: text,
        saved: text,
        text,
        base: this.#door.version(),
        problem: null,
        foreign: null,
        wrote: false,
        running: null,
        idle: undefined,
        unsavedSince: null,
      };
      this.#sessions.set(id, session);
    }
    session.place = place;
    this.#open = id;
    this.#publish();
    if (firstText !== undefined) this.type(firstText);
  }

  /** The text of the open editor changed under the keyboard. */
  type(text: string): void {
    const session = this.#current();
    if (session === undefined || session.text === text) return;
    session.text = text;
    if (session.foreign === null) this.#schedule(session);
    this.#publish();
  }

  /**
   * Closes the open editor and saves what is left; `false` if it could not be saved. With `stay`
   * the editor of a text that could not be saved opens again, so that the person is left with it.
   */
  async commit(stay = false): Promise<boolean> {
    const session = this.#current();
    if (session === undefined) return true;
    session.foreign = null;
    this.#open = null;
    this.#publish();
    const done = await this.#settle(session);
    if (!done && stay && this.#current() === undefined) {
      this.#open = session.id;
      this.#publish();
    }
    return done;
  }

  /** Closes the open editor and puts the cell back as it was when it opened. */
  async cancel(): Promise<boolean> {
    const session = this.#current();
    if (session === undefined) return true;
    session.text = session.original;
    session.foreign = null;
    session.problem = null;
    this.#open = null;
    this.#publish();
    return this.#settle(session);
  }

  /** Saves every draft, those whose editor is closed too; `false` if one could not be saved. */
  async retryAll(): Promise<boolean> {
    const results = await Promise.all(
      [...this.#sessions.values()].map((session) => this.#retry(session)),
    );
    return results.every(Boolean);
  }

  /**
   * A row changed. Before the first save an editor stands on the text it opened with, so the
   * change is brought under the draft here; afterwards the shell does it, from `base`.
   */
  rowChanged(row: Row): void {
    for (const session of this.#sessions.values()) {
      if (cellId(row, session.field) !== session.id) continue;
      if (session.wrote || session.running !== null) continue;
      const now = cellText(row, session.field);
      if (now === session.saved) continue;
      const moved = rebase(session.saved, now, session.text);
      session.original = now;
      session.saved = now;
      session.base = this.#door.version();
      if (moved === null) {
        session.foreign = now;
        clearTimeout(session.idle);
      } else {
        session.text = moved;
      }
      this.#publish();
    }
  }

  /** How many drafts are not on disk for want of a disk or a permission. */
  stuckCount(): number {
    return [...this.#sessions.values()].filter((session) => session.problem !== null).length;
  }

  async #retry(session: Session): Promise<boolean> {
    // What somebody else wrote in the same place is looked at before it is written over.
    if (session.foreign !== null) return false;
    return session.id === this.#open ? this.#save(session) : this.#settle(session);
  }

  #current(): Session | undefined {
    return this.#open === null ? undefined : this.#sessions.get(this.#open);
  }

  #schedule(session: Session): void {
    clearTimeout(session.idle);
    const now = Date.now();
    session.unsavedSince ??= now;
    const wait = Math.min(IDLE_MS, Math.max(0, session.unsavedSince + TYPING_MAX_MS - now));
    session.idle = setTimeout(() => void this.#save(session), wait);
  }

  /** Saves to the end and forgets the session if nothing is left to save. */
  async #settle(session: Session): Promise<boolean> {
    let done = await this.#save(session);
    // A save that ran while the editor was open left the last words to the timer.
    while (done && this.#open !== session.id && session.text !== session.saved) {
      done = await this.#save(session);
    }
    // The same cell may have been opened again meanwhile.
    if (done && this.#open !== session.id && session.text === session.saved) {
      clearTimeout(session.idle);
      this.#sessions.delete(session.id);
      if (session.wrote) this.#door.closed(session.id);
      this.#publish();
    }
    return done;
  }

  /** Saves until the document holds the text; one request at a time, each on the last's version. */
  #save(session: Session): Promise<boolean> {
    clearTimeout(session.idle);
    session.running ??= this.#saveAll(session).finally(() => {
      session.running = null;
      this.#publish();
    });
    return session.running;
  }

  async #saveAll(session: Session): Promise<boolean> {
    while (session.text !== session.saved) {
      const text = session.text;
      session.unsavedSince = null;
      this.#publish();
      try {
        const receipt = await this.#door.edit({
          line: session.line,
          indicator: session.indicator,
          field: session.field,
          value: text,
          base: session.base,
        });
        session.base = receipt.version;
        session.saved = text;
        session.wrote = true;
        session.problem = null;
        this.#follow(session, receipt.row);
      } catch (failure) {
        session.problem = failure as Problem;
        return false;
      }
      // While the person goes on typing, the next save waits for the next rest.
      if (session.id === this.#open && session.text !== session.saved) {
        this.#schedule(session);
        return true;
      }
    }
    session.problem = null;
    return true;
  }

  /** A line's first indicator, or a row's first heading, gives the cell another name. */
  #follow(session: Session, row: Row): void {
    const id = cellId(row, session.field);
    session.indicator = row.indicator;
    if (id === session.id) return;
    this.#sessions.delete(session.id);
    if (this.#open === session.id) this.#open = id;
    session.id = id;
    this.#sessions.set(id, session);
  }

  #publish(): void {
    const before = this.state.get().all;
    const all = new Map<string, Draft>();
    for (const session of this.#sessions.values()) {
      const draft = draftOf(session);
      const known = before.get(session.id);
      all.set(session.id, known !== undefined && sameDraft(known, draft) ? known : draft);
    }
    this.state.set({ open: this.#open, all });
  }
}

function draftOf(session: Session): Draft {
  return {
    id: session.id,
    field: session.field,
    place: session.place,
    text: session.text,
    phase: phaseOf(session),
    problem: session.problem,
    foreign: session.foreign,
  };
}

function phaseOf(session: Session): Phase {
  if (session.problem !== null) return "stuck";
  if (session.text !== session.saved) return session.running === null ? "typing" : "saving";
  return session.wrote ? "saved" : "clean";
}

function sameDraft(a: Draft, b: Draft): boolean {
  return (
    a.id === b.id &&
    a.place === b.place &&
    a.text === b.text &&
    a.phase === b.phase &&
    a.problem === b.problem &&
    a.foreign === b.foreign
  );
}
