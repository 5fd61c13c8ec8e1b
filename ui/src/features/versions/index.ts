export { ChangesBar } from "./ChangesBar";
export { timeOf } from "./time";
export { TimeScreen, useOtherTime } from "./TimeScreen";
export { useVersionCommands } from "./useVersionCommands";
export { VersionsPanel } from "./VersionsPanel";
