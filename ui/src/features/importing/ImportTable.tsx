import { plural, t } from "@lingui/core/macro";
import { CircleAlert, MessageSquare } from "lucide-react";
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from "react";

import type { ImportColumn, ImportRow, ImportView } from "../../host";
import { classes } from "../../kit";
import { useStore, type ImportSession } from "../../state";
import { useTextScale } from "../matrix";
import { DETAIL_DOUBTS_ID } from "./CellDetail";
import { columnWidth, fieldOptions } from "./fields";
import { rowsOf, type Selected } from "./selection";
import { assignColumn, shiftRows, toggleSkipped } from "./steps";
import styles from "./Import.module.css";

/** Height of a row: three lines of text; the whole of it stands under the table. */
const ROW_PX = 64;
const HEADER_PX = 88;
const NUMBER_PX = 88;
/** Rows drawn beyond the edges of what is seen. */
const OVERSCAN = 6;
/** Height taken for the window before it is known. */
const HEIGHT_GUESS_PX = 600;

interface ImportTableProps {
  session: ImportSession;
  selected: Selected;
  /** Changes when the table is to go to what is selected. */
  jump: number;
  onSelect: (selected: Selected) => void;
  onAssign: () => void;
}

/** The rows of the file as they are read, each column with what it is taken to be. */
export function ImportTable({ session, selected, jump, onSelect, onAssign }: ImportTableProps) {
  const view = useStore(session.state, (state) => state.view);
  const pages = useStore(session.state, (state) => state.pages);
  const scroller = useRef<HTMLDivElement>(null);
  const scale = useTextScale();
  const rowPx = Math.round(ROW_PX * scale);
  const headerPx = Math.round(HEADER_PX * scale);
  const numberPx = Math.round(NUMBER_PX * scale);
  const widths = useMemo(
    () => view.columns.map(({ field }) => Math.round(columnWidth(field) * scale)),
    [view.columns, scale],
  );
  const width = widths.reduce((sum, one) => sum + one, numberPx);
  const { first, last } = useLanes(scroller, view.rows, rowPx, headerPx);
  useEffect(() => {
    if (view.rows > 0) session.look(first, last);
  }, [session, first, last, view]);

  /** The first look is at the rows of the matrix, not at the titles over them. */
  const looked = useRef(false);
  useLayoutEffect(() => {
    const first = pages.get(0)?.findIndex(({ kind }) => kind === "data") ?? -1;
    if (looked.current || first < 0) return;
    looked.current = true;
    if (scroller.current !== null) scroller.current.scrollTop = first * rowPx;
    onSelect({ index: first, anchor: first, column: 0 });
  }, [pages, rowPx, onSelect]);

  /** Focus follows the keyboard, and jumps; never the mouse wheel. */
  const [walked, setWalked] = useState(0);
  useLayoutEffect(() => {
    if (jump === 0 && walked === 0) return;
    const box = scroller.current;
    if (box === null) return;
    const top = selected.index * rowPx;
    const height = box.clientHeight - headerPx;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowPx > box.scrollTop + height) box.scrollTop = top + rowPx - height;
    const left = widths.slice(0, selected.column).reduce((sum, one) => sum + one, 0);
    const right = left + (widths[selected.column] ?? 0);
    const wide = box.clientWidth - numberPx;
    if (left < box.scrollLeft) box.scrollLeft = left;
    else if (right > box.scrollLeft + wide) box.scrollLeft = right - wide;
    box.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus({
      preventScroll: true,
    });
    // What was selected and how wide things are belongs to the step or the jump that is made.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [walked, jump]);

  const walk = useCallback(
    (to: Selected) => {
      onSelect(to);
      setWalked((count) => count + 1);
    },
    [onSelect],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.role !== "gridcell") return;
    const rows = rowsOf(session, selected).map((row) => row.at);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 1);
    if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      void session.change(shiftRows(rows, event.key === "ArrowRight" ? 1 : -1));
    } else if (event.key === "Delete") {
      void session.change(toggleSkipped(rows));
    } else if (event.key === "F2" || event.key === "Enter") {
      onAssign();
    } else {
      const to = moved(event, selected, view, page);
      if (to === null) return;
      walk(to);
    }
    event.preventDefault();
  };

  const lanes: number[] = [];
  for (let at = first; at <= last; at += 1) lanes.push(at);
  if (selected.index < view.rows && !lanes.includes(selected.index)) lanes.push(selected.index);
  return (
    <div
      ref={scroller}
      className={styles.table}
      role="grid"
      aria-label={t`Renglones como se leyeron`}
      aria-rowcount={view.rows + 1}
      aria-colcount={view.columns.length + 1}
      aria-multiselectable
      onKeyDown={onKeyDown}
      data-testid="import-table-grid"
    >
      <div className={styles.canvas} style={{ width, height: view.rows * rowPx + headerPx }}>
        <Header
          session={session}
          view={view}
          widths={widths}
          numberPx={numberPx}
          height={headerPx}
        />
        <div role="rowgroup">
          {lanes.map((index) => (
            <Lane
              key={index}
              index={index}
              row={session.row(index)}
              view={view}
              widths={widths}
              numberPx={numberPx}
              top={headerPx + index * rowPx}
              height={rowPx}
              selected={selected}
              onSelect={onSelect}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** The lanes in the window and a few around it. */
function useLanes(
  scroller: React.RefObject<HTMLDivElement | null>,
  count: number,
  rowPx: number,
  headerPx: number,
) {
  const [seen, setSeen] = useState({ top: 0, height: HEIGHT_GUESS_PX });
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const measure = () =>
      setSeen({ top: box.scrollTop, height: box.clientHeight || HEIGHT_GUESS_PX });
    // It tells the first size too.
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    box.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", measure);
    };
  }, [scroller]);
  const first = Math.max(0, Math.floor(seen.top / rowPx) - OVERSCAN);
  const last = Math.ceil((seen.top + seen.height - headerPx) / rowPx) + OVERSCAN;
  return { first, last: Math.min(count - 1, last) };
}

/** Where a key goes from a cell; `null`: it is no key of the table. */
function moved(
  { key, shiftKey, ctrlKey }: KeyboardEvent,
  { index, anchor, column }: Selected,
  view: ImportView,
  page: number,
): Selected | null {
  const rows = view.rows - 1;
  const columns = view.columns.length - 1;
  const row = (to: number): Selected => {
    const at = Math.min(rows, Math.max(0, to));
    return { index: at, anchor: shiftKey ? anchor : at, column };
  };
  const across = (to: number): Selected => ({
    index,
    anchor,
    column: Math.min(columns, Math.max(0, to)),
  });
  switch (key) {
    case "ArrowDown":
      return row(index + 1);
    case "ArrowUp":
      return row(index - 1);
    case "PageDown":
      return row(index + page);
    case "PageUp":
      return row(index - page);
    case "ArrowRight":
      return across(column + 1);
    case "ArrowLeft":
      return across(column - 1);
    case "Home":
      return ctrlKey ? { ...row(0), column: 0 } : across(0);
    case "End":
      return ctrlKey ? { ...row(rows), column: columns } : across(columns);
    default:
      return null;
  }
}

interface HeaderProps {
  session: ImportSession;
  view: ImportView;
  widths: readonly number[];
  numberPx: number;
  height: number;
}

function Header({ session, view, widths, numberPx, height }: HeaderProps) {
  const options = useMemo(() => fieldOptions(view.years, new Date().getFullYear()), [view.years]);
  return (
    <div role="rowgroup" className={styles.header} style={{ height }}>
      <div role="row" aria-rowindex={1} className={styles.headerRow}>
        <span role="columnheader" className={styles.corner} style={{ width: numberPx }}>
          {t`Renglón`}
        </span>
        {view.columns.map((column, at) => (
          <div
            key={column.column}
            role="columnheader"
            className={classes(styles.columnHeader, column.field === null && styles.ignored)}
            style={{ width: widths[at] }}
          >
            <span className={styles.headerText} title={column.header}>
              <b>{column.column}</b> {column.header}
            </span>
            <select
              className={styles.fieldSelect}
              aria-label={columnLabel(column)}
              value={column.field ?? ""}
              data-testid="import-column"
              data-column={column.column}
              onChange={(event) => {
                const field = event.currentTarget.value;
                void session.change(assignColumn(column.column, field === "" ? null : field));
              }}
            >
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.text}
                </option>
              ))}
              {column.field !== null &&
                !options.some((option) => option.value === column.field) && (
                  <option value={column.field}>{column.field}</option>
                )}
            </select>
          </div>
        ))}
      </div>
    </div>
  );
}

