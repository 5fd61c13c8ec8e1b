import { t } from "@lingui/core/macro";
import { useEffect } from "react";

import { Button, DialogActions, ModalDialog } from "../kit";
import { useApp, useAppState, useStore, type DossierStore } from "../state";

/** Text that could not be saved is not left behind without a word. */
export function LeavingDialog() {
  const app = useApp();
  const leaving = useAppState((state) => state.leaving);
  const screen = useAppState((state) => state.screen);
  return (
    <ModalDialog
      title={t`Hay texto que no se pudo guardar`}
      isOpen={leaving !== null}
      onClose={() => app.stay()}
      role="alertdialog"
    >
      <p>
        {t`Está en las celdas marcadas «atorado». Si sales ahora se pierde; lo demás está guardado.`}
      </p>
      {leaving !== null && screen.name === "dossier" && <Unsaved dossier={screen.dossier} />}
      <DialogActions>
        <Button look="danger" onPress={() => void app.leaveAnyway()}>
          {t`Salir sin ese texto`}
        </Button>
        <Button look="strong" autoFocus onPress={() => app.stay()}>
          {t`Volver a la matriz`}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}

/** What the shell says of it, where it knows of something it could not save. */
function Unsaved({ dossier }: { dossier: DossierStore }) {
  const receipts = useStore(dossier.state, (state) => state.receipts);
  useEffect(() => {
    // The disk that refused a text may refuse this too: the question above stands without it.
    dossier.askReceipts().catch(() => undefined);
  }, [dossier]);
  if (receipts === null || receipts.safeToClose) return null;
  return <p data-testid="unsafe-to-close">{receipts.sentence}</p>;
}
