import { useDossierState } from "../../state";
import { Baselines } from "./Baselines";
import { Changes } from "./Changes";
import { Period } from "./Period";
import styles from "./Window.module.css";

/** The review window: until when, which baselines are verified, and what changed meanwhile. */
export function WindowPanel() {
  const window = useDossierState((state) => state.review.windows.at(-1));
  return (
    <div className={styles.panel} data-testid="window-panel">
      <Period />
      {window !== undefined && <Changes key={window.window} window={window} />}
      <Baselines />
    </div>
  );
}
