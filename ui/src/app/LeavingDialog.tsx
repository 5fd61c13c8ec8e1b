import { t } from "@lingui/core/macro";

import { Button, DialogActions, ModalDialog } from "../kit";
import { useApp, useAppState } from "../state";

/** Text that could not be saved is not left behind without a word. */
export function LeavingDialog() {
  const app = useApp();
  const leaving = useAppState((state) => state.leaving);
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
