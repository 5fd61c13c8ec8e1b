import { plural, t } from "@lingui/core/macro";

import type { AwayItem, AwayKind } from "../../host";
import { differences, type ChangedSpan } from "../../kit";

/** A kind of change, over those of the kind. */
export function awayTitle(kind: AwayKind, count: number): string {
  switch (kind) {
    case "toDecide":
      return plural(count, { one: "# por decidir", other: "# por decidir" });
    case "merged":
      return plural(count, { one: "# texto se juntó", other: "# textos se juntaron" });
    case "changed":
      return plural(count, { one: "# celda cambió", other: "# celdas cambiaron" });
    case "restored":
      return plural(count, { one: "# renglón volvió", other: "# renglones volvieron" });
    case "retired":
      return plural(count, { one: "# renglón salió", other: "# renglones salieron" });
    case "added":
      return plural(count, { one: "# renglón nuevo", other: "# renglones nuevos" });
    case "comment":
      return plural(count, { one: "# comentario", other: "# comentarios" });
  }
}

/** What happened to a cell, in a sentence. */
export function whatHappened({ kind, author }: AwayItem): string {
  const who = author === "" ? t`Alguien` : author;
  switch (kind) {
    case "changed":
      return t`${who} la cambió`;
    case "merged":
      return t`${who} también la cambió; los textos se juntaron`;
    case "toDecide":
      return t`Por decidir: ${who} también la cambió`;
    case "comment":
      return t`${who} comentó`;
    case "added":
      return t`${who} agregó el renglón`;
    case "retired":
      return t`${who} retiró el renglón`;
    case "restored":
      return t`${who} restauró el renglón`;
  }
}

/**
 * A text with the words that the other one lacks marked as gone, or as come. Of two texts with little
 * in common one is gone whole and the other came; what was written in an empty cell is just there.
 */
export function sideOf(text: string, other: string, kind: "removed" | "added"): ChangedSpan[] {
  const stretches = differences(text, other);
  const apart = other !== "" && [stretches, differences(other, text)].every(isPlain);
  return stretches.map((stretch) => ({
    kind: other !== "" && (stretch.own || apart) ? kind : "same",
    text: stretch.text,
    hunk: null,
  }));
}

function isPlain(stretches: readonly { own: boolean }[]): boolean {
  return stretches.every(({ own }) => !own);
}
