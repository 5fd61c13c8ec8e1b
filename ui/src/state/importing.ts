import { asProblem } from "../host";
import type {
  FileComparison,
  FileMatch,
  Host,
  ImportGuess,
  ImportMapping,
  ImportRow,
  ImportView,
  Problem,
} from "../host";
import { Store } from "./store";

/** Rows asked for at once. */
export const IMPORT_PAGE_ROWS = 100;
/** Steps of the mapping that can be taken back. */
const STEPS_MAX = 200;

/** What is known of a file that is being imported. */
export interface ImportState {
  view: ImportView;
  /** Rows by page. */
  pages: ReadonlyMap<number, readonly ImportRow[]>;
  /** It is being read anew under a changed mapping. */
  reading: boolean;
  /** The last change could not be made. */
  problem: Problem | null;
  /** Dossiers that the file is a changed copy of. */
  matches: readonly FileMatch[];
  canUndo: boolean;
  canRedo: boolean;
}

/** What the session asks of the host. */
export type ImportDoor = Pick<
  Host,
  "importView" | "importRows" | "importMatches" | "importCompare"
>;

/** A change of the mapping; the same mapping back: nothing to do. */
export type MappingStep = (mapping: ImportMapping) => ImportMapping;

/** A file being imported: how it is read, step by step, and its rows as they are read. */
export class ImportSession {
  readonly state: Store<ImportState>;
  readonly #host: ImportDoor;
  readonly #asked = new Set<number>();
  #wanted: readonly number[] = [];
  #past: ImportMapping[] = [];
  #future: ImportMapping[] = [];
  /** Readings follow each other: each changes what the one before it answered. */
  #chain: Promise<void> = Promise.resolve();

  constructor(host: ImportDoor, view: ImportView) {
    this.#host = host;
    this.state = new Store<ImportState>({
      view,
      pages: new Map(),
      reading: false,
      problem: null,
      matches: [],
      canUndo: false,
      canRedo: false,
    });
  }

  /** A row as it is read; `undefined` while it has not come. */
  row(index: number): ImportRow | undefined {
    const page = this.state.get().pages.get(Math.floor(index / IMPORT_PAGE_ROWS));
    return page?.[index % IMPORT_PAGE_ROWS];
  }

  /** Rows from `first` to `last` are looked at. */
  look(first: number, last: number): void {
    const pages: number[] = [];
    for (
      let page = Math.floor(first / IMPORT_PAGE_ROWS);
      page <= Math.floor(last / IMPORT_PAGE_ROWS);
      page += 1
    ) {
      pages.push(page);
    }
    this.#wanted = pages;
    const missing = pages.filter(
      (page) => !this.state.get().pages.has(page) && !this.#asked.has(page),
    );
    if (missing.length > 0) void this.#queue(() => this.#fetch(missing));
  }

  /** Changes how the file is read; can be taken back. */
  change(step: MappingStep, again: ImportGuess | null = null): Promise<void> {
    return this.#queue(async () => {
      const before = this.state.get().view.mapping;
      const after = step(before);
      if (after === before && again === null) return;
      await this.#read(after, again);
      this.#past = [...this.#past, before].slice(-STEPS_MAX);
      this.#future = [];
    });
  }

  undo(): Promise<void> {
    return this.#queue(async () => {
      const to = this.#past.at(-1);
      if (to === undefined) return;
      const from = this.state.get().view.mapping;
      await this.#read(to, null);
      this.#past = this.#past.slice(0, -1);
      this.#future = [from, ...this.#future];
    });
  }

  redo(): Promise<void> {
    return this.#queue(async () => {
      const [to, ...rest] = this.#future;
      if (to === undefined) return;
      const from = this.state.get().view.mapping;
      await this.#read(to, null);
      this.#past = [...this.#past, from];
      this.#future = rest;
    });
  }

  /** Looks for dossiers that the file is a changed copy of. */
  recognise(): Promise<void> {
    return this.#queue(async () => this.#set({ matches: await this.#host.importMatches() }));
  }

  /** What the file would bring to a dossier, as it is read now. */
  async compare(dossier: string, sender: string): Promise<FileComparison> {
    await this.#chain;
    return this.#host.importCompare(dossier, sender);
  }

  /** Once everything asked for has been read. */
  settled(): Promise<void> {
    return this.#chain;
  }

  #queue(task: () => Promise<void>): Promise<void> {
    const next = this.#chain.then(task).then(
      () => this.#steps(),
      (failure: unknown) => this.#set({ problem: asProblem(failure), reading: false }),
    );
    this.#chain = next;
    return next;
  }

  /** Reads under another mapping; what is looked at comes with it, so that nothing blinks. */
  async #read(mapping: ImportMapping, again: ImportGuess | null): Promise<void> {
    this.#set({ reading: true, problem: null });
    const view = await this.#host.importView(mapping, again);
    this.#asked.clear();
    const last = Math.max(0, Math.ceil(view.rows / IMPORT_PAGE_ROWS) - 1);
    const wanted = [...new Set(this.#wanted.map((page) => Math.min(page, last)))];
    const pages = await this.#pages(wanted);
    this.#set({ view, pages, reading: false });
  }

  async #fetch(missing: readonly number[]): Promise<void> {
    const wanted = missing.filter(
      (page) => !this.#asked.has(page) && !this.state.get().pages.has(page),
    );
    if (wanted.length === 0) return;
    const came = await this.#pages(wanted);
    this.#set({ pages: new Map([...this.state.get().pages, ...came]) });
  }

  async #pages(wanted: readonly number[]): Promise<Map<number, ImportRow[]>> {
    for (const page of wanted) this.#asked.add(page);
    try {
      const pages = wanted.map(async (page): Promise<[number, ImportRow[]]> => [
        page,
        await this.#host.importRows(page * IMPORT_PAGE_ROWS, IMPORT_PAGE_ROWS),
      ]);
      return new Map(await Promise.all(pages));
    } finally {
      for (const page of wanted) this.#asked.delete(page);
    }
  }

  #steps(): void {
    this.#set({ canUndo: this.#past.length > 0, canRedo: this.#future.length > 0 });
  }

  #set(part: Partial<ImportState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}
