import type { MatrixAction, Row } from "../../host";
import type { DossierState } from "../../state";

/** The innermost heading of a row. */
function innermost(row: Row): string | null {
  return row.headings.at(-1)?.id ?? null;
}

/** The line right before another in the document, but for those that are moving. */
function before(
  { order, rows }: DossierState,
  line: string,
  moving: ReadonlySet<string>,
): string | null {
  let last: string | null = null;
  for (const key of order) {
    const here = rows.get(key)?.line;
    if (here === line) return last;
    if (here !== undefined && !moving.has(here)) last = here;
  }
  return last;
}

/** Lines one after another, each under the heading of its new place. */
function moves(
  state: DossierState,
  lines: readonly string[],
  after: string | null,
  heading: string | null,
): MatrixAction[] {
  const actions: MatrixAction[] = [];
  let last = after;
  for (const line of lines) {
    const row = [...state.rows.values()].find((known) => known.line === line);
    const mine = row === undefined ? null : innermost(row);
    const taken = mine === heading ? null : heading;
    actions.push({ type: "moveLine", line, after: last, heading: taken });
    if (heading === null && mine !== null) {
      actions.push({ type: "assignHeading", line, heading: null });
    }
    last = line;
  }
  return actions;
}

/**
 * Moves a row's line past its neighbour on screen; at the edge of its heading it enters the next
 * one without passing anybody. `null`: there is nowhere to go.
 */
export function stepActions(state: DossierState, row: Row, down: boolean): MatrixAction[] | null {
  const place = state.places.get(state.shown.find((key) => state.rows.get(key) === row) ?? "");
  if (place === undefined) return null;
  const by = down ? 1 : -1;
  let at = place;
  let neighbour: Row | undefined = row;
  while (neighbour?.line === row.line) {
    at += by;
    neighbour = state.rows.get(state.shown[at] ?? "");
  }
  if (neighbour === undefined) return null;
  const moving = new Set([row.line]);
  const enters = innermost(neighbour) !== innermost(row);
  // Going down past a neighbour, or up into the group over it: right after the neighbour.
  const after = down !== enters ? neighbour.line : before(state, neighbour.line, moving);
  return moves(state, [row.line], after, innermost(neighbour));
}

/** Puts lines beside a row, on the side of it where they were dropped. */
export function dropActions(
  state: DossierState,
  lines: readonly string[],
  target: Row,
  side: "above" | "below",
): MatrixAction[] | null {
  const moving = new Set(lines);
  if (moving.has(target.line)) return null;
  const after = side === "below" ? target.line : before(state, target.line, moving);
  const actions = moves(state, lines, after, innermost(target));
  return staysPut(state, lines, after, actions) ? null : actions;
}

/** Whether lines would go where they are, under the heading they have. */
function staysPut(
  state: DossierState,
  lines: readonly string[],
  after: string | null,
  actions: readonly MatrixAction[],
): boolean {
  const first = lines[0];
  if (first === undefined) return true;
  const keeps = actions.every((action) => action.type === "moveLine" && action.heading === null);
  if (!keeps) return false;
  const order: string[] = [];
  for (const key of state.order) {
    const line = state.rows.get(key)?.line;
    if (line !== undefined && line !== order.at(-1)) order.push(line);
  }
  const at = order.indexOf(first);
  return (
    (at === 0 ? null : order[at - 1]) === after &&
    lines.every((line, step) => order[at + step] === line)
  );
}

/** An indicator among those of its line; `null` at the ends. */
export function stepIndicator(state: DossierState, row: Row, down: boolean): MatrixAction[] | null {
  const { indicator, line } = row;
  const siblings = state.shown
    .map((key) => state.rows.get(key))
    .filter((known) => known?.line === line)
    .map((known) => known?.indicator ?? null);
  const at = siblings.indexOf(indicator);
  const to = at + (down ? 1 : -1);
  if (indicator === null || to < 0 || to >= siblings.length) return null;
  const after = down ? siblings[to] : (siblings[to - 1] ?? null);
  return [{ type: "moveIndicator", indicator, line, after: after ?? null }];
}