function columnLabel({ column, header }: ImportColumn): string {
  return header === ""
    ? t`Qué es la columna ${column}`
    : t`Qué es la columna ${column}, «${header}»`;
}

interface LaneProps {
  index: number;
  row: ImportRow | undefined;
  view: ImportView;
  widths: readonly number[];
  numberPx: number;
  top: number;
  height: number;
  selected: Selected;
  onSelect: (selected: Selected) => void;
}

function Lane(props: LaneProps) {
  const { index, row, view, widths, numberPx, top, height, selected, onSelect } = props;
  const from = Math.min(selected.index, selected.anchor);
  const isSelected = index >= from && index <= Math.max(selected.index, selected.anchor);
  const wholeRow = row?.doubts.some((doubt) => doubt.column === null) === true;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classes(
        styles.lane,
        isSelected && styles.selected,
        row !== undefined && row.kind !== "data" && styles.outside,
        row?.pending === true && styles.pending,
        row?.retired === true && styles.retired,
      )}
      style={{ top, height, lineHeight: 1.3 }}
      data-testid="import-row"
      data-at={row?.at}
      data-kind={row?.kind}
    >
      <span
        role="rowheader"
        className={styles.number}
        style={{ width: numberPx }}
        onClick={(event) =>
          onSelect({
            index,
            anchor: event.shiftKey ? selected.anchor : index,
            column: selected.column,
          })
        }
      >
        <RowNumber row={row} doubtful={wholeRow} />
      </span>
      {view.columns.map((column, at) => {
        const doubt = row?.doubts.find((one) => one.column === at);
        const active = index === selected.index && at === selected.column;
        const sentence = doubt === undefined ? undefined : view.doubts[doubt.doubt]?.sentence;
        const fill = row?.fills[at] ?? "";
        return (
          <div
            key={column.column}
            role="gridcell"
            tabIndex={active ? 0 : -1}
            aria-colindex={at + 2}
            aria-invalid={doubt !== undefined}
            aria-describedby={active ? DETAIL_DOUBTS_ID : undefined}
            className={classes(
              styles.cell,
              active && styles.active,
              column.field === null && styles.ignored,
              doubt !== undefined && styles.doubtful,
            )}
            style={{ width: widths[at], ...(fill === "" ? {} : { borderLeftColor: `#${fill}` }) }}
            title={sentence}
            data-testid="import-cell"
            data-column={column.column}
            onMouseDown={(event) => {
              onSelect({ index, anchor: event.shiftKey ? selected.anchor : index, column: at });
            }}
          >
            {doubt !== undefined && (
              <CircleAlert className={styles.doubtIcon} size={13} aria-label={t`En duda`} />
            )}
            <span className={styles.cellText}>{row?.cells[at] ?? ""}</span>
          </div>
        );
      })}
    </div>
  );
}

function RowNumber({ row, doubtful }: { row: ImportRow | undefined; doubtful: boolean }) {
  if (row === undefined) return <span className={styles.faint}>…</span>;
  const word =
    row.kind === "skipped"
      ? t`omitido`
      : row.kind === "header"
        ? t`encabezado`
        : row.kind === "outside"
          ? t`no es renglón`
          : row.retired
            ? t`retirado`
            : row.pending
              ? t`sujeta a revisión`
              : row.shift === 0
                ? ""
                : t`celdas movidas`;
  return (
    <>
      <span className={styles.numberTop}>
        <b>{row.row ?? "—"}</b> <span className={styles.faint}>{t`fila ${row.at}`}</span>
        {doubtful && <CircleAlert className={styles.doubtIcon} size={13} aria-label={t`En duda`} />}
        {row.notes > 0 && (
          <MessageSquare
            size={13}
            aria-label={plural(row.notes, {
              one: "# comentario o cambio",
              other: "# comentarios o cambios",
            })}
          />
        )}
      </span>
      {word !== "" && <span className={styles.word}>{word}</span>}
    </>
  );
}
