import { t } from "@lingui/core/macro";

import type { Problem } from "../../host";
import { Button, Notice, useReady } from "../../kit";
import { useApp } from "../../state";
import styles from "./Import.module.css";

interface ReadingFileProps {
  file: string;
  /** Why it was not read; `null` while it is. */
  problem: Problem | null;
}

/** A file is being read, or could not be. */
export function ReadingFile({ file, problem }: ReadingFileProps) {
  const app = useApp();
  useReady("reading");
  return (
    <main className={styles.alone} data-testid="import-reading">
      <p className={styles.brand}>Cotejo</p>
      <h1 className={styles.aloneTitle}>
        {problem === null ? t`Leyendo «${file}»…` : t`No se leyó «${file}»`}
      </h1>
      {problem === null ? (
        <>
          <progress className={styles.progress} aria-label={t`Leyendo el archivo`} />
          <p>{t`Todavía no se guarda nada.`}</p>
        </>
      ) : (
        <>
          <Notice
            message={problem.message}
            next={problem.next}
            code={problem.code}
            testId="import-problem"
          />
          <div className={styles.aloneActions}>
            <Button
              look="strong"
              data-testid="import-other"
              onPress={() => void app.chooseImport()}
            >{t`Elegir otro archivo`}</Button>
            <Button
              data-testid="import-cancel"
              onPress={() => void app.cancelImport()}
            >{t`Volver a la lista`}</Button>
          </div>
        </>
      )}
    </main>
  );
}
