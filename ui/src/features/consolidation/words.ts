import { plural, t } from "@lingui/core/macro";

import type {
  ConsolidatedHeading,
  ConsolidationColumn,
  ConsolidationGrouping,
  CoverageView,
  DeadlineView,
  FindingLevel,
  RowLack,
} from "../../host";
import { civilDate } from "../../kit";
import type { ConsolidationTab, CoverageLevel } from "../../state";

export function tabWord(tab: ConsolidationTab): string {
  switch (tab) {
    case "table":
      return t`Tabla`;
    case "coverage":
      return t`Cobertura`;
    case "repeats":
      return t`Líneas repetidas`;
    case "institutions":
      return t`Instituciones`;
    case "charts":
      return t`Gráficas`;
  }
}

export function levelWord(level: CoverageLevel): string {
  return level === "axis" ? t`Eje` : t`Prioridad`;
}

/** "7. Proteger a denunciantes", or that there is none. */
export function headingWord(heading: ConsolidatedHeading, level: CoverageLevel): string {
  const { number, text } = heading;
  if (number === "" && text === "") return level === "axis" ? t`Sin eje` : t`Sin prioridad`;
  if (number === "") return text;
  return text === "" ? number : `${number}. ${text}`;
}

export function groupWord(group: ConsolidationGrouping): string {
  switch (group) {
    case "none":
      return t`Sin agrupar`;
    case "axis":
      return t`Por eje`;
    case "priority":
      return t`Por prioridad`;
    case "institution":
      return t`Por institución`;
  }
}

/** What stands over a group of rows that have no heading. */
export function noneWord(group: ConsolidationGrouping): string {
  return group === "axis" ? t`Sin eje` : t`Sin prioridad`;
}

export function columnWord(column: ConsolidationColumn): string {
  switch (column) {
    case "form":
      return t`Eje y prioridad`;
    case "institution":
      return t`Institución`;
    case "line":
      return t`Línea de acción`;
    case "indicator":
      return t`Indicador`;
    case "state":
      return t`Estado`;
    case "findings":
      return t`Hallazgos`;
  }
}

export function lackWord(lack: RowLack): string {
  switch (lack) {
    case "target":
      return t`Falta alguna meta`;
    case "baseline":
      return t`Sin línea base`;
    case "indicator":
      return t`Sin indicador`;
    case "line":
      return t`Sin línea de acción`;
  }
}

export function leastFindingWord(level: FindingLevel): string {
  switch (level) {
    case "error":
      return t`Con errores`;
    case "warning":
      return t`Con errores o avisos`;
    case "info":
      return t`Con cualquier hallazgo`;
  }
}

export function likenessWord(likeness: number): string {
  return likeness === 100 ? t`Dicen lo mismo` : t`Se parecen en ${likeness} % o más`;
}

/** "2 errores, 3 avisos"; "" for none. */
export function findingsWord(counts: { errors: number; warnings: number; notes: number }): string {
  return [
    counts.errors > 0 ? plural(counts.errors, { one: "# error", other: "# errores" }) : "",
    counts.warnings > 0 ? plural(counts.warnings, { one: "# aviso", other: "# avisos" }) : "",
    counts.notes > 0
      ? plural(counts.notes, { one: "# dato para saber", other: "# datos para saber" })
      : "",
  ]
    .filter((word) => word !== "")
    .join(", ");
}

/** How a review window stands, with its day. */
export function deadlineWord({ closesOn, status, daysLeft }: DeadlineView): string {
  const day = civilDate(closesOn);
  if (status === "closed") return t`Cerrado; era hasta el ${day}`;
  if (status === "past") return t`Venció el ${day}`;
  if (daysLeft === 0) return t`Hasta hoy, ${day}`;
  return plural(daysLeft, {
    one: `Hasta el ${day} (queda # día)`,
    other: `Hasta el ${day} (quedan # días)`,
  });
}

/** A share in whole per cent; `null` of nothing. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 100);
}

/** "42 de 52 (81 %)". */
export function partWord(part: number, whole: number): string {
  const per = share(part, whole);
  return per === null ? String(part) : t`${part} de ${whole} (${per} %)`;
}

/** What some rows come to, in a sentence. */
export function countsWord(one: CoverageView): string {
  return [
    plural(one.institutions, { one: "# institución", other: "# instituciones" }),
    plural(one.lines, { one: "# línea de acción", other: "# líneas de acción" }),
    plural(one.indicators, { one: "# indicador", other: "# indicadores" }),
    plural(one.rows, { one: "# renglón", other: "# renglones" }),
  ].join(" · ");
}
