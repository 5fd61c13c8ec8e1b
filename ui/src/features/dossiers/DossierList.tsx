import { plural, t } from "@lingui/core/macro";
import { Button as AriaButton } from "react-aria-components";
import { FileSearch, Split } from "lucide-react";

import type { DossierSummary } from "../../host";
import { Button, Mark, useReady } from "../../kit";
import { useApp, useAppState } from "../../state";
import { StateWord, roleLabel, stateSentence } from "../fields";
import { Doors } from "../welcome";
import styles from "./Dossiers.module.css";

/** The dossiers on this computer, and the ways to another one. */
export function DossierList() {
  const app = useApp();
  const me = useAppState((state) => state.me);
  const version = useAppState((state) => state.version);
  const dossiers = useAppState((state) => state.dossiers) ?? [];
  useReady("list");
  return (
    <div className={styles.screen}>
      <header className={styles.bar}>
        <span className={styles.brand}>Cotejo</span>
        {me !== null && (
          <span className={styles.me}>
            {me.name} · {me.institution}
          </span>
        )}
      </header>
      <main className={dossiers.length === 0 ? styles.first : styles.columns}>
        {dossiers.length === 0 ? (
          <section className={styles.start}>
            <h1 className={styles.title}>{t`Empieza con una matriz`}</h1>
            <p className={styles.lead}>
              {t`Todavía no hay expedientes en esta computadora. Un expediente guarda la matriz de una institución con sus comentarios.`}
            </p>
            <Doors />
          </section>
        ) : (
          <>
            <section>
              <h1 className={styles.title}>{t`Expedientes en esta computadora`}</h1>
              <ul className={styles.list}>
                {dossiers.map((dossier) => (
                  <DossierCard key={dossier.dossier} dossier={dossier} />
                ))}
              </ul>
            </section>
            <section>
              <h2 className={styles.subtitle}>{t`Otra matriz`}</h2>
              <Doors />
              <Button
                look="quiet"
                data-testid="list-verify"
                onPress={() => app.overlay.set({ name: "verify" })}
              >
                <FileSearch size={16} aria-hidden />
                {t`Verificar un documento…`}
              </Button>
            </section>
          </>
        )}
      </main>
      <footer className={styles.foot}>
        {t`Cotejo ${version}. Programa libre. Tus datos están en esta computadora y van cifrados al servidor de enlace.`}
      </footer>
    </div>
  );
}

function DossierCard({ dossier }: { dossier: DossierSummary }) {
  const app = useApp();
  const busy = useAppState((state) => state.busy);
  const { status } = dossier;
  return (
    <li>
      <AriaButton
        className={styles.card ?? ""}
        data-testid="dossier-card"
        data-dossier={dossier.dossier}
        isDisabled={busy}
        onPress={() => void app.open(dossier.dossier)}
      >
        <span className={styles.cardTitle}>
          {dossier.title === "" ? t`Matriz por llegar` : dossier.title}
        </span>
        <span className={styles.facts}>
          {[
            dossier.institution,
            plural(dossier.rows, { one: "# renglón", other: "# renglones" }),
            roleLabel(dossier.role),
          ]
            .filter((fact) => fact !== "")
            .join(" · ")}
        </span>
        <span className={styles.state}>
          <StateWord status={status} />
          <span className={styles.sentence}>
            {status.problem?.message ?? stateSentence(status)}
          </span>
          {dossier.toDecide > 0 && (
            <Mark tone="wait">
              <Split size={12} aria-hidden />
              {plural(dossier.toDecide, {
                one: "# renglón por decidir",
                other: "# renglones por decidir",
              })}
            </Mark>
          )}
        </span>
      </AriaButton>
    </li>
  );
}
