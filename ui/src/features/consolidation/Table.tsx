import { plural, t } from "@lingui/core/macro";
import { ArrowDown, ArrowUp, MessageSquare } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";

import type { ConsolidatedRow, ConsolidationColumn } from "../../host";
import { Mark, classes } from "../../kit";
import { PAGE_ROWS, useApp } from "../../state";
import { rowStateTone, rowStateWord } from "../states";
import { ROW_PX, SECTION_PX, heightOf, itemsIn, topOf } from "./layout";
import { useConsolidation } from "./useConsolidation";
import { columnWord, findingsWord, noneWord } from "./words";
import styles from "./Consolidation.module.css";

/** Rows that Page Up and Page Down move by. */
const PAGE_KEY_ROWS = 8;
/** Height taken for the window before it is measured. */
const FIRST_HEIGHT_PX = 600;

/** A column of the table. */
interface TableColumn {
  id: string;
  words: string;
  /** What sorting by it is called; `null` if it does not sort. */
  sort: ConsolidationColumn | null;
  width: string;
}

function columns(years: readonly number[]): TableColumn[] {
  return [
    {
      id: "institution",
      words: t`Institución`,
      sort: "institution",
      width: "minmax(120px, 1fr)",
    },
    { id: "axis", words: t`Eje`, sort: "form", width: "minmax(110px, 1fr)" },
    { id: "priority", words: t`Prioridad`, sort: null, width: "minmax(140px, 1.3fr)" },
    { id: "line", words: t`Línea de acción`, sort: "line", width: "minmax(220px, 2.6fr)" },
    { id: "indicator", words: t`Indicador`, sort: "indicator", width: "minmax(150px, 1.6fr)" },
    ...years.map((year) => ({
      id: `target-${String(year)}`,
      words: t`Meta ${year}`,
      sort: null,
      width: "64px",
    })),
    { id: "state", words: t`Estado`, sort: "state", width: "116px" },
    { id: "findings", words: t`Hallazgos`, sort: "findings", width: "104px" },
  ];
}

/** Every row of every matrix, as many as are in sight. Enter or a double click opens one. */
export function Table() {
  const app = useApp();
  const view = useConsolidation((state) => state.view);
  const pages = useConsolidation((state) => state.pages);
  const query = useConsolidation((state) => state.query);
  const box = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const [height, setHeight] = useState(FIRST_HEIGHT_PX);
  const [active, setActive] = useState({ query, row: 0 });
  const total = view?.total ?? 0;
  const sections = view?.sections ?? [];
  const all = columns(view?.years ?? []);
  const template = { gridTemplateColumns: all.map((column) => column.width).join(" ") };
  // Another question begins at the top.
  const current = Math.min(active.query === query ? active.row : 0, Math.max(total - 1, 0));
  const items = itemsIn(scrolled, height, total, sections);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measured = new ResizeObserver(() => setHeight(element.clientHeight || FIRST_HEIGHT_PX));
    measured.observe(element);
    return () => measured.disconnect();
  }, []);
  useEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0;
  }, [query]);
  const rowsInSight = items.flatMap((item) => (item.kind === "row" ? [item.row] : []));
  const firstPage = Math.floor((rowsInSight[0] ?? 0) / PAGE_ROWS);
  const lastPage = Math.floor((rowsInSight.at(-1) ?? 0) / PAGE_ROWS);
  useEffect(() => {
    for (let page = firstPage; page <= lastPage; page += 1) {
      void app.consolidation.wantPage(page);
    }
  }, [app, firstPage, lastPage, pages]);

  if (view === null) return null;
  const rowOf = (at: number) => pages.get(Math.floor(at / PAGE_ROWS))?.[at % PAGE_ROWS];
  const open = (at: number) => {
    const row = rowOf(at);
    if (row !== undefined) void openRow(app, row);
  };
  const go = (to: number) => {
    const next = Math.max(0, Math.min(to, total - 1));
    setActive({ query, row: next });
    const element = box.current;
    if (element === null) return;
    const top = topOf(next, sections);
    // The header stays over the first of the rows.
    const head = element.querySelector("[data-head]")?.clientHeight ?? 0;
    if (top < element.scrollTop) element.scrollTop = Math.max(top - SECTION_PX, 0);
    const bottom = top + ROW_PX + head;
    if (bottom > element.scrollTop + element.clientHeight) {
      element.scrollTop = bottom - element.clientHeight;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of the buttons in the header are their own.
    if (event.target !== event.currentTarget) return;
    const moves: Partial<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + PAGE_KEY_ROWS,
      PageUp: current - PAGE_KEY_ROWS,
      Home: 0,
      End: total - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) go(to);
    else if (event.key === "Enter") open(current);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      className={styles.table}
      role="grid"
      aria-label={t`Renglones de todas las matrices`}
      aria-rowcount={total + sections.length + 1}
      aria-colcount={all.length}
      aria-activedescendant={total === 0 ? undefined : rowId(current)}
      tabIndex={0}
      data-testid="consolidated-table"
      onKeyDown={onKeyDown}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
    >
      <div role="rowgroup" className={styles.head} data-head>
        <div role="row" aria-rowindex={1} className={styles.headRow} style={template}>
          {all.map((column) => (
            <HeadCell key={column.id} column={column} />
          ))}
        </div>
      </div>
      {total === 0 ? (
        <Nothing />
      ) : (
        <div role="rowgroup" className={styles.body} style={{ height: heightOf(total, sections) }}>
          {items.map((item) =>
            item.kind === "section" ? (
              <div
                key={`section-${String(item.section)}`}
                role="row"
                aria-rowindex={(sections[item.section]?.first ?? 0) + item.section + 2}
                className={styles.section}
                style={{ top: item.top }}
              >
                <span role="gridcell" aria-colspan={all.length} data-testid="table-section">
                  {sectionWords(
                    sections[item.section]?.label ?? "",
                    sections[item.section]?.rows ?? 0,
                    noneWord(query.group),
                  )}
                </span>
              </div>
            ) : (
              <TableRow
                key={item.row}
                at={item.row}
                index={ariaIndex(item.row, sections)}
                top={item.top}
                row={rowOf(item.row)}
                template={template}
                active={item.row === current}
                onPress={() => setActive({ query, row: item.row })}
                onOpen={() => open(item.row)}
              />
            ),
          )}
        </div>
      )}
    </div>
  );
}

