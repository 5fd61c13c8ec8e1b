import { t } from "@lingui/core/macro";

import { useStore, type Store } from "../../state";
import type { DropMark } from "./useGridMouse";
import styles from "./Grid.module.css";

/** Where dragged rows would go, and under which heading. */
export function DropLine({ drop }: { drop: Store<DropMark | null> }) {
  const mark = useStore(drop, (now) => now);
  if (mark === null) return null;
  return (
    <div className={styles.dropLine} style={{ top: mark.y }} data-testid="drop-line">
      <span className={styles.dropWords}>
        {mark.heading === "" ? t`sin prioridad` : mark.heading}
      </span>
    </div>
  );
}
