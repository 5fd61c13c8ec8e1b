import { plural, t } from "@lingui/core/macro";
import {
  ArrowLeft,
  Bell,
  ClipboardList,
  Download,
  MessageSquare,
  RefreshCw,
  Scale,
  UserPlus,
} from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";

import { pendingOf } from "../features/decide";
import { StateWord, stateSentence } from "../features/fields";
import { InviteDialog, Members } from "../features/people";
import type { ExportFormat } from "../host";
import { Button, DialogTrigger, Menu, Notice, Popover, classes, dateTime } from "../kit";
import { useApp, useDossier, useDossierState, type Panel } from "../state";
import styles from "./App.module.css";

/** Which dossier this is, how it stands, who is in it, and what can be opened beside it. */
export function TitleBar() {
  const app = useApp();
  const title = useDossierState((state) => state.title);
  const institution = useDossierState((state) => state.institution);
  const coordinates = useDossierState((state) => state.role === "coordinator");
  const [inviting, setInviting] = useState(false);
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
      <DossierState />
      <Members />
      {coordinates && (
        <Button size="small" data-testid="invite-open" onPress={() => setInviting(true)}>
          <UserPlus size={15} aria-hidden /> {t`Invitar`}
        </Button>
      )}
      <ExportMenu />
      <PanelButtons />
      <InviteDialog isOpen={inviting} onClose={() => setInviting(false)} />
    </header>
  );
}

function DossierState() {
  const dossier = useDossier();
  const app = useApp();
  const status = useDossierState((state) => state.status);
  return (
    <DialogTrigger>
      <Button look="quiet" size="small" data-testid="dossier-state-open">
        <StateWord status={status} />
      </Button>
      <Popover label={t`Estado del expediente`} placement="bottom end">
        <div className={styles.stateDetail}>
          <p>
            <strong>{stateSentence(status)}</strong>
          </p>
          {status.problem !== null && (
            <Notice
              tone={status.state === "stuck" ? "wrong" : "plain"}
              message={status.problem.message}
              next={status.problem.next}
              code={status.problem.code}
            />
          )}
          <dl className={styles.facts}>
            <dt>{t`Guardados aquí`}</dt>
            <dd>{status.saved}</dd>
            <dt>{t`Enviados`}</dt>
            <dd>{status.sent}</dd>
            <dt>{t`Por enviar`}</dt>
            <dd>{status.waiting}</dd>
            <dt>{t`Servidor de enlace`}</dt>
            <dd>{status.relay ?? t`ninguno todavía`}</dd>
            {status.relay !== null && (
              <>
                <dt>{t`Último contacto`}</dt>
                <dd>
                  {status.lastContact === null ? t`todavía no hay` : dateTime(status.lastContact)}
                </dd>
              </>
            )}
          </dl>
          {status.relay !== null && (
            <Button
              size="small"
              data-testid="sync-now"
              onPress={() => void dossier.syncNow().catch((failure: unknown) => app.fail(failure))}
            >
              <RefreshCw size={14} aria-hidden /> {t`Intentar conectar ahora`}
            </Button>
          )}
        </div>
      </Popover>
    </DialogTrigger>
  );
}

function ExportMenu() {
  const dossier = useDossier();
  const app = useApp();
  const write = (format: ExportFormat) => () =>
    void dossier
      .export(format)
      .then((path) => {
        if (path !== null) app.toast(t`Se escribió ${path}.`);
      })
      .catch((failure: unknown) => app.fail(failure));
  return (
    <Menu
      label={t`Exportar`}
      entries={[
        { id: "csv", text: t`Tabla para Excel (.csv)`, onAction: write("csv") },
        { id: "json", text: t`Datos (.json)`, onAction: write("json") },
        {
          id: "automerge",
          text: t`Documento con su historia (.automerge)`,
          onAction: write("automerge"),
        },
      ]}
    >
      <Button size="small" data-testid="export-open">
        <Download size={15} aria-hidden /> {t`Exportar`}
      </Button>
    </Menu>
  );
}

function PanelButtons() {
  const rows = useDossierState((state) => state.rows);
  const order = useDossierState((state) => state.order);
  const threads = useDossierState((state) => state.threads);
  const away = useDossierState((state) => state.away.length);
  const pending = useMemo(() => pendingOf(order, rows).length, [order, rows]);
  const open = threads.filter((thread) => !thread.resolved).length;
  return (
    <div className={styles.panels} role="toolbar" aria-label={t`Paneles`}>
      {away > 0 && (
        <PanelButton panel="away" label={t`Mientras estabas sin conexión`} count={away}>
          <Bell size={16} aria-hidden />
        </PanelButton>
      )}
      <PanelButton
        panel="decide"
        label={plural(pending, { one: "# cosa por decidir", other: "# cosas por decidir" })}
        count={pending}
        waits
      >
        <Scale size={16} aria-hidden />
        {t`Por decidir`}
      </PanelButton>
      <PanelButton
        panel="comments"
        label={plural(open, {
          one: "Comentarios: # conversación abierta",
          other: "Comentarios: # conversaciones abiertas",
        })}
        count={open}
      >
        <MessageSquare size={16} aria-hidden />
        {t`Comentarios`}
      </PanelButton>
      <PanelButton panel="ficha" label={t`Ficha del renglón`} count={0}>
        <ClipboardList size={16} aria-hidden />
        {t`Ficha`}
      </PanelButton>
    </div>
  );
}

interface PanelButtonProps {
  panel: Panel;
  label: string;
  count: number;
  waits?: boolean;
  children: ReactNode;
}

function PanelButton({ panel, label, count, waits = false, children }: PanelButtonProps) {
  const dossier = useDossier();
  const open = useDossierState((state) => state.panel === panel);
  return (
    <Button
      look="quiet"
      size="small"
      aria-label={label}
      aria-pressed={open}
      data-testid={`panel-${panel}`}
      onPress={() => dossier.togglePanel(panel)}
    >
      {children}
      {count > 0 && (
        <span className={classes(styles.count, waits && styles.countWaits)}>{count}</span>
      )}
    </Button>
  );
}
