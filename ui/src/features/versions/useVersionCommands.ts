import { t } from "@lingui/core/macro";

import { useCommands, useDossier, useDossierState } from "../../state";
import { NOW, changesOf, timeOf } from "../changes";

/** Looking at other times, by name and by keys. */
export function useVersionCommands(): void {
  const dossier = useDossier();
  const last = useDossierState((state) => state.review.versions.at(-1)?.id ?? null);
  const none = last === null ? t`Todavía no se ha cerrado ninguna versión.` : null;
  useCommands([
    {
      id: "view.compare",
      title: t`Comparar con la versión acordada`,
      group: "view",
      disabled: none,
      run: () => {
        if (last !== null) timeOf(dossier).compare(last, NOW);
      },
    },
    {
      id: "view.changes",
      title: t`Mostrar en la matriz lo que cambió desde la versión acordada`,
      group: "view",
      disabled: none,
      run: () => {
        if (last !== null) changesOf(dossier).show(last, NOW);
        timeOf(dossier).leave();
      },
    },
    {
      id: "view.past",
      title: t`Ver la matriz como estaba`,
      group: "view",
      run: () => timeOf(dossier).past(null),
    },
  ]);
}
