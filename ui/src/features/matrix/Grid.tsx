import { t } from "@lingui/core/macro";
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type CSSProperties } from "react";

import {
  ROW_FIELD,
  mayEdit,
  spotOf,
  useDossier,
  useDossierState,
  useStore,
  type Spot,
} from "../../state";
import { pastedText, useClipboard } from "../clipboard";
import { RowDialogs, useRowDialogs } from "../rows";
import { ColumnsDialog } from "./ColumnsDialog";
import { columnsOf, layoutOf, type Layout } from "./columns";
import { DropLine } from "./DropLine";
import { fitWidth } from "./fitWidth";
import { FoldRow } from "./FoldRow";
import { GridContext, type GridFrame } from "./gridContext";
import { GridEnd } from "./GridEnd";
import { GridHeader } from "./GridHeader";
import { GridRow } from "./GridRow";
import { isInView, type GridGround } from "./ground";
import { Heights } from "./measure";
import { useHeights } from "./useHeights";
import { metricsOf, metricsStyle } from "./metrics";
import { SelectionWords, Whereabouts } from "./SelectionWords";
import { spanBoxes, type LaneBoxes } from "./spanBoxes";
import { useGridCommands } from "./useGridCommands";
import { useGridJobs } from "./useGridJobs";
import { activeCell, useGridKeys } from "./useGridKeys";
import { useGridMouse } from "./useGridMouse";
import { useInnerWidth, useTextScale, useWheelZoom } from "./usePage";
import { useRowWindow } from "./useRowWindow";
import styles from "./Grid.module.css";

/**
 * The matrix: one row per indicator, cells under the same heading joined, drawn only where it is
 * looked at. Rows are measured before they are drawn, so that the scroll bar does not jump.
 */
export function Grid() {
  const scrollRef = useRef<HTMLDivElement>(null);
  const available = useInnerWidth(scrollRef);
  const title = useDossierState((state) => state.title);
  const rows = useDossierState((state) => state.lanes.length);
  const columns = useDossierState((state) => state.fields.length);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const [said, say] = useState("");
  return (
    <>
      <div
        ref={scrollRef}
        className={styles.scroll}
        role="treegrid"
        aria-label={title === "" ? t`Matriz` : title}
        aria-rowcount={rows + 1}
        aria-colcount={columns + 1}
        aria-multiselectable
        aria-readonly={!canEdit}
      >
        {/* Its widths must be known before a row is measured. */}
        {available !== null && (
          <Sheet scrollRef={scrollRef} available={available} canEdit={canEdit} say={say} />
        )}
      </div>
      <SelectionWords />
      <Whereabouts />
      <div className="hidden-text" role="status">
        {said}
      </div>
      <RowDialogs />
    </>
  );
}

interface SheetProps {
  scrollRef: React.RefObject<HTMLDivElement | null>;
  available: number;
  canEdit: boolean;
  /** Says what was done to those who do not see it. */
  say: (words: string) => void;
}

