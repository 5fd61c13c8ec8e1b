export {
  App,
  type AppState,
  type Overlay,
  type PlaceInDossier,
  type Screen,
  type Toast,
} from "./app";
export {
  LEVELS,
  cellId,
  cellText,
  conflictOf,
  headingAt,
  headingText,
  isLineField,
  isSharedText,
  isText,
  levelOf,
  rowKey,
  toDecideOf,
  type CellRef,
  type Level,
} from "./cells";
export {
  Commands,
  CommandsContext,
  useCommands,
  type Command,
  type CommandGroup,
} from "./commands";
export {
  CONSOLIDATION_TABS,
  EMPTY_QUERY,
  LIKENESSES,
  PAGE_ROWS,
  filterCount,
  type ConsolidationState,
  type ConsolidationTab,
  type CoverageLevel,
} from "./consolidation";
export { companion } from "./companion";
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
export { useDone } from "./done";
export { ImportSession, IMPORT_PAGE_ROWS, type ImportState, type MappingStep } from "./importing";
export {
  applyEvent,
  mayComment,
  mayEdit,
  openedState,
  retiredCount,
  type DossierState,
  type Panel,
} from "./dossierState";
export type { DossierStore, NewComment } from "./dossierStore";
export { Editors, type Draft, type EditorPlace, type Phase } from "./editors";
export { DEFAULTS, Preferences } from "./preferences";
export { type Lane } from "./lanes";
export { approvedAmong, isApproved, lockOf, mayChange, type Lock } from "./locks";
export { ROW_FIELD, isRange, rectOf, selectedIn, spotOf, type Rect, type Spot } from "./range";
export {
  isPending,
  reviewIndex,
  stateGiven,
  stateOf,
  suggestionsOn,
  type ReviewIndex,
} from "./reviewIndex";
export { MinutesDesk, type MinutesLook } from "./minutesDesk";
export { byRank, ranking, stepped, type Placed, type Rank } from "./ranks";
export { spansOf, type Span, type SpanColumn, type Spans } from "./spans";
export { Store, useStore } from "./store";

export { plain } from "./textChanges";
export { TEXT_UNITS_MAX, type TextSession } from "./textSession";
export { anchoredWords, isAbout, threadsOf, type AnchoredWords, type Thread } from "./threads";
export {
  FORM_VIEW,
  ZOOM_MAX,
  ZOOM_MIN,
  ZOOM_STEP,
  isVisible,
  orderedFields,
  readView,
  visibleFields,
  withFieldBefore,
  withFieldMoved,
  withFolded,
  withFormColumns,
  withVisible,
  withWidth,
  withZoom,
  writeView,
  type ViewPrefs,
} from "./viewPrefs";
