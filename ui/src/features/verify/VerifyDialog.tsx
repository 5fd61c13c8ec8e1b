import { t } from "@lingui/core/macro";
import { FileSearch } from "lucide-react";
import { useState } from "react";

import { asProblem, type Problem, type VerifiedDocument } from "../../host";
import { Button, DialogActions, Field, ModalDialog, Notice } from "../../kit";
import { useApp, useStore } from "../../state";
import { Verdict } from "./Verdict";
import styles from "./Verify.module.css";

/** Longest text of a code. */
const CODE_LENGTH_MAX = 200;

/** Says of a paper whether it is of a dossier of this computer, and what changed since. */
export function VerifyDialog() {
  const app = useApp();
  const open = useStore(app.overlay, (overlay) => overlay?.name === "verify");
  const close = () => app.overlay.set(null);
  return (
    <ModalDialog
      title={t`Verificar un documento`}
      isOpen={open}
      onClose={close}
      size="wide"
      testId="verify"
    >
      <VerifyForm onOpened={close} />
      <DialogActions>
        <Button onPress={close} data-testid="verify-close">
          {t`Cerrar`}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}

function VerifyForm({ onOpened }: { onOpened: () => void }) {
  const app = useApp();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<VerifiedDocument | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ask = (question: Promise<VerifiedDocument | null>) => {
    setBusy(true);
    setProblem(null);
    question
      .then((answer) => {
        // The file dialog was closed: what was found before stays.
        if (answer !== null) setFound(answer);
      })
      .catch((failure: unknown) => {
        setFound(null);
        setProblem(asProblem(failure));
      })
      .finally(() => setBusy(false));
  };
  return (
    <div className={styles.form}>
      <p>
        {t`Di de qué documento se trata y sabrás si salió de un expediente de esta computadora, si es el original y qué cambió desde entonces. No hace falta conexión y nada se modifica.`}
      </p>
      <div className={styles.ways}>
        <section className={styles.way}>
          <h3>{t`Si tienes el archivo`}</h3>
          <Button
            look="strong"
            data-testid="verify-choose"
            isDisabled={busy}
            onPress={() => ask(app.verifyChoose())}
          >
            <FileSearch size={16} aria-hidden />
            {t`Elegir el archivo…`}
          </Button>
          <p className={styles.quiet}>{t`PDF, Word, Excel o Calc.`}</p>
        </section>
        <form
          className={styles.way}
          onSubmit={(event) => {
            event.preventDefault();
            ask(app.verifyCode(code));
          }}
        >
          <h3>{t`Si tienes el papel`}</h3>
          <Field
            label={t`Texto del código, folio o huella`}
            hint={t`Están al pie de cada hoja.`}
            value={code}
            onChange={setCode}
            maxLength={CODE_LENGTH_MAX}
            testId="verify-code"
          />
          <Button type="submit" data-testid="verify-typed" isDisabled={busy || code.trim() === ""}>
            {t`Verificar`}
          </Button>
        </form>
      </div>
      {problem !== null && (
        <Notice
          message={problem.message}
          next={problem.next}
          code={problem.code}
          testId="verify-problem"
        />
      )}
      {found !== null && <Verdict name={found.name} verdict={found.verdict} onOpened={onOpened} />}
    </div>
  );
}
