import { t } from "@lingui/core/macro";
import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { Plus } from "lucide-react";
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
} from "react";

import type { Row } from "../../host";
import { Button } from "../../kit";
import { mayEdit, useApp, useDossier, useDossierState, useStore } from "../../state";
import { columnsOf, layoutOf } from "./columns";
import { GridHeader } from "./GridHeader";
import { GridRow, type SpanHeights } from "./GridRow";
import { joinedHeight, rowHeight, type Sheet } from "./measure";
import { StepContext } from "./step";
import { useGridKeys } from "./useGridKeys";
import styles from "./Grid.module.css";

/** Height of the header, in CSS pixels; the same number stands in Grid.module.css. */
const HEADER_HEIGHT = 34;
const OVERSCAN_ROWS = 6;

/**
 * The matrix: one row per indicator, cells under the same heading joined, drawn only where it is
 * looked at. Rows are measured before they are drawn, so that the scroll bar does not jump.
 */
export function Grid() {
  const dossier = useDossier();
  const app = useApp();
  const shown = useDossierState((state) => state.shown);
  const levels = useDossierState((state) => state.levels);
  const years = useDossierState((state) => state.years);
  const spans = useDossierState((state) => state.spans);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const title = useDossierState((state) => state.title);
  const selectedRow = useDossierState((state) =>
    state.selection === null ? -1 : (state.places.get(state.selection.key) ?? -1),
  );
  const joinedTexts = useDossierState(joinedTextsOf);
  const focusWanted = useStore(dossier.focusWanted, (wanted) => wanted);

  const scroll = useRef<HTMLDivElement>(null);
  const available = useInnerWidth(scroll);
  const columns = useMemo(() => columnsOf(levels, years), [levels, years]);
  const layout = useMemo(() => layoutOf(columns, available), [columns, available]);

  const sheet = useCallback((): Sheet => {
    const { rows } = dossier.state.get();
    const list = shown.map((key) => rows.get(key)).filter((row): row is Row => row !== undefined);
    return { rows: list, columns, layout, spans };
  }, [dossier, shown, columns, layout, spans]);
  const heights = useMemo(() => {
    const whole = sheet();
    return {
      least: whole.rows.map((_, index) => joinedHeight(whole, index)),
      guess: whole.rows.map((_, index) => rowHeight(whole, index)),
      // The text of a joined cell is read through `sheet`, not through a dependency.
      joinedTexts,
    };
  }, [sheet, joinedTexts]);

  // The selected row is drawn wherever one scrolls, so that the keyboard never loses its cell.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const drawn = defaultRangeExtractor(range);
      if (selectedRow < 0 || selectedRow >= range.count || drawn.includes(selectedRow))
        return drawn;
      return [...drawn, selectedRow].sort((a, b) => a - b);
    },
    [selectedRow],
  );
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => heights.guess[index] ?? 0,
    getItemKey: (index) => shown[index] ?? index,
    overscan: OVERSCAN_ROWS,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    rangeExtractor,
    initialRect: { width: 1366, height: 640 },
  });
  useLayoutEffect(() => {
    // Forgets the heights of the old widths and takes those of the rows on screen at once: a row
    // whose height did not change would not tell it again.
    virtualizer.measure();
    virtualizer.getTotalSize();
    for (const element of virtualizer.elementsCache.values()) {
      const index = virtualizer.indexFromElement(element);
      virtualizer.resizeItem(index, (element as HTMLElement).offsetHeight);
    }
  }, [virtualizer, layout]);

  const { handlers, step } = useGridKeys({ columns, spans, shown, canEdit, scroll });

  const focusGiven = useRef(0);
  useLayoutEffect(() => {
    if (focusWanted === focusGiven.current) return;
    focusGiven.current = focusWanted;
    const { selection, places } = dossier.state.get();
    const index = selection === null ? undefined : places.get(selection.key);
    if (selection === null || index === undefined) return;
    virtualizer.scrollToIndex(index, { align: "auto" });
    const column = columns.findIndex((known) => known.field === selection.field);
    if (column > 0) bringAcross(scroll.current, layout, column);
    focusSelected(scroll.current);
  }, [dossier, focusWanted, virtualizer, columns, layout]);

  const items = virtualizer.getVirtualItems();
  const drawn = new Set<string>();
  const spanHeights = (index: number, start: number): SpanHeights => {
    const height = (column: keyof typeof spans): number => {
      const span = spans[column][index];
      if (span === undefined || span.end - span.start === 1) return 0;
      const name = `${column}${String(span.start)}`;
      if (drawn.has(name)) return -1;
      drawn.add(name);
      const end = virtualizer.measurementsCache[span.end - 1]?.end ?? start;
      return Math.max(0, end - start);
    };
    return {
      axis: height("axis"),
      objective: height("objective"),
      priority: height("priority"),
      strategy: height("strategy"),
      line: height("line"),
    };
  };

  const sizes = {
    "--columns": layout.widths.map((width) => `${String(width)}px`).join(" "),
    width: layout.total,
  } as CSSProperties;

  return (
    <StepContext value={step}>
      <div
        ref={scroll}
        className={styles.scroll}
        role="grid"
        aria-label={title}
        aria-rowcount={shown.length + 1}
        aria-colcount={columns.length}
        aria-readonly={!canEdit}
        {...handlers}
      >
        <div className={styles.sheet} style={sizes}>
          <GridHeader columns={columns} />
          <div
            className={styles.canvas}
            role="rowgroup"
            style={{ height: virtualizer.getTotalSize() }}
          >
            {items.map((item) => (
              <GridRow
                key={item.key}
                rowKey={shown[item.index] ?? ""}
                index={item.index}
                top={item.start - HEADER_HEIGHT}
                heightMin={heights.least[item.index] ?? 0}
                columns={columns}
                layout={layout}
                measure={virtualizer.measureElement}
                {...spanHeights(item.index, item.start)}
              />
            ))}
          </div>
        </div>
        {shown.length === 0 && (
          <p className={styles.empty}>
            {canEdit
              ? t`Esta matriz no tiene renglones. Agrega el primero y escribe su línea de acción.`
              : t`Esta matriz no tiene renglones.`}
          </p>
        )}
        {canEdit && (
          <div className={styles.end}>
            <Button
              look="quiet"
              size="small"
              data-testid="add-line"
              onPress={() => {
                const { rows, order } = dossier.state.get();
                const last = rows.get(order.at(-1) ?? "");
                dossier.addLine(last?.line ?? null).catch((failure: unknown) => app.fail(failure));
              }}
            >
              <Plus size={15} aria-hidden /> {t`Agregar un renglón`}
            </Button>
          </div>
        )}
      </div>
    </StepContext>
  );
}

