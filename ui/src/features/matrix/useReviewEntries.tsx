import { t } from "@lingui/core/macro";
import { BetweenHorizontalStart, EyeOff, MessagesSquare, PencilLine } from "lucide-react";

import type { Row } from "../../host";
import type { MenuEntry } from "../../kit";
import { ROW_FIELD, mayComment, mayEdit, rowKey, useDossier } from "../../state";
import { consultationJob } from "../consultations";
import { linesAround, useStateMoves } from "../states";
import { useSuggestionJobs } from "../suggestions";

const ICON_PX = 15;

/** What can be done with a row in the review, as entries of its menu; the first begins a part of it. */
export function useReviewEntries(): (row: Row) => readonly MenuEntry[] {
  const dossier = useDossier();
  const { propose, newRow, retire } = useSuggestionJobs();
  const moves = useStateMoves();
  return (row) => {
    const state = dossier.state.get();
    if (!mayComment(state.role)) return [];
    const { selection } = state;
    const { line, retired } = row;
    const key = rowKey(row);
    const entries: MenuEntry[] = [];
    if (selection?.key === key && selection.field !== ROW_FIELD && !retired) {
      entries.push({
        id: "propose",
        text: t`Proponer un cambio en esta celda`,
        icon: <PencilLine size={ICON_PX} aria-hidden />,
        // The closing menu gives the keyboard back first.
        onAction: () => setTimeout(() => propose(selection, "grid")),
      });
    }
    // Who edits has these in the palette: here stands what they do themselves.
    if (!mayEdit(state.role)) {
      entries.push(
        {
          id: "proposeRow",
          text: t`Proponer un renglón nuevo…`,
          icon: <BetweenHorizontalStart size={ICON_PX} aria-hidden />,
          onAction: () => newRow(line),
        },
        {
          id: "proposeRetire",
          text: retired ? t`Proponer restaurar este renglón…` : t`Proponer retirar este renglón…`,
          icon: <EyeOff size={ICON_PX} aria-hidden />,
          onAction: () => retire(line),
        },
      );
    }
    if (!retired) {
      entries.push(
        {
          id: "consult",
          text: t`Consultar a otra instancia…`,
          icon: <MessagesSquare size={ICON_PX} aria-hidden />,
          onAction: () => {
            const field = selection?.key === key ? selection.field : ROW_FIELD;
            consultationJob(dossier).set({ cell: { key, field }, note: false });
          },
        },
        ...moves.entries(linesAround(state, key, line)),
      );
    }
    const [first, ...others] = entries;
    return first === undefined ? [] : [{ ...first, divided: true }, ...others];
  };
}
