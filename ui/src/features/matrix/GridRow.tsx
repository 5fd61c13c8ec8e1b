import { memo } from "react";

import { classes } from "../../kit";
import {
  ROW_FIELD,
  headingAt,
  isPending,
  useDossierState,
  useRow,
  type DossierState,
} from "../../state";
import { Cell } from "./Cell";
import type { Column, Layout } from "./columns";
import { RowNumber } from "./RowNumber";
import { sameBoxes, type LaneBoxes } from "./spanBoxes";
import styles from "./Grid.module.css";

interface GridRowProps {
  rowKey: string;
  /** Its place among the shown rows, and its lane. */
  index: number;
  lane: number;
  top: number;
  heightMin: number;
  /** How many headings stand over it at most. */
  depth: number;
  columns: readonly Column[];
  layout: Layout;
  boxes: LaneBoxes;
  watch: (element: HTMLElement | null) => (() => void) | undefined;
}

/** One row. It reads itself from the store: a change of another row does not draw it again. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { rowKey, index, lane, top, heightMin, depth, columns, layout, boxes, watch } = props;
  const row = useRow(rowKey);
  const pending = useDossierState((state) => row !== undefined && isPending(state, row));
  const startsGroup = useDossierState((state) => isGroupStart(state, index));
  if (row === undefined) return null;
  return (
    <div
      ref={watch}
      role="row"
      aria-rowindex={lane + 2}
      aria-level={depth + 1}
      data-lane={lane}
      data-lane-key={rowKey}
      className={classes(
        styles.row,
        startsGroup && styles.group,
        pending && styles.pending,
        row.retired && styles.retired,
      )}
      style={{ top, minHeight: heightMin }}
    >
      {columns.map((column, at) => {
        const place = layout.places[at];
        if (place === undefined) return null;
        if (column.field === ROW_FIELD) {
          return <RowNumber key={column.field} row={row} lane={lane} />;
        }
        const box = column.span === null ? null : (boxes[column.span] ?? null);
        if (box === "under") return null;
        return (
          <Cell
            key={column.field}
            row={row}
            rowKey={rowKey}
            index={index}
            lane={lane}
            column={column}
            place={place}
            total={layout.total}
            box={box}
          />
        );
      })}
    </div>
  );
}, sameRow);

function sameRow(a: GridRowProps, b: GridRowProps): boolean {
  return (
    a.rowKey === b.rowKey &&
    a.index === b.index &&
    a.lane === b.lane &&
    a.top === b.top &&
    a.heightMin === b.heightMin &&
    a.depth === b.depth &&
    a.columns === b.columns &&
    a.layout === b.layout &&
    a.watch === b.watch &&
    sameBoxes(a.boxes, b.boxes)
  );
}

/** Whether another eje or prioridad begins here; rows without any go together. */
export function isGroupStart({ rows, shown }: DossierState, index: number): boolean {
  const here = rows.get(shown[index] ?? "");
  const above = rows.get(shown[index - 1] ?? "");
  return (["axis", "priority"] as const).some((level) => {
    const mine = here === undefined ? null : headingAt(here, level);
    const theirs = above === undefined ? null : headingAt(above, level);
    return mine?.id !== theirs?.id;
  });
}
