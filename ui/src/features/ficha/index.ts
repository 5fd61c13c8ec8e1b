export { FichaPanel } from "./FichaPanel";
export { openFicha } from "./open";
