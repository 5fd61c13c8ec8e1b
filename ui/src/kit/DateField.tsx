import { t } from "@lingui/core/macro";
import { useState } from "react";

import { civilDate, parseCivilDate } from "./civilDate";
import { Field } from "./Field";

interface DateFieldProps {
  label: string;
  /** The day as it is kept ("2023-04-24"); "" for none. */
  value: string;
  /** The day, "" while what is written is none, and what is written. */
  onChange: (day: string, written: string) => void;
  /** What is said under the box while nothing is written. */
  hint?: string;
  autoFocus?: boolean;
  testId?: string;
}

/**
 * A day, written as people write it: "24/04/2023" or "24 de abril de 2023". What was understood is
 * said under the box at once, so that nobody finds out later. The browser's own box for dates does
 * not work in every web view.
 */
export function DateField(props: DateFieldProps) {
  const { label, value, onChange, hint, autoFocus = false, testId } = props;
  const [written, write] = useState(() => (value === "" ? "" : civilDate(value)));
  const day = parseCivilDate(written);
  const said =
    written.trim() === ""
      ? (hint ?? t`Por ejemplo: 24/04/2023`)
      : day === null
        ? t`Escribe el día así: 24/04/2023 o 24 de abril de 2023.`
        : civilDate(day);
  // What is written as it is kept says it already.
  const told = said === written.trim() ? {} : { hint: said };
  return (
    <Field
      label={label}
      value={written}
      onChange={(text) => {
        write(text);
        onChange(parseCivilDate(text) ?? "", text);
      }}
      maxLength={40}
      autoFocus={autoFocus}
      {...told}
      {...(testId === undefined ? {} : { testId })}
    />
  );
}
