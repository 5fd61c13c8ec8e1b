import type { DifferenceView } from "../../host";

/** What the comparison shows one under another: a row's title, and then what differs in it. */
export type CompareLane =
  | { kind: "row"; key: string; differences: readonly DifferenceView[] }
  | { kind: "difference"; key: string; difference: DifferenceView };

/** Kinds of differences that can be looked at apart. */
export const KINDS = ["changed", "added", "retired", "restored", "moved"] as const;

/** Differences by row, in their order. */
export function compareLanes(differences: readonly DifferenceView[]): readonly CompareLane[] {
  const lanes: CompareLane[] = [];
  let group: DifferenceView[] = [];
  differences.forEach((difference, at) => {
    const before = differences[at - 1];
    const same =
      before?.cell.line === difference.cell.line &&
      before.row === difference.row &&
      (before.cell.indicator === difference.cell.indicator ||
        before.cell.indicator === null ||
        difference.cell.indicator === null);
    if (!same) {
      group = [];
      lanes.push({ kind: "row", key: `row ${String(at)}`, differences: group });
    }
    group.push(difference);
    lanes.push({ kind: "difference", key: String(at), difference });
  });
  return lanes;
}

const TITLE_PX = 34;
const LINE_PX = 20;
const PADDING_PX = 17;
/** Letters of a name in the column of who wrote. */
const WHO_LETTERS = 18;
/** Mean width of a letter; a lane guessed too low grows when it is drawn. */
const LETTER_PX = 7;

/** Heights of the lanes, guessed from their texts: what is drawn measures itself. */
export function laneHeights(
  lanes: readonly CompareLane[],
  columnWidth: number,
  scale: number,
): readonly number[] {
  const letters = Math.max(8, columnWidth / (LETTER_PX * scale));
  return lanes.map((lane) => {
    if (lane.kind === "row") return TITLE_PX * scale;
    const { before, after, authors, at, arrived, late } = lane.difference;
    const text = Math.ceil(Math.max(before.length, after.length) / letters);
    const who = Math.ceil(authors.join(", ").length / WHO_LETTERS);
    // A date and its hour take two lines in their narrow column.
    const when = [at, arrived].filter((time) => time !== null).length * 2 + (late ? 1 : 0);
    return (Math.max(1, text, who, when) * LINE_PX + PADDING_PX) * scale;
  });
}
