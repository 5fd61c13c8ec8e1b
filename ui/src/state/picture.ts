import { t } from "@lingui/core/macro";

import type { Host, MatrixView, OpenedDossier, Problem } from "../host";
import type { DossierState } from "./dossierState";

/** What is answered to who tries to write in it all the same. */
function lookedAt(): Problem {
  return {
    code: "NOT_ALLOWED",
    message: t`Esto es la matriz como estaba: no se escribe en ella.`,
    next: t`Vuelve a ahora para escribir.`,
  };
}

/** The shell of a matrix that is only looked at: it hears nothing and does nothing. */
export const SILENT: Host = new Proxy<Partial<Host>>(
  {},
  { get: () => () => Promise.reject(lookedAt()) },
) as Host;

/** A matrix of another time as if it were opened by who only reads. */
export function pictured(
  matrix: MatrixView,
  { status, members }: Pick<DossierState, "status" | "members">,
): OpenedDossier {
  // What waits is decided in the matrix of now.
  const rows = matrix.rows.map((row) => ({
    ...row,
    conflicts: [],
    toDecide: [],
    retiredAndEdited: null,
    openComments: 0,
    unsent: [],
  }));
  return {
    matrix: { ...matrix, rows },
    whole: true,
    version: "",
    comments: [],
    review: {
      suggestions: [],
      consultations: [],
      states: [],
      windows: [],
      verifications: [],
      versions: [],
      decisions: [],
    },
    notices: [],
    status,
    members: [...members],
    role: "reader",
    away: [],
    drafts: [],
    undo: null,
    redo: null,
  };
}
