import { t } from "@lingui/core/macro";

import type { Cell } from "../../host";
import { ROW_FIELD, mayEdit, useCommands, useDossier, useDossierState } from "../../state";
import { NOW, changesOf, restoringOf, timeOf } from "../changes";

/** Looking at other times, by name and by keys. */
export function useVersionCommands(): void {
  const dossier = useDossier();
  const last = useDossierState((state) => state.review.versions.at(-1)?.id ?? null);
  const none = last === null ? t`Todavía no se ha cerrado ninguna versión.` : null;
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const somewhere = useDossierState((state) => state.selection !== null);
  const still = canEdit
    ? (none ?? (somewhere ? null : t`Elige primero una celda.`))
    : t`Con tu papel en este expediente no se cambian celdas.`;
  /** Asks about the selected cell, or about its whole row. */
  const putBack = (whole: boolean) => () => {
    const { selection, rows } = dossier.state.get();
    const row = rows.get(selection?.key ?? "");
    if (last === null || selection === null || row === undefined) return;
    const field = whole || selection.field === ROW_FIELD ? "" : selection.field;
    const cell: Cell = { line: row.line, indicator: row.indicator, field };
    restoringOf(dossier).set({ point: last, cells: [cell] });
  };
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
    {
      id: "changes.restoreCell",
      title: t`Dejar la celda como en la versión acordada…`,
      group: "edit",
      disabled: still,
      run: putBack(false),
    },
    {
      id: "changes.restoreRow",
      title: t`Dejar el renglón como en la versión acordada…`,
      group: "rows",
      disabled: still,
      run: putBack(true),
    },
  ]);
}
