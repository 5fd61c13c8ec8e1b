import { asProblem } from "../host";
import type {
  ConsolidatedRow,
  ConsolidationQuery,
  ConsolidationView,
  Host,
  HostEvent,
  Problem,
  ProgrammeView,
  RepeatsView,
  ReportFormat,
} from "../host";
import { Store } from "./store";

export const CONSOLIDATION_TABS = [
  "table",
  "coverage",
  "repeats",
  "institutions",
  "charts",
] as const;
export type ConsolidationTab = (typeof CONSOLIDATION_TABS)[number];

/** Which headings the coverage is of. */
export type CoverageLevel = "axis" | "priority";

/** Rows of a page of the table: what the shell gives at once. */
export const PAGE_ROWS = 500;
/** How alike lines are asked to be, in per cent. */
export const LIKENESSES = [100, 90, 85, 75] as const;
/** What changes meanwhile is read again after so much rest. */
const REST_MS = 800;
/** How this person looks at the table is kept after so much rest. */
const KEEP_MS = 400;

export const EMPTY_QUERY: ConsolidationQuery = {
  programme: null,
  institutions: [],
  axes: [],
  priorities: [],
  states: [],
  subject: null,
  findings: null,
  lacks: [],
  years: [],
  text: "",
  sort: "form",
  descending: false,
  group: "none",
};

/** What the screen of the programme knows. */
export interface ConsolidationState {
  query: ConsolidationQuery;
  tab: ConsolidationTab;
  level: CoverageLevel;
  likeness: number;
  programmes: readonly ProgrammeView[];
  view: ConsolidationView | null;
  /** Rows by the number of their page, from 0. */
  pages: ReadonlyMap<number, readonly ConsolidatedRow[]>;
  repeats: RepeatsView | null;
  reading: boolean;
  /** A file is being made. */
  writing: boolean;
  problem: Problem | null;
}

/** Many dossiers as one table: what is asked, what came, and how this person looks at it. */
export class Consolidation {
  readonly state = new Store<ConsolidationState>({
    query: EMPTY_QUERY,
    tab: "table",
    level: "priority",
    likeness: 85,
    programmes: [],
    view: null,
    pages: new Map(),
    repeats: null,
    reading: false,
    writing: false,
    problem: null,
  });
  readonly #host: Host;
  /** Which question is the last: answers to earlier ones are no longer wanted. */
  #asked = 0;
  #wanted = new Set<number>();
  #shown = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #keep: ReturnType<typeof setTimeout> | undefined;
  #looked = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The screen is shown: as it was looked at last. */
  async open(): Promise<void> {
    this.#shown = true;
    try {
      if (!this.#looked) {
        const json = await this.#host.consolidationState().catch(() => null);
        this.#looked = true;
        this.#set(readLook(json));
      }
      this.#set({ programmes: await this.#host.programmes() });
    } catch (failure) {
      this.#set({ problem: asProblem(failure) });
    }
    await this.read();
  }