/** The texts of joined cells, as one value: when one changes, the rows under it may need room. */
function joinedTextsOf({
  shown,
  rows,
  spans,
}: {
  shown: readonly string[];
  rows: ReadonlyMap<string, Row>;
  spans: Sheet["spans"];
}): string {
  const texts: string[] = [];
  for (const [column, list] of Object.entries(spans)) {
    list.forEach(({ start, end }, index) => {
      if (index !== start || end - start === 1) return;
      const row = rows.get(shown[start] ?? "");
      if (column === "line") texts.push(row?.actionLine ?? "");
      else texts.push(row?.headings.find((heading) => heading.level === column)?.text ?? "");
    });
  }
  return texts.join("\n");
}

/** The width inside an element, without its scroll bar, as it changes. */
function useInnerWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const node = element.current;
    if (node === null) return undefined;
    const observer = new ResizeObserver(() => {
      setWidth(node.clientWidth);
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Scrolls sideways until a column stands clear of the sticky first one. */
function bringAcross(
  scroll: HTMLElement | null,
  layout: { offsets: readonly number[]; widths: readonly number[] },
  column: number,
): void {
  if (scroll === null) return;
  const start = layout.offsets[column] ?? 0;
  const end = start + (layout.widths[column] ?? 0);
  const sticky = layout.widths[0] ?? 0;
  if (start - sticky < scroll.scrollLeft) scroll.scrollLeft = start - sticky;
  else if (end > scroll.scrollLeft + scroll.clientWidth) {
    scroll.scrollLeft = end - scroll.clientWidth;
  }
}

function focusSelected(scroll: HTMLElement | null): void {
  const cell = scroll?.querySelector<HTMLElement>('[data-cell][aria-selected="true"]');
  cell?.focus({ preventScroll: true });
}
