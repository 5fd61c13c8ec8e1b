import { t } from "@lingui/core/macro";
import { useMemo } from "react";

import {
  lockOf,
  mayComment,
  useApp,
  useDossier,
  type CellRef,
  type EditorPlace,
} from "../../state";
import { useSuggestionJobs } from "../suggestions";
import { stateJob } from "./useStateMoves";

/**
 * Opens a cell as the person may: who edits writes in it, who reviews proposes a change of it, and
 * in an approved row it is said why not.
 */
export function useOpenCell(): (cell: CellRef, place: EditorPlace, firstText?: string) => void {
  const app = useApp();
  const dossier = useDossier();
  const { propose } = useSuggestionJobs();
  return useMemo(
    () => (cell, place, firstText) => {
      const row = dossier.row(cell.key);
      if (row === undefined) return;
      if (dossier.isPicture) {
        app.toast(t`Así estaba entonces. Vuelve a ahora para escribir.`);
        return;
      }
      const state = dossier.state.get();
      switch (lockOf(state, row, cell.field)) {
        case null:
          dossier.select(cell);
          dossier.edit(cell.key, cell.field, place, firstText);
          return;
        case "approved":
          dossier.select(cell);
          stateJob(dossier).set({ name: "locked", cell, place });
          return;
        case "role":
          if (mayComment(state.role)) propose(cell, place, firstText);
          else {
            app.toast(
              t`Con tu papel en este expediente no se cambian celdas. Puedes pedirlo a quien coordina.`,
            );
          }
      }
    },
    [app, dossier, propose],
  );
}
