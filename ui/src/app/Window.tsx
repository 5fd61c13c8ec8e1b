import { t } from "@lingui/core/macro";
import { useEffect } from "react";

import { Dispatcher, Palette, Shortcuts } from "../features/commands";
import { DossierList } from "../features/dossiers";
import { HelpWindow } from "../features/help";
import { TakenDialog } from "../features/packages";
import { SettingsDialog } from "../features/settings";
import { VerifyDialog } from "../features/verify";
import { FirstRun } from "../features/welcome";
import type { Problem } from "../host";
import { Button, later, useReady } from "../kit";
import { DossierContext, useApp, useAppState } from "../state";
import styles from "./App.module.css";
import { Banners } from "./Banners";
import { LeavingDialog } from "./LeavingDialog";
import { Toasts } from "./Toasts";
import { useWindowCommands } from "./useWindowCommands";

/** When the first screen is surely painted. */
const PAINTED_MS = 50;

/** The matrix and its editors are most of the screen's code: they come while the list is looked at. */
const dossierScreen = later(async () => (await import("./DossierScreen")).DossierScreen);

/** The programme of the state is looked at by few: its code comes when it is asked for. */
const programmeScreen = later(
  async () => (await import("../features/consolidation")).ConsolidationScreen,
);
const readingScreen = later(async () => (await import("../features/importing")).ReadingFile);
const importScreen = later(async () => (await import("../features/importing")).ImportScreen);

/** The whole window: banners, the screen there is, and what floats over it. */
export function Window() {
  useWindowCommands();
  useEffect(() => {
    const soon = setTimeout(() => void dossierScreen.fetch(), PAINTED_MS);
    return () => clearTimeout(soon);
  }, []);
  return (
    <div className={styles.window}>
      <Banners />
      <div className={styles.screen}>
        <CurrentScreen />
      </div>
      <Toasts />
      <LeavingDialog />
      <Dispatcher />
      <Palette />
      <Shortcuts />
      <SettingsDialog />
      <VerifyDialog />
      <TakenDialog />
      <HelpWindow />
    </div>
  );
}

function CurrentScreen() {
  const screen = useAppState((state) => state.screen);
  switch (screen.name) {
    case "starting":
      return <p className={styles.alone}>{t`Abriendo…`}</p>;
    case "broken":
      return <Broken problem={screen.problem} />;
    case "person":
      return <FirstRun />;
    case "list":
      return <DossierList />;
    case "programme":
      return <programmeScreen.Part />;
    case "reading":
      return <readingScreen.Part file={screen.file} problem={screen.problem} />;
    case "importing":
      return <importScreen.Part session={screen.session} />;
    case "dossier":
      return (
        <DossierContext key={screen.dossier.id} value={screen.dossier}>
          <dossierScreen.Part />
        </DossierContext>
      );
  }
}

/** The store does not open: nothing works until the person does something about it. */
function Broken({ problem }: { problem: Problem }) {
  const app = useApp();
  useReady("broken");
  return (
    <main
      className={styles.alone}
      role="alert"
      data-testid="problem-banner"
      data-code={problem.code}
    >
      <p className={styles.brand}>Cotejo</p>
      <h1>{problem.message}</h1>
      <p>{problem.next}</p>
      <div className={styles.aloneActions}>
        <Button look="strong" onPress={() => void app.begin()}>
          {t`Intentar otra vez`}
        </Button>
        <Button onPress={() => void app.close()}>{t`Cerrar Cotejo`}</Button>
      </div>
    </main>
  );
}
