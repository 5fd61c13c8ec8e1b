import { t } from "@lingui/core/macro";

import { Grid } from "../features/matrix";
import { useReady } from "../kit";
import { useDossierState } from "../state";
import styles from "./App.module.css";
import { SidePanel } from "./SidePanel";
import { StatusBar } from "./StatusBar";
import { TitleBar } from "./TitleBar";

/** A dossier: title bar, the matrix with at most one panel beside it, status bar. */
export function DossierScreen() {
  useReady("dossier");
  const arrived = useDossierState((state) => state.order.length > 0 || state.title !== "");
  return (
    <div className={styles.dossier}>
      <TitleBar />
      <div className={styles.body}>
        {arrived ? (
          <Grid />
        ) : (
          <div className={styles.waiting}>
            <p className={styles.waitingTitle}>{t`La matriz viene en camino`}</p>
            <p>
              {t`Llegará en cuanto el servidor de enlace conteste. Puedes cerrar Cotejo: seguirá donde iba.`}
            </p>
          </div>
        )}
        <SidePanel />
      </div>
      <StatusBar />
    </div>
  );
}
