import { t } from "@lingui/core/macro";
import { useState } from "react";

import { asProblem, type Problem } from "../../host";
import { Button, DialogActions, Field, ModalDialog, Notice } from "../../kit";
import { useApp } from "../../state";
import styles from "./People.module.css";

/** Takes an invitation's link. What was pasted stays when it does not work. */
export function JoinDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <ModalDialog title={t`Unirme con un enlace`} isOpen={isOpen} onClose={onClose}>
      <JoinForm onClose={onClose} />
    </ModalDialog>
  );
}

function JoinForm({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const [link, setLink] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const join = () => {
    setBusy(true);
    setProblem(null);
    app
      .join(link.trim())
      .then(onClose)
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        join();
      }}
    >
      <Field
        label={t`Enlace de invitación`}
        hint={t`Cópialo entero del mensaje que recibiste; empieza con «cotejo:unirse».`}
        value={link}
        onChange={setLink}
        lines={4}
        autoFocus
        testId="join-link"
      />
      {problem !== null && (
        <Notice
          message={problem.message}
          next={problem.next}
          code={problem.code}
          testId="problem-banner"
        />
      )}
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          type="submit"
          data-testid="join-submit"
          isDisabled={busy || link.trim() === ""}
        >
          {t`Unirme`}
        </Button>
      </DialogActions>
    </form>
  );
}
