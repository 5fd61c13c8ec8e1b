import { t } from "@lingui/core/macro";
import { Undo2 } from "lucide-react";
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";

import type { DifferenceView } from "../../host";
import { Button, Mark, WordChanges, officialTime } from "../../kit";
import { rowKey, useDossier, useDossierState, type DossierState } from "../../state";
import { placeLabel } from "../fields";
import { restoringOf, rowChange, whatChanged } from "../changes";
import { useInnerWidth, useRowWindow, useTextScale } from "../matrix";
import { compareLanes, laneHeights, type CompareLane } from "./compareLanes";
import styles from "./Versions.module.css";

/** Widths of the columns that are not the two texts, in CSS pixels. */
const FIXED_PX = 70 + 150 + 140 + 150 + 44;

interface CompareTableProps {
  differences: readonly DifferenceView[];
  /** What "as it was" means, for who may put cells back; `null` for others. */
  point: string | null;
  onGo: (difference: DifferenceView) => void;
}

/** The differences as a table, drawn only where it is looked at; arrows walk its rows. */
export function CompareTable({ differences, point, onGo }: CompareTableProps) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const available = useInnerWidth(scrollRef);
  const lanes = useMemo(() => compareLanes(differences), [differences]);
  return (
    <div
      className={styles.table}
      role="table"
      aria-label={t`Diferencias`}
      aria-rowcount={lanes.length + 1}
    >
      <div role="rowgroup">
        <div role="row" className={styles.titles}>
          {[t`Renglón`, t`Campo`, t`Antes`, t`Después`, t`Quién`, t`Cuándo`].map((title) => (
            <span key={title} role="columnheader">
              {title}
            </span>
          ))}
          <span role="columnheader">
            <span className="hidden-text">{t`Acciones`}</span>
          </span>
        </div>
      </div>
      <div ref={scrollRef} className={styles.lanes} role="rowgroup">
        {available !== null && (
          <Lanes
            lanes={lanes}
            available={available}
            scrollRef={scrollRef}
            point={point}
            onGo={onGo}
          />
        )}
      </div>
    </div>
  );
}

interface LanesProps extends Omit<CompareTableProps, "differences"> {
  lanes: readonly CompareLane[];
  available: number;
  scrollRef: React.RefObject<HTMLDivElement | null>;
}

