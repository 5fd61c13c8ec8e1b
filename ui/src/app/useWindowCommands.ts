import { t } from "@lingui/core/macro";

import { useApp, useCommands, type Overlay } from "../state";

/** What can be done on any screen. */
export function useWindowCommands(): void {
  const app = useApp();
  const show = (overlay: Overlay) => () => app.overlay.set(overlay);
  useCommands([
    {
      id: "help.palette",
      title: t`Buscar una acción por su nombre`,
      group: "help",
      keys: "Ctrl+K",
      run: show({ name: "palette" }),
    },
    {
      id: "help.shortcuts",
      title: t`Ver los atajos de teclado`,
      group: "help",
      keys: "F1, Ctrl+/",
      run: show({ name: "shortcuts" }),
    },
    {
      id: "help.manual",
      title: t`Abrir la ayuda`,
      group: "help",
      keys: "Shift+F1",
      run: show({ name: "help", chapter: null }),
    },
    {
      id: "dossier.verify",
      title: t`Verificar un documento…`,
      group: "dossier",
      run: show({ name: "verify" }),
    },
    {
      id: "dossier.openPackage",
      title: t`Abrir un archivo de cambios que me dieron…`,
      group: "dossier",
      run: () => void app.choosePackage(),
    },
    {
      id: "help.settings",
      title: t`Ajustes: idioma, tamaño del texto, colores, copias`,
      group: "help",
      keys: "Ctrl+,",
      run: show({ name: "settings" }),
    },
  ]);
}
