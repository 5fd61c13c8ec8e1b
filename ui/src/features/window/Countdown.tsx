import { t } from "@lingui/core/macro";
import { CalendarClock } from "lucide-react";

import { Button } from "../../kit";
import { useDossier, useDossierState } from "../../state";
import { countdown } from "./words";
import styles from "./Window.module.css";

/** How long the review window stays open, for everybody; nothing while there is none. */
export function Countdown() {
  const dossier = useDossier();
  const window = useDossierState((state) => state.review.windows.at(-1));
  if (window === undefined || window.status === "closed") return null;
  return (
    <Button
      look="quiet"
      size="small"
      aria-label={t`Periodo de revisión: ${countdown(window)}`}
      data-testid="window-countdown"
      onPress={() => dossier.openPanel("window")}
    >
      <span className={styles.countdown} data-due={window.daysLeft <= 0 ? "" : undefined}>
        <CalendarClock size={14} aria-hidden />
        {countdown(window)}
      </span>
    </Button>
  );
}
