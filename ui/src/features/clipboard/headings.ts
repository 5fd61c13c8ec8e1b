import { t } from "@lingui/core/macro";

import type { HeadingView, Row } from "../../host";
import { fieldLabel } from "../fields";
import { headingAt, headingText, type Level } from "../../state";
import { folded } from "./fold";

/** What pasted headings mean for a row. */
export type HeadingPlan =
  | { kind: "same" }
  | { kind: "assign"; heading: HeadingView; above: ReadonlyMap<Level, HeadingView> }
  | { kind: "refused"; level: Level; why: string };

/** A heading of the catalogue and those above it, itself included, by level. */
export function chainOf(
  heading: HeadingView,
  catalogue: readonly HeadingView[],
): ReadonlyMap<Level, HeadingView> {
  const chain = new Map<Level, HeadingView>();
  let at: HeadingView | undefined = heading;
  // A level stands once in a chain, so that a catalogue that goes in circles ends too.
  while (at !== undefined && !chain.has(at.level as Level)) {
    chain.set(at.level as Level, at);
    const parent: string | null = at.parent;
    at = parent === null ? undefined : catalogue.find((known) => known.id === parent);
  }
  return chain;
}

/**
 * What the headings pasted over a row come to. A heading belongs to all its rows, so a paste never
 * rewords one: it puts the row under the heading of the catalogue that says the same, or it is
 * refused. `row` is `null` for a row that is to be added; `pasted` goes from the outermost level
 * inwards and holds no blanks.
 */
export function planHeadings(
  pasted: readonly (readonly [Level, string])[],
  row: Row | null,
  catalogue: readonly HeadingView[],
): HeadingPlan {
  const now = (level: Level) => (row === null ? "" : headingText(headingAt(row, level)));
  if (pasted.every(([level, text]) => folded(text) === folded(now(level)))) {
    return { kind: "same" };
  }
  const innermost = pasted.at(-1);
  if (innermost === undefined) return { kind: "same" };
  const [level, text] = innermost;
  const label = fieldLabel(`headings.${level}`);
  const found = catalogue
    .filter((heading) => heading.level === level && !heading.retired && says(heading, text))
    .map((heading) => ({ heading, above: chainOf(heading, catalogue) }));
  const fits = found.filter(({ above }) =>
    pasted.every(([at, said]) => {
      const known = above.get(at);
      return known !== undefined && says(known, said);
    }),
  );
  const [only] = fits;
  if (only === undefined) {
    const unknown =
      row === null
        ? t`No hay un encabezado «${text}» en ${label}. El renglón queda bajo el del anterior; agrégalo al catálogo y muévelo.`
        : t`No hay un encabezado «${text}» en ${label}. Agrégalo al catálogo o, para cambiarlo en todos sus renglones, edita la celda.`;
    const why =
      found.length === 0 ? unknown : t`En el catálogo, «${text}» está bajo otro encabezado.`;
    return { kind: "refused", level, why };
  }
  if (fits.length > 1) {
    return { kind: "refused", level, why: t`En el catálogo hay más de un «${text}».` };
  }
  const deeper = row?.headings.find((heading) => !only.above.has(heading.level as Level));
  if (deeper !== undefined) {
    const lost = fieldLabel(`headings.${deeper.level}`);
    const why = t`Con otro valor en ${label} el renglón perdería su ${lost}. Usa «Mover el renglón».`;
    return { kind: "refused", level, why };
  }
  return { kind: "assign", ...only };
}

/** Whether a heading says a text, printed with its number or without. */
function says(heading: HeadingView, text: string): boolean {
  const said = bare(text);
  return said === bare(headingText({ ...heading })) || said === bare(heading.text);
}

function bare(text: string): string {
  return folded(text).replace(/\.+$/, "");
}
