import { t } from "@lingui/core/macro";
import { Component, type ReactNode } from "react";

import { Button } from "../kit";
import styles from "./App.module.css";

interface FaultState {
  detail: string | null;
}

/** A defect of the screen stays inside it: what was saved is on disk, and the window can start anew. */
export class Fault extends Component<{ children: ReactNode }, FaultState> {
  override state: FaultState = { detail: null };

  static getDerivedStateFromError(failure: unknown): FaultState {
    return { detail: failure instanceof Error ? failure.message : String(failure) };
  }

  override render(): ReactNode {
    if (this.state.detail === null) return this.props.children;
    return (
      <main className={styles.alone} role="alert" data-testid="problem-banner" data-code="DEFECT">
        <h1>{t`Algo falló en esta pantalla`}</h1>
        <p>{t`Lo que decía «guardado aquí» está en el disco. Vuelve a abrir la pantalla para seguir.`}</p>
        <pre className={styles.detail}>{this.state.detail}</pre>
        <Button look="strong" onPress={() => window.location.reload()}>
          {t`Volver a abrir`}
        </Button>
      </main>
    );
  }
}
