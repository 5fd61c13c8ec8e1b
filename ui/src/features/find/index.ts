export { FindBar } from "./FindBar";
export { finderOf, type Finder } from "./finder";
export { MatchedText } from "./MatchedText";
export { useFinder, useLook, useMatches } from "./useFind";
