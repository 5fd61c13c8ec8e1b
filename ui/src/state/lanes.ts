import type { Heading, Row } from "../host";
import { headingAt, rowKey, type Level } from "./cells";
import type { Spans } from "./spans";

/** What the grid shows from side to side: a row, or a folded group in its place. */
export interface Lane {
  /** Key of its row; of a folded group, of its first. */
  key: string;
  /** The shown rows [start, end) it stands for. */
  start: number;
  end: number;
  /** The heading whose group is folded here; `null`: an ordinary row. */
  fold: Heading | null;
}

/** The lanes of the shown rows. Of folds inside folds, the outer one is seen. */
export function lanesOf(
  rows: readonly Row[],
  spans: Spans,
  levels: readonly Level[],
  folded: ReadonlySet<string>,
): readonly Lane[] {
  const lanes: Lane[] = [];
  for (let at = 0; at < rows.length;) {
    const row = rows[at];
    if (row === undefined) break;
    const fold = foldOf(row, levels, folded);
    const level = fold?.level as Level | undefined;
    const end = level === undefined ? at + 1 : (spans[level][at]?.end ?? at + 1);
    lanes.push({ key: rowKey(row), start: at, end, fold });
    at = end;
  }
  return lanes;
}

/** The outermost folded heading of a row. */
function foldOf(row: Row, levels: readonly Level[], folded: ReadonlySet<string>): Heading | null {
  if (folded.size === 0) return null;
  for (const level of levels) {
    const heading = headingAt(row, level);
    if (heading !== null && folded.has(heading.id)) return heading;
  }
  return null;
}

/** For each shown row, the place of its lane. */
export function laneIndex(lanes: readonly Lane[]): readonly number[] {
  const places: number[] = [];
  lanes.forEach(({ start, end }, at) => {
    for (let row = start; row < end; row += 1) places[row] = at;
  });
  return places;
}

/** Whether two lists of lanes show the same. */
export function sameLanes(a: readonly Lane[], b: readonly Lane[]): boolean {
  return (
    a.length === b.length &&
    a.every((lane, at) => {
      const other = b[at];
      return lane.key === other?.key && lane.end === other.end && lane.fold?.id === other.fold?.id;
    })
  );
}
