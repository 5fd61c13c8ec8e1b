export { ChangesBar } from "./ChangesBar";
export { TimeScreen, useOtherTime } from "./TimeScreen";
export { useVersionCommands } from "./useVersionCommands";
export { VersionsPanel } from "./VersionsPanel";
