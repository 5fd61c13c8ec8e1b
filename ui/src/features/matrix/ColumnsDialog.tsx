import { t } from "@lingui/core/macro";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef } from "react";

import { Button, Check, Choice, DialogActions, ModalDialog, classes } from "../../kit";
import {
  isVisible,
  orderedFields,
  useDossier,
  useDossierState,
  withFieldBefore,
  withFormColumns,
  withVisible,
} from "../../state";
import { fieldLabel } from "../fields";
import styles from "./ColumnsDialog.module.css";

/** Which columns are seen, in which order, and how many stay while one scrolls sideways. */
export function ColumnsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <ModalDialog title={t`Columnas`} isOpen={isOpen} onClose={onClose} testId="columns-dialog">
      <ColumnList />
      <DialogActions>
        <ResetButton />
        <Button look="strong" onPress={onClose} data-testid="columns-close">
          {t`Listo`}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}

function ColumnList() {
  const dossier = useDossier();
  const view = useDossierState((state) => state.view);
  const levels = useDossierState((state) => state.levels);
  const years = useDossierState((state) => state.years);
  const visible = useDossierState((state) => state.fields);
  const list = useRef<HTMLUListElement>(null);
  const fields = orderedFields(years, view);

  const move = (field: string, at: number, by: -1 | 1) => {
    const before = by < 0 ? (fields[at - 1] ?? null) : (fields[at + 2] ?? null);
    dossier.setView((now) => withFieldBefore(now, years, field, before));
    // The button went with its column: the keyboard goes with it.
    requestAnimationFrame(() => {
      const row = list.current?.children[at + by];
      const buttons = row?.querySelectorAll<HTMLElement>("button");
      buttons?.[by < 0 ? 0 : 1]?.focus();
    });
  };

  return (
    <>
      <p className={styles.hint}>
        {t`Solo cambia lo que tú ves; el documento y lo que ven otras personas quedan igual.`}
      </p>
      <ul className={styles.list} ref={list}>
        {fields.map((field, at) => {
          const label = fieldLabel(field);
          const shown = isVisible(field, levels, view);
          return (
            <li key={field} className={classes(styles.item, !shown && styles.off)}>
              <Check
                checked={shown}
                disabled={shown && visible.length === 1}
                testId={`column-${field}`}
                onChange={(on) => dossier.setView((now) => withVisible(now, field, on, levels))}
              >
                {label}
              </Check>
              <span className={styles.moves}>
                <Button
                  look="quiet"
                  size="small"
                  iconOnly
                  aria-label={t`Subir ${label}`}
                  isDisabled={at === 0}
                  onPress={() => move(field, at, -1)}
                >
                  <ArrowUp size={14} aria-hidden />
                </Button>
                <Button
                  look="quiet"
                  size="small"
                  iconOnly
                  aria-label={t`Bajar ${label}`}
                  isDisabled={at === fields.length - 1}
                  onPress={() => move(field, at, 1)}
                >
                  <ArrowDown size={14} aria-hidden />
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
      <Choice
        label={t`Columnas que se quedan fijas al ir hacia la derecha`}
        value={view.frozen ?? ""}
        options={[
          { value: "", text: t`Solo el número de renglón` },
          ...visible.map((field) => ({ value: field, text: t`Hasta ${fieldLabel(field)}` })),
        ]}
        onChange={(field) =>
          dossier.setView((now) => ({ ...now, frozen: field === "" ? null : field }))
        }
      />
    </>
  );
}

function ResetButton() {
  const dossier = useDossier();
  return (
    <Button onPress={() => dossier.setView(withFormColumns)} data-testid="columns-reset">
      {t`Restablecer columnas`}
    </Button>
  );
}
