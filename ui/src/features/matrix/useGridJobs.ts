import { t } from "@lingui/core/macro";

import type { MatrixAction, Row } from "../../host";
import {
  ZOOM_STEP,
  mayEdit,
  useApp,
  useDossier,
  withFormColumns,
  withZoom,
  ROW_FIELD,
  type CellRef,
} from "../../state";
import { stepActions, stepIndicator } from "./moveRows";
import { useUndo } from "./useUndo";

/** What can be done in the grid by key, by menu and by name. */
export interface GridJobs {
  undo: () => void;
  redo: () => void;
  moveRow: (down: boolean) => void;
  /** Does moves of rows as one step; the keyboard stays with the row. */
  doMove: (row: Row, actions: MatrixAction[] | null) => void;
  foldAll: (folded: boolean) => void;
  /** By steps; `null`: back to 100 %. */
  zoom: (steps: number | null) => void;
  formColumns: () => void;
}

export function useGridJobs(): GridJobs {
  const app = useApp();
  const dossier = useDossier();
  const { undo, redo } = useUndo();

  const refused = (): boolean => {
    const state = dossier.state.get();
    if (!mayEdit(state.role)) {
      app.toast(
        t`Con tu papel en este expediente no se cambian celdas. Puedes pedirlo a quien coordina.`,
      );
      return true;
    }
    if (state.sorted !== null) {
      app.toast(t`Los renglones se ven en otro orden. Vuelve al orden de la matriz para moverlos.`);
      return true;
    }
    return false;
  };

  const doMove = (row: Row, actions: MatrixAction[] | null) => {
    if (refused() || actions === null) return;
    const { selection } = dossier.state.get();
    dossier.editors
      .commit()
      .then(() => dossier.act(t`Mover el renglón ${row.row ?? ""}`, actions))
      .then(() => stay(selection))
      .catch((failure: unknown) => app.fail(failure));
  };
  const stay = (cell: CellRef | null) => {
    if (cell === null || !dossier.state.get().rows.has(cell.key)) return;
    dossier.select(cell);
    dossier.focusCell();
  };

  const moveRow = (down: boolean) => {
    const state = dossier.state.get();
    const { selection } = state;
    const row = dossier.row(selection?.key ?? "");
    if (selection === null || row === undefined) return;
    const ofLine =
      selection.field === ROW_FIELD ||
      selection.field === "actionLine" ||
      selection.field.startsWith("headings.");
    const span = state.spans.line[state.places.get(selection.key) ?? -1];
    const several = span !== undefined && span.end - span.start > 1;
    if (several && !ofLine) {
      const actions = stepIndicator(state, row, down);
      if (actions === null) {
        app.toast(t`Es el último de su línea. Para mover la línea entera, ponte en su texto.`);
      } else {
        doMove(row, actions);
      }
      return;
    }
    doMove(row, stepActions(state, row, down));
  };

  return {
    undo,
    redo,
    moveRow,
    doMove,
    foldAll: (folded) => {
      dossier.fold(dossier.headingsShown(), folded);
      dossier.focusCell();
    },
    zoom: (steps) =>
      dossier.setView((view) =>
        withZoom(view, steps === null ? 100 : view.zoom + steps * ZOOM_STEP),
      ),
    formColumns: () => dossier.setView(withFormColumns),
  };
}
