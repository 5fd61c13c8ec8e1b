import { plural, t } from "@lingui/core/macro";
import { useState } from "react";

import { asProblem, type Problem, type ProgrammeView } from "../../host";
import { Button, Check, DialogActions, Field, ModalDialog, Notice, fold } from "../../kit";
import { useApp, useAppState } from "../../state";
import { useConsolidation } from "./useConsolidation";
import styles from "./Consolidation.module.css";

const NAME_LENGTH_MAX = 120;

/** Makes, changes and forgets programmes: named selections of the dossiers of this computer. */
export function ProgrammesDialog({ onClose }: { onClose: () => void }) {
  const [edited, setEdited] = useState<ProgrammeView | null>(null);
  return (
    <ModalDialog title={t`Programas`} isOpen onClose={onClose} size="wide" testId="programmes">
      {edited === null ? (
        <ProgrammeList onEdit={setEdited} onClose={onClose} />
      ) : (
        <ProgrammeForm programme={edited} onDone={() => setEdited(null)} />
      )}
    </ModalDialog>
  );
}

interface ProgrammeListProps {
  onEdit: (programme: ProgrammeView) => void;
  onClose: () => void;
}

function ProgrammeList({ onEdit, onClose }: ProgrammeListProps) {
  const { consolidation } = useApp();
  const programmes = useConsolidation((state) => state.programmes);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  const remove = async (programme: string) => {
    try {
      await consolidation.removeProgramme(programme);
      setRemoving(null);
    } catch (failure) {
      setProblem(asProblem(failure));
    }
  };
  return (
    <>
      <p>
        {t`Un programa es una selección de expedientes con nombre, por ejemplo «Programa estatal 2024-2026». Solo existe en esta computadora; los expedientes no cambian.`}
      </p>
      {problem !== null && <Notice message={problem.message} next={problem.next} />}
      {programmes.length === 0 && <p className={styles.quiet}>{t`Todavía no hay ninguno.`}</p>}
      <ul className={styles.programmes}>
        {programmes.map((one) => (
          <li key={one.programme} data-testid="programme-item">
            <span>
              <strong>{one.name}</strong>{" "}
              <span className={styles.quiet}>
                {plural(one.dossiers.length, { one: "# expediente", other: "# expedientes" })}
              </span>
            </span>
            {removing === one.programme ? (
              <span className={styles.rowActions}>
                {t`¿Olvidar este programa? Los expedientes se quedan.`}
                <Button
                  size="small"
                  look="danger"
                  data-testid="programme-remove-yes"
                  onPress={() => void remove(one.programme)}
                >{t`Olvidarlo`}</Button>
                <Button size="small" onPress={() => setRemoving(null)}>{t`Conservarlo`}</Button>
              </span>
            ) : (
              <span className={styles.rowActions}>
                <Button size="small" data-testid="programme-edit" onPress={() => onEdit(one)}>
                  {t`Cambiar`}
                </Button>
                <Button
                  size="small"
                  look="quiet"
                  data-testid="programme-remove"
                  onPress={() => setRemoving(one.programme)}
                >
                  {t`Olvidar…`}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <DialogActions>
        <Button onPress={onClose}>{t`Cerrar`}</Button>
        <Button
          look="strong"
          data-testid="programme-new"
          onPress={() => onEdit({ programme: "", name: "", dossiers: [] })}
        >
          {t`Hacer un programa`}
        </Button>
      </DialogActions>
    </>
  );
}

interface ProgrammeFormProps {
  programme: ProgrammeView;
  onDone: () => void;
}

function ProgrammeForm({ programme, onDone }: ProgrammeFormProps) {
  const { consolidation } = useApp();
  const dossiers = useAppState((state) => state.dossiers) ?? [];
  const [name, setName] = useState(programme.name);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(programme.dossiers));
  const [wanted, setWanted] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const folded = fold(wanted.trim());
  const shown = dossiers.filter((one) => fold(`${one.institution} ${one.title}`).includes(folded));
  const all = shown.every((one) => chosen.has(one.dossier));
  const choose = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  };
  const save = async () => {
    try {
      const known = new Set(dossiers.map((one) => one.dossier));
      const kept = [...chosen].filter((id) => known.has(id));
      await consolidation.keepProgramme({ ...programme, name, dossiers: kept });
      onDone();
    } catch (failure) {
      setProblem(asProblem(failure));
    }
  };
  return (
    <>
      <Field
        label={t`Nombre`}
        value={name}
        onChange={setName}
        maxLength={NAME_LENGTH_MAX}
        autoFocus
        testId="programme-name"
      />
      <Field
        label={t`Buscar expedientes`}
        value={wanted}
        onChange={setWanted}
        testId="programme-search"
      />
      <div className={styles.choosing}>
        <Check
          checked={all && shown.length > 0}
          disabled={shown.length === 0}
          testId="programme-all"
          onChange={(on) =>
            choose(
              shown.map((one) => one.dossier),
              on,
            )
          }
        >
          {folded === "" ? t`Todos los de esta computadora` : t`Todos los que se ven`}
        </Check>
        <span className={styles.quiet} role="status">
          {plural(chosen.size, { one: "# elegido", other: "# elegidos" })}
        </span>
      </div>
      <div className={styles.dossiers} role="group" aria-label={t`Expedientes del programa`}>
        {shown.map((one) => (
          <Check
            key={one.dossier}
            checked={chosen.has(one.dossier)}
            testId="programme-dossier"
            onChange={(on) => choose([one.dossier], on)}
          >
            {one.institution === "" ? one.title : `${one.institution} · ${one.title}`}
          </Check>
        ))}
      </div>
      {problem !== null && <Notice message={problem.message} next={problem.next} />}
      <DialogActions>
        <Button onPress={onDone}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          isDisabled={name.trim() === "" || chosen.size === 0}
          data-testid="programme-save"
          onPress={() => void save()}
        >
          {t`Guardar el programa`}
        </Button>
      </DialogActions>
    </>
  );
}
