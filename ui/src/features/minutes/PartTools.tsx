import { t } from "@lingui/core/macro";
import { ArrowDown, ArrowUp, X } from "lucide-react";

import type { MinutesPart } from "../../host";
import { Button } from "../../kit";
import type { Acts } from "./useActs";
import { partName } from "./words";
import styles from "./Minutes.module.css";

interface PartToolsProps {
  parts: readonly MinutesPart[];
  at: number;
  acts: Acts;
}

/** Up, down, out: of an entry of a list of a minuta. */
export function PartTools({ parts, at, acts }: PartToolsProps) {
  const part = parts[at];
  if (part === undefined) return null;
  const name = partName(part, at + 1);
  const move = (after: number) =>
    void acts.act([{ type: "move", part: part.part, after: parts[after]?.part ?? null }]);
  return (
    <span className={styles.tools}>
      <Button
        look="quiet"
        size="small"
        iconOnly
        isDisabled={at === 0 || acts.busy}
        aria-label={t`Subir: ${name}`}
        data-testid="part-up"
        onPress={() => move(at - 2)}
      >
        <ArrowUp size={15} aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="small"
        iconOnly
        isDisabled={at === parts.length - 1 || acts.busy}
        aria-label={t`Bajar: ${name}`}
        data-testid="part-down"
        onPress={() => move(at + 1)}
      >
        <ArrowDown size={15} aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="small"
        iconOnly
        isDisabled={acts.busy}
        aria-label={t`Quitar: ${name}`}
        data-testid="part-remove"
        onPress={() => void acts.act([{ type: "remove", part: part.part, removed: true }])}
      >
        <X size={15} aria-hidden />
      </Button>
    </span>
  );
}

/** Says that somebody took out what another was writing in. */
export function RemovedMeanwhile({ part, acts }: { part: MinutesPart; acts: Acts }) {
  if (part.removal === null || part.removal.editedBy === "") return null;
  const { removedBy, editedBy } = part.removal;
  const answer = (removed: boolean) =>
    void acts.act([{ type: "remove", part: part.part, removed }]);
  return (
    <p className={styles.asked}>
      {t`${removedBy} lo quitó mientras ${editedBy} escribía en él.`}{" "}
      <Button size="small" isDisabled={acts.busy} onPress={() => answer(false)}>
        {t`Que se quede`}
      </Button>{" "}
      <Button size="small" look="quiet" isDisabled={acts.busy} onPress={() => answer(true)}>
        {t`Quitarlo`}
      </Button>
    </p>
  );
}
