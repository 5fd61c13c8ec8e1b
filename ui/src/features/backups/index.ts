export { PassphraseDialog } from "./PassphraseDialog";
export { useRestoreBackup } from "./RestoreBackup";