function Sheet({ scrollRef, available, canEdit, say }: SheetProps) {
  const dossier = useDossier();
  const lanes = useDossierState((state) => state.lanes);
  const laneOf = useDossierState((state) => state.laneOf);
  const rows = useDossierState((state) => state.rows);
  const shown = useDossierState((state) => state.shown);
  const spans = useDossierState((state) => state.spans);
  const openThreads = useDossierState((state) => state.openThreads);
  const review = useDossierState((state) => state.review);
  const fields = useDossierState((state) => state.fields);
  const levels = useDossierState((state) => state.levels);
  const widths = useDossierState((state) => state.view.widths);
  const frozen = useDossierState((state) => state.view.frozen);
  const zoom = useDossierState((state) => state.view.zoom);
  const activeLane = useDossierState((state) => spotOf(state, state.selection)?.row ?? -1);
  const writtenField = useWrittenField();
  const focusWanted = useStore(dossier.focusWanted, (wanted) => wanted);
  const [choosing, setChoosing] = useState(false);

  const scale = (zoom / 100) * useTextScale();
  const metrics = useMemo(() => metricsOf(scale), [scale]);
  const columns = useMemo(() => columnsOf(fields), [fields]);
  const layout = useMemo(
    () => layoutOf(columns, available, { widths, frozen, scale }),
    [columns, available, widths, frozen, scale],
  );
  const book = useMemo(() => new Heights({ columns, layout, metrics }), [columns, layout, metrics]);
  const ground = useMemo(
    () => ({ lanes, laneOf, rows, shown, spans, openThreads, review }),
    [lanes, laneOf, rows, shown, spans, openThreads, review],
  );
  const heightsOf = useHeights(book, ground);
  const keys = useMemo(() => lanes.map((lane) => lane.key), [lanes]);
  // The active row is drawn wherever one scrolls, so that the keyboard never loses its cell.
  const view = useRowWindow({
    scrollRef,
    keys,
    heightsOf,
    header: metrics.header,
    pinned: activeLane,
    quick: true,
  });
  const { tops, heights, first, last, drawn, watch, bring } = view;

  const grid: GridGround = useMemo(
    () => ({
      columns,
      layout,
      lanes,
      laneOf,
      spans,
      tops,
      header: metrics.header,
      canEdit,
      scroll: scrollRef,
    }),
    [columns, layout, lanes, laneOf, spans, tops, metrics.header, canEdit, scrollRef],
  );
  const bringSpot = useCallback(
    (spot: Spot) => {
      if (!isInView(grid, spot)) bring(spot.row);
      bringAcross(scrollRef.current, layout, spot.column);
    },
    [bring, grid, scrollRef, layout],
  );
  const bringColumn = useCallback(
    (column: number) => bringAcross(scrollRef.current, layout, column),
    [scrollRef, layout],
  );

  const jobs = useGridJobs();
  const rowJobs = useRowDialogs();
  const openKeys = useMemo(
    () => lanes.filter((lane) => lane.fold === null).map((lane) => lane.key),
    [lanes],
  );
  const clipboard = useClipboard({ shown: openKeys, columns, canEdit });
  const focusHeader = (column: number) => {
    bringColumn(column);
    const titles = scrollRef.current?.querySelectorAll<HTMLElement>("[role=columnheader]");
    titles?.[column]?.focus({ preventScroll: true });
  };
  const gridKeys = useGridKeys({ grid, jobs, clipboard, bring: bringSpot, focusHeader });
  const mouse = useGridMouse({ grid, jobs, edit: gridKeys.edit });
  const onColumns = useCallback(() => setChoosing(true), []);
  useGridCommands({ jobs, grid, keys: gridKeys, onColumns });
  useWheelZoom(scrollRef, jobs.zoom);

  // What is lent to the cells stays one object: lending it anew would draw them all again.
  const live = useRef({ step: gridKeys.step, jobs, rowJobs, gridKeys });
  useLayoutEffect(() => {
    live.current = { step: gridKeys.step, jobs, rowJobs, gridKeys };
  });
  const frame: GridFrame = useMemo(
    () => ({
      step: (back) => live.current.step(back),
      canEdit,
      dragRow: mouse.dragRow,
      moveRow: (down) => live.current.jobs.moveRow(down),
      jobs: {
        duplicate: (line) => live.current.rowJobs.duplicate(line),
        addIndicator: (line) => live.current.rowJobs.addIndicator(line),
        insert: (line, where) => live.current.rowJobs.insert(line, where),
        merge: (line) => live.current.rowJobs.merge(line),
        split: (line) => live.current.rowJobs.split(line),
        move: (line) => live.current.rowJobs.move(line),
      },
    }),
    [canEdit, mouse.dragRow],
  );
  const selectColumn = useCallback((column: number) => {
    live.current.gridKeys.selectColumn(column);
  }, []);
  const onFoldAll = useCallback((folded: boolean) => live.current.jobs.foldAll(folded), []);
  const onZoom = useCallback((steps: number | null) => live.current.jobs.zoom(steps), []);
  const onFormColumns = useCallback(() => live.current.jobs.formColumns(), []);
  const fit = useCallback(
    (field: string) => fitWidth(dossier.state.get(), field, metrics),
    [dossier, metrics],
  );

  const focusGiven = useRef(0);
  useLayoutEffect(() => {
    if (focusWanted === focusGiven.current) return;
    focusGiven.current = focusWanted;
    const state = dossier.state.get();
    const spot = spotOf(state, state.selection);
    if (spot === null) return;
    bringSpot(spot);
    if (!dossier.keyboardStays) activeCell({ scroll: scrollRef })?.focus({ preventScroll: true });
  }, [dossier, focusWanted, bringSpot, scrollRef]);
  useKeptFocus(scrollRef);
  useKeptInView(scrollRef, layout, available);

  const boxes = useBoxes({ grid, drawn, first, last, activeLane, writtenField });
  const sizes = {
    ...metricsStyle(metrics),
    "--columns": layout.places.map(({ width }) => `${String(width)}px`).join(" "),
    width: layout.total,
  } as CSSProperties;

  return (
    <GridContext value={frame}>
      <div
        role="presentation"
        className={styles.sheet}
        style={sizes}
        onKeyDown={gridKeys.onKeyDown}
        onFocus={gridKeys.onFocus}
        onMouseDown={mouse.onMouseDown}
        onDoubleClick={mouse.onDoubleClick}
        onCopy={clipboard.onCopy}
        onCut={clipboard.onCut}
        onPaste={(event) => {
          if ((event.target as HTMLElement).dataset["cell"] === undefined) return;
          if (clipboard.onPaste(event)) return;
          event.preventDefault();
          const { selection } = dossier.state.get();
          const text = pastedText(event.clipboardData);
          if (selection !== null && selection.field !== ROW_FIELD) {
            gridKeys.edit(selection, () => text);
          }
        }}
      >
        <GridHeader
          columns={columns}
          layout={layout}
          scale={scale}
          fit={fit}
          bring={bringColumn}
          selectColumn={selectColumn}
          onColumns={onColumns}
          onFoldAll={onFoldAll}
          onZoom={onZoom}
          onFormColumns={onFormColumns}
          say={say}
        />
        <div className={styles.canvas} role="rowgroup" style={{ height: tops[lanes.length] ?? 0 }}>
          {drawn.map((at) => {
            const lane = lanes[at];
            if (lane === undefined) return null;
            const top = tops[at] ?? 0;
            return lane.fold === null ? (
              <GridRow
                key={lane.key}
                rowKey={lane.key}
                index={lane.start}
                lane={at}
                top={top}
                heightMin={heights[at] ?? 0}
                depth={levels.length}
                columns={columns}
                layout={layout}
                boxes={boxes.get(at) ?? NO_BOXES}
                watch={watch}
              />
            ) : (
              <FoldRow
                key={`${lane.key} ${lane.fold.id}`}
                lane={lane}
                at={at}
                top={top}
                height={(tops[at + 1] ?? top) - top}
                levels={levels}
                columns={columns}
                layout={layout}
                boxes={boxes.get(at) ?? NO_BOXES}
              />
            );
          })}
          <DropLine drop={mouse.drop} />
        </div>
      </div>
      <GridEnd canEdit={canEdit} isEmpty={lanes.length === 0} />
      {clipboard.dialog}
      <ColumnsDialog
        isOpen={choosing}
        onClose={() => {
          setChoosing(false);
          dossier.focusCell();
        }}
      />
    </GridContext>
  );
}

