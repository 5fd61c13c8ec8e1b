import { t } from "@lingui/core/macro";
import { Fragment } from "react";

import { keyWords, waysOf } from "./keys";
import styles from "./Commands.module.css";

/** The keys of a command, drawn as keys. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {waysOf(keys).map((way, at) => (
        <Fragment key={way}>
          {at > 0 && <span className={styles.or}>{t`o`}</span>}
          <span className={styles.way}>
            {keyWords(way).map((word) => (
              <kbd key={word}>{word}</kbd>
            ))}
          </span>
        </Fragment>
      ))}
    </span>
  );
}
