import type { Row } from "../host";
import { levelOf } from "./cells";
import { mayEdit, type DossierState } from "./dossierState";
import { stateOf } from "./reviewIndex";

/** Why a person does not write in a cell: their role, or its line is approved. */
export type Lock = "role" | "approved";

type Locked = Pick<DossierState, "role" | "review">;

/** Whether a line is approved: nobody writes in it until it is reopened. */
export function isApproved(state: Pick<DossierState, "review">, line: string): boolean {
  return stateOf(state, line) === "approved";
}

/** Whether something of a row's line is changed here, be it a cell or its heading. */
export function mayChange(state: Locked, row: Row): boolean {
  return mayEdit(state.role) && !isApproved(state, row.line);
}

/** Why a cell is not written here; `null`: it may be. A heading is of all its rows, approved or not. */
export function lockOf(state: Locked, row: Row, field: string): Lock | null {
  if (!mayEdit(state.role)) return "role";
  return levelOf(field) === null && isApproved(state, row.line) ? "approved" : null;
}

/** Those of some rows whose lines are approved. */
export function approvedAmong(
  state: Pick<DossierState, "review">,
  rows: Iterable<Row>,
): readonly Row[] {
  return [...rows].filter((row) => isApproved(state, row.line));
}
