import { t } from "@lingui/core/macro";

import type { DossierStatus, RoleName } from "../../host";

/** The name of a field as the form prints it. */
export function fieldLabel(field: string): string {
  if (field.startsWith("targets.")) return t`Meta ${field.slice("targets.".length)}`;
  switch (field) {
    case "headings.axis":
      return t`Eje`;
    case "headings.objective":
      return t`Objetivo`;
    case "headings.priority":
      return t`Prioridad`;
    case "headings.strategy":
      return t`Estrategia`;
    case "actionLine":
      return t`Línea de acción`;
    case "stage":
      return t`Etapa`;
    case "responsible":
      return t`Unidad responsable`;
    case "pendingExternal":
      return t`Sujeta a revisión`;
    case "indicatorName":
      return t`Indicador`;
    case "interpretation":
      return t`Interpretación`;
    case "unitOfMeasure":
      return t`Tipo`;
    case "formula":
      return t`Fórmula`;
    case "formula.numerator":
      return t`Fórmula: numerador`;
    case "formula.denominator":
      return t`Fórmula: denominador`;
    case "formula.factor":
      return t`Fórmula: factor`;
    case "frequency":
      return t`Frecuencia`;
    case "direction":
      return t`Sentido esperado`;
    case "targetBehavior":
      return t`Comportamiento de las metas`;
    case "baseline.value":
      return t`Línea base: valor`;
    case "baseline.year":
      return t`Línea base: año`;
    case "baseline.source":
      return t`Línea base: fuente`;
    case "baseline.verification":
      return t`Línea base: verificación`;
    case "meansOfVerification":
      return t`Medios de verificación`;
    default:
      return field;
  }
}

/** "Renglón 4 · Indicador"; a retired row has no number. */
export function placeLabel(row: number | null, field: string): string {
  const place = row === null ? t`Renglón retirado` : t`Renglón ${row}`;
  return field === "" ? place : `${place} · ${fieldLabel(field)}`;
}

/**
 * A step of undo as a person reads it. Steps that the screen did not name say what was written or
 * done: "field:targets.2024", "decision:formula", "deed:accept".
 */
export function stepLabel(step: string): string {
  const deed = DEEDS[step];
  if (deed !== undefined) return deed();
  const [, kind, field = ""] = /^(field|decision):(.+)$/.exec(step) ?? [];
  if (kind === undefined) return step;
  const name = fieldLabel(field);
  return kind === "field" ? t`Escribir en «${name}»` : t`Decidir «${name}»`;
}

/** What one does in the review that also writes in the matrix. */
const DEEDS: Readonly<Record<string, () => string>> = {
  "deed:accept": () => t`Aceptar una propuesta`,
  "deed:consult": () => t`Convertir una nota en consulta`,
  "deed:baseline": () => t`Corregir una línea base`,
};

/** Who said something; of what came out of a file, the name the file gives. */
export function authorName(said: { author: string; imported: boolean }): string {
  return said.imported ? t`${said.author} (del archivo)` : said.author;
}

/** A role, as a word. */
export function roleLabel(role: RoleName): string {
  switch (role) {
    case "coordinator":
      return t`Coordina`;
    case "editor":
      return t`Edita`;
    case "reviewer":
      return t`Revisa`;
    case "reader":
      return t`Lee`;
  }
}

/** What a role may do, in a sentence. */
export function roleSentence(role: RoleName): string {
  switch (role) {
    case "coordinator":
      return t`Escribe en todo e invita a otras personas.`;
    case "editor":
      return t`Escribe en la matriz y comenta.`;
    case "reviewer":
      return t`Lee la matriz, comenta y propone cambios; no escribe en las celdas.`;
    case "reader":
      return t`Solo lee.`;
  }
}

/** The word for how a dossier stands. */
export function stateWord(status: DossierStatus): string {
  switch (status.state) {
    case "local":
    case "saved":
      return t`guardado aquí`;
    case "offline":
      return t`sin conexión`;
    case "sent":
      return t`enviado`;
    case "stuck":
      return t`atorado`;
  }
}
