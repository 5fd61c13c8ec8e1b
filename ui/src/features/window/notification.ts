import { t } from "@lingui/core/macro";

import type { ComparisonView, DifferenceView, WindowView } from "../../host";
import { officialTime, dayOf } from "../../kit";
import { countedChanges, rowChange } from "../changes";
import { placeLabel } from "../fields";

interface Letter {
  title: string;
  institution: string;
  window: WindowView;
  comparison: ComparisonView;
}

/** The notification of changes as the text of an e-mail: who, what it said and what it says, when. */
export function notificationText({ title, institution, window, comparison }: Letter): string {
  const { differences } = comparison;
  const head = [
    t`Notificación de cambios`,
    institution === "" ? title : `${title} (${institution})`,
    window.notifyTo === "" ? "" : t`Para: ${window.notifyTo}`,
    t`Cambios desde lo entregado el ${dayOf(window.openedAt)}.`,
    t`Las horas son del centro de México.`,
    differences.length === 0 ? t`No hubo cambios.` : `${countedChanges(differences)}.`,
  ].filter((line) => line !== "");
  return [head.join("\n"), ...differences.map(paragraph)].join("\n\n");
}

function paragraph(difference: DifferenceView): string {
  const { kind, row, cell, before, after, authors, at, arrived, late } = difference;
  const empty = t`(vacía)`;
  const what =
    kind === "changed"
      ? [
          placeLabel(row, cell.field),
          t`  Decía: ${before === "" ? empty : before}`,
          t`  Dice: ${after === "" ? empty : after}`,
        ]
      : [`${placeLabel(row, "")} · ${rowChange(kind)}`, `  ${after === "" ? before : after}`];
  const times = [
    authors.join(", "),
    at === null ? "" : t`hecho el ${officialTime(at)}`,
    arrived === null ? "" : t`llegó el ${officialTime(arrived)}`,
    late ? t`EXTEMPORÁNEO` : "",
  ].filter((part) => part !== "");
  return [...what, `  ${times.join(" · ")}`].join("\n");
}
