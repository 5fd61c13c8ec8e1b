import { t } from "@lingui/core/macro";
import { Plus } from "lucide-react";

import { Button } from "../../kit";
import { useApp, useDossier, useDossierState } from "../../state";
import styles from "./Grid.module.css";

/** What stands under the last row: what to do when there is none, and a way to add one. */
export function GridEnd({ canEdit, isEmpty }: { canEdit: boolean; isEmpty: boolean }) {
  const app = useApp();
  const dossier = useDossier();
  const filtered = useDossierState((state) => state.filtered !== null);
  const adds = canEdit && !filtered;
  if (!isEmpty && !adds) return null;
  return (
    // A row of its own: a grid holds nothing but rows.
    <div role="rowgroup">
      <div role="row">
        <div role="gridcell" className={styles.end}>
          {isEmpty && (
            <p className={styles.empty}>
              {filtered
                ? t`Ningún renglón cumple con lo que buscas. Quita el filtro para verlos todos.`
                : canEdit
                  ? t`Esta matriz no tiene renglones. Agrega el primero y escribe su línea de acción.`
                  : t`Esta matriz no tiene renglones.`}
            </p>
          )}
          {adds && (
            <Button
              look="quiet"
              size="small"
              data-testid="add-line"
              onPress={() => {
                const { rows, order } = dossier.state.get();
                const last = rows.get(order.at(-1) ?? "");
                dossier.addLine(last?.line ?? null).catch((failure: unknown) => app.fail(failure));
              }}
            >
              <Plus size={15} aria-hidden /> {t`Agregar un renglón`}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
