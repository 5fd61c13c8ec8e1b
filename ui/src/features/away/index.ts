export { AwayPanel } from "./AwayPanel";
export { awayOf } from "./book";
export { whatHappened } from "./words";
