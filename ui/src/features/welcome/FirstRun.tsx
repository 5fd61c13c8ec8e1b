import { t } from "@lingui/core/macro";
import { History } from "lucide-react";
import { useState } from "react";

import { asProblem, type Problem } from "../../host";
import { Button, Field, Notice, useReady } from "../../kit";
import { useApp } from "../../state";
import { useRestoreBackup } from "../backups";
import styles from "./Welcome.module.css";

/** The longest name, in characters: the same limit as the shell's. */
const NAME_LENGTH_MAX = 120;

/** Who works on this computer: asked once. */
export function FirstRun() {
  const app = useApp();
  useReady("person");
  const [name, setName] = useState("");
  const [institution, setInstitution] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const restore = useRestoreBackup();
  const save = () => {
    setBusy(true);
    setProblem(null);
    app
      .saveMe(name.trim(), institution.trim())
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  return (
    <main className={styles.screen}>
      <section className={styles.about}>
        <p className={styles.brand}>Cotejo</p>
        <h1 className={styles.promise}>
          {t`La matriz de líneas de acción, escrita entre todas las personas que responden por ella.`}
        </h1>
        <ul className={styles.points}>
          <li>{t`Funciona sin conexión: lo que escribes queda guardado en esta computadora.`}</li>
          <li>{t`Al volver la conexión, los cambios se juntan. Si dos personas cambiaron la misma meta, se pregunta.`}</li>
          <li>{t`Nada de lo que alguien escribió se pierde. El servidor de enlace no puede leerlo.`}</li>
        </ul>
      </section>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <h2 className={styles.cardTitle}>{t`¿Quién trabaja en esta computadora?`}</h2>
        <p className={styles.cardText}>
          {t`Tu nombre aparece junto a tus cambios y comentarios. No hay cuenta ni contraseña.`}
        </p>
        <Field
          label={t`Nombre y apellidos`}
          value={name}
          onChange={setName}
          maxLength={NAME_LENGTH_MAX}
          autoFocus
          testId="me-name"
        />
        <Field
          label={t`Institución`}
          hint={t`Como aparece en la minuta; por ejemplo, SECOEM.`}
          value={institution}
          onChange={setInstitution}
          maxLength={NAME_LENGTH_MAX}
          testId="me-institution"
        />
        {problem !== null && (
          <Notice
            message={problem.message}
            next={problem.next}
            code={problem.code}
            testId="problem-banner"
          />
        )}
        <div>
          <Button
            look="strong"
            type="submit"
            data-testid="me-save"
            isDisabled={busy || name.trim() === "" || institution.trim() === ""}
          >
            {t`Continuar`}
          </Button>
        </div>
        <div>
          <Button look="quiet" data-testid="first-restore" onPress={restore.choose}>
            <History size={15} aria-hidden /> {t`Ya tengo una copia de respaldo: restaurarla…`}
          </Button>
        </div>
      </form>
      {restore.dialog}
    </main>
  );
}
