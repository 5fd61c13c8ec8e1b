import { t } from "@lingui/core/macro";
import {
  ArrowLeft,
  CircleHelp,
  Download,
  Ellipsis,
  FolderTree,
  Keyboard,
  Redo2,
  Search,
  Settings as SettingsIcon,
  SquareTerminal,
  Undo2,
  Usb,
  UserPlus,
} from "lucide-react";

import { ExportDialog } from "../features/exporting";
import { stepLabel } from "../features/fields";
import { useFinder, useLook } from "../features/find";
import { useUndo } from "../features/matrix";
import { PackageDialog } from "../features/packages";
import { InviteDialog, Members } from "../features/people";
import { Button, Menu, Tip } from "../kit";
import { mayEdit, useApp, useDossierState, useStore } from "../state";
import styles from "./App.module.css";
import { DossierState } from "./DossierState";
import { PanelButtons } from "./PanelButtons";

/** Which dossier this is, how it stands, who is in it, and what can be opened beside it. */
export function TitleBar() {
  const app = useApp();
  const title = useDossierState((state) => state.title);
  const institution = useDossierState((state) => state.institution);
  return (
    <header className={styles.bar}>
      <Button
        look="quiet"
        iconOnly
        data-testid="back-to-list"
        aria-label={t`Volver a los expedientes`}
        onPress={() => void app.list()}
      >
        <ArrowLeft size={18} aria-hidden />
      </Button>
      <div className={styles.titles}>
        <h1 className={styles.title} title={title}>
          {title === "" ? t`Matriz por llegar` : title}
        </h1>
        <span className={styles.institution}>{institution}</span>
      </div>
      <UndoButtons />
      <FindButton />
      <DossierState />
      <Members />
      <ShareButtons />
      <PanelButtons />
      <MoreMenu />
    </header>
  );
}

/** Back and forth over one's own steps; the words say which. */
function UndoButtons() {
  const { undo, redo } = useUndo();
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const undone = useDossierState((state) => state.undo);
  const redone = useDossierState((state) => state.redo);
  const back = undone === null ? null : stepLabel(undone);
  const forth = redone === null ? null : stepLabel(redone);
  if (!canEdit) return null;
  return (
    <div className={styles.pair} role="group" aria-label={t`Deshacer y rehacer`}>
      <Tip text={back === null ? t`Nada que deshacer` : t`Deshacer: ${back} (Ctrl+Z)`}>
        <Button
          look="quiet"
          size="small"
          iconOnly
          data-testid="undo"
          aria-label={back === null ? t`Nada que deshacer` : t`Deshacer: ${back}`}
          aria-disabled={back === null}
          onPress={undo}
        >
          <Undo2 size={16} aria-hidden />
        </Button>
      </Tip>
      <Tip text={forth === null ? t`Nada que rehacer` : t`Rehacer: ${forth} (Ctrl+Y)`}>
        <Button
          look="quiet"
          size="small"
          iconOnly
          data-testid="redo"
          aria-label={forth === null ? t`Nada que rehacer` : t`Rehacer: ${forth}`}
          aria-disabled={forth === null}
          onPress={redo}
        >
          <Redo2 size={16} aria-hidden />
        </Button>
      </Tip>
    </div>
  );
}

function FindButton() {
  const finder = useFinder();
  const open = useLook((look) => look.open);
  const filtered = useDossierState((state) => state.filtered !== null || state.sorted !== null);
  return (
    <Tip text={t`Buscar, filtrar y ordenar (Ctrl+F)`}>
      <Button
        look="quiet"
        size="small"
        data-testid="find-open"
        aria-label={t`Buscar, filtrar y ordenar`}
        aria-pressed={open || filtered}
        onPress={() => (open ? finder.close() : finder.open())}
      >
        <Search size={16} aria-hidden />
        <span className={styles.roomy}>{t`Buscar`}</span>
      </Button>
    </Tip>
  );
}

/** What leaves this computer: an invitation, a file. */
function ShareButtons() {
  const app = useApp();
  const coordinates = useDossierState((state) => state.role === "coordinator");
  const inviting = useStore(app.overlay, (overlay) => overlay?.name === "invite");
  const exporting = useStore(app.overlay, (overlay) => overlay?.name === "export");
  const packing = useStore(app.overlay, (overlay) =>
    overlay?.name === "package" ? overlay : null,
  );
  return (
    <>
      {coordinates && (
        <Tip text={t`Invitar a alguien`}>
          <Button
            size="small"
            data-testid="invite-open"
            aria-label={t`Invitar a alguien`}
            onPress={() => app.overlay.set({ name: "invite" })}
          >
            <UserPlus size={15} aria-hidden />
            <span className={styles.roomy}>{t`Invitar`}</span>
          </Button>
        </Tip>
      )}
      <Tip text={t`Exportar`}>
        <Button
          size="small"
          data-testid="export-open"
          aria-label={t`Exportar`}
          onPress={() => app.overlay.set({ name: "export" })}
        >
          <Download size={15} aria-hidden />
          <span className={styles.roomy}>{t`Exportar`}</span>
        </Button>
      </Tip>
      <InviteDialog isOpen={inviting} onClose={() => app.overlay.set(null)} />
      {exporting && <ExportDialog onClose={() => app.overlay.set(null)} />}
      {packing !== null && <PackageDialog to={packing.to} onClose={() => app.overlay.set(null)} />}
    </>
  );
}

/** What one needs now and then. */
function MoreMenu() {
  const app = useApp();
  return (
    <Menu
      label={t`Más`}
      entries={[
        {
          id: "headings",
          text: t`Ejes y prioridades…`,
          icon: <FolderTree size={15} aria-hidden />,
          onAction: () => app.overlay.set({ name: "headings" }),
        },
        {
          id: "package",
          text: t`Llevar cambios en un archivo…`,
          icon: <Usb size={15} aria-hidden />,
          onAction: () => app.overlay.set({ name: "package", to: null }),
        },
        {
          id: "palette",
          text: t`Todo lo que se puede hacer (Ctrl+K)`,
          icon: <SquareTerminal size={15} aria-hidden />,
          onAction: () => app.overlay.set({ name: "palette" }),
        },
        {
          id: "shortcuts",
          text: t`Atajos de teclado (F1)`,
          icon: <Keyboard size={15} aria-hidden />,
          onAction: () => app.overlay.set({ name: "shortcuts" }),
        },
        {
          id: "settings",
          text: t`Ajustes…`,
          icon: <SettingsIcon size={15} aria-hidden />,
          onAction: () => app.overlay.set({ name: "settings" }),
        },
        {
          id: "help",
          text: t`Ayuda`,
          icon: <CircleHelp size={15} aria-hidden />,
          onAction: () => app.overlay.set({ name: "help", chapter: null }),
        },
      ]}
    >
      <Button look="quiet" size="small" iconOnly data-testid="more-open" aria-label={t`Más`}>
        <Ellipsis size={17} aria-hidden />
      </Button>
    </Menu>
  );
}
