export { App, type AppState, type Screen, type Toast } from "./app";
export {
  cellId,
  cellText,
  conflictOf,
  headingAt,
  headingText,
  isLineField,
  isText,
  levelOf,
  rowKey,
  toDecideOf,
  type CellRef,
  type Level,
} from "./cells";
export {
  AppContext,
  DossierContext,
  useApp,
  useAppState,
  useDossier,
  useDossierState,
  useDraft,
  useIsOpen,
  useRow,
} from "./context";
export {
  applyEvent,
  mayComment,
  mayEdit,
  openedState,
  retiredCount,
  type DossierState,
  type Panel,
} from "./dossierState";
export { DossierStore } from "./dossierStore";
export { Editors, type Draft, type EditorPlace, type Phase } from "./editors";
export { movedCaret } from "./rebase";
export { spansOf, type Span, type SpanColumn, type Spans } from "./spans";
export { Store, useStore } from "./store";
export { isAbout, threadsOf, type Thread } from "./threads";
