export { Grid } from "./Grid";
export { useInnerWidth, useTextScale } from "./usePage";
export { useRowWindow } from "./useRowWindow";
export { useSelectionRange } from "./useSelectionRange";
export { useUndo } from "./useUndo";
