import { t } from "@lingui/core/macro";
import { ChevronDown } from "lucide-react";
import { memo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

import { classes } from "../../kit";
import { ROW_FIELD, useDossier, withFieldBefore, withFieldMoved, withWidth } from "../../state";
import { ColumnMenu } from "./ColumnMenu";
import type { Column, Layout } from "./columns";
import { ViewMenu } from "./ViewMenu";
import styles from "./Grid.module.css";

/** How far Alt and an arrow move the edge of a column, in CSS pixels at 100 %. */
const WIDTH_STEP = 16;
/** How far the mouse goes before it is dragging a column, and not pressing it. */
const DRAG_PX = 6;

interface GridHeaderProps {
  columns: readonly Column[];
  layout: Layout;
  scale: number;
  /** The width that shows the texts of a column best. */
  fit: (field: string) => number;
  /** Scrolls a column into view. */
  bring: (column: number) => void;
  selectColumn: (column: number) => void;
  onColumns: () => void;
  onFoldAll: (folded: boolean) => void;
  onZoom: (steps: number | null) => void;
  onFormColumns: () => void;
  /** Says what was done to those who do not see it. */
  say: (words: string) => void;
}

/** The titles of the columns; stays in view. From here columns are sized, moved, hidden, frozen. */
export const GridHeader = memo(function GridHeader(props: GridHeaderProps) {
  const { columns, layout, scale, fit, bring, selectColumn, say } = props;
  const dossier = useDossier();
  const [menu, setMenu] = useState<string | null>(null);
  /** The column whose edge is being dragged, or that is, and where its mark stands. */
  const [mark, setMark] = useState<{ x: number; kind: "width" | "place" } | null>(null);
  const row = useRef<HTMLDivElement>(null);

  const focusTitle = (column: number) => {
    bring(column);
    row.current
      ?.querySelector<HTMLElement>(`[aria-colindex="${String(column + 1)}"]`)
      ?.focus({ preventScroll: true });
  };

  const setWidth = (field: string, width: number) => {
    dossier.setView((view) => withWidth(view, field, width));
    const title = columns.find((column) => column.field === field)?.title ?? "";
    say(t`${title}: ancho ${Math.round(width)}`);
  };

  const moveBy = (field: string, by: -1 | 1) => {
    const { fields, years } = dossier.state.get();
    dossier.setView((view) => withFieldMoved(view, fields, years, field, by));
    const at = dossier.state.get().fields.indexOf(field);
    requestAnimationFrame(() => focusTitle(at + 1));
    const title = columns.find((column) => column.field === field)?.title ?? "";
    say(t`${title}: columna ${at + 1}`);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, column: Column, at: number) => {
    if (event.target !== event.currentTarget) return;
    const { field } = column;
    const ctrl = event.ctrlKey || event.metaKey;
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const isField = field !== ROW_FIELD;
    if (by !== 0 && event.altKey && isField) {
      const width = (layout.places[at]?.width ?? 0) / scale;
      setWidth(field, width + by * WIDTH_STEP);
    } else if (by !== 0 && ctrl && event.shiftKey && isField) {
      moveBy(field, by);
    } else if (by !== 0 && !event.altKey) {
      focusTitle(Math.min(columns.length - 1, Math.max(0, at + by)));
    } else if (event.key === "Home" || event.key === "End") {
      focusTitle(event.key === "Home" ? 0 : columns.length - 1);
    } else if (event.key === "ArrowDown" && !event.altKey) {
      const { lanes } = dossier.state.get();
      const key = lanes[0]?.key;
      if (key !== undefined) dossier.select({ key, field });
      dossier.focusCell();
    } else if (event.key === " " && ctrl) {
      selectColumn(at);
    } else if (
      event.key === "Enter" ||
      event.key === " " ||
      event.key === "ContextMenu" ||
      (event.key === "F10" && event.shiftKey) ||
      (event.key === "ArrowDown" && event.altKey)
    ) {
      if (isField) setMenu(field);
      else event.currentTarget.querySelector("button")?.click();
    } else {
      return;
    }
    event.preventDefault();
  };

  /** The edge follows the pointer as a line; the column takes its width when it is let go. */
  const dragEdge = (event: PointerEvent<HTMLElement>, column: Column, at: number) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const place = layout.places[at];
    const from = event.clientX;
    if (place === undefined) return;
    const width = (x: number) => Math.max(place.width + x - from, 24);
    followAcross(
      (x) => setMark({ x: place.left + width(x), kind: "width" }),
      (x) => {
        setMark(null);
        if (x !== null && x !== from) setWidth(column.field, width(x) / scale);
      },
    );
  };

  const dragTitle = (event: PointerEvent<HTMLElement>, column: Column) => {
    if (event.button !== 0 || column.field === ROW_FIELD) return;
    const from = event.clientX;
    let before: string | null | undefined;
    followAcross(
      (x) => {
        if (before === undefined && Math.abs(x - from) < DRAG_PX) return;
        const left = x - (row.current?.getBoundingClientRect().left ?? 0);
        const over = layout.places.findIndex(({ left: l, width: w }) => left < l + w / 2);
        const to = over < 0 ? columns.length : Math.max(1, over);
        before = columns[to]?.field ?? null;
        const mine = layout.places[to];
        setMark({ x: mine === undefined ? layout.total : mine.left, kind: "place" });
      },
      (x) => {
        setMark(null);
        const place = before;
        if (x === null || place === undefined || place === column.field) return;
        const { years } = dossier.state.get();
        dossier.setView((view) => withFieldBefore(view, years, column.field, place));
      },
    );
  };

  return (
    <div role="rowgroup" className={styles.header}>
      <div role="row" aria-rowindex={1} className={styles.headerRow} ref={row}>
        {columns.map((column, at) => {
          const place = layout.places[at];
          const isField = column.field !== ROW_FIELD;
          return (
            <div
              key={column.field}
              role="columnheader"
              aria-colindex={at + 1}
              tabIndex={-1}
              data-header={column.field}
              title={column.title}
              className={classes(
                styles.title,
                place?.frozen === true && styles.frozen,
                place?.edge === true && styles.edge,
                column.figures && styles.figures,
              )}
              style={place?.frozen === true ? { left: place.left } : undefined}
              onKeyDown={(event) => onKeyDown(event, column, at)}
              onPointerDown={(event) => dragTitle(event, column)}
              onDoubleClick={() => selectColumn(at)}
              onContextMenu={(event) => {
                event.preventDefault();
                if (isField) setMenu(column.field);
              }}
            >
              {isField ? (
                <>
                  <span className={styles.titleText}>{column.title}</span>
                  <ColumnMenu
                    column={column}
                    at={at}
                    count={columns.length}
                    isOpen={menu === column.field}
                    onOpen={() => setMenu(column.field)}
                    onClose={(chosen) => {
                      setMenu(null);
                      if (!chosen) focusTitle(at);
                    }}
                    onFit={() => {
                      setWidth(column.field, fit(column.field));
                      focusTitle(at);
                    }}
                    onMove={(by) => moveBy(column.field, by)}
                    onColumns={props.onColumns}
                    onFoldAll={props.onFoldAll}
                  >
                    <ChevronDown size={13} aria-hidden />
                  </ColumnMenu>
                  <span
                    className={styles.edgeHandle}
                    data-testid="column-edge"
                    aria-hidden
                    title={t`Arrastra para cambiar el ancho; doble clic lo ajusta`}
                    onPointerDown={(event) => dragEdge(event, column, at)}
                    onDoubleClick={(event) => {
                      event.stopPropagation();
                      setWidth(column.field, fit(column.field));
                    }}
                  />
                </>
              ) : (
                <ViewMenu
                  onColumns={props.onColumns}
                  onFoldAll={props.onFoldAll}
                  onZoom={props.onZoom}
                  onFormColumns={props.onFormColumns}
                />
              )}
            </div>
          );
        })}
      </div>
      {mark !== null && (
        <div
          className={classes(styles.guide, mark.kind === "place" && styles.guidePlace)}
          style={{ left: mark.x }}
        />
      )}
    </div>
  );
});

/** Follows the pointer sideways until its button is let go; Esc gives up (`null`). */
function followAcross(moved: (x: number) => void, ended: (x: number | null) => void): void {
  const onMove = (event: globalThis.PointerEvent) => moved(event.clientX);
  const stop = (x: number | null) => {
    window.removeEventListener("pointermove", onMove);
    window.removeEventListener("pointerup", onUp);
    window.removeEventListener("pointercancel", onCancel);
    window.removeEventListener("keydown", onKey, true);
    ended(x);
  };
  const onUp = (event: globalThis.PointerEvent) => stop(event.clientX);
  const onCancel = () => stop(null);
  const onKey = (event: globalThis.KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    stop(null);
  };
  window.addEventListener("pointermove", onMove);
  window.addEventListener("pointerup", onUp);
  window.addEventListener("pointercancel", onCancel);
  window.addEventListener("keydown", onKey, true);
}
