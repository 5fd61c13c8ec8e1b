export { ImportScreen } from "./ImportScreen";
export { ReadingFile } from "./ReadingFile";
