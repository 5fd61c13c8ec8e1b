import type { ImportMeaning } from "../../host";
import type { MappingStep } from "../../state";

/** What a column holds; `null`: it is not imported. A field has one column, but for headings. */
export function assignColumn(column: string, field: string | null): MappingStep {
  return (mapping) => {
    const columns: Record<string, string> = {};
    for (const [known, of] of Object.entries(mapping.columns)) {
      if (known === column) continue;
      // A heading may stand in two columns: its number and its text.
      if (of === field && !field.startsWith("headings.")) continue;
      columns[known] = of;
    }
    if (field !== null) columns[column] = field;
    return { ...mapping, columns };
  };
}

/** Leaves rows out; where all of them are out already, takes them in again. */
export function toggleSkipped(rows: readonly number[]): MappingStep {
  return (mapping) => {
    const out = new Set(mapping.skipped);
    const allOut = rows.every((row) => out.has(row));
    for (const row of rows) {
      if (allOut) out.delete(row);
      else out.add(row);
    }
    return { ...mapping, skipped: [...out].sort((a, b) => a - b) };
  };
}

/** Moves the cells of rows so many columns to the right, or to the left. */
export function shiftRows(rows: readonly number[], by: number): MappingStep {
  return (mapping) => {
    const moved = rows.map((row) => [String(row), (mapping.shifts[row] ?? 0) + by] as const);
    const shifts: Record<string, number> = { ...mapping.shifts, ...Object.fromEntries(moved) };
    const left = Object.entries(shifts).filter(([, shift]) => shift !== 0);
    return { ...mapping, shifts: Object.fromEntries(left) };
  };
}

/** Gives rows a heading; "" for none, `null` for what the file says. */
export function giveHeading(
  rows: readonly number[],
  level: string,
  text: string | null,
): MappingStep {
  return (mapping) => {
    const given = mapping.headings.filter(
      (heading) => heading.level !== level || !rows.includes(heading.row),
    );
    const added = text === null ? [] : rows.map((row) => ({ row, level, text }));
    const headings = [...given, ...added].sort((a, b) => a.row - b.row);
    return { ...mapping, headings };
  };
}

/** Says what a colour means, once for the whole file. */
export function sayColour(colour: string, meaning: ImportMeaning): MappingStep {
  return (mapping) => ({ ...mapping, colours: { ...mapping.colours, [colour]: meaning } });
}
