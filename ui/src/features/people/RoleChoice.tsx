import { Label, RadioButton, RadioField, RadioGroup } from "react-aria-components";

import type { RoleName } from "../../host";
import { roleLabel, roleSentence } from "../fields";
import styles from "./People.module.css";

const ROLES: readonly RoleName[] = ["editor", "reviewer", "reader", "coordinator"];

interface RoleChoiceProps {
  legend: string;
  role: RoleName;
  onChange: (role: RoleName) => void;
  testId: string;
}

/** The four roles, each with what it allows. */
export function RoleChoice({ legend, role, onChange, testId }: RoleChoiceProps) {
  return (
    <RadioGroup
      className={styles.roles ?? ""}
      value={role}
      onChange={(value) => {
        const chosen = ROLES.find((one) => one === value);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      <Label className={styles.legend ?? ""}>{legend}</Label>
      {ROLES.map((one) => (
        <RadioField key={one} value={one}>
          <RadioButton className={styles.radio ?? ""} data-testid={testId} data-role={one}>
            <span className={styles.dot} aria-hidden />
            <span>
              <strong>{roleLabel(one)}</strong>{" "}
              <span className={styles.quiet}>{roleSentence(one)}</span>
            </span>
          </RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  );
}
