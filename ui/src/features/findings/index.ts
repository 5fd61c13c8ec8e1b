export { findingsOf, type FindingsBook } from "./book";
export { FindingMark } from "./FindingMark";
export { FindingsPanel } from "./FindingsPanel";
export { levelCount, spokenFindings } from "./levels";
export { useFindings, useFindingsOf } from "./useFindings";
