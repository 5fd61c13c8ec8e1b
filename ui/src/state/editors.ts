import type { DraftView, HostEvent, Problem, Row } from "../host";
import { cellId, cellText, isSharedText } from "./cells";
import type { EditorPlace, Overflow, Phase, Session, SessionCell, SessionOwner } from "./session";
import { Store } from "./store";
import { TextSession, type TextDoor } from "./textSession";
import { ValueSession, type ValueDoor } from "./valueSession";

export type { EditorPlace, Overflow, Phase } from "./session";

/** A cell being written, as the screen shows it. */
export interface Draft {
  id: string;
  /** A text written together, or a single value that is given when it is finished. */
  kind: "text" | "value";
  line: string;
  indicator: string | null;
  field: string;
  place: EditorPlace;
  text: string;
  phase: Phase;
  /** Why the text could not be saved. */
  problem: Problem | null;
  /** What somebody else wrote in the same place meanwhile; saving waits for Enter. */
  foreign: string | null;
  /** A change that was refused because the text would be too long. */
  overflow: Overflow | null;
  /** It goes on with a draft of another day. */
  takenUp: boolean;
}

/** All drafts: at most one has an open editor; the others are being saved, or could not be. */
export interface Drafts {
  open: string | null;
  all: ReadonlyMap<string, Draft>;
  /** Values left unfinished when the dossier was last open, by cell. */
  kept: ReadonlyMap<string, string>;
}

/** What the editors ask of their dossier. */
export interface EditorsDoor extends TextDoor, ValueDoor {
  closed(id: string): void;
}

/** A draft of another day and the row it is of. */
export interface KeptDraft {
  draft: DraftView;
  row: Row;
}

/**
 * The editors of a dossier's cells. What a person typed leaves memory only when the shell has
 * answered that it is on disk, or when the person takes it back with Esc.
 *
 * Long texts are written together (`TextSession`): what is typed goes to disk at once, and what
 * others write comes in under the caret. Single values (`ValueSession`) are kept as a draft while
 * they are written, and given when they are finished. A session that could not save stays here,
 * closed editor or not, until `retryAll` or another Enter gets it through.
 */
export class Editors {
  readonly state = new Store<Drafts>({ open: null, all: new Map(), kept: new Map() });
  readonly #door: EditorsDoor;
  readonly #sessions = new Map<string, Session>();
  /** Texts of which something was told before their names were known here. */
  readonly #early = new Set<number>();
  #kept: ReadonlyMap<string, string>;
  #open: string | null = null;

  constructor(door: EditorsDoor, kept: readonly KeptDraft[] = []) {
    this.#door = door;
    // A draft that says what the document says was given just before the window went.
    const unfinished = kept.filter(({ draft, row }) => draft.text !== textIn(row, draft));
    this.#kept = new Map(
      unfinished.map(({ draft, row }) => [cellId(row, draft.cell.field), draft.text]),
    );
    if (this.#kept.size > 0) this.#publish();
  }

