export { decideOf } from "./book";
export { DecidePanel } from "./DecidePanel";
export { DecideMarks, waits } from "./Marks";
export { pendingOf } from "./pending";
