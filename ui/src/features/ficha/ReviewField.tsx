import { t } from "@lingui/core/macro";
import { useId } from "react";

import type { Row } from "../../host";
import { mayChange, useApp, useDossier, useDossierState } from "../../state";
import { fieldLabel } from "../fields";
import { FieldFrame } from "./FichaField";
import styles from "./Ficha.module.css";

/** "Sujeta a revisión": said in words, with the switch beside them. */
export function ReviewField({ row }: { row: Row }) {
  const dossier = useDossier();
  const app = useApp();
  const help = useId();
  const canEdit = useDossierState((state) => mayChange(state, row));
  return (
    <FieldFrame row={row} field="pendingExternal" helpId={help}>
      <label className={styles.switch}>
        <input
          type="checkbox"
          role="switch"
          className={styles.track}
          checked={row.pendingExternal}
          disabled={!canEdit}
          aria-label={fieldLabel("pendingExternal")}
          aria-describedby={help}
          data-ficha-control=""
          data-testid="ficha-review"
          onChange={(event) => {
            dossier
              .set(row, "pendingExternal", String(event.currentTarget.checked))
              .catch((failure: unknown) => app.fail(failure));
          }}
        />
        <span>{row.pendingExternal ? t`Sí: espera a otra institución` : t`No`}</span>
      </label>
    </FieldFrame>
  );
}
