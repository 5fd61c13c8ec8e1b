import { createContext, use, type ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";

import { classes } from "./classes";
import styles from "./Mark.module.css";

/** What a mark is about: a decision, something wrong, "sujeta a revisión", or plain. */
export type MarkTone = "wait" | "wrong" | "review" | "plain";

/** A small word in a cell or a list. */
export function Mark({ tone, children }: { tone: MarkTone; children: ReactNode }) {
  return <span className={classes(styles.mark, styles[tone])}>{children}</span>;
}

/** Whether Tab stops at marks: it does in a form; in the grid Alt+Enter opens those of a cell. */
export const MarksInTabOrder = createContext(false);

interface MarkButtonProps {
  tone: MarkTone;
  label: string;
  children: ReactNode;
  testId?: string;
  onPress?: () => void;
}

/** A mark that opens something. */
export function MarkButton({ tone, label, children, testId, onPress }: MarkButtonProps) {
  const stops = use(MarksInTabOrder);
  return (
    <AriaButton
      className={classes(styles.mark, styles[tone])}
      aria-label={label}
      data-testid={testId}
      excludeFromTabOrder={!stops}
      {...(onPress === undefined ? {} : { onPress })}
    >
      {children}
    </AriaButton>
  );
}
