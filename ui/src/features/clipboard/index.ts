/**
 * Copy, cut, paste, fill and clear. The grid calls `useClipboard`; a paste it leaves to the editor
 * of one cell (`onPaste` answered `false`) is read with `pastedText`, which takes off what
 * spreadsheets put around a cell's text (quotes, a last line break, tags).
 */
export { pastedText } from "./pasted";
export { useClipboard, type Clipboard, type ClipboardGround } from "./useClipboard";
