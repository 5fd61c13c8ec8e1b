import type { Problem, Row } from "../host";

/** Where an editor stands: the grid and the ficha show the same cell. */
export type EditorPlace = "grid" | "ficha";

/** How far a draft has come; `kept`: a value not given yet, on disk as a draft. */
export type Phase = "clean" | "typing" | "kept" | "saving" | "saved" | "stuck";

/** A change that did not fit in a text: how long it would be, and how long it may be. */
export interface Overflow {
  wanted: number;
  most: number;
}

/** The cell a session writes. A line's first indicator gives it another name on the way. */
export interface SessionCell {
  id: string;
  line: string;
  indicator: string | null;
  field: string;
  place: EditorPlace;
}

/** What a session tells the editors it belongs to. */
export interface SessionOwner {
  /** Something of it changed that is shown. */
  changed(): void;
  /** The row as the shell has it now: the cell may have another name. */
  follow(row: Row): void;
}

/** A cell being written, or written and not yet on disk. */
export interface Session {
  readonly kind: "text" | "value";
  readonly cell: SessionCell;
  readonly text: string;
  readonly phase: Phase;
  readonly problem: Problem | null;
  readonly foreign: string | null;
  readonly overflow: Overflow | null;
  /** Taken up from a draft of another day. */
  readonly takenUp: boolean;
  /** Whether something of it reached the disk as an edit. */
  readonly wrote: boolean;
  /** Whether nothing is left to be saved. */
  readonly settled: boolean;
  /** The text as a whole changed under the keyboard, or was pasted over the cell. */
  replace(text: string): void;
  /** The editor opened again on what was left. */
  resume(): void;
  /** The person is done: saves to the end; `false` if it could not be saved. */
  settle(): Promise<boolean>;
  /** The person takes it back. */
  revert(): Promise<boolean>;
  /** Brings to disk what can be there while the person still writes. */
  keep(): Promise<boolean>;
  /** The row changed. */
  rowChanged(row: Row): void;
  /** Nobody will write here any more. */
  end(): void;
}
