import { memo } from "react";

import { classes } from "../../kit";
import {
  headingAt,
  useDossierState,
  useRow,
  type DossierState,
  type SpanColumn,
} from "../../state";
import { Cell } from "./Cell";
import { ROW_FIELD, type Column, type Layout } from "./columns";
import { RowNumber } from "./RowNumber";
import styles from "./Grid.module.css";

/**
 * For each joining column: 0 when this row has the cell for itself, -1 when a row drawn above it
 * holds the cell, else the height of the joined cell, which this row draws.
 */
export type SpanHeights = Record<SpanColumn, number>;

interface GridRowProps extends SpanHeights {
  rowKey: string;
  index: number;
  top: number;
  heightMin: number;
  columns: readonly Column[];
  layout: Layout;
  measure: (element: HTMLElement | null) => void;
}

/** One row. It reads itself from the store: a change of another row does not draw it again. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { rowKey, index, top, heightMin, columns, layout, measure } = props;
  const row = useRow(rowKey);
  const startsGroup = useDossierState((state) => isGroupStart(state, index));
  if (row === undefined) return null;
  return (
    <div
      ref={measure}
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className={classes(
        styles.row,
        startsGroup && styles.group,
        row.pendingExternal && styles.pending,
        row.retired && styles.retired,
      )}
      style={{ top, minHeight: heightMin }}
    >
      {columns.map((column, at) => {
        if (column.field === ROW_FIELD) return <RowNumber key={column.field} row={row} />;
        const height = column.span === null ? 0 : props[column.span];
        if (height === -1) return null;
        return (
          <Cell
            key={column.field}
            row={row}
            rowKey={rowKey}
            index={index}
            column={column}
            at={at}
            left={layout.offsets[at] ?? 0}
            width={layout.widths[at] ?? 0}
            total={layout.total}
            height={height}
          />
        );
      })}
    </div>
  );
});

/** Whether another eje or prioridad begins here; rows without any go together. */
function isGroupStart({ rows, shown }: DossierState, index: number): boolean {
  const here = rows.get(shown[index] ?? "");
  const above = rows.get(shown[index - 1] ?? "");
  return (["axis", "priority"] as const).some((level) => {
    const mine = here === undefined ? null : headingAt(here, level);
    const theirs = above === undefined ? null : headingAt(above, level);
    return mine?.id !== theirs?.id;
  });
}
