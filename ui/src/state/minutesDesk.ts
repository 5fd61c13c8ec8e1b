import { asProblem } from "../host";
import type { Host, HostEvent, MinutaView, MinutesAction, MinutesView, Problem } from "../host";
import { Store } from "./store";
import { TextSession } from "./textSession";

/** What is looked at in the place of the matrix. */
export type MinutesLook =
  /** The list of minutas. */
  | { name: "list" }
  /** A minuta; `agreement`: one of its acuerdos to bring into view. */
  | { name: "minuta"; minutes: string; agreement: string | null };

/** What brings a value that is being written to disk; `false` if it could not. */
export type Saver = () => Promise<boolean>;

/** The minutas of an open dossier: what is known of them, and what is being written in them. */
export class MinutesDesk {
  /** `null` until they were read. */
  readonly view = new Store<MinutesView | null>(null);
  /** `null`: the matrix is looked at. */
  readonly look = new Store<MinutesLook | null>(null);
  readonly problem = new Store<Problem | null>(null);
  readonly #host: Host;
  readonly #id: () => string;
  readonly #texts = new Map<string, TextSession>();
  /** Who shows each text now. */
  readonly #shown = new Map<string, () => void>();
  readonly #savers = new Set<Saver>();
  /** Texts told of before their names were known here. */
  readonly #early = new Set<number>();
  #told = 0;
  #reading: Promise<void> | null = null;

  constructor(host: Host, id: () => string) {
    this.#host = host;
    this.#id = id;
  }

  /** Looks at the list, or at a minuta. */
  open(minutes: string | null = null, agreement: string | null = null): void {
    this.look.set(minutes === null ? { name: "list" } : { name: "minuta", minutes, agreement });
    void this.read();
  }

  /** Back to the matrix; what is being written goes to disk. */
  leave(): void {
    this.look.set(null);
    void this.rest();
  }

  /** Reads them if nobody has. */
  read(): Promise<void> {
    if (this.view.get() !== null) return Promise.resolve();
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** Writes a minuta with its annex where the person says; `null` if they closed the dialog. */
  async export(minuta: MinutaView, format: "docx" | "pdf"): Promise<string | null> {
    await this.rest();
    const name = minuta.title;
    return this.#host.exportMinutes(this.#id(), minuta.minutes, format, "carta", name);
  }

  minuta(id: string): MinutaView | null {
    return this.view.get()?.minutes.find(({ minutes }) => minutes === id) ?? null;
  }

  /** Does something with minutas, all of it or nothing; answers what it made. */
  async act(actions: MinutesAction[]): Promise<readonly string[]> {
    const asked = this.#told;
    const receipt = await this.#host.minutesAct(this.#id(), actions);
    // What was told since it was asked for is at least as new.
    if (this.#told === asked) this.view.set(receipt.minutes);
    return receipt.made;
  }

  /** The text of a field, for writing together; it stays until all of it is on disk. */
  text(part: string, field: string, text: string, changed: () => void): TextSession {
    const key = `${part} ${field}`;
    this.#shown.set(key, changed);
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const session: TextSession = new TextSession(
      { id: key, line: part, indicator: null, field, place: "ficha" },
      text,
      {
        openText: ({ line, field: named }) => this.#opened(line, named),
        pushText: (...args) => this.#host.pushText(...args),
        pullText: (...args) => this.#host.pullText(...args),
        revertText: (opened) => this.#host.revertText(opened),
        closeText: (opened) => this.#host.closeText(opened),
      },
      { changed: () => this.#shown.get(key)?.(), follow: () => undefined },
    );
    this.#texts.set(key, session);
    return session;
  }

  /** The person is done with a text: it goes once all of it is on disk. */
  async finish(session: TextSession): Promise<boolean> {
    this.#shown.delete(session.cell.id);
    const saved = await session.settle();
    // Opened again meanwhile, it goes on.
    if (this.#shown.has(session.cell.id)) return saved;
    if (saved && this.#texts.get(session.cell.id) === session) {
      this.#texts.delete(session.cell.id);
      session.end();
    }
    return saved;
  }

  /** Remembers what saves a value that is being written. */
  keep(saver: Saver): () => void {
    this.#savers.add(saver);
    return () => this.#savers.delete(saver);
  }

  /** Brings everything to disk; `false` if some of it could not be. */
  async rest(): Promise<boolean> {
    const texts = [...this.#texts.values()].map((session) => session.settle());
    const values = [...this.#savers].map((saver) => saver());
    return (await Promise.all([...texts, ...values])).every(Boolean);
  }

  hear(event: HostEvent): void {
    if (event.type === "minutes" && event.dossier === this.#id()) this.#hear(event);
    if (event.type === "disk" && event.problem === null) void this.rest();
    if (event.type !== "text") return;
    for (const session of this.#texts.values()) {
      if (session.session === event.session) {
        session.heard(event.from, event.updates);
        return;
      }
    }
    if ([...this.#texts.values()].some(({ session }) => session === null)) {
      this.#early.add(event.session);
    }
  }

  #hear(event: Extract<HostEvent, { type: "minutes" }>): void {
    this.#told += 1;
    this.view.update((view) => {
      // Nobody looked yet: they are read when somebody does.
      if (view === null) return view;
      const known = new Map(view.minutes.map((one) => [one.minutes, one]));
      for (const one of event.changed) known.set(one.minutes, one);
      const minutes = event.order.flatMap((id) => known.get(id) ?? []);
      return { counted: event.counted, minutes };
    });
  }

  async #opened(part: string, field: string) {
    const opened = await this.#host.openMinutesText(this.#id(), part, field);
    const session = this.#texts.get(`${part} ${field}`);
    if (this.#early.delete(opened.session)) void session?.missed();
    return opened;
  }

  async #readNow(): Promise<void> {
    const asked = this.#told;
    try {
      const view = await this.#host.minutes(this.#id());
      if (this.#told !== asked) {
        await this.#readNow();
        return;
      }
      this.view.set(view);
      this.problem.set(null);
    } catch (failure) {
      this.problem.set(asProblem(failure));
    }
  }
}
