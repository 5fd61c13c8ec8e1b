export { FichaPanel } from "./FichaPanel";
