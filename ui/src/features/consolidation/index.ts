export { ConsolidationScreen } from "./ConsolidationScreen";
