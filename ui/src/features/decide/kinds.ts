import { t } from "@lingui/core/macro";

import type {
  ChoiceMeaning,
  ChoiceView,
  DecisionKind,
  RoleName,
  SuggestionStatus,
} from "../../host";
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

/** What a choice would leave: a text as it was written, and else what it does, in words. */
export function choiceWords({ value, means }: ChoiceView): string {
  return means === null ? value : meaningWords(means);
}

function meaningWords(means: ChoiceMeaning): string {
  switch (means.does) {
    case "keep":
      return t`Conservar el renglón`;
    case "retire":
      return t`Retirarlo`;
    case "placeLine":
      return lineWords(means.under, means.after);
    case "placeIndicator":
      return t`En la línea «${means.line}»`;
    case "state":
      return rowStateWord(means.state);
    case "approveAsItIs":
      return t`Aprobarla como está ahora`;
    case "reopen":
      return t`Reabrirla`;
    case "verdict":
      return verdictWord(means.verdict);
    case "keepOne":
      return t`Dejar un solo renglón`;
    case "keepBoth":
      return t`Dejar los dos`;
  }
}

function lineWords(under: string, after: string): string {
  if (under === "") return after === "" ? t`Al principio` : t`Después de «${after}»`;
  return after === "" ? t`Al principio de ${under}` : t`En ${under}, después de «${after}»`;
}

function verdictWord(verdict: SuggestionStatus): string {
  switch (verdict) {
    case "accepted":
      return t`Aceptada`;
    case "partly":
      return t`Aceptada en parte`;
    case "refused":
      return t`Rechazada`;
    case "withdrawn":
      return t`Retirada por quien la propuso`;
    case "open":
    case "contested":
      return t`Sin decidir`;
  }
}
