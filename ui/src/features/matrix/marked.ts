import type { Row } from "../../host";
import { orderedFields, type CellRef, type DossierState } from "../../state";

/**
 * The next cell that `matches` says, after the selected one and then from the top; folded groups
 * and hidden columns are looked into. `null`: there is none.
 */
export function nextMarked(
  state: DossierState,
  matches: (row: Row, field: string) => boolean,
): CellRef | null {
  const { shown, rows, places, selection, spans } = state;
  const fields = orderedFields(state.years, state.view);
  const size = shown.length * fields.length;
  const row = places.get(selection?.key ?? "") ?? 0;
  const column = fields.indexOf(selection?.field ?? "");
  const start = row * fields.length + column;
  for (let step = 1; step <= size; step += 1) {
    const at = (start + step + size) % size;
    const key = shown[Math.floor(at / fields.length)];
    const field = fields[at % fields.length];
    const found = rows.get(key ?? "");
    if (key === undefined || field === undefined || found === undefined) continue;
    if (!matches(found, field)) continue;
    const level = field.startsWith("headings.") ? field.slice("headings.".length) : null;
    const span = level === null ? undefined : spans[level as "axis"][places.get(key) ?? -1];
    // A joined cell is one cell: the first of its rows stands for it.
    if (span === undefined || span.start === places.get(key)) return { key, field };
  }
  return null;
}
