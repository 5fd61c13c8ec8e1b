import { useCallback, useEffect, useState } from "react";

import type { Ground, Heights } from "./measure";

/** What the first drawing of a matrix has for itself. */
const REST_MS = 120;
/** How long measuring goes on at a time: a key pressed meanwhile waits no longer. */
const SLICE_MS = 6;

/**
 * Heights of lanes by the part of them one looks at, which is measured at once. The others are
 * measured a few at a time while nothing else happens, and move the scroll bar when all are known.
 */
export function useHeights(
  book: Heights,
  ground: Ground,
): (first: number, last: number) => readonly number[] {
  const [known, setKnown] = useState(0);
  useEffect(() => {
    let timer = setTimeout(measure, REST_MS);
    function measure() {
      if (book.measureSome(ground, performance.now() + SLICE_MS)) timer = setTimeout(measure);
      else setKnown(book.count);
    }
    return () => clearTimeout(timer);
  }, [book, ground]);
  // With more known the answer is another: those who ask must ask again.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useCallback((first, last) => book.of(ground, first, last), [book, ground, known]);
}
