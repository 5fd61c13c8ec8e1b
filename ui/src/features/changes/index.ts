export { Changes, changesOf, useChanges } from "./book";
export { ByLine, ChangeMark } from "./ChangeMark";
export { RestoreDialog } from "./RestoreDialog";
export { isAmong, restoringOf } from "./restoring";
export { timeOf } from "./time";
export { AGAIN_AFTER_MS, NOW, useComparison, type Compared } from "./useComparison";
export { countedChanges, rowChange, spokenChanges, whatChanged } from "./words";
