export { AwayPanel, whatHappened } from "./AwayPanel";
