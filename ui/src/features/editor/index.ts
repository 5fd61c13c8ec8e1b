export { CellStateWord } from "./CellStateWord";
export { cellState, type CellWord } from "./cellState";
export { EditorBox, type Closing } from "./EditorBox";
