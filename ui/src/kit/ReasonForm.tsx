import { t } from "@lingui/core/macro";
import { useState } from "react";

import { Button } from "./Button";
import { Field } from "./Field";
import { Notice } from "./Notice";
import styles from "./ReasonForm.module.css";

/** Longest reason, in UTF-16 units: the core refuses a longer one. */
export const REASON_LENGTH_MAX = 2_000;

interface ReasonFormProps {
  label: string;
  /** Who will read it. */
  hint: string;
  /** What giving it does. */
  action: string;
  /** Names its parts for the tests: `NAME-reason`, `NAME-save`. */
  testId: string;
  busy: boolean;
  problem: { message: string; next: string; code: string } | null;
  onSave: (reason: string) => void;
  onClose: () => void;
}

/** Asks for the reason of something others will want to understand; nothing is done without one. */
export function ReasonForm({ label, hint, action, testId, busy, problem, ...on }: ReasonFormProps) {
  const [text, setText] = useState("");
  const reason = text.trim();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason !== "" && !busy) on.onSave(reason);
      }}
    >
      <Field
        label={label}
        hint={hint}
        value={text}
        onChange={setText}
        lines={2}
        maxLength={REASON_LENGTH_MAX}
        autoFocus
        testId={`${testId}-reason`}
      />
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.actions}>
        <Button
          size="small"
          look="strong"
          type="submit"
          data-testid={`${testId}-save`}
          isDisabled={busy || reason === ""}
        >
          {action}
        </Button>
        <Button size="small" look="quiet" onPress={on.onClose}>
          {t`Cancelar`}
        </Button>
      </div>
    </form>
  );
}