  /** Opens the editor of a cell. A draft that could not be saved is taken up where it was left. */
  open(row: Row, field: string, place: EditorPlace, firstText?: string): void {
    const id = cellId(row, field);
    if (this.#open !== null && this.#open !== id) void this.commit();
    let session = this.#sessions.get(id);
    if (session === undefined) {
      const { line, indicator } = row;
      session = this.#begin({ id, line, indicator, field, place }, cellText(row, field));
      this.#sessions.set(id, session);
    }
    session.cell.place = place;
    session.resume();
    this.#open = id;
    this.#publish();
    if (firstText !== undefined) session.replace(firstText);
  }

  /** The text of the open editor changed as a whole. */
  type(text: string): void {
    this.#current()?.replace(text);
  }

  /** The text written together in a cell, for its editor on screen. */
  textSession(id: string): TextSession | null {
    const session = this.#sessions.get(id);
    return session instanceof TextSession ? session : null;
  }

  /** The keyboard left the editor of a cell, wherever it is now. */
  async leave(id: string): Promise<void> {
    if (this.#open === id) await this.commit();
  }

  /**
   * Closes the open editor and saves what is left; `false` if it could not be saved. With `stay`
   * the editor of a text that could not be saved opens again, so that the person is left with it.
   */
  async commit(stay = false): Promise<boolean> {
    const session = this.#close();
    if (session === undefined) return true;
    const done = await this.#settle(session, () => session.settle());
    if (!done && stay && this.#open === null) {
      this.#open = session.cell.id;
      this.#publish();
    }
    return done;
  }

  /** Closes the open editor and puts the cell back as it was when it opened. */
  async cancel(): Promise<boolean> {
    const session = this.#close();
    if (session === undefined) return true;
    return this.#settle(session, () => session.revert());
  }

  /**
   * Brings everything to disk without asking the person to finish: what is given is saved, and a
   * value still being written is kept as a draft. `false` if some of it could not be.
   */
  async retryAll(): Promise<boolean> {
    const results = await Promise.all(
      [...this.#sessions.values()].map((session) => this.#retry(session)),
    );
    return results.every(Boolean);
  }

  /**
   * The person leaves the dossier or the window: texts are closed and everything goes to disk, a
   * value that is not finished as a draft. `false` if some of it could not be saved.
   */
  async rest(): Promise<boolean> {
    const closed = this.#current()?.kind !== "text" || (await this.commit(true));
    return (await this.retryAll()) && closed;
  }

  /** The shell told of updates of a text. */
  heard(event: Extract<HostEvent, { type: "text" }>): void {
    for (const session of this.#sessions.values()) {
      if (session instanceof TextSession && session.session === event.session) {
        session.heard(event.from, event.updates);
        return;
      }
    }
    const opening = [...this.#sessions.values()].some(
      (session) => session instanceof TextSession && session.session === null,
    );
    if (opening) this.#early.add(event.session);
  }

  /** A row changed. A text hears of it by itself; a value stands on what it opened with. */
  rowChanged(row: Row): void {
    for (const session of [...this.#sessions.values()]) {
      if (concerns(row, session.cell)) session.rowChanged(row);
    }
  }

  /** How many drafts are not on disk for want of a disk or a permission. */
  stuckCount(): number {
    return [...this.#sessions.values()].filter(({ phase }) => phase === "stuck").length;
  }

  #begin(cell: SessionCell, text: string): Session {
    let session: Session | null = null;
    const owner: SessionOwner = {
      changed: () => {
        if (session instanceof TextSession) this.#missed(session);
        this.#publish();
      },
      follow: (row) => {
        if (session !== null) this.#follow(session, row);
      },
    };
    if (isSharedText(cell.field)) {
      session = new TextSession(cell, text, this.#door, owner);
      return session;
    }
    const value = new ValueSession(cell, text, this.#door, owner);
    const draft = this.#kept.get(cell.id);
    if (draft !== undefined) {
      value.takeUp(draft);
      this.#unkeep(cell.id);
    }
    session = value;
    return value;
  }

  #missed(session: TextSession): void {
    if (session.session !== null && this.#early.delete(session.session)) void session.missed();
  }

  /** A draft of another day was taken up. */
  #unkeep(id: string): void {
    this.#kept = new Map([...this.#kept].filter(([known]) => known !== id));
  }

  #current(): Session | undefined {
    return this.#open === null ? undefined : this.#sessions.get(this.#open);
  }

  #close(): Session | undefined {
    const session = this.#current();
    this.#open = null;
    if (session !== undefined) this.#publish();
    return session;
  }

  async #retry(session: Session): Promise<boolean> {
    if (session.cell.id === this.#open) return session.keep();
    // What somebody else wrote in the same place is looked at before it is written over.
    if (session.foreign !== null) return false;
    return this.#settle(session, () => session.settle());
  }

  /** Saves to the end and forgets the session if nothing is left to save. */
  async #settle(session: Session, save: () => Promise<boolean>): Promise<boolean> {
    const done = await save();
    const { id } = session.cell;
    // The same cell may have been opened again meanwhile.
    if (done && this.#open !== id && session.settled && this.#sessions.get(id) === session) {
      this.#sessions.delete(id);
      session.end();
      if (session.wrote) this.#door.closed(id);
    }
    this.#publish();
    return done;
  }

  /** A line's first indicator, or a row's first heading, gives the cell another name. */
  #follow(session: Session, row: Row): void {
    const { cell } = session;
    const id = cellId(row, cell.field);
    cell.indicator = row.indicator;
    if (id === cell.id) return;
    this.#sessions.delete(cell.id);
    if (this.#open === cell.id) this.#open = id;
    cell.id = id;
    this.#sessions.set(id, session);
    this.#publish();
  }

  #publish(): void {
    const before = this.state.get();
    const all = new Map<string, Draft>();
    // Sessions tell of much that shows nowhere; every cell on screen listens.
    let same = before.open === this.#open && before.kept === this.#kept;
    for (const session of this.#sessions.values()) {
      const draft = draftOf(session);
      const known = before.all.get(draft.id);
      const stays = known !== undefined && sameDraft(known, draft);
      all.set(draft.id, stays ? known : draft);
      same &&= stays;
    }
    if (same && all.size === before.all.size) return;
    this.state.set({ open: this.#open, all, kept: this.#kept });
  }
}

function textIn(row: Row, draft: DraftView): string {
  return cellText(row, draft.cell.field);
}

/** Whether a row shows the cell, or the one that the cell of a line without indicator became. */
function concerns(row: Row, { id, line, indicator, field }: SessionCell): boolean {
  return cellId(row, field) === id || (indicator === null && row.line === line);
}

function draftOf(session: Session): Draft {
  const { kind, cell, text, phase, problem, foreign, overflow, takenUp } = session;
  return { ...cell, kind, text, phase, problem, foreign, overflow, takenUp };
}

function sameDraft(a: Draft, b: Draft): boolean {
  return (Object.keys(b) as (keyof Draft)[]).every((key) => a[key] === b[key]);
}
