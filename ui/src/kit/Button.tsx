import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";

import { classes } from "./classes";
import styles from "./Button.module.css";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "children" | "style"> {
  children: ReactNode;
  /** `strong` for the one thing a screen is for; `quiet` in bars; `danger` for what takes away. */
  look?: "plain" | "strong" | "quiet" | "danger";
  size?: "normal" | "small";
  /** Holds an icon only; needs an `aria-label`. */
  iconOnly?: boolean;
  "data-testid"?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button. Its words say what happens. */
export function Button({
  look = "plain",
  size = "normal",
  iconOnly = false,
  children,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={classes(
        styles.button,
        look !== "plain" && styles[look],
        size === "small" && styles.small,
        iconOnly && styles.icon,
      )}
    >
      {children}
    </AriaButton>
  );
}
