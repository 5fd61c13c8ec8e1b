import { plural, t } from "@lingui/core/macro";
import {
  ArrowDown,
  ArrowUp,
  BetweenHorizontalEnd,
  BetweenHorizontalStart,
  ClipboardList,
  CopyPlus,
  EyeOff,
  FoldVertical,
  Highlighter,
  History,
  MoveVertical,
  Plus,
  RotateCcw,
  Split,
} from "lucide-react";
import { use, type RefObject } from "react";

import type { Row } from "../../host";
import { FloatingMenu, type MenuEntry, type MenuGroup } from "../../kit";
import { isApproved, rowKey, useApp, useDone, useDossier } from "../../state";
import { openFicha } from "../ficha";
import { GridContext } from "./gridContext";
import { useReviewEntries } from "./useReviewEntries";

interface RowMenuProps {
  row: Row;
  anchor: RefObject<HTMLElement | null>;
  /** `chosen`: what is done takes the keyboard where it must go. */
  onClose: (chosen: boolean) => void;
}

/** What can be done with a row. */
export function RowMenu({ row, anchor, onClose }: RowMenuProps) {
  const { canEdit, jobs, moveRow } = use(GridContext);
  const dossier = useDossier();
  const app = useApp();
  const done = useDone();
  const review = useReviewEntries();
  const key = rowKey(row);
  const fail = (failure: unknown) => app.fail(failure);
  const { line } = row;

  const retire = (retired: boolean) => {
    const label = retired ? t`Retirar un renglón` : t`Restaurar un renglón`;
    dossier
      .retireLine(line, retired)
      .then(() => {
        done(
          retired
            ? t`Se retiró el renglón ${row.row ?? ""}. No se borró: se puede restaurar.`
            : t`Se restauró el renglón.`,
          label,
        );
      })
      .catch(fail);
  };
  const move = (down: boolean) => {
    dossier.select({ key, field: "#" });
    moveRow(down);
  };

  const entry = (
    id: string,
    text: string,
    icon: MenuEntry["icon"],
    onAction: () => void,
  ): MenuEntry => ({ id, text, icon, onAction });
  const size = 15;
  // What changes the line itself waits until it is reopened; its place and its neighbours do not.
  const locked = isApproved(dossier.state.get(), line);
  const entries: (MenuEntry | MenuGroup)[] = [
    entry("ficha", t`Abrir la ficha del renglón`, <ClipboardList size={size} aria-hidden />, () => {
      dossier.select({ key, field: "actionLine" });
      openFicha(dossier);
    }),
    entry("history", t`Historia de la línea de acción`, <History size={size} aria-hidden />, () =>
      dossier.openPanel("history"),
    ),
  ];
  if (canEdit && row.retired) {
    entries.push(
      entry("restore", t`Restaurar el renglón`, <RotateCcw size={size} aria-hidden />, () =>
        retire(false),
      ),
    );
  }
  if (canEdit && !row.retired) {
    const added = [
      entry(
        "above",
        t`Agregar un renglón arriba`,
        <BetweenHorizontalEnd size={size} aria-hidden />,
        () => jobs.insert(line, "above"),
      ),
      entry(
        "below",
        t`Agregar un renglón debajo`,
        <BetweenHorizontalStart size={size} aria-hidden />,
        () => jobs.insert(line, "below"),
      ),
      entry("duplicate", t`Duplicar el renglón`, <CopyPlus size={size} aria-hidden />, () =>
        jobs.duplicate(line),
      ),
    ];
    const moved = [
      entry("up", t`Subir (Alt+↑)`, <ArrowUp size={size} aria-hidden />, () => move(false)),
      entry("down", t`Bajar (Alt+↓)`, <ArrowDown size={size} aria-hidden />, () => move(true)),
    ];
    if (!locked) {
      added.push(
        entry("indicator", t`Agregar otro indicador`, <Plus size={size} aria-hidden />, () =>
          jobs.addIndicator(line),
        ),
      );
      moved.push(
        entry("move", t`Mover a otra prioridad…`, <MoveVertical size={size} aria-hidden />, () =>
          jobs.move(line),
        ),
        entry("merge", t`Unir con otro renglón…`, <FoldVertical size={size} aria-hidden />, () =>
          jobs.merge(line),
        ),
        entry("split", t`Partir en dos…`, <Split size={size} aria-hidden />, () =>
          jobs.split(line),
        ),
      );
    }
    entries.push(
      {
        id: "add",
        text: t`Agregar o duplicar`,
        icon: <Plus size={size} aria-hidden />,
        divided: true,
        entries: added,
      },
      {
        id: "place",
        text: locked ? t`Mover` : t`Mover, unir o partir`,
        icon: <MoveVertical size={size} aria-hidden />,
        entries: moved,
      },
    );
  }
  entries.push(...review(row));
  if (canEdit && !row.retired && !locked) {
    const siblings = siblingsOf(dossier.state.get().rows, line);
    entries.push(
      {
        ...entry(
          "pending",
          row.pendingExternal ? t`Quitar «sujeta a revisión»` : t`Marcar sujeta a revisión`,
          <Highlighter size={size} aria-hidden />,
          () => void dossier.set(row, "pendingExternal", String(!row.pendingExternal)).catch(fail),
        ),
        divided: true,
      },
      entry(
        "retire",
        siblings > 1
          ? plural(siblings, {
              one: "Retirar la línea",
              other: "Retirar la línea y sus # indicadores",
            })
          : t`Retirar el renglón`,
        <EyeOff size={size} aria-hidden />,
        () => retire(true),
      ),
    );
  }

  return (
    <FloatingMenu
      label={t`Renglón ${row.row ?? ""}`}
      anchor={anchor}
      entries={entries}
      isOpen
      onClose={onClose}
    />
  );
}

function siblingsOf(rows: ReadonlyMap<string, Row>, line: string): number {
  let count = 0;
  for (const row of rows.values()) if (row.line === line) count += 1;
  return count;
}
