export { CellStateWord } from "./CellStateWord";
export { cellState, cellWord, type CellWord } from "./cellState";
export { type Closing } from "./closing";
export { EditorBox } from "./EditorBox";
export { KeptDraft, useKept } from "./KeptDraft";
export { adoptSheet } from "./sheet";
