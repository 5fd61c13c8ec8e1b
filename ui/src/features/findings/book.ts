import { asProblem, type FindingLevel, type FindingView, type Problem } from "../../host";
import { Store, cellId, companion, rowKey, type DossierStore } from "../../state";

/**
 * How long the matrix must be quiet before it is checked again. While a text is being written it
 * waits: thousands of findings take a moment to read, and a letter must not wait for them.
 */
export const CHECK_AFTER_MS = 700;

/** What the matrix found in itself, as far as it was asked. */
export interface FindingsState {
  /** `null` until the first answer. */
  all: readonly FindingView[] | null;
  problem: Problem | null;
  /** Errors and warnings nobody silenced, by the cell of the document they are about. */
  byCell: ReadonlyMap<string, readonly FindingView[]>;
  /** Keys of the rows with findings of any level that nobody silenced. */
  rows: ReadonlySet<string>;
  counts: Readonly<Record<FindingLevel, number>>;
  /** What the panel shows of them. */
  level: FindingLevel | "all";
  /** Only those of the selected row. */
  selectedOnly: boolean;
}

const NOTHING: FindingsState = {
  all: null,
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

  constructor(dossier: DossierStore) {
    this.#dossier = dossier;
  }

  /** Asks now, and again whenever rows or headings change. */
  watch(): () => void {
    if (this.#watching) return () => undefined;
    this.#watching = true;
    void this.pull();
    let { rows, headings, years } = this.#dossier.state.get();
    const stop = this.#dossier.state.subscribe(() => {
      const now = this.#dossier.state.get();
      if (now.rows === rows && now.headings === headings && now.years === years) return;
      ({ rows, headings, years } = now);
      this.#pullLater();
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
      const all = await this.#dossier.findings();
      // An older answer that comes late says nothing new.
      if (asked === this.#asked) this.#set({ ...this.#told(all), all, problem: null });
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

  #told(all: readonly FindingView[]): Pick<FindingsState, "byCell" | "rows" | "counts"> {
    const byCell = new Map<string, FindingView[]>();
    const rows = new Set<string>();
    const counts = { error: 0, warning: 0, info: 0 };
    const { rows: known, order } = this.#dossier.state.get();
    const byLine = new Map<string, string[]>();
    for (const key of order) {
      const line = key.split(":")[0] ?? key;
      byLine.set(line, [...(byLine.get(line) ?? []), key]);
    }
    for (const finding of all) {
      if (finding.silenced !== null) continue;
      counts[finding.level] += 1;
      const { cell } = finding;
      if (cell === null) continue;
      const own = rowKey(cell);
      const keys = known.has(own) ? [own] : (byLine.get(cell.line) ?? []);
      keys.forEach((key) => rows.add(key));
      const row = known.get(keys[0] ?? "");
      if (finding.level === "info" || row === undefined) continue;
      const id = cell.field === "" ? `${rowKey(row)}|${ROW_FIELD}` : cellId(row, cell.field);
      const there = byCell.get(id);
      if (there === undefined) byCell.set(id, [finding]);
      else there.push(finding);
    }
    return { byCell: settled(this.state.get().byCell, byCell), rows, counts };
  }

  #set(part: Partial<FindingsState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}

/** The new findings, with the old list where a cell has the same: its cell is not drawn again. */
function settled(
  before: ReadonlyMap<string, readonly FindingView[]>,
  after: ReadonlyMap<string, readonly FindingView[]>,
): ReadonlyMap<string, readonly FindingView[]> {
  const same = (a: readonly FindingView[], b: readonly FindingView[]) =>
    a.length === b.length &&
    a.every((finding, at) => finding.key === b[at]?.key && finding.level === b[at].level);
  return new Map(
    [...after].map(([id, list]) => {
      const known = before.get(id);
      return [id, known !== undefined && same(known, list) ? known : list];
    }),
  );
}

/** What an open dossier found in itself. */
export const findingsOf = companion((dossier) => new FindingsBook(dossier));
