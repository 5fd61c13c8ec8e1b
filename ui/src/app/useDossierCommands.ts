import { t } from "@lingui/core/macro";

import { useFinder, useLook } from "../features/find";
import { mayEdit, useApp, useCommands, useDossier, useDossierState, type Command } from "../state";

/** What can be done with the open dossier from anywhere; the grid and the rows offer their own. */
export function useDossierCommands(): void {
  const app = useApp();
  const dossier = useDossier();
  const finder = useFinder();
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const coordinates = useDossierState((state) => state.role === "coordinator");
  const filtered = useDossierState((state) => state.filtered !== null);
  const sorted = useLook((look) => look.sorting !== null);
  const found = useLook((look) => look.matches.length > 0);
  const reading = canEdit ? null : t`Con tu papel puedes leer; no cambiar celdas.`;

  const list: Command[] = [
    {
      id: "edit.replace",
      title: t`Buscar y reemplazar`,
      group: "edit",
      keys: "Ctrl+H",
      disabled: reading,
      run: () => finder.open(true),
    },
    {
      id: "view.find",
      title: t`Buscar y filtrar en la matriz`,
      group: "view",
      keys: "Ctrl+F",
      run: () => finder.open(),
    },
    {
      id: "view.findNext",
      title: t`Coincidencia siguiente`,
      group: "view",
      keys: "F3",
      disabled: found ? null : t`Primero busca un texto con Ctrl+F.`,
      run: () => finder.step(),
    },
    {
      id: "view.findPrevious",
      title: t`Coincidencia anterior`,
      group: "view",
      keys: "Shift+F3",
      disabled: found ? null : t`Primero busca un texto con Ctrl+F.`,
      run: () => finder.step(true),
    },
    {
      id: "view.clearFilters",
      title: t`Quitar filtros`,
      group: "view",
      disabled: filtered ? null : t`No hay filtros puestos.`,
      run: () => finder.clearFilters(),
    },
    {
      id: "view.clearSort",
      title: t`Volver al orden de la matriz`,
      group: "view",
      disabled: sorted ? null : t`La matriz ya está en su orden.`,
      run: () => finder.sort(null),
    },
    {
      id: "dossier.headings",
      title: t`Ejes y prioridades`,
      group: "dossier",
      run: () => app.overlay.set({ name: "headings" }),
    },
    {
      id: "dossier.invite",
      title: t`Invitar a alguien`,
      group: "dossier",
      disabled: coordinates ? null : t`Solo quien coordina invita a otras personas.`,
      run: () => app.overlay.set({ name: "invite" }),
    },
    {
      id: "dossier.export",
      title: t`Exportar`,
      group: "dossier",
      run: () => app.overlay.set({ name: "export" }),
    },
    {
      id: "dossier.package",
      title: t`Llevar cambios en un archivo (memoria USB o correo)`,
      group: "dossier",
      run: () => app.overlay.set({ name: "package", to: null }),
    },
    {
      id: "dossier.sync",
      title: t`Intentar conectar ahora`,
      group: "dossier",
      run: () => void dossier.syncNow().catch((failure: unknown) => app.fail(failure)),
    },
    {
      id: "dossier.list",
      title: t`Volver a los expedientes`,
      group: "dossier",
      run: () => void app.list(),
    },
  ];
  useCommands(list);
}
