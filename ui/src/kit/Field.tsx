import type { ReactNode, Ref } from "react";
import { Input, Label, Text, TextArea, TextField, type TextAreaProps } from "react-aria-components";

import styles from "./Field.module.css";

export interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  placeholder?: string;
  /** More than one line shows a text area of so many. */
  lines?: number;
  maxLength?: number;
  autoFocus?: boolean;
  readOnly?: boolean;
  /** What is written is not shown. */
  secret?: boolean;
  /** The id of a `datalist` with values to choose from. */
  list?: string;
  testId?: string;
  /** What else a text area does: a list under it, keys of its own. */
  area?: TextAreaProps & { ref?: Ref<HTMLTextAreaElement> };
  /** What stands right under the box. */
  children?: ReactNode;
}

/** A labelled text box. */
export function Field(props: FieldProps) {
  const { label, value, onChange, hint, lines = 1, autoFocus = false, readOnly = false } = props;
  const type = props.secret === true ? "password" : "text";
  const box = {
    className: styles.input ?? "",
    placeholder: props.placeholder ?? "",
    "data-testid": props.testId,
    spellCheck: lines > 1,
  };
  return (
    <TextField
      className={styles.field ?? ""}
      value={value}
      onChange={onChange}
      isReadOnly={readOnly}
      // A form with one thing to do starts in its first box.
      autoFocus={autoFocus}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      {lines === 1 ? (
        <Input {...box} type={type} list={props.list} autoComplete="off" />
      ) : (
        <TextArea {...box} rows={lines} {...props.area} />
      )}
      {props.children}
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ""}>
          {hint}
        </Text>
      )}
    </TextField>
  );
}
