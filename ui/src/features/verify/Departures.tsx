import { plural } from "@lingui/core/macro";

import type { FileRows } from "../../host";
import styles from "./Verify.module.css";

/** Departures shown here; more of them say nothing new about a file that is no longer the same. */
const SHOWN_MAX = 20;

/** In what a file that can be edited departs from what it was made of. */
export function Departures({ rows }: { rows: FileRows }) {
  if (rows.departures === 0) return null;
  const shown = rows.first.slice(0, SHOWN_MAX);
  const more = rows.departures - shown.length;
  return (
    <div className={styles.since} data-testid="verdict-departures">
      <h3>
        {plural(rows.departures, {
          one: "# diferencia entre el archivo y lo que se exportó",
          other: "# diferencias entre el archivo y lo que se exportó",
        })}
      </h3>
      <ul>
        {shown.map(({ sentence }, at) => (
          <li key={at}>{sentence}</li>
        ))}
      </ul>
      {more > 0 && (
        <p className={styles.quiet}>
          {plural(more, { one: "Y # diferencia más.", other: "Y # diferencias más." })}
        </p>
      )}
    </div>
  );
}
