import { t } from "@lingui/core/macro";

import { Button, DialogActions, ModalDialog, later } from "../../kit";
import { useApp, useStore } from "../../state";

/** The manual is fetched when somebody opens it. */
const helpBook = later(async () => (await import("./HelpBook")).HelpBook);

/** The manual, open at the chapter of what one is doing. */
export function HelpWindow() {
  const app = useApp();
  const overlay = useStore(app.overlay, (known) => known);

  const close = () => app.overlay.set(null);
  const open = overlay?.name === "help";
  return (
    <ModalDialog title={t`Ayuda`} isOpen={open} onClose={close} size="whole" testId="help">
      <helpBook.Part chapter={open ? overlay.chapter : null} />
      <DialogActions>
        <Button onPress={() => app.overlay.set({ name: "shortcuts" })}>
          {t`Atajos de teclado`}
        </Button>
        <Button look="strong" onPress={close} data-testid="help-close">
          {t`Cerrar`}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}
