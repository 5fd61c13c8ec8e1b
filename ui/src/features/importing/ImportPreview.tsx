import { plural, t } from "@lingui/core/macro";

import type { ImportReport } from "../../host";
import { Button, Notice, useReady } from "../../kit";
import { useApp, useAppState } from "../../state";
import styles from "./Import.module.css";

/** What was read of a file and what is in doubt, before anything is kept. */
export function ImportPreview({ report }: { report: ImportReport }) {
  const app = useApp();
  const busy = useAppState((state) => state.busy);
  useReady("preview");
  const withoutLine = report.rows - report.lines;
  return (
    <div className={styles.screen}>
      <header className={styles.bar}>
        <span className={styles.brand}>Cotejo</span>
      </header>
      <main className={styles.main} data-testid="import-preview">
        <p className={styles.kicker}>{t`Esto se leyó del archivo. Todavía no se guarda nada.`}</p>
        <h1 className={styles.title}>{report.title}</h1>
        <p className={styles.institution}>{report.institution}</p>
        <dl className={styles.counts}>
          <div>
            <dt>{t`renglones`}</dt>
            <dd>{report.rows}</dd>
          </div>
          <div>
            <dt>{t`líneas de acción con texto`}</dt>
            <dd>{report.lines}</dd>
          </div>
          <div>
            <dt>{t`notas de celda, serán comentarios`}</dt>
            <dd>{report.comments}</dd>
          </div>
        </dl>
        {withoutLine > 0 && (
          <Notice
            tone="wait"
            message={plural(withoutLine, {
              one: "# renglón no tiene texto de línea de acción.",
              other: "# renglones no tienen texto de línea de acción.",
            })}
            next={t`Se importa igual, para que lo completes en la matriz.`}
          />
        )}
        <section className={styles.doubts}>
          <h2 className={styles.subtitle}>
            {report.doubts.length === 0
              ? t`Sin dudas`
              : plural(report.doubts.length, { one: "# duda", other: "# dudas" })}
          </h2>
          <p className={styles.lead}>
            {report.doubts.length === 0
              ? t`Todas las celdas se entendieron.`
              : t`El texto entra tal como está escrito; nada se corrige sin que lo decidas.`}
          </p>
          {report.doubts.length > 0 && (
            <ol className={styles.list}>
              {report.doubts.map((doubt, index) => (
                <li key={index} data-testid="import-doubt">
                  {doubt}
                </li>
              ))}
            </ol>
          )}
        </section>
      </main>
      <footer className={styles.foot}>
        <Button
          isDisabled={busy}
          data-testid="import-cancel"
          onPress={() => void app.cancelImport()}
        >
          {t`No importar`}
        </Button>
        <Button
          look="strong"
          isDisabled={busy}
          data-testid="import-confirm"
          onPress={() => void app.confirmImport()}
        >
          {plural(report.rows, { one: "Importar # renglón", other: "Importar # renglones" })}
        </Button>
      </footer>
    </div>
  );
}
