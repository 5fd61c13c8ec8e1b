import { t } from "@lingui/core/macro";

import { useApp, useDossier } from "./context";

/**
 * Says that a step was done, with the way back. If something else was done since, undo would take
 * back that: it says so instead.
 */
export function useDone(): (said: string, label: string, undone?: () => void) => void {
  const app = useApp();
  const dossier = useDossier();
  return (said, label, undone) => {
    app.toast(said, () => {
      const { undo } = dossier.state.get();
      if (undo !== null && undo !== label) {
        // Steps the screen did not name are those of a cell.
        app.toast(
          /^(field|decision):/.test(undo)
            ? t`Después escribiste en una celda. Deshaz paso por paso con Ctrl+Z.`
            : t`Después hiciste otra cosa: «${undo}». Deshaz paso por paso con Ctrl+Z.`,
        );
        return;
      }
      dossier
        .undo()
        .then(() => undone?.())
        .catch((failure: unknown) => app.fail(failure));
    });
  };
}
