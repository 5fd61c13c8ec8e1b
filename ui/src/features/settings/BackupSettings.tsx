import { t } from "@lingui/core/macro";
import { FolderOpen, Save } from "lucide-react";
import { useState } from "react";

import { asProblem, type Problem, type Settings } from "../../host";
import { Button, Check, Choice, Notice, localTime } from "../../kit";
import { useApp, useStore } from "../../state";
import styles from "./Settings.module.css";

const KEPT = [3, 7, 14, 30, 60] as const;

/** Where copies of everything go, how often and how many are kept; and one right now. */
export function BackupSettings({ keep }: { keep: (change: Partial<Settings>) => void }) {
  const app = useApp();
  const { backups } = useStore(app.preferences.state, (known) => known);
  const [made, setMade] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const attempt = (task: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    task()
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  const counts = [...new Set([...KEPT, backups.keep])].sort((a, b) => a - b);
  return (
    <section className={styles.section}>
      <h3>{t`Copias de respaldo`}</h3>
      <p className={styles.quiet}>
        {t`Una copia lleva todos tus expedientes con su historia. Guárdala en otro disco o en una carpeta de red: si esta computadora falla, con ella no se pierde nada.`}
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
        <Check
          checked={backups.daily}
          testId="backup-daily"
          onChange={(daily) => keep({ backups: { ...backups, daily } })}
        >
          {t`Hacer una copia cada día`}
        </Check>
        <Choice
          label={t`Copias que se conservan`}
          value={String(backups.keep)}
          testId="backup-keep"
          options={counts.map((count) => ({
            value: String(count),
            text: t`Las ${count} más nuevas`,
          }))}
          onChange={(count) => keep({ backups: { ...backups, keep: Number(count) } })}
        />
      </div>
      <div className={styles.now}>
        <Button
          data-testid="backup-now"
          isDisabled={busy}
          onPress={() => attempt(async () => setMade(await app.preferences.backupNow()))}
        >
          <Save size={15} aria-hidden /> {t`Hacer una copia ahora`}
        </Button>
        <span className={styles.quiet}>
          {backups.last === null
            ? t`Todavía no hay copias.`
            : t`Última copia: ${localTime(backups.last)}`}
        </span>
      </div>
      {made !== null && (
        <Notice tone="plain" message={t`La copia quedó en:`} next={made} testId="backup-made" />
      )}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
    </section>
  );
}
