import { plural, t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { asProblem, type BackupContents, type Problem, type Restored } from "../../host";
import { Button, DialogActions, Field, ModalDialog, Notice, localTime } from "../../kit";
import { useApp, useStore } from "../../state";
import styles from "./Backups.module.css";

/** Dossiers that are named; of more the rest is counted. */
const NAMED_MAX = 40;
const PASSPHRASE_LENGTH_MAX = 250;

/** Restoring everything from a backup: what begins it, and the dialog that leads through it. */
export function useRestoreBackup(): { choose: () => void; dialog: ReactNode } {
  const app = useApp();
  const [contents, setContents] = useState<BackupContents | null>(null);
  const choose = () => {
    app.preferences
      .chooseBackup()
      .then(setContents)
      .catch((failure: unknown) => app.fail(failure));
  };
  const cancel = () => {
    setContents(null);
    app.preferences.cancelRestore().catch((failure: unknown) => app.fail(failure));
  };
  const dialog = contents !== null && (
    <Restoring contents={contents} onContents={setContents} onCancel={cancel} />
  );
  return { choose, dialog };
}

interface RestoringProps {
  contents: BackupContents;
  onContents: (contents: BackupContents | null) => void;
  onCancel: () => void;
}

function Restoring({ contents, onContents, onCancel }: RestoringProps) {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [restored, setRestored] = useState<Restored | null>(null);
  const attempt = (task: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    task()
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  const close = () => {
    if (restored !== null) {
      onContents(null);
      void app.beginAgain();
    } else if (!busy) onCancel();
  };
  return (
    <ModalDialog
      title={t`Restaurar una copia de respaldo`}
      isOpen
      onClose={close}
      role="alertdialog"
      testId="restore-backup"
    >
      <div className={styles.body}>
        {restored !== null ? (
          <Done restored={restored} onClose={close} />
        ) : contents.locked ? (
          <Unlock
            busy={busy}
            onCancel={close}
            onUnlock={(passphrase) =>
              attempt(async () => onContents(await app.preferences.unlockBackup(passphrase)))
            }
          />
        ) : (
          <Confirm
            contents={contents}
            busy={busy}
            onCancel={close}
            onConfirm={() =>
              attempt(async () => setRestored(await app.preferences.restoreBackup()))
            }
          />
        )}
        {problem !== null && (
          <Notice
            message={problem.message}
            next={problem.next}
            code={problem.code}
            testId="restore-problem"
          />
        )}
      </div>
    </ModalDialog>
  );
}

interface UnlockProps {
  busy: boolean;
  onCancel: () => void;
  onUnlock: (passphrase: string) => void;
}

function Unlock({ busy, onCancel, onUnlock }: UnlockProps) {
  const [passphrase, setPassphrase] = useState("");
  return (
    <form
      className={styles.body}
      onSubmit={(event) => {
        event.preventDefault();
        onUnlock(passphrase);
      }}
    >
      <p>{t`Esta copia está protegida. Escribe la contraseña con la que se protegió para ver lo que contiene.`}</p>
      <Field
        label={t`Contraseña`}
        value={passphrase}
        onChange={setPassphrase}
        maxLength={PASSPHRASE_LENGTH_MAX}
        secret
        autoFocus
        testId="restore-passphrase"
      />
      <DialogActions>
        <Button onPress={onCancel}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          type="submit"
          data-testid="restore-unlock"
          isDisabled={busy || passphrase === ""}
        >
          {t`Abrir la copia`}
        </Button>
      </DialogActions>
    </form>
  );
}

interface ConfirmProps {
  contents: BackupContents;
  busy: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}

/** What the backup holds, what becomes of what is here, and the danger of working twice. */
function Confirm({ contents, busy, onCancel, onConfirm }: ConfirmProps) {
  const { dossiers, dossierCount, here, madeAt, person, institution } = contents;
  const more = dossierCount - Math.min(dossiers.length, NAMED_MAX);
  return (
    <>
      <p className={styles.facts} data-testid="restore-facts">
        {[
          [person, institution].filter((text) => text !== "").join(", "),
          madeAt === "" ? "" : t`copia del ${localTime(madeAt)}`,
        ]
          .filter((text) => text !== "")
          .join(" · ")}
      </p>
      {dossiers.length > 0 && (
        <ul className={styles.list}>
          {dossiers.slice(0, NAMED_MAX).map((dossier, index) => (
            <li key={index}>
              {dossier.title === "" ? t`Matriz por llegar` : dossier.title}
              {dossier.institution !== "" && ` · ${dossier.institution}`}
              {" · "}
              {plural(dossier.rows, { one: "# renglón", other: "# renglones" })}
            </li>
          ))}
        </ul>
      )}
      {dossiers.length > 0 && more > 0 && (
        <p>{plural(more, { one: "y # expediente más", other: "y # expedientes más" })}</p>
      )}
      {here > 0 && (
        <Notice
          tone="wait"
          testId="restore-here"
          message={plural(here, {
            one: "En esta computadora ya hay # expediente.",
            other: "En esta computadora ya hay # expedientes.",
          })}
          next={t`No se borra: queda entero en una carpeta aparte, y se te dirá cuál.`}
        />
      )}
      <p className={styles.quiet}>
        {t`Restaura aquí sólo si la computadora de la copia ya no se usa. Para trabajar en dos computadoras a la vez, pide una invitación para la segunda. Lo que enviaste después de la copia volverá del servidor de enlace.`}
      </p>
      {busy && <Progress />}
      <DialogActions>
        <Button isDisabled={busy} onPress={onCancel}>{t`Cancelar`}</Button>
        <Button look="strong" data-testid="restore-confirm" isDisabled={busy} onPress={onConfirm}>
          {dossierCount > 0
            ? plural(dossierCount, {
                one: "Restaurar # expediente",
                other: "Restaurar # expedientes",
              })
            : t`Restaurar la copia`}
        </Button>
      </DialogActions>
    </>
  );
}

function Progress() {
  const app = useApp();
  const progress = useStore(app.preferences.progress, (known) => known);
  return (
    <progress
      className={styles.progress}
      aria-label={t`Avance`}
      max={progress?.total ?? 1}
      {...(progress === null ? {} : { value: progress.done })}
    />
  );
}

function Done({ restored, onClose }: { restored: Restored; onClose: () => void }) {
  return (
    <>
      <Notice
        tone="plain"
        testId="restore-done"
        message={plural(restored.dossiers, {
          one: "Se restauró # expediente.",
          other: "Se restauraron # expedientes.",
        })}
        {...(restored.aside === null
          ? {}
          : { next: t`Lo que había antes quedó entero en: ${restored.aside}` })}
      />
      <DialogActions>
        <Button look="strong" data-testid="restore-begin" onPress={onClose}>
          {t`Empezar a trabajar`}
        </Button>
      </DialogActions>
    </>
  );
}
