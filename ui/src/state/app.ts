import { asProblem } from "../host";
import type {
  DossierSummary,
  Host,
  HostEvent,
  Me,
  OpenedDossier,
  PackageTaken,
  Problem,
  VerifiedDocument,
} from "../host";
import { Consolidation } from "./consolidation";
import type { DossierStore } from "./dossierStore";
import { ImportSession } from "./importing";
import { Preferences } from "./preferences";
import { Store } from "./store";

/** What the window shows. */
export type Screen =
  | { name: "starting" }
  | { name: "broken"; problem: Problem }
  | { name: "person" }
  | { name: "list" }
  | { name: "programme" }
  | { name: "reading"; file: string; problem: Problem | null }
  | { name: "importing"; session: ImportSession }
  | { name: "dossier"; dossier: DossierStore };

/** A cell of a dossier, by its ids. */
export interface PlaceInDossier {
  line: string;
  indicator: string | null;
  field: string;
}

/**
 * What stands over the screen, whichever that is. `chapter`: where the manual opens. `to`: the device
 * a package is for; `null`: the person chooses.
 */
export type Overlay =
  | { name: "palette" }
  | { name: "shortcuts" }
  | { name: "settings" }
  | { name: "verify" }
  | { name: "headings" }
  | { name: "invite" }
  | { name: "export" }
  | { name: "package"; to: string | null }
  | { name: "taken"; taken: PackageTaken }
  | { name: "help"; chapter: string | null };

/** A short word about something just done, with a way back where there is one. */
export interface Toast {
  id: number;
  text: string;
  undo: (() => void) | null;
}

/** What the window knows besides the open dossier. */
export interface AppState {
  screen: Screen;
  me: Me | null;
  version: string;
  dossiers: readonly DossierSummary[] | null;
  /** The store does not take writes. */
  disk: Problem | null;
  /** The backup that was due could not be made yet. */
  backup: Problem | null;
  /** Something asked for did not work out; stays until dismissed. */
  notice: Problem | null;
  toasts: readonly Toast[];
  /** Something is under way that takes the whole screen (an import, opening). */
  busy: boolean;
  /** The person wants to leave the dossier or the window, and some text is not on disk. */
  leaving: "list" | "window" | null;
}

/** How the name of a package ends. */
const PACKAGE_ENDING = ".cotejo";

/** How long a toast stays. */
export const TOAST_MS = 8_000;
/** Toasts at once: more would cover what one works on, and what an old one undoes is past. */
const TOASTS_MAX = 2;
/** Rows that fill the window of a large screen, with some to spare: those of the first look. */
const FIRST_ROWS = 60;

/** The window: which screen it shows, and what the person can ask outside a dossier. */
export class App {
  readonly state = new Store<AppState>({
    screen: { name: "starting" },
    me: null,
    version: "",
    dossiers: null,
    disk: null,
    backup: null,
    notice: null,
    toasts: [],
    busy: false,
    leaving: null,
  });
  /** What this person set for this computer. */
  readonly preferences: Preferences;
  /** Many dossiers as one. */
  readonly consolidation: Consolidation;
  /** What stands over the screen; one at a time. */
  readonly overlay = new Store<Overlay | null>(null);
  readonly #host: Host;
  #nextToast = 1;
  /** Where the dossier was opened from: leaving it leads back there. */
  #home: "list" | "programme" = "list";
  /** What the shell told while a dossier was on its way to the screen. */
  #meanwhile: HostEvent[] | null = null;

  constructor(host: Host) {
    this.#host = host;
    this.preferences = new Preferences(host);
    this.consolidation = new Consolidation(host);
    host.onEvent((event) => this.hear(event));
    host.onClosing(() => void this.close());
  }

  async begin(): Promise<void> {
    try {
      const { me, version, problem } = await this.#host.start();
      this.#set({ me, version });
      if (!this.preferences.loaded) void this.preferences.load();
      if (problem !== null) this.#show({ name: "broken", problem });
      else if (me === null) this.#show({ name: "person" });
      else {
        await this.list();
        await this.takeGiven();
      }
    } catch (failure) {
      this.#show({ name: "broken", problem: asProblem(failure) });
    }
  }

  /** Everything was restored: nothing of what the window shows is so any more. */
  async beginAgain(): Promise<void> {
    this.overlay.set(null);
    this.#set({ screen: { name: "starting" }, dossiers: null, disk: null, backup: null });
    await this.begin();
    await this.preferences.load();
  }

  /** Both reject with the problem, for the form to show it. */
  verifyChoose(): Promise<VerifiedDocument | null> {
    return this.#host.verifyChoose();
  }

  verifyCode(text: string): Promise<VerifiedDocument> {
    return this.#host.verifyCode(text);
  }

  /** Rejects with the problem, for the form to show beside its fields. */
  async saveMe(name: string, institution: string): Promise<void> {
    const me = await this.#host.setMe(name, institution);
    this.#set({ me });
    await this.list();
    await this.takeGiven();
  }

