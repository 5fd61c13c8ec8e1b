import { t } from "@lingui/core/macro";
import { Lock, MessageSquareWarning, ScanEye } from "lucide-react";

import type { Row, RowStateView } from "../../host";
import { Button, DialogTrigger, MarkButton, Popover } from "../../kit";
import { stateGiven, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import { mayMove, moveTitle } from "./moves";
import { useStateMoves } from "./useStateMoves";
import { givenWords, rowStateTone, rowStateWord } from "./words";
import styles from "./States.module.css";

const ICONS = { draft: ScanEye, inReview: ScanEye, returned: MessageSquareWarning, approved: Lock };

/** The state of a row's line, with who gave it, when and why; nothing for a plain draft. */
export function StateMark({ row }: { row: Row }) {
  const given = useDossierState((state) => stateGiven(state, row.line));
  if (given === null || given.state === "draft") return null;
  const Icon = ICONS[given.state];
  const word = rowStateWord(given.state);
  const reason = given.reason;
  return (
    <DialogTrigger>
      <MarkButton
        tone={rowStateTone(given.state)}
        testId="state-mark"
        label={reason === "" ? t`${word}: ver quién y cuándo` : t`${word}: ${reason}`}
      >
        <Icon size={12} aria-hidden />
        {word}
      </MarkButton>
      <Popover label={t`Estado de ${placeLabel(row.row, "")}`}>
        <StateDetail row={row} given={given} />
      </Popover>
    </DialogTrigger>
  );
}

/** Who gave a state, when and why; what else was given at the same time; the way on. */
export function StateDetail({ row, given }: { row: Row; given: RowStateView }) {
  const role = useDossierState((state) => state.role);
  const { start } = useStateMoves();
  const others = given.others
    .map(({ state, by }) => t`${rowStateWord(state)}, por ${by}`)
    .join("; ");
  return (
    <div className={styles.detail} data-testid="state-detail">
      <p>{givenWords(given)}</p>
      {given.reason !== "" && (
        <p>
          <strong>{t`Motivo:`}</strong> {given.reason}
        </p>
      )}
      {given.state === "approved" && (
        <p className={styles.quiet}>
          {t`Nadie cambia sus celdas hasta que quien coordina lo reabra.`}
        </p>
      )}
      {given.changedSince && (
        <p className={styles.changed}>
          {t`Cambió después de aprobarse: llegó algo que se escribió antes en otra computadora.`}
        </p>
      )}
      {others !== "" && (
        <p className={styles.changed}>{t`Al mismo tiempo se le dio otro: ${others}.`}</p>
      )}
      {given.state === "approved" && mayMove(role, "reopen") && (
        <div>
          <Button
            size="small"
            data-testid="state-reopen"
            onPress={() => start("reopen", [row.line])}
          >
            {moveTitle("reopen")}
          </Button>
        </div>
      )}
      {given.state === "returned" && mayMove(role, "review") && (
        <div>
          <Button
            size="small"
            data-testid="state-review"
            onPress={() => start("review", [row.line])}
          >
            {moveTitle("review")}
          </Button>
        </div>
      )}
    </div>
  );
}
