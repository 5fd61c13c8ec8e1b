import { t } from "@lingui/core/macro";
import { useState } from "react";

import { asProblem, type Problem } from "../../host";
import { Button, DialogActions, Field, ModalDialog, Notice } from "../../kit";
import { useApp } from "../../state";
import styles from "./Backups.module.css";

/** The same limit as the shell's. */
const PASSPHRASE_LENGTH_MIN = 10;
const PASSPHRASE_LENGTH_MAX = 250;

/** Gives the backups a passphrase, written twice. */
export function PassphraseDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <ModalDialog
      title={t`Proteger las copias con contraseña`}
      isOpen={isOpen}
      onClose={onClose}
      testId="passphrase"
    >
      <PassphraseForm onClose={onClose} />
    </ModalDialog>
  );
}

function PassphraseForm({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const protect = () => {
    setBusy(true);
    setProblem(null);
    app.preferences
      .protectBackups(first)
      .then(onClose)
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };
  const differs = second !== "" && first !== second;
  return (
    <form
      className={styles.body}
      onSubmit={(event) => {
        event.preventDefault();
        protect();
      }}
    >
      <p>
        {t`Las copias que se hagan desde ahora sólo se abrirán con esta contraseña. Cotejo no la guarda y nadie puede recuperarla: anótala en un lugar seguro, que no sea esta computadora.`}
      </p>
      <Field
        label={t`Contraseña`}
        hint={t`Al menos diez letras; varias palabras que recuerdes bastan.`}
        value={first}
        onChange={setFirst}
        maxLength={PASSPHRASE_LENGTH_MAX}
        secret
        autoFocus
        testId="passphrase-first"
      />
      <Field
        label={t`La misma, otra vez`}
        value={second}
        onChange={setSecond}
        maxLength={PASSPHRASE_LENGTH_MAX}
        secret
        testId="passphrase-second"
      />
      {differs && <Notice tone="wait" message={t`Las dos no son iguales.`} />}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          type="submit"
          data-testid="passphrase-set"
          isDisabled={busy || first !== second || Array.from(first).length < PASSPHRASE_LENGTH_MIN}
        >
          {t`Proteger las copias`}
        </Button>
      </DialogActions>
    </form>
  );
}
