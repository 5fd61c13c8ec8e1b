import { t, plural } from "@lingui/core/macro";

import type { PresenceView, Row } from "../../host";
import {
  cellId,
  conflictOf,
  headingAt,
  headingText,
  isRange,
  levelOf,
  rectOf,
  rowKey,
  spotOf,
  toDecideOf,
  type DossierState,
} from "../../state";
import { decideWords, markWords } from "./marks";
import { openOn } from "./measure";
import { NOTE_BITS } from "./reviewNotes";

/** What a cell shows of the selection, as bits of one number, so that equal means nothing changed. */
export const ACTIVE = 1;
export const IN_RANGE = 2;
export const EDGE_TOP = 4;
export const EDGE_BOTTOM = 8;
export const EDGE_LEFT = 16;
export const EDGE_RIGHT = 32;
/** The grid is entered here. */
export const TAB_STOP = 64;

/** The editor that closed last was this cell's. */
export const EDITED = 128;
/** From this bit on, what the review says of the cell; see reviewNotes.ts. */
export const NOTES_SHIFT = 8;
export const NOTES_MASK = (1 << NOTE_BITS) - 1;
/** Open conversations are counted from this bit on. */
export const TALKS_SHIFT = NOTES_SHIFT + NOTE_BITS;

/** How the selection touches a cell that stands on lanes [from, to] in a column. */
export function selectionBits(
  state: DossierState,
  from: number,
  to: number,
  column: number,
): number {
  const rect = rectOf(state);
  if (rect === null)
    return from === 0 && column === Math.min(1, state.fields.length) ? TAB_STOP : 0;
  const active = spotOf(state, state.selection);
  let bits = 0;
  if (active?.column === column && active.row >= from && active.row <= to) {
    bits |= ACTIVE | TAB_STOP;
  }
  const across = column >= rect.left && column <= rect.right;
  // Whole rows take in a joined cell only if they are all of its rows.
  const down =
    rect.left === 0 ? from >= rect.top && to <= rect.bottom : from <= rect.bottom && to >= rect.top;
  if (!across || !down || !isRange(rect)) return bits;
  bits |= IN_RANGE;
  if (from <= rect.top) bits |= EDGE_TOP;
  if (to >= rect.bottom) bits |= EDGE_BOTTOM;
  if (column === rect.left) bits |= EDGE_LEFT;
  if (column === rect.right) bits |= EDGE_RIGHT;
  return bits;
}

/** Open threads on a cell; a joined one gathers those of the shown rows [start, end) it covers. */
export function openComments(
  state: DossierState,
  row: Row,
  field: string,
  start: number,
  end: number,
): number {
  if (state.openThreads.size === 0) return 0;
  if (end - start <= 1) return openOn(state.openThreads, row, field);
  let total = 0;
  for (let at = start; at < end; at += 1) {
    const covered = state.rows.get(state.shown[at] ?? "");
    if (covered !== undefined) total += openOn(state.openThreads, covered, field);
  }
  return total;
}

const peopleKnown = new WeakMap<
  DossierState["presence"],
  { rows: DossierState["rows"]; cells: ReadonlyMap<string, PresenceView> }
>();

/** The colleague who stands in a cell; of several, one who writes. */
export function whoIsIn(state: DossierState, id: string): PresenceView | null {
  if (state.presence.length === 0) return null;
  let known = peopleKnown.get(state.presence);
  if (known?.rows !== state.rows) {
    known = { rows: state.rows, cells: peopleByCell(state) };
    peopleKnown.set(state.presence, known);
  }
  return known.cells.get(id) ?? null;
}

function peopleByCell({ presence, rows }: DossierState): ReadonlyMap<string, PresenceView> {
  const cells = new Map<string, PresenceView>();
  for (const person of presence) {
    if (person.cell === null) continue;
    const row = rows.get(rowKey(person.cell));
    if (row === undefined) continue;
    const id = cellId(row, person.cell.field === "" ? "actionLine" : person.cell.field);
    if (cells.get(id)?.writing !== true) cells.set(id, person);
  }
  return cells;
}

/** What a person reads of a colleague in a cell. */
export function presenceWords({ name, writing }: PresenceView): string {
  return writing ? t`${name} está redactando esta celda` : t`${name} está aquí`;
}

interface Spoken {
  row: Row;
  field: string;
  title: string;
  text: string;
  comments: number;
  /** Whether its row is "sujeta a revisión", and what else the review says of it. */
  pending: boolean;
  notes: readonly string[];
  /** The state word of the cell, if it shows one. */
  state: string | null;
  person: PresenceView | null;
  /** What it said before, where changes are marked; "" elsewhere. */
  changes: string;
  /** What is wrong with it; "" for nothing. */
  findings: string;
}

/**
 * A cell for those who hear it: what is seen in it, in the same order, and then its place and what
 * else is known of it.
 */
export function spokenCell(cell: Spoken): string {
  const { row, field, title, text, comments, pending, notes, state, person, changes, findings } =
    cell;
  const seen = [text === "" ? t`vacía` : text];
  if (field === "actionLine") {
    if (pending) seen.push(markWords().pending);
    if (row.retired) seen.push(markWords().retired);
  }
  const conflict = conflictOf(row, field);
  if (conflict !== null) seen.push(decideWords().valuesLabel(conflict.values.length));
  if (toDecideOf(row, field) !== null) seen.push(decideWords().mergeLabel);
  if (field === "actionLine" && row.retiredAndEdited !== null) {
    seen.push(decideWords().retiredLabel);
  }
  seen.push(...notes);
  if (comments > 0) {
    seen.push(
      plural(comments, { one: "# conversación abierta", other: "# conversaciones abiertas" }),
    );
  }
  if (state !== null) seen.push(state);
  if (person !== null) seen.push(presenceWords(person));
  const parts = [seen.join(" "), title];
  parts.push(row.row === null ? t`renglón retirado` : t`renglón ${row.row}`);
  if (levelOf(field) === null) {
    const priority = headingAt(row, "priority");
    const axis = headingAt(row, "axis");
    if (priority !== null) {
      parts.push(t`prioridad ${short(headingText(priority), priority.number)}`);
    }
    if (axis !== null) parts.push(t`eje ${short(headingText(axis), axis.number)}`);
  }
  if (changes !== "") parts.push(changes);
  if (findings !== "") parts.push(findings);
  return parts.join(". ");
}

/** Longest heading said whole where it has no number. */
const SAID_MAX = 40;

function short(text: string, number: string): string {
  if (number !== "") return number;
  return text.length > SAID_MAX ? `${text.slice(0, SAID_MAX)}…` : text;
}
