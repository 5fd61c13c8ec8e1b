import type { ReviewView, Row, RowState } from "../../host";
import {
  isApproved,
  isPending,
  levelOf,
  reviewIndex,
  stateOf,
  suggestionsOn,
  type DossierState,
} from "../../state";
import { consultWords, noteTo } from "../consultations";
import { ROW_STATES, rowStateWord } from "../states";
import { retireWord, suggestionWords } from "../suggestions";

/**
 * What the review says of a cell, as bits of one number, so that equal means nothing changed: counts
 * of suggestions and of new rows proposed after it, a suggestion about its row, the state of its
 * line, "sujeta a revisión", and whether its line is approved and it with it.
 */
const COUNT_MAX = 7;
const AFTER_SHIFT = 3;
const RETIRE = 1 << 6;
const STATE_SHIFT = 7;
const PENDING = 1 << 9;
const LOCKED = 1 << 10;
/** How many bits they are. */
export const NOTE_BITS = 11;

/** What the review says of a cell of a row; 0 for nothing. */
export function noteBits(state: Pick<DossierState, "review">, row: Row, field: string): number {
  const { review } = state;
  let bits = Math.min(COUNT_MAX, suggestionsOn(state, row, field).length);
  if (isApproved(state, row.line) && levelOf(field) === null) bits |= LOCKED;
  if (field !== "actionLine") return bits;
  const { after, retire } = reviewIndex(review);
  bits |= Math.min(COUNT_MAX, after.get(row.line)?.length ?? 0) << AFTER_SHIFT;
  if (retire.has(row.line)) bits |= RETIRE;
  bits |= ROW_STATES.indexOf(stateOf(state, row.line)) << STATE_SHIFT;
  return isPending(state, row) ? bits | PENDING : bits;
}

/** Whether a cell says that its row is "sujeta a revisión". */
export function saysPending(bits: number): boolean {
  return (bits & PENDING) !== 0;
}

/** Whether nobody writes in the cell, because its line is approved. */
export function isLocked(bits: number): boolean {
  return (bits & LOCKED) !== 0;
}

/** Whether there is something to see in the cell. */
export function isNoted(bits: number): boolean {
  return (bits & ~LOCKED) !== 0;
}

/** The state of the line that a cell tells. */
export function stateIn(bits: number): RowState {
  return ROW_STATES[(bits >> STATE_SHIFT) & 3] ?? "draft";
}

/** A mark as it is drawn, for what measures rows before they are. */
export interface DrawnMark {
  text: string;
  icon: boolean;
}

/** The mark of the line's state, which stands before those of decisions; none for a draft. */
export function stateMarks(review: ReviewView, row: Row, field: string): readonly DrawnMark[] {
  const state = field === "actionLine" ? stateOf({ review }, row.line) : "draft";
  return state === "draft" ? [] : [{ text: rowStateWord(state), icon: true }];
}

/** The marks that stand after those of decisions, in their order. */
export function noteMarks(
  review: ReviewView,
  row: Row,
  field: string,
  figures: boolean,
): readonly DrawnMark[] {
  const words = suggestionWords();
  const marks: DrawnMark[] = [];
  const add = (text: string) => marks.push({ text, icon: true });
  const count = suggestionsOn({ review }, row, field).length;
  if (count > 0) add(figures ? String(count) : words.cell(count));
  if (field === "actionLine") {
    const { after, retire } = reviewIndex(review);
    const added = after.get(row.line)?.length ?? 0;
    if (added > 0) add(words.after(added));
    const retired = retire.get(row.line);
    if (retired !== undefined) add(retireWord(retired));
  }
  if (isConsultable({ review }, row, field)) add(consultWords(figures));
  return marks;
}

/** Whether a cell holds a note that can become a consultation. */
export function isConsultable(
  state: Pick<DossierState, "review">,
  row: Row,
  field: string,
): boolean {
  return noteTo(row, field) !== null && !row.retired && !isApproved(state, row.line);
}

/** What is said of it to those who hear the cell, in the order in which it is seen. */
export function spokenNotes(review: ReviewView, row: Row, field: string): readonly string[] {
  return [...stateMarks(review, row, field), ...noteMarks(review, row, field, false)].map(
    ({ text }) => text,
  );
}

const keysKnown = new WeakMap<ReviewView, ReadonlyMap<string, string>>();

/** What the review says of each line, as one value: a mark more may need room. */
export function noteKeys(review: ReviewView): ReadonlyMap<string, string> {
  const known = keysKnown.get(review);
  if (known !== undefined) return known;
  const keys = new Map<string, string>();
  const add = (line: string, said: string) => keys.set(line, `${keys.get(line) ?? ""}${said} `);
  const { cells, after, retire, asked, states } = reviewIndex(review);
  for (const [place, list] of cells) {
    add(place.slice(0, place.indexOf("|")), `${place}:${String(list.length)}`);
  }
  for (const [line, list] of after) add(line, `+${String(list.length)}`);
  for (const line of retire.keys()) add(line, "-");
  for (const line of asked.keys()) add(line, "?");
  for (const [line, { state }] of states) add(line, state);
  keysKnown.set(review, keys);
  return keys;
}
