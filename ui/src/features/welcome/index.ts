export { Doors } from "./Doors";
export { FirstRun } from "./FirstRun";
