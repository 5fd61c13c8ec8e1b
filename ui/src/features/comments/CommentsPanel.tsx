import { t } from "@lingui/core/macro";
import { useMemo } from "react";

import { Button, classes } from "../../kit";
import { cellId, useDossier, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import styles from "./Comments.module.css";
import { Composer } from "./Composer";
import {
  FILTERS,
  filterTitle,
  nothingWith,
  passes,
  threadCount,
  threadsOn,
  type ThreadFilter,
} from "./order";
import { ThreadList } from "./ThreadList";
import { ThreadView } from "./ThreadView";
import { useComments, useCommentsBook } from "./useBook";

/** The conversations of the selected cell, or those of the matrix that a filter lets through. */
export function CommentsPanel() {
  const chosen = useComments((state) => state.filter);
  const somewhere = useDossierState((state) => state.selection !== null);
  const filter = chosen ?? (somewhere ? "cell" : "open");
  return (
    <div className={styles.panel} data-testid="comment-panel">
      <Filters filter={filter} />
      {filter === "cell" ? <OfCell /> : <ThreadList key={filter} filter={filter} />}
    </div>
  );
}

function Filters({ filter }: { filter: ThreadFilter }) {
  const book = useCommentsBook();
  const threads = useDossierState((state) => state.threads);
  const counts = useMemo(
    () =>
      new Map(
        FILTERS.map((one) => [
          one,
          one === "cell" ? 0 : threads.filter((thread) => passes(thread, one)).length,
        ]),
      ),
    [threads],
  );
  return (
    <div className={styles.filters} role="group" aria-label={t`Qué conversaciones ver`}>
      {FILTERS.map((one) => {
        const count = counts.get(one) ?? 0;
        return (
          <button
            key={one}
            type="button"
            className={classes(styles.filter, one === filter && styles.chosen)}
            aria-pressed={one === filter}
            data-testid={`comments-${one}`}
            onClick={() => book.show(one)}
          >
            {filterTitle(one)}
            {count > 0 && <span className={styles.filterCount}> {count}</span>}
          </button>
        );
      })}
    </div>
  );
}

/** The conversations of the selected cell, and room for one more. */
function OfCell() {
  const dossier = useDossier();
  const selection = useDossierState((state) => state.selection);
  const row = useDossierState((state) => state.rows.get(state.selection?.key ?? ""));
  const threads = useDossierState((state) => state.threads);
  const field = selection === null || selection.field === "#" ? "actionLine" : selection.field;
  // Asked of the whole state: a heading is one cell for all its rows.
  const here = useMemo(
    () =>
      row === undefined || threads.length === 0 ? [] : threadsOn(dossier.state.get(), row, field),
    [dossier, row, field, threads],
  );
  const others = threads.filter((one) => !one.resolved && !here.includes(one)).length;
  return (
    <>
      {row === undefined ? (
        <p className={styles.teach}>
          {t`Selecciona una celda de la matriz para comentarla. Cada conversación queda junto a su celda aunque el renglón cambie de lugar.`}
        </p>
      ) : (
        <section className={styles.here}>
          <h3 className={styles.place}>{placeLabel(row.row, field)}</h3>
          {here.map((thread) => (
            <ThreadView key={thread.thread} thread={thread} />
          ))}
          {here.length === 0 && <p className={styles.none}>{nothingWith("cell")}</p>}
          <Composer key={cellId(row, field)} row={row} field={field} />
        </section>
      )}
      {others > 0 && <Elsewhere count={others} />}
    </>
  );
}

function Elsewhere({ count }: { count: number }) {
  const book = useCommentsBook();
  const many = threadCount(count);
  return (
    <p className={styles.elsewhere}>
      {t`En otras celdas: ${many}.`}{" "}
      <Button
        look="quiet"
        size="small"
        data-testid="comments-elsewhere"
        onPress={() => book.show("open")}
      >
        {t`Verlas`}
      </Button>
    </p>
  );
}
