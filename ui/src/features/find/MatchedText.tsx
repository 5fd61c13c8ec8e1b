import { Fragment } from "react";

import { useLook } from "./useFind";
import styles from "./Find.module.css";

/** The text of a cell with what is looked for marked in it. `id` is the cell's `cellId`. */
export function MatchedText({ id, text }: { id: string; text: string }) {
  const ranges = useLook((look) => look.byCell.get(id));
  const current = useLook((look) => (look.current?.cell === id ? look.current.start : -1));
  // While a cell is written its text runs ahead of what was searched.
  const last = ranges?.at(-1);
  if (ranges === undefined || last === undefined || last.end > text.length) return text;
  return (
    <>
      {ranges.map(({ start, end }, at) => (
        <Fragment key={start}>
          {text.slice(ranges[at - 1]?.end ?? 0, start)}
          <mark
            className={styles.match}
            data-testid="match"
            {...(start === current ? { "data-current": "" } : {})}
          >
            {text.slice(start, end)}
          </mark>
        </Fragment>
      ))}
      {text.slice(last.end)}
    </>
  );
}
