import { t } from "@lingui/core/macro";
import { useMemo } from "react";

import type { Row } from "../../host";
import {
  ROW_FIELD,
  Store,
  companion,
  levelOf,
  mayComment,
  useApp,
  useDossier,
  type CellRef,
  type EditorPlace,
} from "../../state";
import { proposerOf } from "./proposer";

/** The dialog that is open about proposing something of a line. */
export interface SuggestionJob {
  name: "newRow" | "retire";
  line: string;
}

/** Which one it is; one at a time for each open dossier. */
export const suggestionJob = companion(() => new Store<SuggestionJob | null>(null));

/** A new row that is being put into words and was not sent. */
export interface NewRow {
  cells: Readonly<Record<string, string>>;
  reason: string;
}

/** New rows begun, by the line they come after: closing their dialog loses none. */
export const newRows = companion(() => new Store<ReadonlyMap<string, NewRow>>(new Map()));

/** What a person proposes, from the grid, the menu of a row, the palette or the keyboard. */
export interface SuggestionJobs {
  /** Opens the box for a change of a cell; `false` if nothing can be proposed there. */
  propose: (cell: CellRef, place: EditorPlace, firstText?: string) => boolean;
  newRow: (line: string) => void;
  retire: (line: string) => void;
}

export function useSuggestionJobs(): SuggestionJobs {
  const app = useApp();
  const dossier = useDossier();
  return useMemo(() => {
    const may = (): boolean => {
      if (mayComment(dossier.state.get().role)) return true;
      app.toast(t`Con tu papel en este expediente solo se lee. Puedes pedirlo a quien coordina.`);
      return false;
    };
    const refused = (row: Row, field: string): string | null => {
      if (row.retired) return t`El renglón está retirado: lo que se puede proponer es restaurarlo.`;
      if (levelOf(field) !== null) {
        return t`Los encabezados son de todos sus renglones: no se proponen desde una celda. Coméntalo aquí con Ctrl+Alt+M.`;
      }
      return null;
    };
    const open = (name: SuggestionJob["name"]) => (line: string) => {
      if (may()) suggestionJob(dossier).set({ name, line });
    };
    return {
      propose: ({ key, field }, place, firstText) => {
        const row = dossier.row(key);
        if (row === undefined || field === ROW_FIELD || !may()) return false;
        const why = refused(row, field);
        if (why !== null) {
          app.toast(why);
          return false;
        }
        dossier.select({ key, field });
        proposerOf(dossier).open(row, field, place, firstText);
        return true;
      },
      newRow: open("newRow"),
      retire: open("retire"),
    };
  }, [app, dossier]);
}
