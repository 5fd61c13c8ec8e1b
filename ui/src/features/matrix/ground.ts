import type { RefObject } from "react";

import type { CellRef, DossierState, Lane, Spot } from "../../state";
import type { Column, Layout } from "./columns";
import type { Ground } from "./keyboard";

/** The grid as it is drawn now, for what keys and mouse do in it. */
export interface GridGround {
  columns: readonly Column[];
  layout: Layout;
  lanes: readonly Lane[];
  laneOf: readonly number[];
  spans: DossierState["spans"];
  /** Top of each lane, and after them the height of all. */
  tops: Float64Array;
  header: number;
  canEdit: boolean;
  scroll: RefObject<HTMLDivElement | null>;
}

/** The grid as the keyboard moves over it. */
export function movingGround(grid: GridGround): Ground {
  const { columns, lanes, laneOf, spans, tops, header, scroll } = grid;
  return {
    rows: lanes.length,
    columns: columns.length,
    page: (from, down) => {
      const room = Math.max(1, (scroll.current?.clientHeight ?? 0) - header);
      const wanted = (tops[from] ?? 0) + (down ? room : -room);
      let at = from;
      const step = down ? 1 : -1;
      while (at + step >= 0 && at + step < lanes.length) {
        const top = tops[at + step] ?? 0;
        if (down ? top > wanted : top < wanted) break;
        at += step;
      }
      // A row higher than the window must not hold the keyboard fast.
      return at === from ? from + step : at;
    },
    covers: ({ row, column }) => {
      const lane = lanes[row];
      const span = columns[column]?.span ?? null;
      const rows = span === null || lane === undefined ? undefined : spans[span][lane.start];
      if (rows === undefined || lane === undefined || lane.fold !== null) {
        return { start: row, end: row + 1 };
      }
      return { start: laneOf[rows.start] ?? row, end: (laneOf[rows.end - 1] ?? row) + 1 };
    },
  };
}

/** The cell at a spot. */
export function cellAt({ lanes, columns }: GridGround, { row, column }: Spot): CellRef | null {
  const key = lanes[row]?.key;
  const field = columns[column]?.field;
  return key === undefined || field === undefined ? null : { key, field };
}

/** How much of a joined cell must be seen for it to be in view, in heights of the header. */
const SEEN_HEADERS = 1.5;

/** Whether enough of a joined cell is seen: its label is, wherever its row stands. */
export function isInView(grid: GridGround, spot: Spot): boolean {
  const { tops, header, scroll } = grid;
  const node = scroll.current;
  const { start, end } = movingGround(grid).covers(spot);
  if (node === null || end - start <= 1) return false;
  const from = Math.max(tops[start] ?? 0, node.scrollTop);
  const to = Math.min(tops[end] ?? 0, node.scrollTop + node.clientHeight - header);
  return to - from >= SEEN_HEADERS * header;
}

/** The lane at a height of the window. */
export function laneUnder({ tops, header, scroll }: GridGround, clientY: number): number {
  const node = scroll.current;
  if (node === null) return 0;
  const y = clientY - node.getBoundingClientRect().top - header + node.scrollTop;
  let lane = 0;
  while (lane < tops.length - 2 && (tops[lane + 1] ?? 0) <= y) lane += 1;
  return lane;
}

/** The column at a place across the window; frozen ones stand over those that scrolled. */
export function columnUnder({ layout, scroll }: GridGround, clientX: number): number {
  const node = scroll.current;
  if (node === null) return 0;
  const across = clientX - node.getBoundingClientRect().left;
  const x = across < layout.frozen ? across : across + node.scrollLeft;
  const at = layout.places.findIndex((place) => x < place.left + place.width);
  return at < 0 ? layout.places.length - 1 : Math.max(0, at);
}

/** Whether a target is a place where one writes: its keys are its own. */
export function isWriting(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (typeof element?.closest !== "function") return false;
  return (
    element.isContentEditable ||
    element.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null
  );
}
