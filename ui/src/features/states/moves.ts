import { plural, t } from "@lingui/core/macro";

import type { RoleName, RowState } from "../../host";

/** What a person does to the state of lines. */
export type Move = "review" | "return" | "approve" | "reopen" | "draft";
export const MOVES: readonly Move[] = ["review", "return", "approve", "reopen", "draft"];

/** The state a line has after it; one that was reopened is looked at again. */
export function stateAfter(move: Move): RowState {
  switch (move) {
    case "review":
    case "reopen":
      return "inReview";
    case "return":
      return "returned";
    case "approve":
      return "approved";
    case "draft":
      return "draft";
  }
}

/** Whether a role does it at all. */
export function mayMove(role: RoleName, move: Move): boolean {
  switch (move) {
    case "review":
    case "draft":
      return role === "editor" || role === "coordinator";
    case "return":
      return role === "reviewer" || role === "coordinator";
    case "approve":
    case "reopen":
      return role === "coordinator";
  }
}

/** Whether it can be done to a line in a state: what is approved is reopened first. */
export function canMove(state: RowState, move: Move): boolean {
  if (move === "reopen") return state === "approved";
  return state !== "approved" && state !== stateAfter(move);
}

/** Whether it asks why. */
export function asksReason(move: Move): boolean {
  return move === "return" || move === "reopen";
}

/** What it is called in a menu. */
export function moveTitle(move: Move): string {
  switch (move) {
    case "review":
      return t`Pasar a revisión`;
    case "return":
      return t`Observar…`;
    case "approve":
      return t`Aprobar`;
    case "reopen":
      return t`Reabrir…`;
    case "draft":
      return t`Volver a borrador`;
  }
}

/** What is said once it was done to some lines. */
export function doneWords(move: Move, count: number): string {
  switch (move) {
    case "review":
      return plural(count, {
        one: "Pasó # renglón a revisión.",
        other: "Pasaron # renglones a revisión.",
      });
    case "return":
      return plural(count, {
        one: "Se observó # renglón; quien edita verá el motivo.",
        other: "Se observaron # renglones; quien edita verá el motivo.",
      });
    case "approve":
      return plural(count, {
        one: "Se aprobó # renglón. Nadie lo cambia hasta que se reabra.",
        other: "Se aprobaron # renglones. Nadie los cambia hasta que se reabran.",
      });
    case "reopen":
      return plural(count, {
        one: "Se reabrió # renglón.",
        other: "Se reabrieron # renglones.",
      });
    case "draft":
      return plural(count, {
        one: "Volvió # renglón a borrador.",
        other: "Volvieron # renglones a borrador.",
      });
  }
}
