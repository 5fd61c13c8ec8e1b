import { t } from "@lingui/core/macro";
import { X } from "lucide-react";

import { AwayPanel } from "../features/away";
import { CommentsPanel } from "../features/comments";
import { ConsultationsPanel } from "../features/consultations";
import { DecidePanel } from "../features/decide";
import { FichaPanel } from "../features/ficha";
import { FindingsPanel } from "../features/findings";
import { HistoryPanel } from "../features/history";
import { NoticesPanel } from "../features/notices";
import { SuggestionsPanel } from "../features/suggestions";
import { VersionsPanel } from "../features/versions";
import { WhyPanel } from "../features/why";
import { WindowPanel } from "../features/window";
import { Button } from "../kit";
import { useDossier, useDossierState, type Panel } from "../state";
import styles from "./App.module.css";

const PANELS: Readonly<Record<Panel, () => React.ReactNode>> = {
  notices: NoticesPanel,
  decide: DecidePanel,
  comments: CommentsPanel,
  suggestions: SuggestionsPanel,
  consultations: ConsultationsPanel,
  findings: FindingsPanel,
  ficha: FichaPanel,
  history: HistoryPanel,
  versions: VersionsPanel,
  window: WindowPanel,
  why: WhyPanel,
  away: AwayPanel,
};

function panelTitle(panel: Panel): string {
  switch (panel) {
    case "notices":
      return t`Para mí`;
    case "comments":
      return t`Comentarios`;
    case "suggestions":
      return t`Propuestas`;
    case "consultations":
      return t`Consultas`;
    case "history":
      return t`Historia de la celda`;
    case "versions":
      return t`Versiones`;
    case "window":
      return t`Periodo de revisión`;
    case "why":
      return t`Por qué dice esto`;
    case "decide":
      return t`Por decidir`;
    case "findings":
      return t`Hallazgos`;
    case "ficha":
      return t`Ficha`;
    case "away":
      return t`Mientras estabas sin conexión`;
  }
}

/** What stands beside the matrix; one thing at a time. */
export function SidePanel() {
  const dossier = useDossier();
  const panel = useDossierState((state) => state.panel);
  if (panel === null) return null;
  const Content = PANELS[panel];
  const title = panelTitle(panel);
  return (
    <aside className={styles.panel} aria-label={title}>
      <header className={styles.panelHead}>
        <h2>{title}</h2>
        <Button
          look="quiet"
          size="small"
          iconOnly
          data-testid="panel-close"
          aria-label={t`Cerrar`}
          onPress={() => dossier.togglePanel(panel)}
        >
          <X size={16} aria-hidden />
        </Button>
      </header>
      <div className={styles.panelBody}>
        <Content />
      </div>
    </aside>
  );
}
