export { Countdown } from "./Countdown";
export { WindowPanel } from "./WindowPanel";
