import { plural, t } from "@lingui/core/macro";
import { ChevronRight, MessageSquare, Scale } from "lucide-react";
import { memo, useMemo } from "react";

import { Mark, classes } from "../../kit";
import {
  ROW_FIELD,
  headingText,
  isPending,
  rectOf,
  spotOf,
  useDossier,
  useDossierState,
  type DossierState,
  type Lane,
  type Level,
} from "../../state";
import { pendingOf } from "../decide";
import { fieldLabel } from "../fields";
import { Cell } from "./Cell";
import type { Column, Layout } from "./columns";
import { sameBoxes, type LaneBoxes } from "./spanBoxes";
import styles from "./Grid.module.css";

interface FoldRowProps {
  lane: Lane;
  at: number;
  top: number;
  height: number;
  levels: readonly Level[];
  columns: readonly Column[];
  layout: Layout;
  boxes: LaneBoxes;
}

/** A folded group: its heading, how many rows it hides, and what waits in them. */
export const FoldRow = memo(
  function FoldRow({ lane, at, top, height, levels, columns, layout, boxes }: FoldRowProps) {
    const dossier = useDossier();
    const rows = useDossierState((state) => state.rows);
    const shown = useDossierState((state) => state.shown);
    const threads = useDossierState((state) => state.openThreads);
    const review = useDossierState((state) => state.review);
    const active = useDossierState((state) => activeColumn(state, at));
    const inRange = useDossierState((state) => {
      const rect = rectOf(state);
      return rect !== null && at >= rect.top && at <= rect.bottom;
    });
    const stop = useDossierState((state) => rectOf(state) === null && at === 0);
    const inside = useMemo(
      () => insideOf(lane, { shown, rows, review, openThreads: threads }),
      [lane, shown, rows, review, threads],
    );
    const { fold } = lane;
    const first = rows.get(lane.key);
    if (fold === null || first === undefined) return null;

    const depth = levels.findIndex((level) => level === fold.level);
    const outer = new Set<string>(levels.slice(0, depth));
    const field = `headings.${fold.level}`;
    const column = Math.max(
      1,
      columns.findIndex((known) => known.field === field),
    );
    const place = layout.places[column];
    const next = columns.findIndex(({ span }, after) => after > column && outer.has(span ?? ""));
    const title = headingText(fold);
    const lines = plural(inside.rows, { one: "# renglón", other: "# renglones" });
    const decisions = plural(inside.decisions, { one: "# por decidir", other: "# por decidir" });
    const talks = plural(inside.talks, {
      one: "# conversación abierta",
      other: "# conversaciones abiertas",
    });
    // What is seen first, in its order; then what it is.
    const seen = [title, lines];
    if (inside.decisions > 0) seen.push(decisions);
    if (inside.pending > 0) seen.push(pendingWord(inside.pending));
    if (inside.talks > 0) seen.push(talks);
    const spoken = [seen.join(" "), fieldLabel(field), t`plegado`];
    return (
      <div
        role="row"
        aria-rowindex={at + 2}
        aria-level={depth + 1}
        aria-expanded={false}
        data-lane={at}
        className={classes(styles.row, styles.group, styles.folded)}
        style={{ top, height }}
      >
        <div
          role="rowheader"
          aria-colindex={1}
          aria-selected={active === 0}
          tabIndex={active === 0 ? 0 : -1}
          data-cell=""
          data-field={ROW_FIELD}
          data-key={lane.key}
          {...(active === 0 ? { "data-active": "" } : {})}
          className={classes(
            styles.cell,
            styles.frozen,
            styles.number,
            active === 0 && styles.selected,
            inRange && styles.numberOn,
          )}
          style={NUMBER_PLACE}
        >
          <span />
          <span className={styles.numberText}>
            {inside.numbers}
            <span className="hidden-text">{lines}</span>
          </span>
        </div>
        {columns.map((outerColumn, outerAt) => {
          const outerPlace = layout.places[outerAt];
          if (outerPlace === undefined || !outer.has(outerColumn.span ?? "")) return null;
          const box = boxes[outerColumn.span ?? "axis"] ?? { over: 0, height, lanes: 1 };
          if (box === "under") return null;
          return (
            <Cell
              key={outerColumn.field}
              row={first}
              rowKey={lane.key}
              index={lane.start}
              lane={at}
              column={outerColumn}
              place={outerPlace}
              total={layout.total}
              box={box}
            />
          );
        })}
        <div
          role="gridcell"
          aria-colindex={column + 1}
          aria-colspan={(next < 0 ? columns.length : next) - column}
          aria-selected={active > 0}
          aria-label={spoken.join(". ")}
          tabIndex={active > 0 || stop ? 0 : -1}
          data-testid="fold-row"
          data-cell=""
          data-field={columns[column]?.field}
          data-key={lane.key}
          data-heading={fold.id}
          {...(active > 0 ? { "data-active": "" } : {})}
          className={classes(styles.cell, styles.foldCell, active > 0 && styles.selected)}
          style={{ gridColumn: `${String(column + 1)} / ${next < 0 ? "-1" : String(next + 1)}` }}
        >
          <span
            className={styles.foldWords}
            style={{ left: place?.frozen === true ? place.left : layout.frozen }}
          >
            <button
              type="button"
              className={styles.fold}
              tabIndex={-1}
              data-testid="unfold"
              aria-label={t`Desplegar ${title}`}
              title={t`Desplegar (Alt+→)`}
              onClick={() => {
                dossier.fold([fold.id], false);
                dossier.focusCell();
              }}
            >
              <ChevronRight size={14} aria-hidden />
            </button>
            {/* Spaces part the words for those who read the page, not look at it. */}
            <span className={styles.foldTitle}>{title}</span>{" "}
            <span className={styles.foldCount}>{lines}</span>{" "}
            {inside.decisions > 0 && (
              <Mark tone="wait">
                <Scale size={12} aria-hidden />
                {decisions}
              </Mark>
            )}{" "}
            {inside.pending > 0 && <Mark tone="review">{pendingWord(inside.pending)}</Mark>}{" "}
            {inside.talks > 0 && (
              <Mark tone="plain">
                <MessageSquare size={12} aria-hidden />
                {inside.talks}
              </Mark>
            )}
          </span>
        </div>
      </div>
    );
  },
  (a, b) =>
    a.lane === b.lane &&
    a.at === b.at &&
    a.top === b.top &&
    a.height === b.height &&
    a.levels === b.levels &&
    a.columns === b.columns &&
    a.layout === b.layout &&
    sameBoxes(a.boxes, b.boxes),
);

