import type { BackupContents, BackupMade, BackupProgress, Host, Restored, Settings } from "../host";
import { Store } from "./store";

/** What Cotejo is like until the shell says what the person set. */
export const DEFAULTS: Settings = {
  language: "es-MX",
  textSize: "normal",
  theme: "system",
  relay: "",
  notices: "forMe",
  backups: {
    folder: null,
    every: "daily",
    atClosing: false,
    keep: 14,
    protected: false,
    last: null,
  },
};

/** What a person sets for this computer: shown at once, kept by the shell. */
export class Preferences {
  readonly state = new Store<Settings>(DEFAULTS);
  /** How far the making of a backup, or a restoring, has come. */
  readonly progress = new Store<BackupProgress | null>(null);
  /** Whether the shell has answered. */
  loaded = false;
  readonly #host: Host;
  /** Settings are kept one after the other: the last change is the one that stays. */
  #keeping: Promise<unknown> = Promise.resolve();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Reads what was set. A store that does not open has the defaults, and says so elsewhere. */
  async load(): Promise<void> {
    try {
      this.state.set(await this.#host.settings());
      this.loaded = true;
    } catch {
      this.state.set(DEFAULTS);
    }
  }

  /** Shows a change at once and keeps it; what could not be kept is taken back. */
  async keep(change: Partial<Settings>): Promise<void> {
    this.state.update((settings) => ({ ...settings, ...change }));
    const wanted = this.state.get();
    const keeping = this.#keeping
      .catch(() => undefined)
      .then(() => this.#host.setSettings(wanted))
      .then((kept) => {
        if (this.state.get() === wanted) this.state.set(kept);
      });
    this.#keeping = keeping;
    try {
      await keeping;
    } catch (failure) {
      await this.load();
      throw failure;
    }
  }

  /** Makes a backup of everything now. */
  async backupNow(): Promise<BackupMade> {
    const made = await this.#host.backupNow();
    await this.load();
    return made;
  }

  /** Protects the backups with a passphrase, or no longer. */
  async protectBackups(passphrase: string | null): Promise<void> {
    this.state.set(await this.#host.protectBackups(passphrase));
  }

  /** Asks for a backup to restore; `null` when the person closed the dialog. */
  chooseBackup(): Promise<BackupContents | null> {
    this.progress.set(null);
    return this.#host.restoreChoose();
  }

  unlockBackup(passphrase: string): Promise<BackupContents> {
    return this.#host.restoreUnlock(passphrase);
  }

  cancelRestore(): Promise<void> {
    return this.#host.restoreCancel();
  }

  /** Restores the backup chosen. What this window shows is of before: it has to begin again. */
  restoreBackup(): Promise<Restored> {
    return this.#host.restoreConfirm();
  }

  /** Asks for the folder of the backups. */
  async chooseBackupFolder(): Promise<void> {
    const folder = await this.#host.chooseBackupFolder();
    if (folder === null) return;
    await this.keep({ backups: { ...this.state.get().backups, folder } });
  }
}
