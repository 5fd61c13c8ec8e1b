export { Dispatcher } from "./Dispatcher";
export { Keys } from "./Keys";
export { keysText } from "./keys";
export { Palette } from "./Palette";
export { Shortcuts } from "./Shortcuts";
