import { plural, t } from "@lingui/core/macro";
import { Button as AriaButton } from "react-aria-components";
import { FileSearch, Split, Table2, Usb } from "lucide-react";
import { memo, useState } from "react";

import type { DossierSummary } from "../../host";
import { Button, Choice, Field, Mark, fold, useReady } from "../../kit";
import { useApp, useAppState } from "../../state";
import { StateWord, roleLabel, stateSentence } from "../fields";
import { Doors } from "../welcome";
import styles from "./Dossiers.module.css";

/** Dossiers past which the list has a search and an order. */
const MANY = 8;

/** Names as people sort them: "Junta 2" before "Junta 10", accents aside. */
const names = new Intl.Collator("es", { numeric: true, sensitivity: "base" });

const ORDERS = ["institution", "decisions", "rows"] as const;
type ListOrder = (typeof ORDERS)[number];

function orderWord(order: ListOrder): string {
  switch (order) {
    case "institution":
      return t`Institución`;
    case "decisions":
      return t`Más por decidir primero`;
    case "rows":
      return t`Más renglones primero`;
  }
}

/** The dossiers whose institution or title has what is looked for, in order. */
function arranged(
  dossiers: readonly DossierSummary[],
  wanted: string,
  order: ListOrder,
): readonly DossierSummary[] {
  const words = fold(wanted).split(" ");
  const found = dossiers.filter(({ institution, title }) => {
    const said = fold(`${institution} ${title}`);
    return words.every((word) => said.includes(word));
  });
  const named = found.sort(
    (a, b) => names.compare(a.institution, b.institution) || names.compare(a.title, b.title),
  );
  switch (order) {
    case "institution":
      return named;
    case "decisions":
      return named.sort((a, b) => b.toDecide - a.toDecide);
    case "rows":
      return named.sort((a, b) => b.rows - a.rows);
  }
}

/** The dossiers on this computer, and the ways to another one. */
export function DossierList() {
  const app = useApp();
  const me = useAppState((state) => state.me);
  const version = useAppState((state) => state.version);
  const dossiers = useAppState((state) => state.dossiers) ?? [];
  const [wanted, setWanted] = useState("");
  const [order, setOrder] = useState<ListOrder>("institution");
  const shown = arranged(dossiers, wanted, order);
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
              <ProgrammeDoor />
              {dossiers.length > MANY && (
                <div className={styles.finding}>
                  <Field
                    label={t`Buscar expedientes`}
                    placeholder={t`Institución o título`}
                    value={wanted}
                    onChange={setWanted}
                    testId="dossier-search"
                  />
                  <Choice
                    label={t`Orden`}
                    testId="dossier-order"
                    value={order}
                    options={ORDERS.map((value) => ({ value, text: orderWord(value) }))}
                    onChange={setOrder}
                  />
                  <p role="status" className={styles.sentence} data-testid="dossier-count">
                    {shown.length === dossiers.length
                      ? plural(shown.length, { one: "# expediente", other: "# expedientes" })
                      : t`${shown.length} de ${dossiers.length} expedientes`}
                  </p>
                </div>
              )}
              <ul className={styles.list}>
                {shown.map((dossier) => (
                  <DossierCard key={dossier.dossier} dossier={dossier} />
                ))}
              </ul>
              {shown.length === 0 && (
                <p
                  className={styles.lead}
                >{t`Ningún expediente se llama así. Borra la búsqueda para verlos todos.`}</p>
              )}
            </section>
            <section>
              <h2 className={styles.subtitle}>{t`Otra matriz`}</h2>
              <Doors />
              <Button
                look="quiet"
                data-testid="list-package"
                onPress={() => void app.choosePackage()}
              >
                <Usb size={16} aria-hidden />
                {t`Abrir un archivo de cambios…`}
              </Button>
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

/** The way to the table across all dossiers; shown too where there is one, to say what it is for. */
function ProgrammeDoor() {
  const app = useApp();
  return (
    <div className={styles.programme}>
      <Button data-testid="programme-open" onPress={() => app.programme()}>
        <Table2 size={16} aria-hidden />
        {t`Programa del estado`}
      </Button>
      <span className={styles.sentence}>
        {t`Todas las matrices en una sola tabla: cobertura, líneas repetidas, hallazgos y revisión.`}
      </span>
    </div>
  );
}

/** Drawn anew only when its own dossier changes: there may be hundreds. */
const DossierCard = memo(function DossierCard({ dossier }: { dossier: DossierSummary }) {
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
});
