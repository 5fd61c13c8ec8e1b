import { plural, t } from "@lingui/core/macro";

import type { MemberView } from "../../host";
import { Button, DialogTrigger, Popover, classes } from "../../kit";
import { useDossierState } from "../../state";
import { roleLabel } from "../fields";
import styles from "./People.module.css";

/** Faces shown before "+3". */
const SHOWN_MAX = 4;

/** Who is in the dossier: initials in the bar, names and roles when asked. */
export function Members() {
  const members = useDossierState((state) => state.members);
  const shown = members.slice(0, SHOWN_MAX);
  return (
    <DialogTrigger>
      <Button
        look="quiet"
        size="small"
        data-testid="members"
        aria-label={plural(members.length, { one: "# persona", other: "# personas" })}
      >
        <span className={styles.faces}>
          {shown.map((member) => (
            <Initials key={member.device} member={member} />
          ))}
          {members.length > SHOWN_MAX && (
            <span className={styles.more}>+{members.length - SHOWN_MAX}</span>
          )}
        </span>
      </Button>
      <Popover label={t`Personas del expediente`} placement="bottom end">
        <ul className={styles.people}>
          {members.map((member) => (
            <li key={member.device} className={styles.person}>
              <Initials member={member} />
              <span className={styles.name}>
                <strong>{member.name}</strong>
                {member.me && <> {t`(tú)`}</>}
                <span className={styles.institution}>{member.institution}</span>
              </span>
              <span className={styles.role}>{roleLabel(member.role)}</span>
            </li>
          ))}
        </ul>
      </Popover>
    </DialogTrigger>
  );
}

function Initials({ member }: { member: MemberView }) {
  return (
    <span className={classes(styles.face, member.me && styles.me)} aria-hidden>
      {initials(member.name)}
    </span>
  );
}

/** First letters of the first and last words of a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const first = words[0] ?? "";
  const second = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (first.charAt(0) + second.charAt(0)).toLocaleUpperCase("es-MX") || "?";
}
