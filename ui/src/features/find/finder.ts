import { fold, type TextRange } from "../../kit";
import { Store, companion, type DossierState, type DossierStore } from "../../state";
import { findingsOf } from "../findings";
import {
  NO_FILTERS,
  filterCount,
  lets,
  momentOf,
  rowsOf,
  type Filters,
  type Surroundings,
} from "./filters";
import { inRow, matchesIn, searchedFields, type Match } from "./search";
import { sortedKeys, type Sorting } from "./sorting";

/** How long the matrix must be quiet before it is searched again. */
const AGAIN_AFTER_MS = 150;

/** What is looked for, what is let through, and in which order. */
export interface Look {
  open: boolean;
  /** The list of replacements is open. */
  replacing: boolean;
  query: string;
  wholeWord: boolean;
  filters: Filters;
  sorting: Sorting | null;
  matches: readonly Match[];
  /** Places of the matches by cell of the document. */
  byCell: ReadonlyMap<string, readonly TextRange[]>;
  /** The match one stands on. */
  current: Match | null;
}

const NOTHING: Look = {
  open: false,
  replacing: false,
  query: "",
  wholeWord: false,
  filters: NO_FILTERS,
  sorting: null,
  matches: [],
  byCell: new Map(),
  current: null,
};

/** Finds texts in a dossier and chooses what of it is looked at; never changes the document. */
export class Finder {
  readonly state = new Store<Look>(NOTHING);
  /** Grows each time the keyboard should go to the box of the text looked for. */
  readonly boxWanted = new Store(0);
  readonly #dossier: DossierStore;
  /** When the dossier was open the time before, RFC 3339. */
  readonly openedBefore: string | null;
  #seen: DossierState;
  #filtered: ReadonlySet<string> | null = null;
  #changed: ReadonlySet<string> | null = null;
  #asked = 0;
  #waiting: ReturnType<typeof setTimeout> | null = null;

  constructor(dossier: DossierStore) {
    this.#dossier = dossier;
    this.#seen = dossier.state.get();
    this.openedBefore = dossier.isPicture ? null : rememberOpening(dossier.id);
    dossier.state.subscribe(() => this.#followed());
    findingsOf(dossier).state.subscribe(() => {
      if (this.state.get().filters.statuses.has("findings")) this.#later();
    });
  }

  /** Opens the bar with the keyboard in its box. */
  open(replacing = false): void {
    this.#set({ open: true, replacing: replacing || this.state.get().replacing });
    this.#search();
    this.boxWanted.update((wanted) => wanted + 1);
  }

  /** Closes the bar and takes its marks away; filters and order stay until they are taken off. */
  close(): void {
    this.#set({ open: false, replacing: false });
    this.#search();
    if (this.state.get().filters.matching) this.filter({ matching: false });
    this.#dossier.focusCell();
  }

  replace(open: boolean): void {
    this.#set({ replacing: open });
  }

  /** Looks for a text; stands on the first match from the selected row on. */
  look(part: Partial<Pick<Look, "query" | "wholeWord">>): void {
    this.#set({ ...part, current: null });
    if (this.state.get().filters.matching) this.#narrow();
    this.#search();
  }

  /** On to the next match, or the one before. */
  step(back = false): void {
    const { matches, current } = this.state.get();
    if (matches.length === 0) return;
    const at = current === null ? -1 : indexOf(matches, current);
    const next =
      at < 0 ? this.#firstFrom(back) : (at + (back ? -1 : 1) + matches.length) % matches.length;
    const match = matches[next];
    if (match === undefined) return;
    this.#set({ current: match });
    this.#goTo(match);
  }

  filter(part: Partial<Filters>): void {
    const before = this.state.get().filters;
    const filters = { ...before, ...part };
    this.#set({ filters });
    if (filters.statuses.has("retired")) this.#dossier.showRetired(true);
    const asks = filters.person !== before.person || filters.since !== before.since;
    if (asks) void this.#ask();
    else this.#narrow();
  }

  clearFilters(): void {
    this.#set({ filters: NO_FILTERS });
    this.#changed = null;
    this.#asked += 1;
    this.#narrow();
  }

  sort(sorting: Sorting | null): void {
    this.#set({ sorting });
    this.#show();
  }

  /** Asks which rows changed as the filters say, and narrows the view to them. */
  async #ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const { person, since } = this.state.get().filters;
    const moment = since === null ? null : momentOf(since, new Date(), this.openedBefore);
    const agreed = since?.kind === "agreed" ? await this.#sinceAgreed() : null;
    const timed = person !== null || moment !== null;
    const cells = timed ? await this.#dossier.changed(moment, person).catch(() => null) : null;
    if (asked !== this.#asked) return;
    const rows = cells === null ? null : rowsOf(cells);
    this.#changed = agreed === null || rows === null ? (agreed ?? rows) : among(rows, agreed);
    this.#narrow();
  }

  /** Rows that differ from the last closed version; `null` without one. */
  async #sinceAgreed(): Promise<ReadonlySet<string> | null> {
    const last = this.#dossier.state.get().review.versions.at(-1);
    if (last === undefined) return null;
    const { differences } = await this.#dossier
      .compare(last.id, "now")
      .catch(() => ({ differences: null }));
    return differences === null ? null : rowsOf(differences.map(({ cell }) => cell));
  }

