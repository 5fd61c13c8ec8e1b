import {
  asProblem,
  type FindingLevel,
  type FindingRule,
  type FindingSummary,
  type Problem,
} from "../../host";
import { Store, cellId, companion, rowKey, type DossierStore } from "../../state";

/**
 * How long the matrix must be quiet before it is checked again. While a text is being written it
 * waits: the marks of a large matrix take a moment to draw, and a letter must not wait for them.
 */
export const CHECK_AFTER_MS = 700;

/** What the mark of a cell says. */
export interface Mark {
  level: FindingLevel;
  /** What is wrong, in few words. */
  title: string;
}

/** What the matrix found in itself, in short; the findings themselves are asked for in pages. */
export interface FindingsState {
  /** Names what was found; `null` until the first answer. */
  version: string | null;
  /** The rules that found something, errors first. */
  rules: readonly FindingRule[];
  problem: Problem | null;
  /** Errors and warnings nobody silenced, by the cell of the document they are about. */
  byCell: ReadonlyMap<string, readonly Mark[]>;
  /** Keys of the rows with findings of any level that nobody silenced. */
  rows: ReadonlySet<string>;
  counts: Readonly<Record<FindingLevel, number>>;
  /** What the panel shows of them. */
  level: FindingLevel | "all";
  /** Only those of the selected row. */
  selectedOnly: boolean;
}

const NOTHING: FindingsState = {
  version: null,
  rules: [],
  problem: null,
  byCell: new Map(),
  rows: new Set(),
  counts: { error: 0, warning: 0, info: 0 },
  level: "all",
  selectedOnly: false,
};

/** The field under which findings of a whole row are kept: its number. */
const ROW_FIELD = "#";

/** Asks the shell what is wrong with the matrix, again after it changed, and tells cells apart. */
export class FindingsBook {
  readonly state = new Store<FindingsState>(NOTHING);
  readonly #dossier: DossierStore;
  #asked = 0;
  #watching = false;
  #waiting: ReturnType<typeof setTimeout> | null = null;
  /** The lists of marks by what they say: cells that say the same share one, now and later. */
  #lists: ReadonlyMap<string, readonly Mark[]> = new Map();

  constructor(dossier: DossierStore) {
    this.#dossier = dossier;
  }

  /** Asks once all rows are here, and again whenever rows or headings change. */
  watch(): () => void {
    if (this.#watching) return () => undefined;
    this.#watching = true;
    let { rows, headings, years, whole } = this.#dossier.state.get();
    if (whole) void this.pull();
    const stop = this.#dossier.state.subscribe(() => {
      const now = this.#dossier.state.get();
      if (now.rows === rows && now.headings === headings && now.years === years) return;
      const arrived = now.whole && !whole;
      ({ rows, headings, years, whole } = now);
      if (arrived) void this.pull();
      else if (whole) this.#pullLater();
    });
    return () => {
      stop();
      this.#watching = false;
      if (this.#waiting !== null) clearTimeout(this.#waiting);
      this.#waiting = null;
    };
  }

  async pull(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const summary = await this.#dossier.findings();
      // An older answer that comes late says nothing new.
      if (asked === this.#asked) this.#set({ ...this.#told(summary), problem: null });
    } catch (failure) {
      if (asked === this.#asked) this.#set({ problem: asProblem(failure) });
    }
  }

  show(part: Partial<Pick<FindingsState, "level" | "selectedOnly">>): void {
    this.#set(part);
  }

  #pullLater(): void {
    if (this.#waiting !== null) clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#waiting = null;
      if (this.#dossier.editors.state.get().open !== null) this.#pullLater();
      else void this.pull();
    }, CHECK_AFTER_MS);
  }

  #told({ version, rules, titles, fields, rows: found }: FindingSummary): Partial<FindingsState> {
    const counts = { error: 0, warning: 0, info: 0 };
    for (const { level, open } of rules) counts[level] += open;
    const rows = new Set<string>();
    const titlesOf = new Map<string, number[]>();
    const { rows: known, order } = this.#dossier.state.get();
    for (const [key, marks] of found) {
      const keys = known.has(key) ? [key] : ofLine(order, key);
      keys.forEach((one) => rows.add(one));
      const row = known.get(keys[0] ?? "");
      if (row === undefined) continue;
      for (let at = 0; at + 1 < marks.length; at += 2) {
        const field = fields[marks[at] ?? 0] ?? "";
        const id = field === "" ? `${rowKey(row)}|${ROW_FIELD}` : cellId(row, field);
        const there = titlesOf.get(id);
        if (there === undefined) titlesOf.set(id, [marks[at + 1] ?? 0]);
        else there.push(marks[at + 1] ?? 0);
      }
    }
    const marks = titles.map(({ rule, text }): Mark => ({
      level: rules[rule]?.level ?? "info",
      title: text,
    }));
    return { version, rules, counts, rows, byCell: this.#shared(titlesOf, marks) };
  }

  /** The marks of each cell. A cell that says what it said keeps its list, and is not drawn again. */
  #shared(
    titlesOf: ReadonlyMap<string, readonly number[]>,
    marks: readonly Mark[],
  ): ReadonlyMap<string, readonly Mark[]> {
    const names = marks.map(({ level, title }) => `${level} ${title}`);
    const lists = new Map<string, readonly Mark[]>();
    const byCell = new Map<string, readonly Mark[]>();
    for (const [id, titles] of titlesOf) {
      const name = titles.map((title) => names[title]).join("\n");
      const list =
        lists.get(name) ?? this.#lists.get(name) ?? titles.flatMap((title) => marks[title] ?? []);
      lists.set(name, list);
      byCell.set(id, list);
    }
    this.#lists = lists;
    return byCell;
  }

  #set(part: Partial<FindingsState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}

/** The rows of a line whose own key is another by now: it got its first indicator, or lost it. */
function ofLine(order: readonly string[], key: string): string[] {
  const line = key.split(":")[0];
  return order.filter((one) => one.split(":")[0] === line);
}

/** What an open dossier found in itself. */
export const findingsOf = companion((dossier) => new FindingsBook(dossier));
