import { history, undo, undoDepth } from "@codemirror/commands";
import {
  collab,
  getClientID,
  getSyncedVersion,
  receiveUpdates,
  sendableUpdates,
} from "@codemirror/collab";
import {
  ChangeSet,
  Compartment,
  EditorState,
  Transaction,
  type Extension,
  type Text,
  type TransactionSpec,
} from "@codemirror/state";

import { asProblem } from "../host";
import type { CellPlace, Problem, Row, TextOpened, TextPushed, TextUpdate } from "../host";
import { splice } from "./rebase";
import type { Overflow, Phase, Session, SessionCell, SessionOwner } from "./session";
import { fromWire, plain, textOf, toWire } from "./textChanges";

/**
 * How long typing gathers before it is sent: what a crash may cost, and as rarely as colleagues can
 * bear, since each time is a change that the matrix keeps for good.
 */
export const PUSH_MS = 300;
/** How long an editor that could not save waits before it tries again by itself. */
export const RETRY_MS = 2_000;
/** Longest text of a cell, in UTF-16 units: the shell takes no more. */
export const TEXT_UNITS_MAX = 20_000;
/** Updates in one push: what was typed while the disk was full goes in several. */
const PUSH_UPDATES_MAX = 256;
/** Refusals without news before the text is opened anew, and before giving up for now. */
const REFUSALS_ANEW = 2;
const REFUSALS_MAX = 6;

/** What a text session asks of the shell. */
export interface TextDoor {
  openText(place: Omit<CellPlace, "dossier">): Promise<TextOpened>;
  pushText(
    session: number,
    version: number,
    client: string,
    updates: ReturnType<typeof toWire>[],
  ): Promise<TextPushed>;
  pullText(session: number, version: number): Promise<TextUpdate[]>;
  revertText(session: number): Promise<void>;
  closeText(session: number): Promise<void>;
}

/** The editor on screen, as far as a session knows it: CodeMirror's `EditorView`. */
export interface Surface {
  readonly state: EditorState;
  dispatch(spec: TransactionSpec): void;
}

/** The opened text at the shell; `offset` is between its count of updates and ours. */
interface Link {
  session: number;
  offset: number;
}

/**
 * A text written together. The shell orders the updates of everybody; here is what it is known to
 * hold, and on top of it what the person typed since. It outlives its editor: the text stays until
 * the shell has answered that all of it is on disk.
 *
 * `#confirmed` and the synced version of the collab extension always move together.
 */
export class TextSession implements Session {
  readonly kind = "text";
  readonly foreign = null;
  readonly takenUp = false;
  readonly cell: SessionCell;
  problem: Problem | null = null;
  overflow: Overflow | null = null;
  wrote = false;
  readonly #door: TextDoor;
  readonly #owner: SessionOwner;
  readonly #dress = new Compartment();
  #state: EditorState;
  #surface: Surface | null = null;
  #confirmed: Text;
  #link: Link | null = null;
  #opening: Promise<Link> | null = null;
  #pulling: Promise<void> | null = null;
  #running: Promise<boolean> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** A push failed: it may have been taken all the same, so the next one pulls first. */
  #doubt = false;
  #tried = false;
  #hurry = false;
  #reverting = false;
  #ended = false;

