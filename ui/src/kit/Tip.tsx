import type { ReactNode } from "react";
import { Tooltip, TooltipTrigger } from "react-aria-components";

import styles from "./Overlay.module.css";

/** Words beside a button while the pointer or the keyboard is on it. */
export function Tip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip className={styles.tip ?? ""} placement="bottom" offset={4}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
