export { WindowPanel } from "./WindowPanel";