  /** Lets through what the filters say now. */
  #narrow(): void {
    const { filters } = this.state.get();
    this.#filtered = filterCount(filters) === 0 ? null : this.#letThrough();
    this.#show();
  }

  #letThrough(): ReadonlySet<string> {
    const { filters, query, wholeWord } = this.state.get();
    const { rows, order, threads, review, levels, years } = this.#dossier.state.get();
    const wanted = fold(query);
    const fields = searchedFields(levels, years);
    const around: Surroundings = {
      threads,
      review,
      found: findingsOf(this.#dossier).state.get().rows,
      changed: filters.person === null && filters.since === null ? null : this.#changed,
      matches: (row) => wanted === "" || inRow(wanted, row, fields, wholeWord),
    };
    const through = new Set<string>();
    for (const key of order) {
      const row = rows.get(key);
      if (row !== undefined && lets(row, filters, around)) through.add(key);
    }
    return through;
  }

  #show(): void {
    const { sorting } = this.state.get();
    const { order, rows } = this.#dossier.state.get();
    this.#dossier.look(this.#filtered, sorting === null ? null : sortedKeys(order, rows, sorting));
    this.#search();
  }

  /** The matrix changed, or what is shown of it. */
  #followed(): void {
    const now = this.#dossier.state.get();
    const { rows, shown, threads, review, order } = this.#seen;
    const moved =
      now.rows !== rows ||
      now.shown !== shown ||
      now.threads !== threads ||
      now.review !== review ||
      now.order !== order;
    this.#seen = now;
    if (moved) this.#later();
  }

  #later(): void {
    const { open, query, filters, sorting } = this.state.get();
    const idle = filterCount(filters) === 0 && sorting === null && (!open || query === "");
    if (idle || this.#waiting !== null) return;
    this.#waiting = setTimeout(() => {
      this.#waiting = null;
      this.#again();
    }, AGAIN_AFTER_MS);
  }

  /**
   * Rows that fit now come into view; those in view stay although they no longer fit, until the
   * filters change: a row must not vanish from under whoever is mending it.
   */
  #again(): void {
    const { filters, sorting } = this.state.get();
    if (this.#filtered !== null && filterCount(filters) > 0) {
      const through = this.#letThrough();
      const grown = [...through].filter((key) => !this.#filtered?.has(key));
      if (grown.length > 0) this.#filtered = new Set([...this.#filtered, ...grown]);
    }
    const { sorted, filtered, order } = this.#dossier.state.get();
    const stale = sorting !== null && sorted?.length !== order.length;
    if (filtered !== this.#filtered || stale) this.#show();
    else this.#search();
  }

  #search(): void {
    const look = this.state.get();
    const state = this.#dossier.state.get();
    const wanted = look.open ? fold(look.query) : "";
    const matches = matchesIn(state.shown, state, wanted, look.wholeWord);
    const { current } = look;
    const still = current === null ? -1 : indexOf(matches, current);
    this.#set({
      matches,
      byCell: byCellOf(matches, look.byCell),
      current: matches[still] ?? null,
    });
  }

  /** The match the first step leads to: the first from the selected row on, or the last before. */
  #firstFrom(back: boolean): number {
    const { matches } = this.state.get();
    const { selection, places } = this.#dossier.state.get();
    if (selection === null) return back ? matches.length - 1 : 0;
    const from = places.get(selection.key) ?? 0;
    const place = ({ key }: Match) => places.get(key) ?? 0;
    if (back) {
      const before = matches.findLastIndex((match) => place(match) < from);
      return before < 0 ? matches.length - 1 : before;
    }
    return Math.max(
      0,
      matches.findIndex((match) => place(match) >= from),
    );
  }

  #goTo({ key, field }: Match): void {
    this.#dossier.select({ key, field });
    // A field without a column is read in the ficha.
    if (!this.#dossier.state.get().fields.includes(field)) this.#dossier.openPanel("ficha");
    this.#dossier.reveal();
    this.#dossier.showCell();
  }

  #set(part: Partial<Look>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}

/** Those of one list that are in the other, where a line's own cells stand for all its rows. */
function among(rows: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  const lines = (keys: ReadonlySet<string>) => new Set([...keys].map((key) => key.split(":")[0]));
  const inOthers = (key: string) => others.has(key) || others.has(key.split(":")[0] ?? "");
  const known = lines(others);
  return new Set(
    [...rows].filter((key) => inOthers(key) || (!key.includes(":") && known.has(key))),
  );
}

function indexOf(matches: readonly Match[], { cell, start }: Match): number {
  return matches.findIndex((match) => match.cell === cell && match.start === start);
}

/** Ranges by cell; the same list for a cell where they stand as before, which is not drawn again. */
function byCellOf(
  matches: readonly Match[],
  before: ReadonlyMap<string, readonly TextRange[]>,
): ReadonlyMap<string, readonly TextRange[]> {
  const cells = new Map<string, TextRange[]>();
  for (const { cell, start, end } of matches) {
    const known = cells.get(cell);
    if (known === undefined) cells.set(cell, [{ start, end }]);
    else known.push({ start, end });
  }
  return new Map(
    [...cells].map(([cell, ranges]) => {
      const known = before.get(cell);
      const same =
        known?.length === ranges.length &&
        known.every(({ start, end }, at) => start === ranges[at]?.start && end === ranges[at].end);
      return [cell, same ? known : ranges];
    }),
  );
}

/** Notes that a dossier is opened now; answers when it was opened the time before. */
function rememberOpening(dossier: string): string | null {
  const name = `cotejo.opened.${dossier}`;
  try {
    const before = localStorage.getItem(name);
    localStorage.setItem(name, new Date().toISOString());
    return before;
  } catch {
    return null;
  }
}

/** What is looked for in an open dossier. */
export const finderOf = companion((dossier) => new Finder(dossier));
