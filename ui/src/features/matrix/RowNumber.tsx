import { t } from "@lingui/core/macro";
import { EllipsisVertical, GripVertical, Lock } from "lucide-react";
import { memo, use, useRef, useState } from "react";

import type { Row } from "../../host";
import { classes } from "../../kit";
import { ROW_FIELD, rectOf, rowKey, stateOf, useDossier, useDossierState } from "../../state";
import { FindingMark, useFindingsOf } from "../findings";
import { rowStateWord } from "../states";
import { ACTIVE, EDGE_BOTTOM, EDGE_TOP, IN_RANGE, TAB_STOP, selectionBits } from "./cellView";
import { GridContext } from "./gridContext";
import { RowMenu } from "./RowMenu";
import styles from "./Grid.module.css";

/** The number of a row: it selects the row, drags it, and opens what can be done with it. */
export const RowNumber = memo(function RowNumber({ row, lane }: { row: Row; lane: number }) {
  const { canEdit, dragRow } = use(GridContext);
  const dossier = useDossier();
  const [menu, setMenu] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const key = rowKey(row);
  const bits = useDossierState((state) => selectionBits(state, lane, lane, 0));
  const on = useDossierState((state) => {
    const rect = rectOf(state);
    return rect !== null && lane >= rect.top && lane <= rect.bottom;
  });
  const selected = (bits & ACTIVE) !== 0;
  const findings = useFindingsOf(key, ROW_FIELD);
  const state = useDossierState((now) => stateOf(now, row.line));
  const name = row.row === null ? t`Renglón retirado` : t`Renglón ${row.row}`;
  const locked = state === "approved";
  return (
    <div
      role="rowheader"
      aria-colindex={1}
      aria-selected={(bits & (ACTIVE | IN_RANGE)) !== 0}
      aria-label={state === "draft" ? name : `${name}. ${rowStateWord(state)}`}
      tabIndex={(bits & TAB_STOP) !== 0 ? 0 : -1}
      data-testid="cell"
      data-cell=""
      data-row={row.row ?? ""}
      data-field={ROW_FIELD}
      data-key={key}
      {...(selected ? { "data-active": "" } : {})}
      className={classes(
        styles.cell,
        styles.frozen,
        styles.number,
        selected && styles.selected,
        on && styles.numberOn,
        (bits & IN_RANGE) !== 0 && styles.inRange,
        (bits & EDGE_TOP) !== 0 && styles.edgeTop,
        (bits & EDGE_BOTTOM) !== 0 && styles.edgeBottom,
      )}
      style={NUMBER_PLACE}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
      {locked && (
        <span
          className={styles.lock}
          data-testid="row-lock"
          title={rowStateWord(state)}
          aria-hidden
        >
          <Lock size={12} />
        </span>
      )}
      {!locked && canEdit && !row.retired && (
        <span
          className={styles.grip}
          data-part="grip"
          aria-hidden
          title={t`Arrastra para mover el renglón (Alt+↑, Alt+↓)`}
          onPointerDown={(event) => dragRow(event, lane)}
        >
          <GripVertical size={14} />
        </span>
      )}
      {!locked && (!canEdit || row.retired) && <span />}
      <span className={styles.numberText}>{row.row ?? "–"}</span>
      <button
        ref={button}
        type="button"
        className={styles.numberMenu}
        tabIndex={-1}
        data-testid="row-menu"
        aria-haspopup="menu"
        aria-expanded={menu}
        aria-label={
          row.row === null ? t`Renglón retirado: opciones` : t`Renglón ${row.row}: opciones`
        }
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          // The keyboard comes back to the cell when the menu closes. One of several selected rows
          // speaks for all: the keyboard is in the first of them already.
          if ((bits & IN_RANGE) === 0) {
            event.currentTarget.closest<HTMLElement>("[data-cell]")?.focus({ preventScroll: true });
          }
          setMenu(true);
        }}
      >
        <EllipsisVertical size={14} aria-hidden />
      </button>
      {findings !== undefined && <FindingMark rowKey={key} field={ROW_FIELD} findings={findings} />}
      {menu && (
        <RowMenu
          row={row}
          anchor={button}
          onClose={(chosen) => {
            setMenu(false);
            if (!chosen) dossier.focusCell();
          }}
        />
      )}
    </div>
  );
});

const NUMBER_PLACE = { gridColumn: 1, left: 0 } as const;
