import { useState } from "react";

import { asProblem, type MatrixAction, type Problem } from "../../host";
import { useDone, useDossier } from "../../state";

/** What a dialog asks for, as one step. */
export interface DialogStep {
  label: string;
  said: string;
  actions: MatrixAction[];
  /** The line to go to once it is done. */
  line: string;
}

/** Does what a dialog asks for; what goes wrong is said in the dialog, which stays. */
export function useDialogStep(onClose: () => void) {
  const dossier = useDossier();
  const done = useDone();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = ({ label, said, actions, line }: DialogStep) => {
    setBusy(true);
    setProblem(null);
    dossier.editors
      .commit()
      .then(() => dossier.act(label, actions))
      .then(() => {
        onClose();
        // A closing dialog gives the keyboard back to where it was, in the next frame.
        requestAnimationFrame(() => {
          requestAnimationFrame(() => dossier.goTo(line, null, "actionLine"));
        });
        done(said, label, () => dossier.focusCell());
      })
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };
  return { run, busy, problem };
}
