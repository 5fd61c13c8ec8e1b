import { t } from "@lingui/core/macro";
import { useEffect } from "react";

import { RestoreDialog } from "../features/changes";
import { WordsOffer } from "../features/comments";
import { ConsultationDialog } from "../features/consultations";
import { FindBar } from "../features/find";
import { findingsOf } from "../features/findings";
import { HeadingsDialog } from "../features/headings";
import { Grid } from "../features/matrix";
import { MinutesOr, useMinutesCommands, useMinutesOpen } from "../features/minutes";
import { StateDialogs } from "../features/states";
import { SuggestionDialogs } from "../features/suggestions";
import { ChangesBar, TimeScreen, useOtherTime, useVersionCommands } from "../features/versions";
import { useReady } from "../kit";
import { useApp, useDossier, useDossierState, type Overlay } from "../state";
import styles from "./App.module.css";
import { SidePanel } from "./SidePanel";
import { StatusBar } from "./StatusBar";
import { TitleBar } from "./TitleBar";
import { useDossierCommands } from "./useDossierCommands";
import { usePanelCommands } from "./usePanelCommands";
import { useSeen } from "./useSeen";

/** What stands over one dossier and no other. */
const OF_DOSSIER: readonly Overlay["name"][] = ["headings", "invite", "export"];

/** A dossier: title bar, what is looked for, the matrix with at most one panel beside it, status bar. */
export function DossierScreen() {
  const app = useApp();
  const dossier = useDossier();
  useReady("dossier");
  useDossierCommands();
  usePanelCommands();
  useSeen();
  useVersionCommands();
  useMinutesCommands();
  useEffect(() => findingsOf(dossier).watch(), [dossier]);
  // What stood over this dossier does not come back over the next one.
  useEffect(
    () => () => {
      app.overlay.update((overlay) =>
        overlay !== null && OF_DOSSIER.includes(overlay.name) ? null : overlay,
      );
    },
    [app, dossier],
  );
  const otherTime = useOtherTime();
  const inMinutes = useMinutesOpen();
  const arrived = useDossierState((state) => state.order.length > 0 || state.title !== "");
  return (
    <div className={styles.dossier}>
      <TitleBar />
      {!otherTime && !inMinutes && <FindBar />}
      {!otherTime && !inMinutes && <ChangesBar />}
      <div className={styles.body}>
        <main className={styles.main}>
          {arrived ? (
            <MinutesOr>
              <TimeScreen>
                <Grid />
              </TimeScreen>
            </MinutesOr>
          ) : (
            <div className={styles.waiting}>
              <p className={styles.waitingTitle}>{t`La matriz viene en camino`}</p>
              <p>
                {t`Llegará en cuanto el servidor de enlace conteste. Puedes cerrar Cotejo: seguirá donde iba.`}
              </p>
            </div>
          )}
        </main>
        <SidePanel />
      </div>
      <StatusBar />
      <HeadingsDialog />
      <SuggestionDialogs />
      <ConsultationDialog />
      <StateDialogs />
      <WordsOffer />
      <RestoreDialog />
    </div>
  );
}
