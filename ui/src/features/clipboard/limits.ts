/** Cells a paste may have: a whole matrix that comes back from a spreadsheet, mostly unchanged. */
export const PASTE_CELLS_MAX = 60_000;
/** Things one step may do at most, by what the shell takes. */
export const STEP_ACTIONS_MAX = 20_000;
/** Bytes of text a paste may have, tags of a web page included. */
export const PASTE_BYTES_MAX = 16 * 1024 * 1024;
/** Columns a paste may have: a page may say that a cell covers a million. */
export const PASTE_COLUMNS_MAX = 200;
/** Bytes of style sheet that are looked through for the colours of cells. */
export const STYLE_BYTES_MAX = 512 * 1024;
/** UTF-16 units a text may have in the document. */
export const TEXT_UNITS_MAX = 20_000;
/** UTF-16 units a single value may have in the document. */
export const VALUE_UNITS_MAX = 2_000;
/** Rows a matrix may have. */
export const ROWS_MAX = 5_000;
/** Rows one paste may add: each goes in by itself, and places between two rows grow narrow. */
export const ROWS_ADDED_MAX = 500;
/** Changes a preview shows one by one; the rest is counted. */
export const PREVIEW_CHANGES_MAX = 200;
