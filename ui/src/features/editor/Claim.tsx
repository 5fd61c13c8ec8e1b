import { plural, t } from "@lingui/core/macro";
import { PenLine } from "lucide-react";
import { useMemo } from "react";

import type { Cell, PresenceView } from "../../host";
import { isLineField, levelOf, useDossierState } from "../../state";
import styles from "./Editor.module.css";

/** Whether somebody's cell is this one: the cells of a line are one for all its indicators. */
function isHere(cell: Cell | null, { line, indicator, field }: Cell): boolean {
  if (cell?.field !== field || cell.line !== line) return false;
  return isLineField(field) || levelOf(field) !== null || cell.indicator === indicator;
}

/** Colleagues who are in a cell now; the same list while they do not move. */
export function usePeopleIn({ line, indicator, field }: Cell): readonly PresenceView[] {
  const presence = useDossierState((state) => state.presence);
  return useMemo(
    () => presence.filter((person) => isHere(person.cell, { line, indicator, field })),
    [presence, line, indicator, field],
  );
}

/** Who else writes in the cell. It bars nobody: what both write comes together. */
export function Claim({ people }: { people: readonly PresenceView[] }) {
  const names = people.filter((person) => person.writing).map((person) => person.name);
  const [name = "", ...others] = names;
  const count = others.length;
  const sentence =
    count === 0
      ? t`${name} está redactando esta celda`
      : plural(count, {
          one: `${name} y otra persona están redactando esta celda`,
          other: `${name} y otras # personas están redactando esta celda`,
        });
  return (
    <div aria-live="polite" className={styles.claims}>
      {names.length > 0 && (
        <p className={styles.claim} data-testid="cell-claim">
          <PenLine size={13} aria-hidden />
          {sentence}
        </p>
      )}
    </div>
  );
}
