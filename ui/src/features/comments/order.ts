import { plural, t } from "@lingui/core/macro";

import type { Row } from "../../host";
import {
  cellId,
  isAbout,
  byRank,
  levelOf,
  ranking,
  type DossierState,
  type Thread,
} from "../../state";

/** Which conversations are looked at. */
export type ThreadFilter = "cell" | "open" | "forMe" | "unread" | "resolved";

export const FILTERS: readonly ThreadFilter[] = ["cell", "open", "forMe", "unread", "resolved"];

/** A filter, as a word. */
export function filterTitle(filter: ThreadFilter): string {
  switch (filter) {
    case "cell":
      return t`Esta celda`;
    case "open":
      return t`Abiertas`;
    case "forMe":
      return t`Para mí`;
    case "unread":
      return t`Sin leer`;
    case "resolved":
      return t`Resueltas`;
  }
}

/** What to say of a filter that lets nothing through. */
export function nothingWith(filter: ThreadFilter): string {
  switch (filter) {
    case "cell":
      return t`Nadie ha comentado esta celda.`;
    case "open":
      return t`No hay conversaciones abiertas.`;
    case "forMe":
      return t`Nadie te ha mencionado ni contestado.`;
    case "unread":
      return t`Ya leíste todo.`;
    case "resolved":
      return t`Todavía no se resuelve ninguna conversación.`;
  }
}

/** How many conversations, in words. */
export function threadCount(count: number): string {
  return plural(count, { one: "# conversación abierta", other: "# conversaciones abiertas" });
}

/** Whether a filter of the whole matrix lets a conversation through. */
export function passes(thread: Thread, filter: Exclude<ThreadFilter, "cell">): boolean {
  switch (filter) {
    case "open":
      return !thread.resolved;
    case "forMe":
      return thread.forMe && !thread.resolved;
    case "unread":
      return thread.unread.length > 0;
    case "resolved":
      return thread.resolved;
  }
}

/** The row a conversation hangs from; `undefined` if it is not on this computer. */
export function rowOf({ rows, order }: DossierState, thread: Thread): Row | undefined {
  const { line, indicator } = thread;
  const own = rows.get(indicator === null ? line : `${line}:${indicator}`);
  if (own !== undefined) return own;
  const key = order.find((known) => rows.get(known)?.line === line);
  return key === undefined ? undefined : rows.get(key);
}

/** The conversations of a cell, the open ones first. */
export function threadsOn(state: DossierState, row: Row, field: string): readonly Thread[] {
  const id = cellId(row, field);
  const shared = levelOf(field) !== null;
  const here = state.threads.filter((thread) => {
    if (thread.field !== field) return false;
    if (!shared) return isAbout(thread, row, field);
    const own = rowOf(state, thread);
    return own !== undefined && cellId(own, field) === id;
  });
  return here.sort((a, b) => Number(a.resolved) - Number(b.resolved));
}

type Ordering = Pick<DossierState, "order" | "rows" | "years" | "view">;

/** Conversations in the order of the matrix; of one cell, as they began. */
export function inRowOrder(state: Ordering, threads: readonly Thread[]): readonly Thread[] {
  const rank = ranking(state);
  return threads
    .map((thread) => ({ thread, at: rank(thread) }))
    .sort((a, b) => byRank(a.at, b.at))
    .map(({ thread }) => thread);
}
