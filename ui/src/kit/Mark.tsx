import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";

import { classes } from "./classes";
import styles from "./Mark.module.css";

/** What a mark is about: a decision, something wrong, "sujeta a revisión", or plain. */
export type MarkTone = "wait" | "wrong" | "review" | "plain";

/** A small word in a cell or a list. */
export function Mark({ tone, children }: { tone: MarkTone; children: ReactNode }) {
  return <span className={classes(styles.mark, styles[tone])}>{children}</span>;
}

interface MarkButtonProps {
  tone: MarkTone;
  label: string;
  children: ReactNode;
  testId?: string;
  onPress?: () => void;
}

/** A mark that opens something. */
export function MarkButton({ tone, label, children, testId, onPress }: MarkButtonProps) {
  return (
    <AriaButton
      className={classes(styles.mark, styles[tone])}
      aria-label={label}
      data-testid={testId}
      // The grid moves the focus with the arrows; Alt+Enter opens the marks of a cell.
      excludeFromTabOrder
      {...(onPress === undefined ? {} : { onPress })}
    >
      {children}
    </AriaButton>
  );
}
