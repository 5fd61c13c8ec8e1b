import type { HeadingView, MatrixAction } from "../../host";
import { LEVELS, type Level } from "../../state";

/** A heading where it stands in the tree. */
export interface Twig {
  heading: HeadingView;
  /** How deep, from 1. */
  depth: number;
  /** Lines under it, and under what is under it. */
  lines: number;
}

/** The catalogue as one walks it: each heading followed by those under it. */
export function walked(
  headings: readonly HeadingView[],
  levels: readonly string[],
  withRetired: boolean,
): readonly Twig[] {
  const drawn = headings.filter(
    (heading) => (!heading.retired || withRetired) && levels.includes(heading.level),
  );
  const shown = new Set(drawn);
  const known = new Map(headings.map((heading) => [heading.id, heading]));
  // What hangs from a heading that is not drawn hangs from the one above that.
  const above = ({ parent }: HeadingView): string | null => {
    const heading = known.get(parent ?? "");
    if (heading === undefined) return null;
    return shown.has(heading) ? heading.id : above(heading);
  };
  const under = new Map<string | null, HeadingView[]>();
  for (const heading of drawn) {
    const parent = above(heading);
    under.set(parent, [...(under.get(parent) ?? []), heading]);
  }
  const twigs: Twig[] = [];
  const walk = (parent: string | null, depth: number): number => {
    let total = 0;
    for (const heading of under.get(parent) ?? []) {
      const at = twigs.push({ heading, depth, lines: 0 }) - 1;
      const lines = heading.lines + walk(heading.id, depth + 1);
      twigs[at] = { heading, depth, lines };
      total += lines;
    }
    return total;
  };
  walk(null, 1);
  return twigs;
}

/** The level right above another among those in use; `null` for the outermost. */
export function levelAbove(level: string, levels: readonly string[]): string | null {
  const at = levels.indexOf(level);
  return at > 0 ? (levels[at - 1] ?? null) : null;
}

/** The level right below another among those in use. */
export function levelBelow(level: string, levels: readonly string[]): string | null {
  const at = levels.indexOf(level);
  return at < 0 ? null : (levels[at + 1] ?? null);
}

/** Headings with the same parent and level as another, in order, without it. */
function siblings(
  headings: readonly HeadingView[],
  parent: string | null,
  level: string,
  but: string,
): readonly HeadingView[] {
  return headings.filter(
    (one) => one.parent === parent && one.level === level && one.id !== but && !one.retired,
  );
}

/**
 * What takes a heading one place up or down: among its siblings, and past their ends under the
 * parent before or after. `null` when there is nowhere to go.
 */
export function stepped(
  headings: readonly HeadingView[],
  heading: HeadingView,
  up: boolean,
): MatrixAction | null {
  const { id, parent, level } = heading;
  const together = headings.filter(
    (one) => one.parent === parent && one.level === level && (!one.retired || one.id === id),
  );
  const at = together.findIndex((one) => one.id === id);
  if (up ? at > 0 : at < together.length - 1) {
    const after = up ? together[at - 2] : together[at + 1];
    return { type: "moveHeading", heading: id, parent, after: after?.id ?? null };
  }
  const above = headings.find((one) => one.id === parent);
  if (above === undefined) return null;
  const parents = headings.filter((one) => one.level === above.level && !one.retired);
  const next = parents[parents.indexOf(above) + (up ? -1 : 1)];
  if (next === undefined) return null;
  const there = siblings(headings, next.id, level, id);
  const after = up ? (there.at(-1)?.id ?? null) : null;
  return { type: "moveHeading", heading: id, parent: next.id, after };
}

/** What puts a heading last under another parent. */
export function putUnder(
  headings: readonly HeadingView[],
  heading: HeadingView,
  parent: string | null,
): MatrixAction {
  const after = siblings(headings, parent, heading.level, heading.id).at(-1)?.id ?? null;
  return { type: "moveHeading", heading: heading.id, parent, after };
}

/**
 * What dropping a heading over another does: beside it if they are of a level, under it if it is of
 * the level above. `null` where it cannot stand.
 */
export function dropped(
  headings: readonly HeadingView[],
  levels: readonly string[],
  heading: HeadingView,
  over: HeadingView,
  below: boolean,
): MatrixAction | null {
  if (over.id === heading.id) return null;
  if (over.level === heading.level) {
    const { parent, level } = over;
    const there = siblings(headings, parent, level, heading.id);
    const at = there.findIndex(({ id }) => id === over.id) + (below ? 0 : -1);
    return { type: "moveHeading", heading: heading.id, parent, after: there[at]?.id ?? null };
  }
  if (over.level === levelAbove(heading.level, levels)) {
    return { type: "moveHeading", heading: heading.id, parent: over.id, after: null };
  }
  return null;
}

/** How headings are numbered: all of a level one after the other, or under each parent anew. */
export type Numbering = "running" | "nested";

/** A heading and the number it would take. */
export interface Renumbered {
  heading: HeadingView;
  number: string;
}

/** The headings of a level whose number would change, in order. */
export function renumbered(
  headings: readonly HeadingView[],
  levels: readonly string[],
  level: string,
  numbering: Numbering,
  first = 1,
): readonly Renumbered[] {
  const counts = new Map<string, number>();
  const changed: Renumbered[] = [];
  for (const { heading } of walked(headings, levels, false)) {
    if (heading.level !== level) continue;
    const above = headings.find(({ id }) => id === heading.parent);
    const nested = numbering === "nested" && above !== undefined && above.number !== "";
    const group = nested ? above.id : "";
    const count = (counts.get(group) ?? (nested ? 0 : first - 1)) + 1;
    counts.set(group, count);
    const number = nested ? `${above.number}.${String(count)}` : String(count);
    if (number !== heading.number) changed.push({ heading, number });
  }
  return changed;
}

/** The number one would give a new heading: after the greatest of its level. */
export function nextNumber(headings: readonly HeadingView[], level: string): string {
  const greatest = headings
    .filter((heading) => heading.level === level && /^\d+$/.test(heading.number))
    .reduce((most, { number }) => Math.max(most, Number(number)), 0);
  return String(greatest + 1);
}

/** The levels with one more or less, outermost first. */
export function withLevel(levels: readonly string[], level: Level, used: boolean): string[] {
  return LEVELS.filter((known) => (known === level ? used : levels.includes(known)));
}
