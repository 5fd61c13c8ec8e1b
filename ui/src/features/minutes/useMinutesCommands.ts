import { t } from "@lingui/core/macro";

import { useCommands, useDossier, useStore } from "../../state";

/** Going to the minutas and back, by name and by keys. */
export function useMinutesCommands(): void {
  const dossier = useDossier();
  const open = useStore(dossier.minutes.look, (look) => look !== null);
  useCommands([
    {
      id: "view.minutes",
      title: open ? t`Volver a la matriz` : t`Ver las minutas`,
      group: "view",
      keys: "Ctrl+Alt+A",
      run: () => {
        if (open) dossier.minutes.leave();
        else dossier.minutes.open();
      },
    },
  ]);
}
