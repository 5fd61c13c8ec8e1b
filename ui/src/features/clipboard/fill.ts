import { t } from "@lingui/core/macro";

import type { MatrixAction, Row } from "../../host";
import { cellId, cellText, isLineField, levelOf } from "../../state";
import type { Selected } from "./copied";
import { refusal, setOf, type Locked } from "./plan";

/** A fill or a clearing, worked out. */
export interface FillPlan {
  actions: readonly MatrixAction[];
  /** Cells that change. */
  count: number;
  /** Why some of the selected cells stay as they are; `null`: none does. */
  left: string | null;
  /** Approved rows that would have changed. */
  locked: readonly Row[];
}

/** Writes cells by a rule (`null`: not this one); what must stay as it is, it says. */
function planFill(
  { rows, fields }: Selected,
  isLocked: Locked,
  valueOf: (row: Row, field: string) => string | null,
): FillPlan {
  const actions: MatrixAction[] = [];
  const written = new Set<string>();
  const locked = new Set<Row>();
  let left: string | null = null;
  let count = 0;
  for (const row of rows) {
    const given: Record<string, string> = {};
    for (const field of fields) {
      const value = valueOf(row, field);
      const id = cellId(row, field);
      if (value === null || written.has(id) || cellText(row, field) === value) continue;
      written.add(id);
      if (isLocked(row, field)) {
        locked.add(row);
        continue;
      }
      const why = whyNot(row, field, value);
      if (why !== null) {
        left ??= why;
        continue;
      }
      count += 1;
      if (row.indicator === null && !isLineField(field)) given[field] = value;
      else actions.push(setOf(row, field, value));
    }
    if (Object.keys(given).length > 0) {
      actions.push({ type: "addIndicator", line: row.line, cells: given });
    }
  }
  return { actions, count, left, locked: [...locked] };
}

function whyNot(row: Row, field: string, value: string): string | null {
  if (levelOf(field) !== null) {
    return t`Los encabezados se quedaron como estaban: son de todos sus renglones. Para cambiar de encabezado, mueve el renglón; para cambiar sus palabras, edita la celda.`;
  }
  if (row.retired) return t`Los renglones retirados se quedaron como estaban.`;
  return refusal(field, value);
}

/**
 * Ctrl+D: the first row over the others; one row alone takes what stands above it, if anything
 * does.
 */
export function planFillDown(
  { rows, fields }: Selected,
  above: Row | undefined,
  isLocked: Locked,
): FillPlan | null {
  const one = rows.length === 1;
  const source = one ? above : rows[0];
  if (source === undefined) return null;
  return planFill({ rows: one ? rows : rows.slice(1), fields }, isLocked, (row, field) =>
    // A cell joined with the one copied from already says it.
    cellId(row, field) === cellId(source, field) ? null : cellText(source, field),
  );
}

/** Ctrl+R: the first column over the others; one column alone takes the one to its left. */
export function planFillRight(
  { rows, fields }: Selected,
  before: string | undefined,
  isLocked: Locked,
): FillPlan | null {
  const one = fields.length === 1;
  const source = one ? before : fields[0];
  if (source === undefined) return null;
  return planFill({ rows, fields: one ? fields : fields.slice(1) }, isLocked, (row) =>
    cellText(row, source),
  );
}

/** Delete: the cells, empty. */
export function planClear(selected: Selected, isLocked: Locked): FillPlan {
  return planFill(selected, isLocked, () => "");
}
