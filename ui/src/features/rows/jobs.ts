import { Store, companion } from "../../state";

/** The dialog that is open about a line. */
export interface RowJob {
  name: "merge" | "split" | "move";
  line: string;
}

/** Which one it is; one at a time for each open dossier. */
export const rowJob = companion(() => new Store<RowJob | null>(null));