function Lanes({ lanes, available, scrollRef, point, onGo }: LanesProps) {
  const scale = useTextScale();
  const width = (available - FIXED_PX * scale) / 2;
  const guessed = useMemo(() => laneHeights(lanes, width, scale), [lanes, width, scale]);
  const heightsOf = useCallback(() => guessed, [guessed]);
  const keys = useMemo(() => lanes.map(({ key }) => key), [lanes]);
  const [wanted, setWanted] = useState(() => nextDifference(lanes, 0, 1) ?? 0);
  const active = Math.min(wanted, lanes.length - 1);
  const walked = useRef(false);
  const { tops, heights, drawn, watch, bring } = useRowWindow({
    scrollRef,
    keys,
    heightsOf,
    header: 0,
    pinned: active,
  });

  useLayoutEffect(() => {
    if (!walked.current) return;
    walked.current = false;
    bring(active);
    const lane = scrollRef.current?.querySelector(`[data-lane="${String(active)}"]`);
    lane?.querySelector<HTMLElement>("[data-go]")?.focus({ preventScroll: true });
  }, [active, bring, scrollRef]);

  const activeLane = lanes[active];
  const activeOne = activeLane?.kind === "difference" ? activeLane.difference : null;
  const onKeyDown = (event: KeyboardEvent) => {
    const to = walk(event.key, lanes, active);
    if (to === null) return;
    event.preventDefault();
    walked.current = true;
    setWanted(to);
  };
  return (
    <div
      role="presentation"
      className={styles.canvas}
      style={{ height: tops[lanes.length] ?? 0 }}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const lane = event.target.closest<HTMLElement>("[data-lane]")?.dataset["lane"];
        if (lane !== undefined) setWanted(Number(lane));
      }}
    >
      {drawn.map((at) => {
        const lane = lanes[at];
        if (lane === undefined) return null;
        const place = { top: tops[at] ?? 0, minHeight: heights[at] ?? 0 };
        return (
          <div
            key={lane.key}
            ref={watch}
            role="row"
            aria-rowindex={at + 2}
            data-lane={at}
            data-lane-key={lane.key}
            data-testid={lane.kind === "row" ? "compare-row" : "compare-difference"}
            className={lane.kind === "row" ? styles.rowLane : styles.lane}
            style={place}
          >
            {lane.kind === "row" ? (
              <RowTitle
                differences={lane.differences}
                isActive={lane.differences.some((one) => one === activeOne)}
                point={point}
              />
            ) : (
              <Difference
                difference={lane.difference}
                isActive={at === active}
                point={point}
                onGo={onGo}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Where a key leads in the list; `null`: nowhere. */
function walk(key: string, lanes: readonly CompareLane[], active: number): number | null {
  switch (key) {
    case "ArrowDown":
      return nextDifference(lanes, active + 1, 1);
    case "ArrowUp":
      return nextDifference(lanes, active - 1, -1);
    case "Home":
      return nextDifference(lanes, 0, 1);
    case "End":
      return nextDifference(lanes, lanes.length - 1, -1);
    default:
      return null;
  }
}

function nextDifference(lanes: readonly CompareLane[], from: number, step: 1 | -1): number | null {
  for (let at = from; at >= 0 && at < lanes.length; at += step) {
    if (lanes[at]?.kind === "difference") return at;
  }
  return null;
}

/** The text of a row, to know it by. */
function rowText({ rows }: DossierState, { cell, before, after }: DifferenceView): string {
  const row = rows.get(rowKey(cell));
  if (row !== undefined) return row.actionLine === "" ? row.indicatorName : row.actionLine;
  return cell.field === "" ? (after === "" ? before : after) : "";
}

interface RowTitleProps {
  differences: readonly DifferenceView[];
  /** Whether the keyboard is in one of its differences. */
  isActive: boolean;
  point: string | null;
}

function RowTitle({ differences, isActive, point }: RowTitleProps) {
  const dossier = useDossier();
  const first = differences[0];
  const text = useDossierState((state) => (first === undefined ? "" : rowText(state, first)));
  if (first === undefined) return null;
  const { line, indicator } = first.cell;
  return (
    <span role="cell" aria-colspan={7} className={styles.rowTitle}>
      <strong>{placeLabel(first.row, "")}</strong>
      <span className={styles.rowText}>{text}</span>
      {point !== null && differences.length > 1 && (
        <Button
          size="small"
          look="quiet"
          excludeFromTabOrder={!isActive}
          aria-label={t`Dejar como estaba: ${placeLabel(first.row, "")}`}
          data-testid="compare-restore-row"
          onPress={() =>
            restoringOf(dossier).set({ point, cells: [{ line, indicator, field: "" }] })
          }
        >
          {t`Dejar el renglón como estaba…`}
        </Button>
      )}
    </span>
  );
}

interface DifferenceProps {
  difference: DifferenceView;
  isActive: boolean;
  point: string | null;
  onGo: (difference: DifferenceView) => void;
}

function Difference({ difference, isActive, point, onGo }: DifferenceProps) {
  const dossier = useDossier();
  const { row, kind, cell, before, after, spans, authors, at, arrived, late } = difference;
  const stop = isActive ? 0 : -1;
  return (
    <>
      <span role="cell" className={styles.number}>
        {row ?? "–"}
      </span>
      <span role="cell">
        <button
          type="button"
          className={styles.go}
          tabIndex={stop}
          data-go=""
          data-testid="compare-go"
          aria-label={
            placeLabel(row, cell.field) + (cell.field === "" ? `: ${rowChange(kind)}` : "")
          }
          onClick={() => onGo(difference)}
        >
          {whatChanged(difference)}
        </button>
      </span>
      <div role="cell">
        <Side text={before} spans={spans} side="before" kind={kind} />
      </div>
      <div role="cell">
        <Side text={after} spans={spans} side="after" kind={kind} />
      </div>
      <span role="cell">{authors.join(", ")}</span>
      <span role="cell" className={styles.when}>
        {at !== null && officialTime(at)}
        {arrived !== null && <span>{t`llegó el ${officialTime(arrived)}`}</span>}
        {late && <Mark tone="wait">{t`Extemporáneo`}</Mark>}
      </span>
      <span role="cell">
        {point !== null && (
          <Button
            size="small"
            look="quiet"
            iconOnly
            excludeFromTabOrder={!isActive}
            aria-label={t`Dejar como estaba: ${placeLabel(row, cell.field)}`}
            data-testid="compare-restore-one"
            onPress={() => restoringOf(dossier).set({ point, cells: [cell] })}
          >
            <Undo2 size={15} aria-hidden />
          </Button>
        )}
      </span>
    </>
  );
}

interface SideProps {
  text: string;
  spans: DifferenceView["spans"];
  side: "before" | "after";
  kind: DifferenceView["kind"];
}

function Side({ text, spans, side, kind }: SideProps) {
  if (kind !== "changed") return <p className={styles.plainText}>{text}</p>;
  if (text === "") return <p className={styles.empty}>{t`(vacía)`}</p>;
  return <WordChanges spans={spans} side={side} />;
}