  constructor(cell: SessionCell, text: string, door: TextDoor, owner: SessionOwner) {
    this.cell = cell;
    this.#door = door;
    this.#owner = owner;
    this.#confirmed = textOf(text);
    this.#state = EditorState.create({
      doc: this.#confirmed,
      selection: { anchor: text.length },
      extensions: [
        EditorState.lineSeparator.of("\n"),
        collab({ startVersion: 0, clientID: crypto.randomUUID() }),
        history(),
        this.#limit(),
        this.#dress.of([]),
      ],
    });
    this.#open().catch((failure: unknown) => {
      // What was typed is tried again by its push; nothing typed, nothing to say.
      this.#failed(failure);
    });
  }

  get text(): string {
    return this.state.doc.toString();
  }

  get state(): EditorState {
    return this.#surface?.state ?? this.#state;
  }

  /** How the shell calls the opened text; `null` before it answered. */
  get session(): number | null {
    return this.#link?.session ?? null;
  }

  get settled(): boolean {
    return !this.#reverting && sendableUpdates(this.state).length === 0;
  }

  get phase(): Phase {
    if (this.problem !== null && (!this.settled || this.#reverting)) return "stuck";
    if (this.#reverting) return "saving";
    if (!this.settled) return this.#running === null ? "typing" : "saving";
    return this.wrote ? "saved" : "clean";
  }

  /** The state for an editor that opens now, with what only an editor on screen needs. */
  dressed(extension: Extension): EditorState {
    this.#state = this.state.update({ effects: this.#dress.reconfigure(extension) }).state;
    return this.#state;
  }

  attach(surface: Surface): void {
    this.#surface = surface;
  }

  detach(surface: Surface): void {
    if (this.#surface !== surface) return;
    this.#surface = null;
    this.#state = surface.state.update({ effects: this.#dress.reconfigure([]) }).state;
  }

  /** The editor on screen changed the text. */
  took(typed: boolean): void {
    if (typed) this.overflow = null;
    if (!this.settled) this.#schedule();
    this.#owner.changed();
  }

  replace(text: string): void {
    const wanted = plain(text);
    const { start, end, text: insert } = splice(this.text, wanted);
    if (start === end && insert === "") return;
    this.#dispatch({
      changes: { from: start, to: end, insert: textOf(insert) },
      selection: { anchor: start + insert.length },
      userEvent: "input.paste",
    });
  }

  resume(): void {
    if (!this.#reverting) return;
    // What was taken back here goes as typed text instead.
    this.#reverting = false;
    this.problem = null;
    if (!this.settled) this.#schedule();
  }

  async settle(): Promise<boolean> {
    if (this.#reverting) return this.revert();
    this.#hurry = true;
    try {
      let done = await this.#send();
      while (done && !this.settled) done = await this.#send();
      return done;
    } finally {
      this.#hurry = false;
    }
  }

  keep(): Promise<boolean> {
    return this.settle();
  }

  async revert(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#reverting = true;
    this.overflow = null;
    this.problem = null;
    while (undoDepth(this.state)) {
      undo({ state: this.state, dispatch: (tr) => this.#apply(tr) });
    }
    this.#owner.changed();
    await this.#running;
    this.problem = null;
    if (this.#tried) {
      try {
        const { session } = await this.#open();
        await this.#door.revertText(session);
      } catch (failure) {
        this.#failed(failure);
        return false;
      }
    }
    // The text is the shell's again; what is left here was only to show how it will be.
    this.wrote = this.#tried;
    this.#reverting = false;
    this.#forget();
    return true;
  }

  rowChanged(row: Row): void {
    const first = this.cell.indicator === null && row.indicator !== null;
    if (first && row.line === this.cell.line) this.#owner.follow(row);
  }

  /** Updates of the shell, told unasked. */
  heard(from: number, updates: readonly TextUpdate[]): void {
    if (this.#link === null || this.#reverting) return;
    if (!this.#take(from - this.#link.offset, updates)) void this.#pullQuietly();
  }

  /** Something was told of this text before its name was known here. */
  async missed(): Promise<void> {
    await this.#pullQuietly();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#ended = true;
    const closing = this.#opening ?? Promise.resolve(this.#link);
    // Nothing of the person's hangs on it: the shell closes what it no longer hears of.
    closing.then((link) => link && this.#door.closeText(link.session)).catch(() => undefined);
  }

  #limit(): Extension {
    return EditorState.transactionFilter.of((tr) => {
      const wanted = tr.newDoc.length;
      if (!tr.docChanged || wanted <= TEXT_UNITS_MAX || wanted <= tr.startState.doc.length) {
        return tr;
      }
      this.overflow = { wanted, most: TEXT_UNITS_MAX };
      this.#owner.changed();
      return [];
    });
  }

  #dispatch(spec: TransactionSpec): void {
    if (this.#surface !== null) {
      this.#surface.dispatch(spec);
      return;
    }
    const tr = this.#state.update(spec);
    this.#state = tr.state;
    this.took(tr.docChanged && tr.annotation(Transaction.remote) !== true);
  }

  #apply(tr: Transaction): void {
    if (this.#surface === null) this.#state = tr.state;
    else this.#surface.dispatch(tr);
  }

  #schedule(): void {
    if (this.#reverting || this.#ended) return;
    if (this.#timer !== undefined || this.#running !== null) return;
    const wait = this.problem === null ? PUSH_MS : RETRY_MS;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#send();
    }, wait);
  }

  /** Sends what was typed; one push at a time. */
  #send(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
      // While the person goes on typing, the next push waits a little for more.
      if (!this.settled && !this.#hurry) this.#schedule();
      this.#owner.changed();
    });
    return this.#running;
  }

  async #sendAll(): Promise<boolean> {
    let refusals = 0;
    try {
      while (!this.#reverting && sendableUpdates(this.state).length > 0) {
        const link = await this.#open();
        if (this.#doubt) await this.#pull();
        this.#doubt = false;
        refusals = (await this.#push(link)) ? 0 : refusals + 1;
        if (refusals === REFUSALS_ANEW) this.#unlink();
        if (refusals > REFUSALS_MAX) throw new Error("the text is refused again and again");
        if (refusals === 0 && !this.#hurry) break;
      }
      this.problem = null;
      return true;
    } catch (failure) {
      this.#failed(failure);
      return false;
    }
  }

  /** Sends once; whether that brought the text forward. */
  async #push(link: Link): Promise<boolean> {
    const pending = sendableUpdates(this.state).slice(0, PUSH_UPDATES_MAX);
    if (pending.length === 0) return true;
    const from = getSyncedVersion(this.state);
    const client = getClientID(this.state);
    const wire: ReturnType<typeof toWire>[] = [];
    let text = this.#confirmed;
    for (const { changes } of pending) {
      wire.push(toWire(changes, text));
      text = changes.apply(text);
    }
    this.#tried = true;
    this.#owner.changed();
    this.#doubt = true;
    const answer = await this.#door.pushText(link.session, from + link.offset, client, wire);
    this.#doubt = false;
    if (this.#link !== link) return false;
    if (!answer.accepted) {
      await this.#pull();
      return getSyncedVersion(this.state) > from;
    }
    this.wrote = true;
    this.#take(
      from,
      wire.map((changes) => ({ client, changes })),
    );
    if (answer.row !== null) this.#owner.follow(answer.row);
    return true;
  }

  /**
   * Takes updates of the shell that follow the first `from`; those already known are passed over.
   * `false` if some before them are missing, or if they do not fit the text.
   */
  #take(from: number, updates: readonly TextUpdate[]): boolean {
    const known = getSyncedVersion(this.state) - from;
    if (known < 0) return false;
    const news = updates.slice(known);
    if (news.length === 0) return true;
    let text = this.#confirmed;
    const taken: { clientID: string; changes: ChangeSet }[] = [];
    try {
      for (const { client, changes } of news) {
        const change = fromWire(changes, text.length);
        text = change.apply(text);
        taken.push({ clientID: client, changes: change });
      }
    } catch {
      this.#unlink();
      return false;
    }
    this.#confirmed = text;
    this.#receive(taken);
    return true;
  }

  #receive(updates: { clientID: string; changes: ChangeSet }[]): void {
    const tr = receiveUpdates(this.state, updates);
    this.#apply(tr);
    this.#owner.changed();
  }

  async #pull(): Promise<void> {
    this.#pulling ??= this.#pullNow().finally(() => {
      this.#pulling = null;
    });
    return this.#pulling;
  }

  async #pullNow(): Promise<void> {
    const link = await this.#open();
    const from = getSyncedVersion(this.state);
    let updates: TextUpdate[];
    try {
      updates = await this.#door.pullText(link.session, from + link.offset);
    } catch (failure) {
      const problem = asProblem(failure);
      // The disk says no to everything; anything else means that the shell forgot the text.
      if (problem.code !== "DISK_FULL" && problem.code !== "DISK_FAILED") this.#unlink();
      throw failure;
    }
    if (this.#link === link) this.#take(from, updates);
  }

  async #pullQuietly(): Promise<void> {
    try {
      await this.#pull();
    } catch {
      // The next push pulls again, and says what is wrong if it still is.
      this.#doubt = true;
    }
  }

  /** The text at the shell; opened if it is not, and what others wrote meanwhile taken in. */
  async #open(): Promise<Link> {
    if (this.#link !== null) return this.#link;
    this.#opening ??= this.#openNow().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #openNow(): Promise<Link> {
    const { line, indicator, field } = this.cell;
    const opened = await this.#door.openText({ line, indicator, field });
    const mine = sendableUpdates(this.state);
    if (mine.length > 0 && opened.text === this.text) {
      // A push whose answer was lost got through.
      this.#confirmed = this.state.doc;
      this.#receive(mine.map(({ clientID, changes }) => ({ clientID, changes })));
    } else if (opened.text !== this.#confirmed.toString()) {
      const { start, end, text } = splice(this.#confirmed.toString(), opened.text);
      const changes = ChangeSet.of(
        { from: start, to: end, insert: textOf(text) },
        this.#confirmed.length,
      );
      this.#confirmed = changes.apply(this.#confirmed);
      this.#receive([{ clientID: "", changes }]);
    }
    const offset = opened.version - getSyncedVersion(this.state);
    this.#link = { session: opened.session, offset };
    this.problem = null;
    this.#owner.changed();
    return this.#link;
  }

  /** The shell's count and ours no longer agree: the text is opened anew before the next push. */
  #unlink(): void {
    const link = this.#link;
    this.#link = null;
    this.#doubt = false;
    if (link !== null) this.#door.closeText(link.session).catch(() => undefined);
  }

  #failed(failure: unknown): void {
    this.problem = this.settled && !this.#reverting ? null : asProblem(failure);
    this.#owner.changed();
  }

  /** Leaves nothing to send. */
  #forget(): void {
    const mine = sendableUpdates(this.state);
    if (mine.length === 0) return;
    this.#confirmed = this.state.doc;
    this.#receive(mine.map(({ clientID, changes }) => ({ clientID, changes })));
  }
}