const NUMBER_PLACE = { gridColumn: 1, left: 0 } as const;

function pendingWord(count: number): string {
  return plural(count, { one: "# sujeta a revisión", other: "# sujetas a revisión" });
}

/** The column of the active cell, if it is in this lane; -1 if not. */
function activeColumn(state: DossierState, at: number): number {
  const spot = spotOf(state, state.selection);
  return spot?.row === at ? spot.column : -1;
}

/** What waits in the rows of a folded group. */
function insideOf(
  lane: Lane,
  state: Pick<DossierState, "shown" | "rows" | "review" | "openThreads">,
) {
  const { shown, rows, openThreads: threads } = state;
  const keys = shown.slice(lane.start, lane.end);
  const [first, last] = [keys[0], keys.at(-1)].map((key) => rows.get(key ?? "")?.row ?? null);
  const lines = new Set<string>();
  const indicators = new Set<string | null>([null]);
  let pending = 0;
  for (const key of keys) {
    const row = rows.get(key);
    if (row === undefined) continue;
    if (isPending(state, row) && !lines.has(row.line)) pending += 1;
    lines.add(row.line);
    indicators.add(row.indicator);
  }
  let talks = 0;
  for (const open of threads.values()) {
    for (const { line, indicator } of open) {
      if (lines.has(line) && indicators.has(indicator)) talks += 1;
    }
  }
  const decisions = pendingOf(keys, rows).length;
  return { rows: keys.length, numbers: numbersOf(first, last), decisions, talks, pending };
}

/** Numbers that are wider than the column of numbers are left out: the count says enough. */
const NUMBERS_MAX = 7;

/** "4–5": the numbers of the rows a fold hides. */
function numbersOf(first: number | null | undefined, last: number | null | undefined): string {
  if (typeof first !== "number" || typeof last !== "number") return "…";
  const numbers = first === last ? String(first) : `${String(first)}–${String(last)}`;
  return numbers.length > NUMBERS_MAX ? "…" : numbers;
}
