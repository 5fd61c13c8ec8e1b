import { Store, companion, type CellRef } from "../../state";

/** The consultation that is being written; `note`: it takes the place of a note in its cell. */
export interface ConsultationJob {
  cell: CellRef;
  note: boolean;
}

/** Which one it is; one at a time for each open dossier. */
export const consultationJob = companion(() => new Store<ConsultationJob | null>(null));
