import { plural, t } from "@lingui/core/macro";
import { useState } from "react";

import { asProblem, type MinutaView, type Problem } from "../../host";
import { Button, Choice, DialogActions, Field, ModalDialog, Notice } from "../../kit";
import { useApp, useDossier, useDossierState } from "../../state";
import { mismatchWords } from "./words";
import styles from "./Minutes.module.css";

const NAME_LENGTH_MAX = 120;
/** The matrix as it stands is closed as a version. */
const NEW = "";

/** Says what closing freezes, and does it: the minuta and the version that is its annex, at once. */
export function CloseDialog({ minuta, onClose }: { minuta: MinutaView; onClose: () => void }) {
  const dossier = useDossier();
  const app = useApp();
  const versions = useDossierState((state) => state.review.versions);
  const decisions = useDossierState((state) => state.review.decisions.length);
  const current = versions.findLast((version) => version.current && version.here);
  const [version, setVersion] = useState(current?.id ?? NEW);
  const [name, setName] = useState(minuta.title);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = minuta.agreements.flatMap(
    ({ agreement }) => agreement?.counts.filter(({ note }) => note === "") ?? [],
  );
  const close = async () => {
    setBusy(true);
    setProblem(null);
    try {
      // What is being written is of it too.
      await dossier.editors.commit();
      await dossier.minutes.rest();
      await dossier.minutes.act([
        {
          type: "close",
          minutes: minuta.minutes,
          version: version === NEW ? null : version,
          name: name.trim(),
          note: "",
        },
      ]);
      app.toast(t`Se cerró «${minuta.title}».`);
      onClose();
    } catch (failure) {
      setProblem(asProblem(failure));
      setBusy(false);
    }
  };
  return (
    <ModalDialog title={t`Cerrar la minuta`} isOpen onClose={onClose} testId="minuta-close-dialog">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && minuta.undecided === 0) void close();
        }}
      >
        <p>{t`Al cerrarla queda fijo, y es lo que se imprime y se firma:`}</p>
        <ul className={styles.list}>
          <li>{t`lo que dice la minuta: acuerdos, asistentes, materiales y observaciones;`}</li>
          <li>
            {t`la matriz como su anexo:`} {minuta.countsSentence}
          </li>
        </ul>
        {versions.length > 0 && (
          <Choice
            label={t`Versión que va de anexo`}
            value={version}
            options={[
              { value: NEW, text: t`La matriz como está ahora: se cierra una versión` },
              ...versions
                .filter(({ here }) => here)
                .toReversed()
                .map((one) => ({
                  value: one.id,
                  text: one.current ? t`«${one.name}» (es la actual)` : `«${one.name}»`,
                })),
            ]}
            onChange={setVersion}
            testId="minuta-close-version"
          />
        )}
        {version === NEW && (
          <Field
            label={t`Nombre de la versión`}
            value={name}
            onChange={setName}
            maxLength={NAME_LENGTH_MAX}
            testId="minuta-close-name"
          />
        )}
        {minuta.undecided > 0 && (
          <p className={styles.asked}>
            {plural(minuta.undecided, {
              one: "Antes hay que elegir # dato que dos personas escribieron a la vez.",
              other: "Antes hay que elegir # datos que dos personas escribieron a la vez.",
            })}
          </p>
        )}
        {open.map((count) => (
          <p key={`${count.of} ${String(count.said)}`} className={styles.warning}>
            {mismatchWords(count)}
          </p>
        ))}
        {decisions > 0 && (
          <p className={styles.quiet}>
            {plural(decisions, {
              one: "En la matriz queda # cosa por decidir; se puede cerrar así.",
              other: "En la matriz quedan # cosas por decidir; se puede cerrar así.",
            })}
          </p>
        )}
        <p className={styles.quiet}>
          {t`Para corregirla después se reabre con un motivo, que queda escrito.`}
        </p>
        {problem !== null && (
          <Notice message={problem.message} next={problem.next} code={problem.code} />
        )}
        <DialogActions>
          <Button onPress={onClose}>{t`Cancelar`}</Button>
          <Button
            look="strong"
            type="submit"
            data-testid="minuta-close-save"
            isDisabled={busy || minuta.undecided > 0 || (version === NEW && name.trim() === "")}
          >
            {t`Cerrar la minuta`}
          </Button>
        </DialogActions>
      </form>
    </ModalDialog>
  );
}
