/** A cell of something copied elsewhere. */
export interface PastedCell {
  text: string;
  /**
   * Part of a joined cell that begins above (`down`: `text` is that cell's) or to the left
   * (`across`: has no text of its own); `null` for a cell by itself.
   */
  covered: "down" | "across" | null;
  /** Filled with yellow: on the form, "sujeta a revisión". */
  yellow: boolean;
}

/** A table that was copied elsewhere: as many cells in every row. */
export interface PastedTable {
  rows: readonly (readonly PastedCell[])[];
  width: number;
  /** There was text around the table, which is not pasted. */
  around: boolean;
}

/** A cell that is not there: it changes nothing. */
export const ABSENT: PastedCell = { text: "", covered: "across", yellow: false };

/** Gives every row the same number of cells. */
export function evened(
  rows: readonly (readonly (PastedCell | undefined)[])[],
  around: boolean,
): PastedTable {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  return {
    rows: rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? ABSENT)),
    width,
    around,
  };
}

/**
 * A table with the empty rows that the plain text beside it shows and it lost. Excel writes several
 * empty rows as one and says how many in a style of its own, which WebKit takes off what comes from
 * other programs; then all rows below would fall on the wrong ones.
 */
export function withEmptyRows(
  table: PastedTable,
  texts: readonly (readonly string[])[],
): PastedTable {
  if (texts.length <= table.rows.length) return table;
  const rows: (readonly PastedCell[])[] = [];
  let at = 0;
  for (const line of texts) {
    const row = table.rows[at];
    const isEmpty = line.every((text) => text === "");
    if (row !== undefined && isEmpty === isEmptyRow(row)) {
      rows.push(row);
      at += 1;
    } else if (isEmpty) {
      rows.push(Array.from({ length: table.width }, () => ({ ...ABSENT, covered: null })));
    } else {
      // They differ in more than empty rows: the plain text is of something else.
      return table;
    }
  }
  return at === table.rows.length ? { ...table, rows } : table;
}

function isEmptyRow(row: readonly PastedCell[]): boolean {
  return row.every((cell) => cell.text === "" || cell.covered !== null);
}
