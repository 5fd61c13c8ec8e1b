import { t } from "@lingui/core/macro";

import { mayEdit, useCommands, useDossier, useDossierState, useStore } from "../../state";
import { rowJob } from "./jobs";
import { linesOf } from "./lines";
import { MergeDialog } from "./MergeDialog";
import { MoveDialog } from "./MoveDialog";
import { SplitDialog } from "./SplitDialog";
import { useRowDialogs } from "./useRowDialogs";

/** The dialogs of what can be done with lines, and its commands; drawn once, beside the grid. */
export function RowDialogs() {
  const dossier = useDossier();
  const jobs = useRowDialogs();
  const open = rowJob(dossier);
  const job = useStore(open, (now) => now);
  const rows = useDossierState((state) => state.rows);
  const order = useDossierState((state) => state.order);
  const line = useDossierState((state) => state.rows.get(state.selection?.key ?? "")?.line ?? null);
  const canEdit = useDossierState((state) => mayEdit(state.role));

  const disabled = !canEdit
    ? t`Con tu papel no se cambian renglones.`
    : line === null
      ? t`Elige primero un renglón.`
      : null;
  const of = (run: (line: string) => void) => () => {
    if (line !== null) run(line);
  };
  useCommands([
    {
      id: "row.insertAbove",
      title: t`Insertar un renglón arriba`,
      group: "rows",
      disabled,
      run: of((chosen) => jobs.insert(chosen, "above")),
    },
    {
      id: "row.insertBelow",
      title: t`Insertar un renglón abajo`,
      group: "rows",
      disabled,
      run: of((chosen) => jobs.insert(chosen, "below")),
    },
    {
      id: "row.duplicate",
      title: t`Duplicar el renglón`,
      group: "rows",
      disabled,
      run: of(jobs.duplicate),
    },
    {
      id: "row.addIndicator",
      title: t`Agregar un indicador a la línea`,
      group: "rows",
      disabled,
      run: of(jobs.addIndicator),
    },
    {
      id: "row.merge",
      title: t`Unir el renglón con otro…`,
      group: "rows",
      disabled,
      run: of(jobs.merge),
    },
    {
      id: "row.split",
      title: t`Dividir el renglón…`,
      group: "rows",
      disabled,
      run: of(jobs.split),
    },
    {
      id: "row.move",
      title: t`Mover el renglón a otro lugar…`,
      group: "rows",
      disabled,
      run: of(jobs.move),
    },
  ]);

  if (job === null) return null;
  const lines = linesOf({ rows, order });
  const about = lines.find((known) => known.id === job.line);
  // Somebody else may take the line away while one looks at it.
  if (about === undefined) return null;
  const close = () => {
    open.set(null);
    dossier.focusCell();
  };
  switch (job.name) {
    case "merge":
      return <MergeDialog line={about} lines={lines} onClose={close} />;
    case "split":
      return <SplitDialog line={about} onClose={close} />;
    case "move":
      return <MoveDialog line={about} lines={lines} onClose={close} />;
  }
}
