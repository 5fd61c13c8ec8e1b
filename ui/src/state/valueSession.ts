import { asProblem } from "../host";
import type { Cell, EditReceipt, EditRequest, Problem, Row } from "../host";
import { cellText, levelOf } from "./cells";
import { rebase } from "./rebase";
import type { Phase, Session, SessionCell, SessionOwner } from "./session";

/** How long the keyboard rests before what is being written is kept as a draft. */
export const KEEP_MS = 250;

/** What a value session asks of its dossier. */
export interface ValueDoor {
  edit(request: Omit<EditRequest, "dossier">): Promise<EditReceipt>;
  /** Keeps a value that is being written, or forgets it (`null`). */
  keepDraft(cell: Cell, text: string | null): Promise<void>;
  /** The version of the matrix on screen: what an editor opened now stands on. */
  version(): string | null;
}

/**
 * A single value being written. It goes into the matrix only when the person is done with it: half
 * a number is no number. Until then it is kept as a draft, which survives the window.
 */
export class ValueSession implements Session {
  readonly kind = "value";
  readonly overflow = null;
  readonly cell: SessionCell;
  text: string;
  foreign: string | null = null;
  wrote = false;
  takenUp = false;
  readonly #door: ValueDoor;
  readonly #owner: SessionOwner;
  /** The value the document is known to hold: what Esc goes back to. */
  #saved: string;
  #base: string | null;
  /** Why the document did not take it, and why it is not even kept as a draft. */
  #refused: Problem | null = null;
  #unkept: Problem | null = null;
  /** The draft on disk, if there may be one, and the cell it is kept for. */
  #kept: string | null = null;
  #keptFor: Cell | null = null;
  #running: Promise<boolean> | null = null;
  #keeping: Promise<boolean> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(cell: SessionCell, text: string, door: ValueDoor, owner: SessionOwner) {
    this.cell = cell;
    this.text = text;
    this.#saved = text;
    this.#door = door;
    this.#base = door.version();
    this.#owner = owner;
  }

  /** The value of the cell, on which the draft stands. */
  get saved(): string {
    return this.#saved;
  }

  get problem(): Problem | null {
    return this.#refused ?? this.#unkept;
  }

  get settled(): boolean {
    return this.text === this.#saved;
  }

  get phase(): Phase {
    if (this.problem !== null) return "stuck";
    if (this.#running !== null && !this.settled) return "saving";
    if (!this.settled) return this.#kept === this.text ? "kept" : "typing";
    return this.wrote ? "saved" : "clean";
  }

  /** Goes on with what was left unfinished another day. */
  takeUp(draft: string): void {
    this.text = draft;
    this.#kept = draft;
    this.#keptFor = this.#place();
    this.takenUp = draft !== this.#saved;
  }

  replace(text: string): void {
    if (text === this.text) return;
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), KEEP_MS);
    this.#owner.changed();
  }

  resume(): void {
    this.#owner.changed();
  }

  async settle(): Promise<boolean> {
    this.foreign = null;
    let done = await this.#give();
    while (done && !this.settled) done = await this.#give();
    return done;
  }

  async revert(): Promise<boolean> {
    await this.#running;
    this.text = this.#saved;
    this.foreign = null;
    this.#refused = null;
    this.takenUp = false;
    this.#owner.changed();
    return this.keep();
  }

  /** Keeps what is written as a draft; what stands in the document anyway needs none. */
  keep(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#keeping ??= this.#keepAll().finally(() => {
      this.#keeping = null;
      this.#owner.changed();
    });
    return this.#keeping;
  }

  rowChanged(row: Row): void {
    const first = this.cell.indicator === null && row.indicator !== null;
    if (first && row.line === this.cell.line) this.#owner.follow(row);
    const now = cellText(row, this.cell.field);
    if (this.#running !== null || now === this.#saved) return;
    // Words of a heading are brought together; of two numbers one is meant.
    const prose = levelOf(this.cell.field) !== null;
    const untouched = this.settled || this.text === now;
    const moved = untouched ? now : prose ? rebase(this.#saved, now, this.text) : null;
    this.#saved = now;
    this.#base = this.#door.version();
    if (moved === null) this.foreign = now;
    else this.text = moved;
    this.#owner.changed();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  /** Gives the value to the document; one request at a time, each on the last's version. */
  #give(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#running ??= this.#giveNow().finally(() => {
      this.#running = null;
      this.#owner.changed();
    });
    this.#owner.changed();
    return this.#running;
  }

  async #giveNow(): Promise<boolean> {
    const { text } = this;
    const { line, indicator, field } = this.cell;
    if (text !== this.#saved) {
      try {
        const receipt = await this.#door.edit({
          line,
          indicator,
          field,
          value: text,
          base: this.#base,
        });
        this.#base = receipt.version;
        this.#saved = text;
        this.wrote = true;
        this.takenUp = false;
        this.#owner.follow(receipt.row);
      } catch (failure) {
        this.#refused = asProblem(failure);
        void this.keep();
        return false;
      }
    }
    this.#refused = null;
    // The value is in the document; a draft that stays behind says the same.
    if (this.settled) void this.keep();
    return true;
  }

  async #keepAll(): Promise<boolean> {
    for (;;) {
      const wanted = this.settled ? null : this.text;
      if (wanted === null) this.#unkept = null;
      if (wanted === this.#kept) return true;
      const place = (wanted === null ? this.#keptFor : null) ?? this.#place();
      try {
        await this.#door.keepDraft(place, wanted);
      } catch (failure) {
        // A draft that cannot be forgotten says again what the document says, or is offered again.
        if (wanted !== null) this.#unkept = asProblem(failure);
        return wanted === null;
      }
      this.#kept = wanted;
      this.#keptFor = place;
      this.#unkept = null;
      this.#owner.changed();
    }
  }

  #place(): Cell {
    const { line, indicator, field } = this.cell;
    return { line, indicator, field };
  }
}