function ariaIndex(row: number, sections: readonly { first: number }[]): number {
  return row + 2 + sections.filter((section) => section.first <= row).length;
}

function rowId(at: number): string {
  return `consolidated-${String(at)}`;
}

function sectionWords(label: string, rows: number, none: string): string {
  const count = plural(rows, { one: "# renglón", other: "# renglones" });
  return `${label === "" ? none : label} · ${count}`;
}

/** Opens the dossier of a row, at that row. */
export function openRow(
  app: ReturnType<typeof useApp>,
  row: { dossier: string; line: string; indicator: string | null },
): Promise<void> {
  const { line, indicator } = row;
  return app.open(row.dossier, { line, indicator, field: "actionLine" });
}

function HeadCell({ column }: { column: TableColumn }) {
  const { consolidation } = useApp();
  const sort = useConsolidation((state) => state.query.sort);
  const descending = useConsolidation((state) => state.query.descending);
  const { sort: by } = column;
  if (by === null) {
    return (
      <div role="columnheader" className={styles.headCell}>
        {column.words}
      </div>
    );
  }
  const sorted = sort === by;
  const Arrow = descending ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      className={styles.headCell}
      aria-sort={sorted ? (descending ? "descending" : "ascending") : "none"}
    >
      <button
        type="button"
        className={styles.sortButton}
        title={t`Ordenar por: ${columnWord(by)}`}
        data-testid={`sort-${by}`}
        onClick={() => consolidation.ask({ sort: by, descending: sorted && !descending })}
      >
        {column.words}
        {sorted && <Arrow size={13} aria-hidden />}
      </button>
    </div>
  );
}

interface TableRowProps {
  at: number;
  index: number;
  top: number;
  row: ConsolidatedRow | undefined;
  template: { gridTemplateColumns: string };
  active: boolean;
  onPress: () => void;
  onOpen: () => void;
}

function TableRow({ at, index, top, row, template, active, onPress, onOpen }: TableRowProps) {
  return (
    <div
      id={rowId(at)}
      role="row"
      aria-rowindex={index}
      aria-selected={active}
      className={classes(
        styles.row,
        active && styles.active,
        row?.subject === true && styles.subject,
      )}
      style={{ ...template, top, height: ROW_PX }}
      data-testid="consolidated-row"
      onMouseDown={onPress}
      onDoubleClick={onOpen}
    >
      {row === undefined ? (
        <div role="gridcell" className={styles.cell}>
          {t`Leyendo…`}
        </div>
      ) : (
        <RowCells row={row} onOpen={onOpen} />
      )}
    </div>
  );
}

function RowCells({ row, onOpen }: { row: ConsolidatedRow; onOpen: () => void }) {
  const number = row.row;
  const found = findingsWord(row);
  return (
    <>
      <div role="gridcell" className={styles.cell}>
        <button
          type="button"
          className={styles.opens}
          tabIndex={-1}
          title={t`Abrir el renglón ${number} en su expediente`}
          data-testid="open-row"
          onClick={onOpen}
        >
          {row.institution}
        </button>
        <span className={styles.quiet}>{t`Renglón ${number}`}</span>
      </div>
      <TextCell text={row.axis} />
      <TextCell text={row.priority} />
      <TextCell text={row.actionLine} strong />
      <TextCell text={row.indicatorName} />
      {row.targets.map((target, place) => (
        <div key={place} role="gridcell" className={classes(styles.cell, styles.number)}>
          {target === null ? (
            <span className={styles.quiet} title={t`Su programa no tiene ese año`}>
              {t`no aplica`}
            </span>
          ) : (
            target
          )}
        </div>
      ))}
      <div role="gridcell" className={styles.cell}>
        <Mark tone={rowStateTone(row.state)}>{rowStateWord(row.state)}</Mark>
        {row.subject && <Mark tone="review">{t`Sujeta a revisión`}</Mark>}
      </div>
      <div role="gridcell" className={styles.cell} title={found}>
        <span className={row.errors > 0 ? styles.wrong : undefined}>
          {findingsWord({ ...row, notes: 0 }) || (row.notes > 0 ? found : "")}
        </span>
        {row.comments > 0 && (
          <span className={styles.comments}>
            <MessageSquare size={12} aria-hidden />{" "}
            {plural(row.comments, { one: "# conversación", other: "# conversaciones" })}
          </span>
        )}
      </div>
    </>
  );
}

function TextCell({ text, strong = false }: { text: string; strong?: boolean }) {
  return (
    <div role="gridcell" className={classes(styles.cell, strong && styles.strong)} title={text}>
      <span className={styles.clamp}>{text}</span>
    </div>
  );
}

function Nothing() {
  const unknown = useConsolidation((state) => state.view?.unknown ?? []);
  return (
    <div role="rowgroup">
      <div role="row">
        <p role="gridcell" className={styles.nothing} data-testid="nothing-found">
          {unknown.length > 0
            ? t`Ningún expediente tiene ya: ${unknown.join(", ")}. Quita ese filtro.`
            : t`Ningún renglón pasa por estos filtros. Quita alguno.`}
        </p>
      </div>
    </div>
  );
}
