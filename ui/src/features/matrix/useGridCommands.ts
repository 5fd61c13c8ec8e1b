import { t } from "@lingui/core/macro";
import { useEffect, useLayoutEffect, useRef } from "react";

import {
  mayComment,
  spotOf,
  useCommands,
  useDossier,
  useDossierState,
  type CellRef,
} from "../../state";
import { stepLabel } from "../fields";
import { isWriting, type GridGround } from "./ground";
import type { GridJobs } from "./useGridJobs";

interface GridCommands {
  jobs: GridJobs;
  grid: GridGround;
  keys: {
    edit: (cell: CellRef) => void;
    selectAll: () => void;
    selectRow: () => void;
    selectColumn: (column: number) => void;
  };
  onColumns: () => void;
}

/** The grid's jobs by name, for the palette and the sheet of shortcuts. */
export function useGridCommands({ jobs, grid, keys, onColumns }: GridCommands): void {
  const dossier = useDossier();
  const undone = useDossierState((state) => state.undo);
  const redone = useDossierState((state) => state.redo);
  const undo = undone === null ? null : stepLabel(undone);
  const redo = redone === null ? null : stepLabel(redone);
  const somewhere = useDossierState((state) => state.selection !== null);
  const sorted = useDossierState((state) => state.sorted !== null);
  const selected = () => dossier.state.get().selection;
  const nowhere = somewhere ? null : t`Elige primero una celda.`;
  const proposes = useDossierState((state) => mayComment(state.role));
  const mayNot = grid.canEdit ? nowhere : t`Con tu papel en este expediente no se cambian celdas.`;
  const still = sorted ? t`Los renglones se ven en otro orden.` : mayNot;

  useCommands([
    {
      id: "grid.undo",
      title: undo === null ? t`Deshacer` : t`Deshacer: ${undo}`,
      group: "edit",
      keys: "Ctrl+Z",
      ownKeys: true,
      disabled: undo === null ? t`No hay nada tuyo que deshacer.` : null,
      run: jobs.undo,
    },
    {
      id: "grid.redo",
      title: redo === null ? t`Rehacer` : t`Rehacer: ${redo}`,
      group: "edit",
      keys: "Ctrl+Y, Ctrl+Shift+Z",
      ownKeys: true,
      disabled: redo === null ? t`No hay nada que rehacer.` : null,
      run: jobs.redo,
    },
    {
      id: "grid.edit",
      title: grid.canEdit ? t`Escribir en la celda` : t`Abrir la celda para proponer un cambio`,
      group: "edit",
      keys: "F2",
      ownKeys: true,
      disabled: grid.canEdit || proposes ? nowhere : mayNot,
      run: () => {
        const cell = selected();
        if (cell !== null) keys.edit(cell);
      },
    },
    {
      id: "grid.selectAll",
      title: t`Elegir todas las celdas`,
      group: "edit",
      keys: "Ctrl+A",
      ownKeys: true,
      run: keys.selectAll,
    },
    {
      id: "grid.selectRow",
      title: t`Elegir el renglón entero`,
      group: "edit",
      keys: "Shift+Space",
      ownKeys: true,
      disabled: nowhere,
      run: keys.selectRow,
    },
    {
      id: "grid.selectColumn",
      title: t`Elegir la columna entera`,
      group: "edit",
      keys: "Ctrl+Space",
      ownKeys: true,
      disabled: nowhere,
      run: () => {
        const state = dossier.state.get();
        keys.selectColumn(spotOf(state, state.selection)?.column ?? 0);
      },
    },
    {
      id: "grid.moveUp",
      title: t`Subir el renglón`,
      group: "rows",
      keys: "Alt+ArrowUp",
      ownKeys: true,
      disabled: still,
      run: () => jobs.moveRow(false),
    },
    {
      id: "grid.moveDown",
      title: t`Bajar el renglón`,
      group: "rows",
      keys: "Alt+ArrowDown",
      ownKeys: true,
      disabled: still,
      run: () => jobs.moveRow(true),
    },
    {
      id: "grid.columns",
      title: t`Elegir columnas…`,
      group: "view",
      run: onColumns,
    },
    {
      id: "grid.formColumns",
      title: t`Restablecer columnas`,
      group: "view",
      run: jobs.formColumns,
    },
    {
      id: "grid.foldAll",
      title: t`Plegar todo`,
      group: "view",
      run: () => jobs.foldAll(true),
    },
    {
      id: "grid.unfoldAll",
      title: t`Desplegar todo`,
      group: "view",
      run: () => jobs.foldAll(false),
    },
    {
      id: "grid.fold",
      title: t`Plegar el grupo (en su celda)`,
      group: "view",
      keys: "Alt+ArrowLeft",
      ownKeys: true,
      disabled: nowhere,
      run: () => foldSelected(dossier, true),
    },
    {
      id: "grid.unfold",
      title: t`Desplegar el grupo`,
      group: "view",
      keys: "Alt+ArrowRight",
      ownKeys: true,
      disabled: nowhere,
      run: () => foldSelected(dossier, false),
    },
    {
      id: "grid.zoomIn",
      title: t`Acercar`,
      group: "view",
      keys: "Ctrl++",
      ownKeys: true,
      run: () => jobs.zoom(1),
    },
    {
      id: "grid.zoomOut",
      title: t`Alejar`,
      group: "view",
      keys: "Ctrl+-",
      ownKeys: true,
      run: () => jobs.zoom(-1),
    },
    {
      id: "grid.zoomReset",
      title: t`Ver al 100 %`,
      group: "view",
      keys: "Ctrl+0",
      ownKeys: true,
      run: () => jobs.zoom(null),
    },
  ]);

  const live = useRef(jobs);
  useLayoutEffect(() => {
    live.current = jobs;
  });
  // Undo and zoom work wherever the person is, except where they write: there they are the box's.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const zoom = ZOOM_KEYS.get(key);
      const steps = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : null;
      if (zoom !== undefined) live.current.zoom(zoom);
      else if (steps !== null && !isWriting(event.target)) live.current[steps]();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

const ZOOM_KEYS: ReadonlyMap<string, number | null> = new Map([
  ["+", 1],
  ["=", 1],
  ["-", -1],
  ["0", null],
]);

/** Folds the innermost open group over the selected cell, or unfolds the one it stands for. */
function foldSelected(dossier: ReturnType<typeof useDossier>, folded: boolean): void {
  const { selection, places, lanes, laneOf, levels, rows } = dossier.state.get();
  const row = rows.get(selection?.key ?? "");
  const lane = lanes[laneOf[places.get(selection?.key ?? "") ?? -1] ?? -1];
  if (selection === null || row === undefined || lane === undefined) return;
  const level = levels.find((known) => `headings.${known}` === selection.field);
  const heading =
    lane.fold ??
    row.headings.findLast((known) => level === undefined || known.level === level) ??
    null;
  if (heading === null || (lane.fold !== null) === folded) return;
  dossier.fold([heading.id], folded);
  dossier.focusCell();
}
