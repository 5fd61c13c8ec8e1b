import { t } from "@lingui/core/macro";
import { ListOrdered, Plus } from "lucide-react";
import { useState } from "react";

import type { MatrixAction } from "../../host";
import { Button, Check, DialogActions, ModalDialog } from "../../kit";
import { mayEdit, useApp, useDone, useDossier, useDossierState, useStore } from "../../state";
import { HeadingDetail, NewHeading } from "./HeadingDetail";
import { HeadingTree } from "./HeadingTree";
import { LevelChoice } from "./LevelChoice";
import { Renumber } from "./Renumber";
import { addText } from "./words";
import styles from "./Headings.module.css";

/** Does something to the catalogue as one step with its way back; answers what was made. */
export type Do = (label: string, actions: MatrixAction[]) => Promise<readonly string[]>;

/** The catalogue of headings: what the matrix is ordered by. */
export function HeadingsDialog() {
  const app = useApp();
  const open = useStore(app.overlay, (overlay) => overlay?.name === "headings");
  const close = () => app.overlay.set(null);
  return (
    <ModalDialog
      title={t`Ejes y prioridades`}
      isOpen={open}
      onClose={close}
      size="whole"
      testId="headings"
    >
      <Catalogue onClose={close} />
    </ModalDialog>
  );
}

type Doing =
  | { name: "looking" }
  | { name: "adding"; level: string; parent: string | null }
  | { name: "renumbering" };

function Catalogue({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const dossier = useDossier();
  const done = useDone();
  const headings = useDossierState((state) => state.headings);
  const levels = useDossierState((state) => state.levels);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const [selected, select] = useState<string | null>(headings[0]?.id ?? null);
  const [doing, setDoing] = useState<Doing>({ name: "looking" });
  const [retired, showRetired] = useState(false);
  const heading = headings.find(({ id }) => id === selected);
  const outermost = levels[0];

  const act: Do = async (label, actions) => {
    try {
      const { made } = await dossier.act(label, actions);
      done(t`Hecho: ${label}.`, label);
      return made;
    } catch (failure) {
      app.fail(failure);
      return [];
    }
  };
  const look = () => setDoing({ name: "looking" });

  return (
    <>
      <p className={styles.lead}>
        {t`Aquí se ordena la matriz: cada línea de acción está bajo un encabezado. Cambiar un número o un texto no rompe nada; los renglones siguen a su encabezado.`}
      </p>
      <div className={styles.panes}>
        <div className={styles.tree}>
          <div className={styles.tools}>
            {canEdit && outermost !== undefined && (
              <Button
                size="small"
                data-testid="heading-add"
                onPress={() => setDoing({ name: "adding", level: outermost, parent: null })}
              >
                <Plus size={14} aria-hidden /> {addText(outermost)}
              </Button>
            )}
            {canEdit && (
              <Button
                size="small"
                look="quiet"
                data-testid="heading-renumber"
                onPress={() => setDoing({ name: "renumbering" })}
              >
                <ListOrdered size={14} aria-hidden /> {t`Renumerar…`}
              </Button>
            )}
            <Check checked={retired} onChange={showRetired}>
              {t`Ver retirados`}
            </Check>
          </div>
          <HeadingTree
            selected={selected}
            withRetired={retired}
            onSelect={(id) => {
              select(id);
              look();
            }}
            act={act}
          />
        </div>
        <div className={styles.detail}>
          {doing.name === "adding" && (
            <NewHeading
              key={`${doing.level} ${doing.parent ?? ""}`}
              level={doing.level}
              parent={doing.parent}
              act={act}
              onClose={(made) => {
                if (made !== null) select(made);
                look();
              }}
            />
          )}
          {doing.name === "renumbering" && <Renumber act={act} onClose={look} />}
          {doing.name === "looking" &&
            (heading === undefined ? (
              <p className={styles.quiet}>
                {headings.length === 0
                  ? t`Todavía no hay encabezados. Agrega el primero y después reparte los renglones.`
                  : t`Elige un encabezado para cambiarlo.`}
              </p>
            ) : (
              <HeadingDetail
                key={heading.id}
                heading={heading}
                act={act}
                onAddUnder={(level) => setDoing({ name: "adding", level, parent: heading.id })}
              />
            ))}
          <LevelChoice act={act} />
        </div>
      </div>
      <DialogActions>
        <Button look="strong" onPress={onClose} data-testid="headings-close">
          {t`Cerrar`}
        </Button>
      </DialogActions>
    </>
  );
}
