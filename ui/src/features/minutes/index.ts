export { MinutesOr, useMinutesOpen } from "./MinutesScreen";
export { useMinutesCommands } from "./useMinutesCommands";
