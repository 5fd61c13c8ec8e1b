import { t } from "@lingui/core/macro";
import { FolderOpen, History, Lock, LockOpen, Save } from "lucide-react";
import { useState } from "react";

import { asProblem, type BackupMade, type Problem, type Settings } from "../../host";
import { Button, Check, Choice, Notice, localTime } from "../../kit";
import { useApp, useAppState, useStore } from "../../state";
import { PassphraseDialog, useRestoreBackup } from "../backups";
import styles from "./Settings.module.css";

const KEPT = [3, 7, 14, 30, 60] as const;

/** Where backups of everything go, how often, how protected and how many are kept; one right now, and
    everything back from one. */
export function BackupSettings({ keep }: { keep: (change: Partial<Settings>) => void }) {
  const app = useApp();
  const { backups } = useStore(app.preferences.state, (known) => known);
  const progress = useStore(app.preferences.progress, (known) => known);
  const due = useAppState((state) => state.backup);
  const [made, setMade] = useState<BackupMade | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [protecting, setProtecting] = useState(false);
  const restore = useRestoreBackup();
  const attempt = (task: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    task()
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  const counts = [...new Set([...KEPT, backups.keep])].sort((a, b) => a - b);
  const change = (part: Partial<Settings["backups"]>) => keep({ backups: { ...backups, ...part } });
  return (
    <section className={styles.section}>
      <h3>{t`Copias de respaldo`}</h3>
      <p className={styles.quiet}>
        {t`Una copia es un solo archivo con todos tus expedientes y su historia. Guárdala en otro disco o en una carpeta de red: si esta computadora falla, con ella no se pierde nada.`}
      </p>
      <div className={styles.folder}>
        <span className={styles.path} data-testid="backup-folder">
          {backups.folder ?? t`En la carpeta de Cotejo de esta computadora`}
        </span>
        <Button
          size="small"
          data-testid="backup-choose"
          isDisabled={busy}
          onPress={() => attempt(() => app.preferences.chooseBackupFolder())}
        >
          <FolderOpen size={14} aria-hidden /> {t`Elegir la carpeta…`}
        </Button>
      </div>
      <div className={styles.two}>
        <Choice<Settings["backups"]["every"]>
          label={t`Hacer una copia`}
          value={backups.every}
          testId="backup-every"
          options={[
            { value: "daily", text: t`Cada día` },
            { value: "weekly", text: t`Cada semana` },
            { value: "never", text: t`Sólo cuando yo la pida` },
          ]}
          onChange={(every) => change({ every })}
        />
        <Choice
          label={t`Copias que se conservan`}
          value={String(backups.keep)}
          testId="backup-keep"
          options={counts.map((count) => ({
            value: String(count),
            text: t`Las ${count} más nuevas`,
          }))}
          onChange={(count) => change({ keep: Number(count) })}
        />
      </div>
      <Check
        checked={backups.atClosing}
        testId="backup-at-closing"
        onChange={(atClosing) => change({ atClosing })}
      >
        {t`Hacer otra al cerrar Cotejo (la ventana tarda un poco más en cerrarse)`}
      </Check>
      <div className={styles.folder}>
        <span data-testid="backup-protection">
          {backups.protected
            ? t`Protegidas con contraseña: sin ella nadie puede abrirlas.`
            : t`Sin contraseña: quien tenga el archivo puede leer todo y escribir en tu nombre.`}
        </span>
        {backups.protected ? (
          <Button
            size="small"
            data-testid="backup-unprotect"
            isDisabled={busy}
            onPress={() => attempt(() => app.preferences.protectBackups(null))}
          >
            <LockOpen size={14} aria-hidden /> {t`Quitar la contraseña`}
          </Button>
        ) : (
          <Button
            size="small"
            data-testid="backup-protect"
            isDisabled={busy}
            onPress={() => setProtecting(true)}
          >
            <Lock size={14} aria-hidden /> {t`Proteger con contraseña…`}
          </Button>
        )}
      </div>
      <div className={styles.now}>
        <Button
          data-testid="backup-now"
          isDisabled={busy}
          onPress={() => attempt(async () => setMade(await app.preferences.backupNow()))}
        >
          <Save size={15} aria-hidden /> {t`Hacer una copia ahora`}
        </Button>
        <Button data-testid="backup-restore" isDisabled={busy} onPress={restore.choose}>
          <History size={15} aria-hidden /> {t`Restaurar una copia…`}
        </Button>
        <span className={styles.quiet} data-testid="backup-last">
          {backups.last === null
            ? t`Todavía no hay copias.`
            : t`Última copia buena: ${localTime(backups.last)}`}
        </span>
      </div>
      {busy && progress !== null && (
        <progress aria-label={t`Avance`} max={progress.total} value={progress.done} />
      )}
      {made !== null && (
        <Notice
          tone="plain"
          message={t`La copia quedó en:`}
          next={made.file}
          testId="backup-made"
        />
      )}
      {(problem ?? due) !== null && (
        <Notice
          message={(problem ?? due)?.message ?? ""}
          next={(problem ?? due)?.next ?? ""}
          code={(problem ?? due)?.code ?? ""}
        />
      )}
      <PassphraseDialog isOpen={protecting} onClose={() => setProtecting(false)} />
      {restore.dialog}
    </section>
  );
}