  /**
   * Leaves the screen for the list of dossiers, or for the programme if the dossier was opened from
   * there; drafts of the dossier left behind are saved first.
   */
  async list(): Promise<void> {
    const { screen } = this.state.get();
    if (screen.name === "programme") this.#home = "list";
    if (screen.name === "dossier" && !(await this.#saveDrafts(screen.dossier))) {
      this.#set({ leaving: "list" });
      return;
    }
    if (screen.name === "dossier") {
      // Colleagues see that this person left; if they cannot be told, they will notice by themselves.
      screen.dossier.leave().catch(() => undefined);
    }
    await this.#readList();
    this.#show({ name: this.#home });
  }

  /** Shows all dossiers, or those of a programme, as one table. */
  programme(): void {
    this.#home = "programme";
    this.#show({ name: "programme" });
  }

  /** Opens a dossier, at a cell if one is named. */
  async open(dossier: string, place: PlaceInDossier | null = null): Promise<void> {
    await this.#attempt(async () => {
      // How it was looked at last; not knowing it bars nobody from opening it.
      const looked = this.#host.viewState(dossier).catch(() => null);
      const code = import("./dossierStore");
      const store = await this.#read(dossier, FIRST_ROWS, async (opened) => {
        const [{ DossierStore }, view] = await Promise.all([code, looked]);
        return new DossierStore(this.#host, opened, view);
      });
      this.#show({ name: "dossier", dossier: store });
      if (!store.state.get().whole) await this.#complete(store);
      if (place !== null) store.goTo(place.line, place.indicator, place.field);
    });
  }

  /** Reads the rows after those of the first look, once that is painted. */
  async #complete(store: DossierStore): Promise<void> {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    try {
      await this.#readAgain(store);
    } catch (failure) {
      // Some of its rows must not pass for all of them.
      this.#show({ name: "list" });
      throw failure;
    }
  }

  async openExample(): Promise<void> {
    await this.#attempt(async () => {
      const report = await this.#host.importExample();
      await this.open(report.dossier);
    });
  }

  async chooseImport(): Promise<void> {
    await this.#attempt(async () => {
      const file = await this.#host.importChoose();
      if (file !== null) await this.#openImport(file);
    });
  }

  /** A file was dropped on the window, or opened with the app: it is imported, or at least shown. */
  async takeGiven(): Promise<void> {
    const { screen } = this.state.get();
    if (screen.name === "dossier") await this.list();
    const { name } = this.state.get().screen;
    if (name !== "list" && name !== "importing" && name !== "reading") return;
    await this.#attempt(async () => {
      const file = await this.#host.importGiven();
      if (file === null) return;
      if (file.toLowerCase().endsWith(PACKAGE_ENDING)) this.#taken(await this.#host.packageOpen());
      else await this.#openImport(file);
    });
  }

  /** Asks for a package that somebody gave this person, and says what came of it. */
  async choosePackage(): Promise<void> {
    await this.#attempt(async () => {
      const taken = await this.#host.packageChoose();
      if (taken !== null) this.#taken(taken);
    });
  }

  #taken(taken: PackageTaken): void {
    this.overlay.set({ name: "taken", taken });
  }

  async #openImport(file: string): Promise<void> {
    this.#show({ name: "reading", file, problem: null });
    try {
      const view = await this.#host.importOpen();
      const session = new ImportSession(this.#host, view);
      this.#show({ name: "importing", session });
      // The table is looked at while it is compared with what there is.
      void session.recognise();
    } catch (failure) {
      this.#show({ name: "reading", file, problem: asProblem(failure) });
    }
  }

  async confirmImport(session: ImportSession): Promise<void> {
    await this.#attempt(async () => {
      // What was changed last is in it.
      await session.settled();
      const report = await this.#host.importConfirm();
      await this.open(report.dossier);
    });
  }

  /** Brings what a changed copy says to its dossier, and shows it there. Rejects with the problem. */
  async mergeImport(
    session: ImportSession,
    dossier: string,
    sender: string,
    panel: "suggestions" | "comments",
  ): Promise<void> {
    await session.settled();
    await this.#host.importMerge(dossier, sender);
    await this.open(dossier);
    const { screen } = this.state.get();
    if (screen.name === "dossier") screen.dossier.openPanel(panel);
  }

  async cancelImport(): Promise<void> {
    await this.#attempt(() => this.#host.importCancel());
    await this.list();
  }

  /** Rejects with the problem, for the dialog to show beside the link. */
  async join(link: string): Promise<void> {
    const { dossier } = await this.#host.join(link);
    await this.open(dossier);
  }

  /** Applies what the shell told. */
  hear(event: HostEvent): void {
    const { screen } = this.state.get();
    if (event.type === "disk") this.#set({ disk: event.problem });
    if (event.type === "backup") {
      this.#set({ backup: event.problem });
      if (event.problem === null) void this.preferences.load();
    }
    if (event.type === "backupProgress") this.preferences.progress.set(event.progress);
    if (event.type === "dossiers") void this.#readList();
    if (event.type === "status") {
      this.#set({
        dossiers:
          this.state
            .get()
            .dossiers?.map((known) =>
              known.dossier === event.status.dossier ? { ...known, status: event.status } : known,
            ) ?? null,
      });
    }
    if (event.type === "fileGiven") void this.takeGiven();
    if (event.type === "showNotices") void this.showNotices(event.dossier);
    if (screen.name === "programme") this.consolidation.hear(event);
    this.#meanwhile?.push(event);
    if (screen.name === "dossier") this.#tell(screen.dossier, event);
  }

  /**
   * Shows what is for this person in a dossier: they clicked the system's notification. Where the
   * window is asking something else (a name, an import), that goes first.
   */
  async showNotices(dossier: string): Promise<void> {
    const shown = () => {
      const { screen } = this.state.get();
      return screen.name === "dossier" && screen.dossier.id === dossier ? screen.dossier : null;
    };
    if (shown() === null) {
      if (this.state.get().screen.name === "dossier") await this.list();
      if (this.state.get().screen.name === "list") await this.open(dossier);
    }
    shown()?.openPanel("notices");
  }

  /** The person asked to close the window: text still in an editor goes to disk first. */
  async close(): Promise<void> {
    const { screen } = this.state.get();
    const saved = screen.name !== "dossier" || (await this.#saveDrafts(screen.dossier));
    if (saved) await this.#attempt(() => this.#host.closeWindow());
    else {
      this.#set({ leaving: "window" });
      await this.#attempt(() => this.#host.keepWindow());
    }
  }

  /** Leaves without the text that could not be saved. */
  async leaveAnyway(): Promise<void> {
    const { leaving } = this.state.get();
    this.#set({ leaving: null });
    if (leaving === "window") await this.#attempt(() => this.#host.closeWindow());
    if (leaving === "list") {
      await this.#readList();
      this.#show({ name: this.#home });
    }
  }

  /** Stays with the text that could not be saved. */
  stay(): void {
    this.#set({ leaving: null });
  }

  /** Shows what went wrong with something the person asked for. */
  fail(failure: unknown): void {
    this.#set({ notice: asProblem(failure) });
  }

  dismissNotice(): void {
    this.#set({ notice: null });
  }

  toast(text: string, undo: (() => void) | null = null): void {
    const id = this.#nextToast;
    this.#nextToast += 1;
    const before = this.state.get().toasts.slice(1 - TOASTS_MAX);
    this.#set({ toasts: [...before, { id, text, undo }] });
    setTimeout(() => this.dropToast(id), TOAST_MS);
  }

  dropToast(id: number): void {
    this.#set({ toasts: this.state.get().toasts.filter((toast) => toast.id !== id) });
  }

  #tell(dossier: DossierStore, event: HostEvent): void {
    // Rows of a matrix that had not arrived come without its title and years: it is read whole.
    const arrives = event.type === "rows" && event.dossier === dossier.id && dossier.isEmpty;
    if (arrives) void this.#refresh(dossier);
    else dossier.hear(event);
  }

  async #refresh(dossier: DossierStore): Promise<void> {
    try {
      await this.#readAgain(dossier);
    } catch (failure) {
      this.fail(failure);
    }
  }

  async #readAgain(dossier: DossierStore): Promise<void> {
    await this.#read(dossier.id, null, (opened) => {
      dossier.replace(opened);
      return Promise.resolve(dossier);
    });
  }

  /** Reads a dossier, and tells it what was heard while its answer was on the way. */
  async #read(
    id: string,
    first: number | null,
    keep: (opened: OpenedDossier) => Promise<DossierStore>,
  ): Promise<DossierStore> {
    const meanwhile: HostEvent[] = [];
    this.#meanwhile = meanwhile;
    try {
      const store = await keep(await this.#host.openDossier(id, first));
      for (const event of meanwhile) store.hear(event);
      return store;
    } finally {
      if (this.#meanwhile === meanwhile) this.#meanwhile = null;
    }
  }

  async #saveDrafts(dossier: DossierStore): Promise<boolean> {
    await dossier.keepView();
    const minutes = await dossier.minutes.rest();
    return (await dossier.editors.rest()) && minutes;
  }

  async #readList(): Promise<void> {
    try {
      const dossiers = await this.#host.dossiers();
      this.#set({ dossiers });
      const { screen } = this.state.get();
      if (screen.name !== "dossier") return;
      const listed = dossiers.find((known) => known.dossier === screen.dossier.id);
      const { title, institution } = screen.dossier.state.get();
      const renamed = listed?.title !== title || listed.institution !== institution;
      if (listed !== undefined && renamed) await this.#refresh(screen.dossier);
    } catch (failure) {
      this.fail(failure);
    }
  }

  async #attempt(task: () => Promise<void>): Promise<void> {
    this.#set({ busy: true, notice: null });
    try {
      await task();
    } catch (failure) {
      this.fail(failure);
    } finally {
      this.#set({ busy: false });
    }
  }

  #show(screen: Screen): void {
    this.#set({ screen });
  }

  #set(part: Partial<AppState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}
