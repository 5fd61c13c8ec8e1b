import { CircleAlert, Clock, Info } from "lucide-react";
import type { ReactNode } from "react";

import { classes } from "./classes";
import styles from "./Notice.module.css";

interface NoticeProps {
  /** `wrong` in red, `wait` in amber for a decision, `plain` for what is good to know. */
  tone?: "wrong" | "wait" | "plain";
  /** Across the window instead of inside a form. */
  bar?: boolean;
  message: string;
  next?: string;
  children?: ReactNode;
  testId?: string;
  code?: string;
}

/** What happened and what to do next. */
export function Notice({
  tone = "wrong",
  bar = false,
  message,
  next,
  children,
  ...rest
}: NoticeProps) {
  const Icon = tone === "wrong" ? CircleAlert : tone === "wait" ? Clock : Info;
  return (
    <div
      role={tone === "wrong" ? "alert" : "status"}
      className={classes(styles.notice, bar && styles.bar, tone !== "wrong" && styles[tone])}
      data-testid={rest.testId}
      data-code={rest.code}
    >
      <Icon size={16} aria-hidden />
      <div className={styles.words}>
        <strong>{message}</strong>{" "}
        {next !== undefined && <span className={styles.next}>{next}</span>}
      </div>
      {children}
    </div>
  );
}
