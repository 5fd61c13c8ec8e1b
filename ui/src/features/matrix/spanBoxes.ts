import type { Lane, SpanColumn, Spans } from "../../state";

/** The part of a joined cell that is drawn: how far over its row it begins, and how high it is. */
export interface SpanBox {
  over: number;
  height: number;
  /** Lanes it joins from its row on. */
  lanes: number;
}

/**
 * For each joining column of a drawn lane: `null` when the lane has the cell for itself, "under"
 * when another lane draws it, else the box to draw.
 */
export type LaneBoxes = Readonly<Partial<Record<SpanColumn, SpanBox | "under">>>;

interface Ground {
  lanes: readonly Lane[];
  laneOf: readonly number[];
  spans: Spans;
  /** Lanes drawn, in order, and those of them that are in the window: [first, last]. */
  drawn: readonly number[];
  first: number;
  last: number;
  tops: ArrayLike<number>;
  /** The joining columns on screen. */
  columns: readonly SpanColumn[];
  /** The lane and joining column that is written: it draws its cell, so that it keeps it. */
  active: { lane: number; span: SpanColumn } | null;
}

/**
 * Who draws which joined cell, and which part of it: no further than the window, so that a group
 * of a thousand rows is no box of a thousand rows.
 */
export function spanBoxes(ground: Ground): ReadonlyMap<number, LaneBoxes> {
  const { lanes, laneOf, spans, drawn, first, last, tops, columns, active } = ground;
  const boxes = new Map<number, Partial<Record<SpanColumn, SpanBox | "under">>>();
  for (const at of drawn) boxes.set(at, {});
  for (const column of columns) {
    const hosted = new Set<number>();
    for (const at of drawn) {
      const span = spans[column][lanes[at]?.start ?? -1];
      const mine = boxes.get(at);
      if (span === undefined || mine === undefined) continue;
      const start = laneOf[span.start] ?? at;
      const end = laneOf[span.end - 1] ?? at;
      if (start === end) continue;
      const holds = active !== null && active.span === column && within(active.lane, start, end);
      const host = holds ? active.lane : hosted.has(start) ? -1 : at;
      if (host !== at) {
        mine[column] = "under";
        continue;
      }
      hosted.add(start);
      const from = Math.max(start, Math.min(first, at));
      const to = Math.min(end, Math.max(last, at));
      const top = tops[at] ?? 0;
      mine[column] = {
        over: top - (tops[from] ?? 0),
        height: (tops[to + 1] ?? top) - (tops[from] ?? 0),
        lanes: end - at + 1,
      };
    }
  }
  return boxes;
}

function within(at: number, start: number, end: number): boolean {
  return at >= start && at <= end;
}

/** Whether two lanes draw the same boxes. */
export function sameBoxes(a: LaneBoxes, b: LaneBoxes): boolean {
  const columns = Object.keys(a) as SpanColumn[];
  return (
    columns.length === Object.keys(b).length &&
    columns.every((column) => {
      const one = a[column];
      const other = b[column];
      if (one === other) return true;
      if (typeof one !== "object" || typeof other !== "object") return false;
      return one.over === other.over && one.height === other.height && one.lanes === other.lanes;
    })
  );
}
