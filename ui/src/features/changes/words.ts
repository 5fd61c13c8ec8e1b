import { plural, t } from "@lingui/core/macro";

import type { DifferenceKind, DifferenceView } from "../../host";
import { fieldLabel } from "../fields";

/** Longest text of before said in a cell's name. */
const SAID_MAX = 60;

/** What happened, where it is not that a cell reads differently. */
export function rowChange(kind: DifferenceKind): string {
  switch (kind) {
    case "changed":
      return t`Cambió`;
    case "added":
      return t`Renglón nuevo`;
    case "retired":
      return t`Renglón retirado`;
    case "restored":
      return t`Renglón restaurado`;
    case "moved":
      return t`Cambió de lugar`;
  }
}

/** What would be done to put it back as it was. */
export function wayBack(kind: DifferenceKind): string {
  switch (kind) {
    case "changed":
      return t`Vuelve a decir lo de entonces`;
    case "added":
      return t`Se retira: no estaba`;
    case "retired":
      return t`Se restaura: no estaba retirado`;
    case "restored":
      return t`Se retira: estaba retirado`;
    case "moved":
      return t`Vuelve a su lugar de entonces`;
  }
}

/** The field that differs, or what happened to the row. */
export function whatChanged({ kind, cell }: DifferenceView): string {
  return cell.field === "" ? rowChange(kind) : fieldLabel(cell.field);
}

/** The marks of a cell as they are heard: "cambió; decía «85»". */
export function spokenChanges(changes: readonly DifferenceView[]): string {
  return changes
    .map(({ kind, before }) => {
      if (kind !== "changed") return rowChange(kind).toLowerCase();
      if (before === "") return t`cambió; estaba vacía`;
      const said = before.length > SAID_MAX ? `${before.slice(0, SAID_MAX)}…` : before;
      return t`cambió; decía «${said}»`;
    })
    .join(", ");
}

/** "5 celdas en 4 renglones", "2 renglones nuevos"…: what differs, counted; "" for nothing. */
export function countedChanges(differences: readonly DifferenceView[]): string {
  const cells = differences.filter(({ kind }) => kind === "changed");
  const rows = new Set(cells.map(({ cell, row }) => `${cell.line} ${String(row)}`)).size;
  const of = (kind: DifferenceKind) => differences.filter((one) => one.kind === kind).length;
  const parts: string[] = [];
  if (cells.length > 0) {
    const counted = plural(cells.length, { one: "# celda", other: "# celdas" });
    parts.push(
      plural(rows, { one: `${counted} en # renglón`, other: `${counted} en # renglones` }),
    );
  }
  const added = of("added");
  const retired = of("retired");
  const restored = of("restored");
  const moved = of("moved");
  if (added > 0) parts.push(plural(added, { one: "# renglón nuevo", other: "# renglones nuevos" }));
  if (retired > 0) {
    parts.push(plural(retired, { one: "# renglón retirado", other: "# renglones retirados" }));
  }
  if (restored > 0) {
    parts.push(plural(restored, { one: "# renglón restaurado", other: "# renglones restaurados" }));
  }
  if (moved > 0) {
    parts.push(plural(moved, { one: "# cambio de lugar", other: "# cambios de lugar" }));
  }
  return parts.join(" · ");
}
