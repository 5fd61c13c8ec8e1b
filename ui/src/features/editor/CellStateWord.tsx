import { Check, CheckCheck, Pencil, PencilLine, TriangleAlert } from "lucide-react";

import { classes } from "../../kit";
import { cellWord, type CellWord } from "./cellState";
import styles from "./Editor.module.css";

const ICONS = {
  typing: Pencil,
  kept: PencilLine,
  saved: Check,
  sent: CheckCheck,
  stuck: TriangleAlert,
} as const;

/** The state word of one cell. */
export function CellStateWord({ state, testId }: { state: CellWord; testId?: string }) {
  const Icon = ICONS[state];
  return (
    <span
      className={classes(styles.state, state === "stuck" && styles.stuck)}
      data-testid={testId}
      data-state={state}
    >
      <Icon size={12} aria-hidden />
      {cellWord(state)}
    </span>
  );
}
