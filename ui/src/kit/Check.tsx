import type { ReactNode } from "react";

import styles from "./Field.module.css";

interface CheckProps {
  children: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  testId?: string;
}

/** A box to tick, with its words. */
export function Check({ children, checked, onChange, disabled = false, testId }: CheckProps) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}

export interface Option<T extends string> {
  value: T;
  text: string;
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
  hint?: string;
  /** The label is read, not seen. */
  labelHidden?: boolean;
  testId?: string;
}

/** One of a list. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, onChange, hint, labelHidden = false, testId } = props;
  return (
    <label className={styles.field}>
      <span className={labelHidden ? "hidden-text" : styles.label}>{label}</span>
      <select
        className={styles.select}
        value={value}
        data-testid={testId}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
    </label>
  );
}
