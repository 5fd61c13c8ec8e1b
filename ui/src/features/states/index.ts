export { StateDialogs } from "./StateDialogs";
export { StateDetail, StateMark } from "./StateMark";
export { useOpenCell } from "./useOpenCell";
export { linesAround, useStateMoves } from "./useStateMoves";
export { ROW_STATES, rowStateTone, rowStateWord } from "./words";
