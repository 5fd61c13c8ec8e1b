import { useCallback, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import { flushSync } from "react-dom";

/** Lanes drawn beyond the edges of what is seen, once that itself is drawn. */
const OVERSCAN = 5;
/** How long what is seen first has for itself. */
const FIRST_LOOK_MS = 60;
/** Height taken for the window before it is known, and lanes measured for it. */
const HEIGHT_GUESS_PX = 700;
const LANES_GUESS = 12;
/** A row this much higher than measured beforehand is higher: less is rounding. */
const ROUNDING_PX = 0.75;

interface Ask {
  scrollRef: RefObject<HTMLDivElement | null>;
  /** Names of the lanes. */
  keys: readonly string[];
  /**
   * Heights of the lanes, as measured beforehand for those from `first` to `last` and as guessed for
   * others; the same list while nothing more is known.
   */
  heightsOf: (first: number, last: number) => readonly number[];
  /** Height of the header, which covers the top of what is scrolled. */
  header: number;
  /** A lane drawn wherever one scrolls: the keyboard is in it. */
  pinned: number;
  /** Whether what is seen is drawn first, and what is around it a moment later. */
  quick?: boolean;
}

/** The lanes in the window, and those around it that are drawn. */
interface Seen {
  first: number;
  last: number;
}

/** What was last drawn, for those who come between two drawings. */
interface Now extends Omit<Ask, "scrollRef" | "quick"> {
  tops: Float64Array;
  heights: readonly number[];
  grown: ReadonlyMap<string, number>;
  seen: Seen;
  /** How far down is still to be gone. */
  due: number | null;
}

/** The lanes drawn, and where each stands. */
export interface RowWindow {
  /** Top of each lane, and after them the height of all. */
  tops: Float64Array;
  /** Least height of each lane. */
  heights: readonly number[];
  first: number;
  last: number;
  /** `first` to `last`, and the pinned lane. */
  drawn: readonly number[];
  /** Watches a drawn row: one that needs more room than was measured gets it. */
  watch: (element: HTMLElement | null) => (() => void) | undefined;
  /** Scrolls as little as needed to see a lane. */
  bring: (lane: number) => void;
}

/**
 * Draws only the rows that are looked at. Their heights are known beforehand, so the scroll bar
 * does not jump; when heights change all the same, what is looked at stays where it was.
 */
export function useRowWindow(ask: Ask): RowWindow {
  const { scrollRef, keys, heightsOf, header, pinned, quick = false } = ask;
  const beyond = useRef(quick ? 0 : OVERSCAN);
  const [grown, setGrown] = useState<ReadonlyMap<string, number>>(NOTHING);
  const [seen, setSeen] = useState(() =>
    guess(topsOf(keys, heightsOf(0, LANES_GUESS), NOTHING), quick ? 0 : OVERSCAN),
  );
  const heights = useMemo(() => heightsOf(seen.first, seen.last), [heightsOf, seen]);
  const tops = useMemo(() => topsOf(keys, heights, grown), [keys, heights, grown]);
  const now = useRef<Now>({
    tops,
    keys,
    heights,
    heightsOf,
    grown,
    header,
    seen,
    pinned,
    due: null,
  });

  const look = useCallback(
    (urgent: boolean) => {
      const node = scrollRef.current;
      if (node === null) return;
      const { tops: places, seen: before, header: above } = now.current;
      const from = laneAt(places, node.scrollTop);
      const to = laneAt(places, node.scrollTop + Math.max(0, node.clientHeight - above) - 1);
      // Where nothing is laid out there is no first look to be quick about.
      const spare = node.clientHeight === 0 ? OVERSCAN : beyond.current;
      const next = {
        first: Math.max(0, from - spare),
        last: Math.min(places.length - 2, to + spare),
      };
      if (next.first === before.first && next.last === before.last) return;
      now.current.seen = next;
      // What is seen and not drawn must not wait for an idle moment: it would flash empty.
      if (urgent && (from < before.first || to > before.last)) flushSync(() => setSeen(next));
      else setSeen(next);
    },
    [scrollRef],
  );

  useLayoutEffect(() => {
    const before = now.current;
    const { seen: looked, due } = before;
    now.current = {
      tops,
      keys,
      heights,
      heightsOf,
      grown,
      header,
      seen: looked,
      pinned,
      due: null,
    };
    const node = scrollRef.current;
    if (node === null) return;
    if (before.tops !== tops) keepPlace(node, before, { tops, keys, header });
    if (due !== null) node.scrollTop = due;
    look(false);
  }, [tops, keys, heights, heightsOf, grown, header, pinned, scrollRef, look]);

  useLayoutEffect(() => {
    const node = scrollRef.current;
    if (node === null) return undefined;
    const onScroll = () => look(true);
    node.addEventListener("scroll", onScroll, { passive: true });
    const resized = new ResizeObserver(() => look(false));
    resized.observe(node);
    const later = setTimeout(() => {
      beyond.current = OVERSCAN;
      look(false);
    }, FIRST_LOOK_MS);
    return () => {
      clearTimeout(later);
      node.removeEventListener("scroll", onScroll);
      resized.disconnect();
    };
  }, [scrollRef, look]);

  const watch = useMemo(() => {
    const observer = new ResizeObserver((entries) => {
      setGrown((known) => {
        let next: Map<string, number> | null = null;
        for (const { target } of entries) {
          const { laneKey: key, lane } = (target as HTMLElement).dataset;
          if (key === undefined || !target.isConnected) continue;
          const told = now.current.heights[Number(lane)] ?? 0;
          const real = (target as HTMLElement).offsetHeight;
          const more = real > told + ROUNDING_PX ? real : undefined;
          if (known.get(key) === more) continue;
          next ??= new Map(known);
          if (more === undefined) next.delete(key);
          else next.set(key, more);
        }
        return next ?? known;
      });
    });
    return (element: HTMLElement | null) => {
      if (element === null) return undefined;
      observer.observe(element);
      return () => observer.unobserve(element);
    };
  }, []);

  const bring = useCallback(
    (lane: number) => {
      const node = scrollRef.current;
      if (node === null || lane < 0 || lane >= now.current.keys.length) return;
      const { keys: names, grown: more, header: above } = now.current;
      // Measured before it is gone to: all of it is to be seen.
      const measured = now.current.heightsOf(lane - OVERSCAN, lane + OVERSCAN);
      if (measured !== now.current.heights) {
        now.current.heights = measured;
        now.current.tops = topsOf(names, measured, more);
      }
      const top = now.current.tops[lane] ?? 0;
      const bottom = now.current.tops[lane + 1] ?? top;
      const room = node.clientHeight - above;
      let wanted = node.scrollTop;
      if (top < wanted || bottom - top > room) wanted = top;
      else if (bottom > wanted + room) wanted = bottom - room;
      node.scrollTop = wanted;
      // The page is as long as it was drawn: what is beyond it is gone to when it is drawn anew.
      if (node.scrollTop < Math.floor(wanted)) now.current.due = wanted;
      look(true);
    },
    [scrollRef, look],
  );

  const last = Math.min(seen.last, tops.length - 2);
  const first = Math.min(seen.first, Math.max(0, last));
  const drawn = useMemo(() => {
    const list: number[] = [];
    for (let lane = first; lane <= last; lane += 1) list.push(lane);
    if (pinned >= 0 && pinned < first) list.unshift(pinned);
    else if (pinned > last && pinned < tops.length - 1) list.push(pinned);
    return list;
  }, [first, last, pinned, tops.length]);
  return { tops, heights, first, last, drawn, watch, bring };
}

const NOTHING: ReadonlyMap<string, number> = new Map();

function topsOf(
  keys: readonly string[],
  heights: readonly number[],
  grown: ReadonlyMap<string, number>,
): Float64Array {
  const tops = new Float64Array(heights.length + 1);
  let top = 0;
  heights.forEach((height, lane) => {
    tops[lane] = top;
    top += grown.size === 0 ? height : Math.max(height, grown.get(keys[lane] ?? "") ?? 0);
  });
  tops[heights.length] = top;
  return tops;
}

/** The lane at a height from the top of all. */
function laneAt(tops: Float64Array, y: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

function guess(tops: Float64Array, spare: number): Seen {
  return { first: 0, last: Math.min(tops.length - 2, laneAt(tops, HEIGHT_GUESS_PX) + spare) };
}

interface Known {
  tops: Float64Array;
  keys: readonly string[];
  header: number;
}

/** Scrolls so that the lane the keyboard is in, or else the first one seen, stays where it was. */
function keepPlace(node: HTMLElement, before: Known & { pinned: number }, after: Known): void {
  const y = node.scrollTop;
  if (y <= 0) return;
  const bottom = y + node.clientHeight - before.header;
  const pinnedTop = before.tops[before.pinned] ?? -1;
  const anchor = pinnedTop >= y && pinnedTop < bottom ? before.pinned : laneAt(before.tops, y);
  const key = before.keys[anchor];
  const same = key === after.keys[anchor] ? anchor : after.keys.indexOf(key ?? "");
  if (same < 0) return;
  const moved = (after.tops[same] ?? 0) - (before.tops[anchor] ?? 0);
  if (moved !== 0) node.scrollTop = y + moved;
}