const NO_BOXES: LaneBoxes = {};

/** Who draws which joined cell. */
function useBoxes({
  grid,
  drawn,
  first,
  last,
  activeLane,
  writtenField,
}: {
  grid: GridGround;
  drawn: readonly number[];
  first: number;
  last: number;
  activeLane: number;
  writtenField: string | null;
}): ReadonlyMap<number, LaneBoxes> {
  const { columns, lanes, laneOf, spans, tops } = grid;
  const joining = useMemo(
    () => [...new Set(columns.map((column) => column.span).filter((span) => span !== null))],
    [columns],
  );
  // A cell that is written is drawn by its own row: scrolling must not take its editor away.
  const span = columns.find((column) => column.field === writtenField)?.span ?? null;
  return useMemo(
    () =>
      spanBoxes({
        lanes,
        laneOf,
        spans,
        drawn,
        first,
        last,
        tops,
        columns: joining,
        active: span === null ? null : { lane: activeLane, span },
      }),
    [lanes, laneOf, spans, drawn, first, last, tops, joining, activeLane, span],
  );
}

/** The field of the selected cell while it is written in the grid. */
function useWrittenField(): string | null {
  const dossier = useDossier();
  const writes = useStore(dossier.editors.state, ({ open, all }) => {
    const draft = open === null ? undefined : all.get(open);
    return draft?.place === "grid";
  });
  return useDossierState((state) => (writes ? (state.selection?.field ?? null) : null));
}

/**
 * A joined cell is drawn by another row as one scrolls: if the keyboard was in it, it goes on in
 * the cell that took its place.
 */
function useKeptFocus(scrollRef: React.RefObject<HTMLDivElement | null>): void {
  const had = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const before = had.current;
    const now = document.activeElement;
    if (before !== null && !before.isConnected && (now === null || now === document.body)) {
      activeCell({ scroll: scrollRef })?.focus({ preventScroll: true });
    }
    const cell = document.activeElement;
    const mine = cell !== null && scrollRef.current?.contains(cell) === true;
    had.current = mine && cell.hasAttribute("data-cell") ? cell : null;
  });
}

/** A panel that opens beside the grid does not cover the selected cell. */
function useKeptInView(
  scrollRef: React.RefObject<HTMLDivElement | null>,
  layout: Layout,
  available: number,
): void {
  const dossier = useDossier();
  const before = useRef(available);
  useLayoutEffect(() => {
    const narrower = available < before.current;
    before.current = available;
    const state = dossier.state.get();
    const spot = spotOf(state, state.selection);
    if (narrower && spot !== null) bringAcross(scrollRef.current, layout, spot.column);
  }, [dossier, scrollRef, layout, available]);
}

/** Scrolls sideways until a column stands clear of the frozen ones. */
function bringAcross(scroll: HTMLElement | null, layout: Layout, column: number): void {
  const place = layout.places[column];
  if (scroll === null || place === undefined || place.frozen) return;
  const end = place.left + place.width;
  if (place.left - layout.frozen < scroll.scrollLeft) {
    scroll.scrollLeft = place.left - layout.frozen;
  } else if (end > scroll.scrollLeft + scroll.clientWidth) {
    scroll.scrollLeft = Math.min(end - scroll.clientWidth, place.left - layout.frozen);
  }
}
