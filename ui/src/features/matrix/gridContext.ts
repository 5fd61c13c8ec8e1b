import { createContext, type PointerEvent } from "react";

import type { RowJobs } from "../rows";

/** What the grid lends its cells. It stays the same object, so that lending draws nothing again. */
export interface GridFrame {
  /** Takes the keyboard to the cell after or before the selected one. */
  step: (back: boolean) => void;
  canEdit: boolean;
  /** Begins to drag the row of a lane. */
  dragRow: (event: PointerEvent<HTMLElement>, lane: number) => void;
  /** Moves the row of the selected cell past its neighbour. */
  moveRow: (down: boolean) => void;
  jobs: RowJobs;
}

const nothing = () => undefined;

export const GridContext = createContext<GridFrame>({
  step: nothing,
  canEdit: false,
  dragRow: nothing,
  moveRow: nothing,
  jobs: {
    duplicate: nothing,
    addIndicator: nothing,
    insert: nothing,
    merge: nothing,
    split: nothing,
    move: nothing,
  },
});
