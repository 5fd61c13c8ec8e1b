import { plural } from "@lingui/core/macro";
import { CircleCheck, CloudOff, CloudUpload, HardDrive, TriangleAlert } from "lucide-react";

import type { DossierStatus } from "../../host";
import { classes } from "../../kit";
import { stateWord } from "./labels";
import styles from "./StateWord.module.css";

const ICONS = {
  local: HardDrive,
  offline: CloudOff,
  saved: CloudUpload,
  sent: CircleCheck,
  stuck: TriangleAlert,
} as const;

/** How a dossier stands: the word, a shape, and how many edits wait. */
export function StateWord({ status }: { status: DossierStatus }) {
  const Icon = ICONS[status.state];
  const counts = status.state !== "local" && status.waiting > 0;
  return (
    <span
      className={classes(styles.state, status.state === "stuck" && styles.stuck)}
      data-testid="dossier-state"
      data-state={status.state}
      data-waiting={status.waiting}
    >
      <Icon size={15} aria-hidden />
      <span className={styles.word}>{stateWord(status)}</span>
      {counts && (
        <span className={styles.count}>
          · {plural(status.waiting, { one: "# por enviar", other: "# por enviar" })}
        </span>
      )}
    </span>
  );
}
