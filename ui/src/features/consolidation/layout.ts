import type { ConsolidationSection } from "../../host";

/** Height of a row of the table: three lines of text. */
export const ROW_PX = 66;
/** Height of what stands over a group. */
export const SECTION_PX = 34;
/** Rows drawn beyond those in sight, so that scrolling meets no gap. */
const SPARE_ROWS = 8;

/** Something in the table, from its top. */
export type Item =
  { kind: "section"; section: number; top: number } | { kind: "row"; row: number; top: number };

/** Height of the whole table. */
export function heightOf(total: number, sections: readonly ConsolidationSection[]): number {
  return total * ROW_PX + sections.length * SECTION_PX;
}

/** How many groups begin at a row or before it. */
function sectionsUpTo(row: number, sections: readonly ConsolidationSection[]): number {
  let [low, high] = [0, sections.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sections[middle]?.first ?? Infinity) <= row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a row begins. */
export function topOf(row: number, sections: readonly ConsolidationSection[]): number {
  return row * ROW_PX + sectionsUpTo(row, sections) * SECTION_PX;
}

/** The last row that begins at a height or above it; 0 in an empty table. */
function rowAt(px: number, total: number, sections: readonly ConsolidationSection[]): number {
  let [low, high] = [0, Math.max(total - 1, 0)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (topOf(middle, sections) <= px) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What is drawn of a table that is scrolled so far, in a window of some height. */
export function itemsIn(
  scrolled: number,
  height: number,
  total: number,
  sections: readonly ConsolidationSection[],
): Item[] {
  if (total === 0) return [];
  const first = Math.max(rowAt(scrolled, total, sections) - SPARE_ROWS, 0);
  const last = Math.min(rowAt(scrolled + height, total, sections) + SPARE_ROWS, total - 1);
  const items: Item[] = [];
  for (let row = first; row <= last; row += 1) {
    const top = topOf(row, sections);
    const section = sectionsUpTo(row, sections) - 1;
    if (section >= 0 && sections[section]?.first === row) {
      items.push({ kind: "section", section, top: top - SECTION_PX });
    }
    items.push({ kind: "row", row, top });
  }
  return items;
}
