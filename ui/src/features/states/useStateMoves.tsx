import { t } from "@lingui/core/macro";
import { CircleCheck, LockOpen, MessageSquareWarning, PencilRuler, ScanEye } from "lucide-react";
import { useMemo, type ReactNode } from "react";

import type { MenuEntry } from "../../kit";
import {
  ROW_FIELD,
  Store,
  companion,
  rectOf,
  spotOf,
  stateOf,
  useApp,
  useDossier,
  type CellRef,
  type DossierState,
  type EditorPlace,
} from "../../state";
import {
  MOVES,
  asksReason,
  canMove,
  doneWords,
  mayMove,
  moveTitle,
  stateAfter,
  type Move,
} from "./moves";

/** The dialog that is open about the state of lines. */
export type StateJob =
  | { name: "reason"; move: Move; lines: readonly string[] }
  /** Somebody wants to write where nobody may. */
  | { name: "locked"; cell: CellRef; place: EditorPlace };

/** Which one it is; one at a time for each open dossier. */
export const stateJob = companion(() => new Store<StateJob | null>(null));

/** What can be done to the state of lines. */
export interface StateMoves {
  /** Does it to those of the lines it can be done to; asks for the reason first where one is needed. */
  start: (move: Move, lines: readonly string[]) => void;
  /** Does it, with its reason. */
  give: (move: Move, lines: readonly string[], reason: string) => Promise<void>;
  /** The entries of a menu about some lines. */
  entries: (lines: readonly string[]) => readonly MenuEntry[];
}

const ICON_PX = 15;

function moveIcon(move: Move): ReactNode {
  switch (move) {
    case "review":
      return <ScanEye size={ICON_PX} aria-hidden />;
    case "return":
      return <MessageSquareWarning size={ICON_PX} aria-hidden />;
    case "approve":
      return <CircleCheck size={ICON_PX} aria-hidden />;
    case "reopen":
      return <LockOpen size={ICON_PX} aria-hidden />;
    case "draft":
      return <PencilRuler size={ICON_PX} aria-hidden />;
  }
}

export function useStateMoves(): StateMoves {
  const app = useApp();
  const dossier = useDossier();
  return useMemo(() => {
    const able = (move: Move, lines: readonly string[]) => {
      const state = dossier.state.get();
      return lines.filter((line) => canMove(stateOf(state, line), move));
    };
    const give = async (move: Move, lines: readonly string[], reason: string): Promise<void> => {
      const moved = able(move, lines);
      if (moved.length === 0) return;
      // What is being written in them belongs to what is reviewed.
      await dossier.editors.commit();
      await dossier.review([
        { type: "setState", lines: [...moved], state: stateAfter(move), reason: reason.trim() },
      ]);
      app.toast(doneWords(move, moved.length));
    };
    const start = (move: Move, lines: readonly string[]) => {
      if (asksReason(move))
        stateJob(dossier).set({ name: "reason", move, lines: able(move, lines) });
      else give(move, lines, "").catch((failure: unknown) => app.fail(failure));
    };
    const entries = (lines: readonly string[]): readonly MenuEntry[] => {
      const { role } = dossier.state.get();
      const offered = MOVES.filter((move) => mayMove(role, move) && able(move, lines).length > 0);
      return offered.map((move) => {
        const count = able(move, lines).length;
        const title = moveTitle(move);
        return {
          id: `state-${move}`,
          text: lines.length > 1 ? t`${title} (${count} de los elegidos)` : title,
          icon: moveIcon(move),
          onAction: () => start(move, lines),
        };
      });
    };
    return { start, give, entries };
  }, [app, dossier]);
}

/** The lines of the selected rows, without the retired ones, in order. */
export function selectedLines(state: DossierState): readonly string[] {
  const rect = rectOf(state);
  if (rect === null) return [];
  const lines = new Set<string>();
  for (const { key, fold } of state.lanes.slice(rect.top, rect.bottom + 1)) {
    const row = fold === null ? state.rows.get(key) : undefined;
    if (row !== undefined && !row.retired) lines.add(row.line);
  }
  return [...lines];
}

/** The lines a row's own menu is about: all the selected ones if it is among them, or its own. */
export function linesAround(state: DossierState, key: string, line: string): readonly string[] {
  const rect = rectOf(state);
  const spot = spotOf(state, { key, field: ROW_FIELD });
  const within = rect !== null && spot !== null && spot.row >= rect.top && spot.row <= rect.bottom;
  const lines = within ? selectedLines(state) : [];
  return lines.includes(line) ? lines : [line];
}
