import { t } from "@lingui/core/macro";

import type { MinutesValue } from "../../host";
import { Button, Notice } from "../../kit";
import { useActs } from "./useActs";
import styles from "./Minutes.module.css";

interface ChoicesOfProps {
  part: string;
  field: string;
  label: string;
  value: MinutesValue;
  readOnly: boolean;
  /** A value as it is read. */
  as?: (value: string) => string;
}

/** What two people wrote at once: each with who wrote it, and one press to choose it. */
export function ChoicesOf({ part, field, label, value, readOnly, as }: ChoicesOfProps) {
  const { busy, problem, act } = useActs();
  if (value.choices.length === 0) return null;
  return (
    <div
      className={styles.choices}
      role="group"
      aria-label={t`${label}: por elegir`}
      data-testid={`choices-${field}`}
    >
      <p>
        <strong>{t`Se escribió a la vez.`}</strong>{" "}
        {readOnly ? t`Quien coordina elige qué queda.` : t`Elige qué queda:`}
      </p>
      <ul>
        {value.choices.map(({ choose, value: text, author }) => (
          <li key={choose}>
            <span className={styles.choice}>
              {text === "" ? t`(vacío)` : (as?.(text) ?? text)}
              <span className={styles.quiet}>
                {" "}
                {author === "" ? t`· las dos juntas` : `· ${author}`}
              </span>
            </span>
            {!readOnly && (
              <Button
                size="small"
                isDisabled={busy}
                aria-label={t`Dejar en ${label}: ${text}`}
                onPress={() => void act([{ type: "resolve", part, field, choose }])}
              >
                {t`Dejar este`}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
    </div>
  );
}
