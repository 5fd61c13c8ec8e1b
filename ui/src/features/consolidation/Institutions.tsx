import { plural, t } from "@lingui/core/macro";
import { useState } from "react";

import type { ConsolidatedDossier } from "../../host";
import { classes, fold, localTime, officialTime } from "../../kit";
import { useApp } from "../../state";
import { useConsolidation } from "./useConsolidation";
import { deadlineWord, partWord } from "./words";
import styles from "./Consolidation.module.css";

type Order = "institution" | "errors" | "approved" | "pending" | "deadline";

/** How each dossier stands: all of it, whatever rows the filters leave. */
export function Institutions() {
  const dossiers = useConsolidation((state) => state.view?.dossiers ?? []);
  const chosen = useConsolidation((state) => state.query.institutions);
  const [order, setOrder] = useState<Order>("institution");
  const keys = new Set(chosen.map(fold));
  const shown = dossiers.filter((one) => keys.size === 0 || keys.has(fold(one.institution)));
  const sorted = order === "institution" ? shown : [...shown].sort(byOrder(order));
  const head = (id: Order, words: string, numeric = true) => (
    <th
      scope="col"
      className={numeric ? styles.number : undefined}
      aria-sort={order === id ? (id === "institution" ? "ascending" : "descending") : "none"}
    >
      <button
        type="button"
        className={classes(styles.sortButton, numeric && styles.sortRight)}
        data-testid={`institutions-by-${id}`}
        onClick={() => setOrder(id)}
      >
        {words}
      </button>
    </th>
  );
  return (
    <div className={styles.scroll}>
      <table className={styles.sheet} data-testid="institutions-table">
        <caption>
          {t`Cada expediente completo; de los filtros solo cuenta el de institución`}
        </caption>
        <thead>
          <tr>
            {head("institution", t`Institución`, false)}
            <th scope="col" className={styles.number}>{t`Líneas`}</th>
            {head("errors", t`Hallazgos`)}
            {head("approved", t`Revisión`, false)}
            {head("pending", t`Pendientes`, false)}
            <th scope="col">{t`Última versión cerrada`}</th>
            {head("deadline", t`Periodo de revisión`, false)}
            <th scope="col">{t`Último contacto`}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((one) => (
            <DossierRow key={one.dossier} one={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function byOrder(order: Order): (a: ConsolidatedDossier, b: ConsolidatedDossier) => number {
  const weight = (one: ConsolidatedDossier): number => {
    switch (order) {
      case "errors":
        return one.coverage.errors * 1_000_000 + one.coverage.warnings;
      case "approved":
        return one.coverage.lines === 0 ? 0 : one.coverage.approved / one.coverage.lines;
      case "pending":
        return one.toDecide + one.consultations;
      case "deadline":
        // The nearest open day first, then what has passed, then what is closed or was never open.
        if (one.deadline === null || one.deadline.status === "closed") return -Infinity;
        return one.deadline.daysLeft < 0
          ? one.deadline.daysLeft - 1_000_000
          : -one.deadline.daysLeft;
      case "institution":
        return 0;
    }
  };
  return (a, b) => weight(b) - weight(a);
}

function DossierRow({ one }: { one: ConsolidatedDossier }) {
  const app = useApp();
  const counted = one.coverage;
  const states = [
    [counted.approved, t`aprobadas`],
    [counted.returned, t`observadas`],
    [counted.inReview, t`en revisión`],
    [counted.draft, t`en borrador`],
  ] as const;
  const pending = [
    one.consultations > 0
      ? plural(one.consultations, { one: "# consulta abierta", other: "# consultas abiertas" })
      : "",
    one.toDecide > 0 ? plural(one.toDecide, { one: "# por decidir", other: "# por decidir" }) : "",
    counted.subject > 0
      ? plural(counted.subject, {
          one: "# sujeta a revisión",
          other: "# sujetas a revisión",
        })
      : "",
  ].filter((word) => word !== "");
  const past = one.deadline?.status === "past";
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={styles.opens}
          data-testid="open-dossier"
          onClick={() => void app.open(one.dossier)}
        >
          {one.institution}
        </button>
        <span className={styles.remark}>{one.title === "" ? t`Matriz por llegar` : one.title}</span>
      </th>
      <td className={styles.number}>
        {counted.lines}
        <span className={styles.remark}>
          {plural(counted.rows, { one: "# renglón", other: "# renglones" })}
        </span>
      </td>
      <td className={styles.number}>
        <span className={counted.errors > 0 ? styles.wrong : undefined}>
          {plural(counted.errors, { one: "# error", other: "# errores" })}
        </span>
        <span className={styles.remark}>
          {plural(counted.warnings, { one: "# aviso", other: "# avisos" })}
        </span>
      </td>
      <td>
        {t`${partWord(counted.approved, counted.lines)} aprobadas`}
        <span className={styles.remark}>
          {states
            .slice(1)
            .filter(([count]) => count > 0)
            .map(([count, word]) => `${String(count)} ${word}`)
            .join(", ")}
        </span>
      </td>
      <td>{pending.length === 0 ? t`Nada` : pending.join("; ")}</td>
      <td>
        {one.version === null ? (
          <span className={styles.quiet}>{t`Ninguna`}</span>
        ) : (
          <>
            {one.version.name}
            <span className={styles.remark}>
              {officialTime(one.version.at)}
              {!one.version.current && ` · ${t`cambió después`}`}
            </span>
          </>
        )}
      </td>
      <td className={past ? styles.waitCell : undefined}>
        {one.deadline === null ? (
          <span className={styles.quiet}>{t`Ninguno`}</span>
        ) : (
          deadlineWord(one.deadline)
        )}
      </td>
      <td>
        {!one.shared ? (
          <span className={styles.quiet}>{t`No está compartido`}</span>
        ) : one.lastContact === null ? (
          t`Todavía ninguno`
        ) : (
          localTime(one.lastContact)
        )}
      </td>
    </tr>
  );
}
