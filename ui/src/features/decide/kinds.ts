import { t } from "@lingui/core/macro";

import type { ChoiceView, DecisionKind, RoleName } from "../../host";
import { mayEdit } from "../../state";
import { rowStateWord } from "../states";

/** Why something waits, in a few words. */
export function decisionTitle(kind: DecisionKind): string {
  switch (kind) {
    case "values":
      return t`Dos personas escribieron aquí sin verse.`;
    case "numeral":
      return t`Los dos cambios tocaron una cifra.`;
    case "overlap":
      return t`Los dos cambiaron las mismas palabras.`;
    case "retiredAndEdited":
      return t`El renglón fue retirado y editado a la vez.`;
    case "movedTwice":
      return t`El renglón se movió a dos lugares a la vez.`;
    case "states":
      return t`El renglón recibió dos estados a la vez.`;
    case "verdicts":
      return t`La propuesta se decidió de dos maneras a la vez.`;
    case "changedAfterApproval":
      return t`El renglón cambió después de aprobarse.`;
  }
}

/** What is being asked. */
export function decisionQuestion(kind: DecisionKind): string {
  switch (kind) {
    case "values":
    case "numeral":
    case "overlap":
      return t`Nada se perdió: elige qué queda.`;
    case "retiredAndEdited":
      return t`Elige si se queda o sale de la matriz.`;
    case "movedTwice":
      return t`Elige dónde queda.`;
    case "states":
      return t`Elige cuál vale.`;
    case "verdicts":
      return t`Elige qué se hace con ella.`;
    case "changedAfterApproval":
      return t`El cambio se hizo en otra computadora antes de saber que estaba aprobado. Elige qué se hace.`;
  }
}

/** Whether a role decides about such things: what only a coordinator does, a coordinator decides. */
export function mayDecide(role: RoleName, kind: DecisionKind): boolean {
  return kind === "states" || kind === "changedAfterApproval"
    ? role === "coordinator"
    : mayEdit(role);
}

/** What a choice would leave, in words: a text as it was written, and else in the window's language. */
export function choiceWords(kind: DecisionKind, { value }: ChoiceView): string {
  const written = kind === "values" || kind === "numeral" || kind === "overlap";
  return written ? value : (SAID[value]?.() ?? value);
}

/** What the shell says of choices that are always the same. */
const SAID: Readonly<Record<string, () => string>> = {
  Borrador: () => rowStateWord("draft"),
  "En revisión": () => rowStateWord("inReview"),
  Observada: () => rowStateWord("returned"),
  Aprobada: () => rowStateWord("approved"),
  Aceptada: () => t`Aceptada`,
  "Aceptada en parte": () => t`Aceptada en parte`,
  Rechazada: () => t`Rechazada`,
  "Retirada por quien la propuso": () => t`Retirada por quien la propuso`,
  "Conservar el renglón": () => t`Conservar el renglón`,
  Retirarlo: () => t`Retirarlo`,
  "Aprobarla como está ahora": () => t`Aprobarla como está ahora`,
  Reabrirla: () => t`Reabrirla`,
};