  /** The screen is left. */
  close(): void {
    this.#shown = false;
    clearTimeout(this.#again);
  }

  /** Something of the question changes. */
  ask(change: Partial<ConsolidationQuery>): void {
    this.#set({ query: { ...this.state.get().query, ...change } });
    this.#keepSoon();
    void this.read();
  }

  /** Nothing is left out any more; programme, order and groups stay. */
  clear(): void {
    const { programme, sort, descending, group } = this.state.get().query;
    this.ask({ ...EMPTY_QUERY, programme, sort, descending, group });
  }

  look(change: Partial<Pick<ConsolidationState, "tab" | "level" | "likeness">>): void {
    const stale = change.likeness !== undefined && change.likeness !== this.state.get().likeness;
    this.#set(stale ? { ...change, repeats: null } : change);
    this.#keepSoon();
    if (this.state.get().tab === "repeats") void this.#readRepeats(this.#asked);
  }

  /** Asks again. */
  async read(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#set({ reading: true });
    try {
      const view = await this.#host.consolidate(this.state.get().query);
      if (asked !== this.#asked) return;
      this.#wanted.clear();
      const pages = new Map([[0, view.rows]]);
      this.#set({ view, pages, repeats: null, reading: false, problem: null });
      if (this.state.get().tab === "repeats") await this.#readRepeats(asked);
    } catch (failure) {
      if (asked !== this.#asked) return;
      const problem = asProblem(failure);
      const { query } = this.state.get();
      if (problem.code === "PROGRAMME_UNKNOWN" && query.programme !== null) {
        // It was removed since: everything is shown instead.
        this.ask({ programme: null });
        return;
      }
      this.#set({ reading: false, problem });
    }
  }

  /** The rows of a page are about to be seen. */
  async wantPage(page: number): Promise<void> {
    const { query, view, pages } = this.state.get();
    if (view === null || pages.has(page) || this.#wanted.has(page)) return;
    this.#wanted.add(page);
    const asked = this.#asked;
    try {
      const answer = await this.#host.consolidatedRows(query, page * PAGE_ROWS, PAGE_ROWS);
      if (asked !== this.#asked) return;
      if (answer.version !== view.version) {
        // A dossier changed between the pages: they would not fit together.
        await this.read();
        return;
      }
      this.#set({ pages: new Map(this.state.get().pages).set(page, answer.rows) });
    } catch (failure) {
      if (asked === this.#asked) this.#set({ problem: asProblem(failure) });
    } finally {
      this.#wanted.delete(page);
    }
  }

  /** Writes what the filters leave; answers where, `null` if the person closed the dialog. */
  async export(format: ReportFormat): Promise<string | null> {
    this.#set({ writing: true });
    try {
      return await this.#host.exportConsolidation(this.state.get().query, format);
    } catch (failure) {
      this.#set({ problem: asProblem(failure) });
      return null;
    } finally {
      this.#set({ writing: false });
    }
  }

  /** Rejects with the problem, for the form to show. */
  async keepProgramme(programme: ProgrammeView): Promise<void> {
    const programmes = await this.#host.keepProgramme(programme);
    const kept = programmes.find((one) => one.name === programme.name.trim());
    this.#set({ programmes });
    if (kept !== undefined) this.ask({ programme: kept.programme });
  }

  /** Rejects with the problem, for the form to show. */
  async removeProgramme(programme: string): Promise<void> {
    const programmes = await this.#host.removeProgramme(programme);
    this.#set({ programmes });
    if (this.state.get().query.programme === programme) this.ask({ programme: null });
  }

  /** A dossier changed: what is shown is read again once it rests. */
  hear(event: HostEvent): void {
    if (!this.#shown) return;
    const changes = ["rows", "headings", "review", "dossiers"].includes(event.type);
    if (!changes) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.read(), REST_MS);
  }

  dismiss(): void {
    this.#set({ problem: null });
  }

  async #readRepeats(asked: number): Promise<void> {
    const { query, likeness, repeats } = this.state.get();
    if (repeats !== null) return;
    try {
      const answer = await this.#host.repeatedLines(query, likeness);
      if (asked === this.#asked && likeness === this.state.get().likeness) {
        this.#set({ repeats: answer });
      }
    } catch (failure) {
      if (asked === this.#asked) this.#set({ problem: asProblem(failure) });
    }
  }

  #keepSoon(): void {
    clearTimeout(this.#keep);
    this.#keep = setTimeout(() => {
      const { query, tab, level, likeness } = this.state.get();
      const json = JSON.stringify({ query, tab, level, likeness });
      // Not knowing it next time bars nobody from anything.
      this.#host.keepConsolidationState(json).catch(() => undefined);
    }, KEEP_MS);
  }

  #set(part: Partial<ConsolidationState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}

/** How many filters leave something out. */
export function filterCount(query: ConsolidationQuery): number {
  const lists = [
    query.institutions,
    query.axes,
    query.priorities,
    query.states,
    query.lacks,
    query.years,
  ];
  const single = [query.subject, query.findings].filter((value) => value !== null).length;
  const text = query.text.trim() === "" ? 0 : 1;
  return lists.filter((list) => list.length > 0).length + single + text;
}

/** What was kept of how this person looks; what does not read is as at first. */
function readLook(json: string | null): Partial<ConsolidationState> {
  if (json === null) return {};
  try {
    const kept = JSON.parse(json) as Partial<ConsolidationState>;
    const look: Partial<ConsolidationState> = {};
    if (isQuery(kept.query)) look.query = { ...EMPTY_QUERY, ...kept.query };
    const tab = CONSOLIDATION_TABS.find((one) => one === kept.tab);
    if (tab !== undefined) look.tab = tab;
    if (kept.level === "axis" || kept.level === "priority") look.level = kept.level;
    const likeness = LIKENESSES.find((one) => one === kept.likeness);
    if (likeness !== undefined) look.likeness = likeness;
    return look;
  } catch {
    return {};
  }
}

function isQuery(value: unknown): value is Partial<ConsolidationQuery> {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(EMPTY_QUERY).every(([name, empty]) => {
    const kept = (value as Record<string, unknown>)[name];
    if (kept === undefined) return true;
    if (Array.isArray(empty)) return Array.isArray(kept);
    return empty === null || typeof kept === typeof empty;
  });
}
