export { Grid } from "./Grid";
export { useSelectionRange } from "./useSelectionRange";
export { useUndo } from "./useUndo";
