import { plural, t } from "@lingui/core/macro";
import { useState } from "react";

import { asProblem, type Problem } from "../../host";
import { Button, DialogActions, Field, ModalDialog, Notice } from "../../kit";
import { isApproved, useApp, useDossier, useDossierState, type DossierState } from "../../state";
import styles from "./Versions.module.css";

const NAME_LENGTH_MAX = 120;
const NOTE_LENGTH_MAX = 2_000;

/** Names the present state and closes it as a version, for what was agreed to be known by. */
export function CloseVersionDialog({ onClose }: { onClose: () => void }) {
  const dossier = useDossier();
  const app = useApp();
  const decisions = useDossierState((state) => state.review.decisions.length);
  const unapproved = useDossierState(unapprovedRows);
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const close = async () => {
    setBusy(true);
    setProblem(null);
    try {
      // What is being written is of the version too.
      await dossier.editors.commit();
      await dossier.review([{ type: "closeVersion", name: name.trim(), note: note.trim() }]);
      app.toast(t`Se cerró «${name.trim()}».`);
      onClose();
    } catch (failure) {
      setProblem(asProblem(failure));
      setBusy(false);
    }
  };
  return (
    <ModalDialog
      title={t`Cerrar una versión`}
      isOpen
      onClose={onClose}
      testId="close-version-dialog"
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") void close();
        }}
      >
        <p>
          {t`La versión guarda la matriz y su revisión como están ahora, con un nombre. Cada celda sabrá qué se acordó en ella.`}
        </p>
        <Field
          label={t`Nombre`}
          placeholder={t`Versión de la mesa 08`}
          value={name}
          onChange={setName}
          maxLength={NAME_LENGTH_MAX}
          autoFocus
          testId="version-name"
        />
        <Field
          label={t`Nota (opcional)`}
          value={note}
          onChange={setNote}
          lines={2}
          maxLength={NOTE_LENGTH_MAX}
          testId="version-note"
        />
        <div className={styles.waits} data-testid="version-waits">
          {decisions + unapproved === 0 ? (
            <p>{t`No queda nada por decidir y todos los renglones están aprobados.`}</p>
          ) : (
            <>
              <p>{t`Se puede cerrar así. Queda pendiente:`}</p>
              <ul>
                {decisions > 0 && (
                  <li>
                    {plural(decisions, {
                      one: "# cosa por decidir",
                      other: "# cosas por decidir",
                    })}
                  </li>
                )}
                {unapproved > 0 && (
                  <li>
                    {plural(unapproved, {
                      one: "# renglón sin aprobar",
                      other: "# renglones sin aprobar",
                    })}
                  </li>
                )}
              </ul>
            </>
          )}
          <p>{t`Cerrar una versión no detiene a nadie: todas las personas siguen escribiendo.`}</p>
        </div>
        {problem !== null && (
          <Notice message={problem.message} next={problem.next} code={problem.code} />
        )}
        <DialogActions>
          <Button onPress={onClose}>{t`Cancelar`}</Button>
          <Button
            look="strong"
            type="submit"
            data-testid="version-close"
            isDisabled={busy || name.trim() === ""}
          >
            {t`Cerrar la versión`}
          </Button>
        </DialogActions>
      </form>
    </ModalDialog>
  );
}

/** Rows of the matrix whose line nobody approved. */
function unapprovedRows(state: DossierState): number {
  let count = 0;
  for (const row of state.rows.values()) {
    if (!row.retired && !isApproved(state, row.line)) count += 1;
  }
  return count;
}
