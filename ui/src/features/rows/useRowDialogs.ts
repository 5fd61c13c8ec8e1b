import { t } from "@lingui/core/macro";
import { useMemo } from "react";

import type { MatrixAction } from "../../host";
import { mayEdit, useApp, useDone, useDossier } from "../../state";
import { rowJob, type RowJob } from "./jobs";
import { linesOf } from "./lines";

/** What can be done with a line from the menu of its row, the palette and the keyboard. */
export interface RowJobs {
  duplicate: (line: string) => void;
  addIndicator: (line: string) => void;
  insert: (line: string, where: "above" | "below") => void;
  merge: (line: string) => void;
  split: (line: string) => void;
  move: (line: string) => void;
}

/** What the first action of a step makes, as the other actions of the step call it. */
const MADE = "@0";

/** Something to do. */
interface Doing {
  label: string;
  said: string;
  actions: MatrixAction[];
  goTo: (made: string) => void;
}

export function useRowDialogs(): RowJobs {
  const app = useApp();
  const dossier = useDossier();
  const done = useDone();

  return useMemo(() => {
    const may = (): boolean => {
      if (mayEdit(dossier.state.get().role)) return true;
      app.toast(
        t`Con tu papel en este expediente no se cambian renglones. Puedes pedirlo a quien coordina.`,
      );
      return false;
    };
    const fail = (failure: unknown) => app.fail(failure);
    const now = async ({ label, said, actions, goTo }: Doing): Promise<void> => {
      await dossier.editors.commit();
      const { made } = await dossier.act(label, actions);
      goTo(made[0] ?? "");
      done(said, label, () => dossier.focusCell());
    };
    /** Does it at once, goes to what it made, and says so with the way back. */
    const step = (doing: Doing) => {
      if (may()) now(doing).catch(fail);
    };
    const open = (name: RowJob["name"]) => (line: string) => {
      if (may()) rowJob(dossier).set({ name, line });
    };
    const toLine = (line: string) => void dossier.goTo(line, null, "actionLine");

    const insert = (line: string, where: "above" | "below") => {
      const lines = linesOf(dossier.state.get());
      const at = lines.findIndex(({ id }) => id === line);
      const heading = lines[at]?.heading ?? null;
      const before = lines[at - 1];
      const label = t`Insertar un renglón`;
      const said = t`Se insertó un renglón.`;
      const add = (after: string): MatrixAction => ({ type: "addLine", after, heading, cells: {} });
      const actions: MatrixAction[] = [];
      if (where === "below") {
        actions.push(add(line));
      } else if (before === undefined) {
        // There is no line to go after: it goes in after the first, and then before it.
        actions.push(add(line), { type: "moveLine", line: MADE, after: null, heading: null });
      } else if (heading === null && before.heading !== null) {
        // A new line takes the heading of the one before it, which here is not wanted.
        actions.push(add(before.id), { type: "assignHeading", line: MADE, heading: null });
      } else {
        actions.push(add(before.id));
      }
      step({ label, said, actions, goTo: toLine });
    };

    return {
      duplicate: (line) => {
        const number = linesOf(dossier.state.get()).find(({ id }) => id === line)?.number ?? "";
        step({
          label: t`Duplicar un renglón`,
          said: t`Se duplicó el renglón ${number}.`,
          actions: [{ type: "duplicateLine", line }],
          goTo: toLine,
        });
      },
      addIndicator: (line) =>
        step({
          label: t`Agregar un indicador`,
          said: t`Se agregó un indicador.`,
          actions: [{ type: "addIndicator", line, cells: {} }],
          goTo: (indicator) => void dossier.goTo(line, indicator, "indicatorName"),
        }),
      insert,
      merge: open("merge"),
      split: open("split"),
      move: open("move"),
    };
  }, [app, dossier, done]);
}
