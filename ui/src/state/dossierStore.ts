import type {
  CommentView,
  ExportFormat,
  Host,
  HostEvent,
  Invitation,
  OpenedDossier,
  RoleName,
  Row,
} from "../host";
import { rowKey, type CellRef } from "./cells";
import {
  applyComments,
  applyEvent,
  applyRows,
  dismissAway,
  openedState,
  reopened,
  showRetired,
  togglePanel,
  type DossierState,
  type Panel,
} from "./dossierState";
import { Editors, type EditorPlace } from "./editors";
import { Store } from "./store";

/** Where the count of events about comments stands beside those about rows. */
const COMMENTS = "comments";

/** An open dossier: its state, its editors, and what a person can ask of it. */
export class DossierStore {
  readonly state: Store<DossierState>;
  readonly editors: Editors;
  /** Comments begun and not sent, by cell, so that looking at another cell loses none. */
  readonly commentDrafts = new Store<ReadonlyMap<string, string>>(new Map());
  /** Grows each time the keyboard should go to the selected cell. */
  readonly focusWanted = new Store(0);
  readonly #host: Host;
  /**
   * Events come in the order in which things happened; an answer may overtake them or come late.
   * These count the events, in all and at the last one about each row (or the comments), so that an
   * answer never puts back what an event told after it was asked for.
   */
  #events = 0;
  readonly #lastTold = new Map<string, number>();

  constructor(host: Host, opened: OpenedDossier) {
    this.#host = host;
    this.state = new Store(openedState(opened));
    this.editors = new Editors({
      edit: async (request) => {
        const asked = this.#events;
        const receipt = await host.edit({ dossier: this.id, ...request });
        this.#received([receipt.row], asked);
        return receipt;
      },
      version: () => this.state.get().version,
      closed: (id) => this.state.update((state) => ({ ...state, lastEdited: id })),
    });
  }

  get id(): string {
    return this.state.get().dossier;
  }

  /** Whether the matrix has not arrived yet. */
  get isEmpty(): boolean {
    return this.state.get().order.length === 0;
  }

  /** The dossier read again whole; what the person was looking at stays. */
  replace(opened: OpenedDossier): void {
    this.state.update((state) => reopened(state, opened));
  }

  /** Applies what the shell told. */
  hear(event: HostEvent): void {
    this.#events += 1;
    if (event.type === "rows" && event.dossier === this.id) {
      for (const row of event.rows) this.#lastTold.set(rowKey(row), this.#events);
    }
    if (event.type === "comments") this.#lastTold.set(COMMENTS, this.#events);
    this.state.update((state) => applyEvent(state, event));
    if (event.type === "rows" && event.dossier === this.id) {
      for (const row of event.rows) this.editors.rowChanged(row);
    }
    if (event.type === "disk" && event.problem === null) void this.editors.retryAll();
  }

  row(key: string): Row | undefined {
    return this.state.get().rows.get(key);
  }

  select(selection: CellRef | null): void {
    this.state.update((state) => {
      const same =
        state.selection?.key === selection?.key && state.selection?.field === selection?.field;
      return same ? state : { ...state, selection };
    });
  }

  /** Opens the editor of a cell, with other text than it has if the person began by typing. */
  edit(key: string, field: string, place: EditorPlace, firstText?: string): void {
    const row = this.row(key);
    if (row !== undefined) this.editors.open(row, field, place, firstText);
  }

  togglePanel(panel: Panel): void {
    this.state.update((state) => togglePanel(state, panel));
  }

  openPanel(panel: Panel): void {
    this.state.update((state) => (state.panel === panel ? state : togglePanel(state, panel)));
  }

  showRetired(shown: boolean): void {
    this.state.update((state) => showRetired(state, shown));
  }

  /** Selects a cell wherever it is; a retired row comes into view. `false` if it is not here. */
  goTo(line: string, indicator: string | null, field: string): boolean {
    const { rows, order, shown } = this.state.get();
    const key =
      order.find((known) => known === rowKey({ line, indicator })) ??
      order.find((known) => rows.get(known)?.line === line);
    if (key === undefined) return false;
    if (!shown.includes(key)) this.showRetired(true);
    this.select({ key, field: field === "" ? "actionLine" : field });
    this.focusCell();
    return true;
  }

  /** Brings the selected cell into view and the keyboard to it. */
  focusCell(): void {
    this.focusWanted.update((wanted) => wanted + 1);
  }

  async resolve(row: Row, field: string, choose: number): Promise<void> {
    const { line, indicator } = row;
    const asked = this.#events;
    const receipt = await this.#host.resolve({ dossier: this.id, line, indicator, field }, choose);
    this.#received([receipt.row], asked);
  }

  /** Sets a field in one go, without an editor. */
  async set(row: Row, field: string, value: string): Promise<void> {
    const { line, indicator } = row;
    const asked = this.#events;
    const receipt = await this.#host.edit({
      dossier: this.id,
      line,
      indicator,
      field,
      value,
      base: null,
    });
    this.#received([receipt.row], asked);
  }

  async addLine(after: string | null): Promise<void> {
    const row = await this.#host.addLine(this.id, after);
    this.state.update((state) => {
      const key = rowKey(row);
      if (state.rows.has(key)) return state;
      const lines = state.order.map((known) => state.rows.get(known)?.line ?? null);
      const at = after === null ? state.order.length : lines.lastIndexOf(after) + 1;
      return applyRows(state, [row], state.order.toSpliced(at, 0, key));
    });
    this.select({ key: rowKey(row), field: "actionLine" });
    this.focusCell();
  }

  async retireLine(line: string, retired: boolean): Promise<void> {
    const asked = this.#events;
    this.#received(await this.#host.retireLine(this.id, line, retired), asked);
  }

  draftComment(place: string, text: string): void {
    this.commentDrafts.update((drafts) => {
      const next = new Map(drafts);
      if (text === "") next.delete(place);
      else next.set(place, text);
      return next;
    });
  }

  async comment(row: Row, field: string, text: string, thread: string | null): Promise<void> {
    const { line, indicator } = row;
    const request = { dossier: this.id, line, indicator, field, text, thread };
    const asked = this.#events;
    this.#discussed(await this.#host.comment(request), asked);
  }

  async resolveThread(thread: string, resolved: boolean): Promise<void> {
    const asked = this.#events;
    this.#discussed(await this.#host.resolveThread(this.id, thread, resolved), asked);
  }

  async awaySeen(): Promise<void> {
    this.state.update(dismissAway);
    await this.#host.awaySeen(this.id);
  }

  invite(role: RoleName, relay: string): Promise<Invitation> {
    return this.#host.invite(this.id, role, relay);
  }

  export(format: ExportFormat): Promise<string | null> {
    return this.#host.exportChoose(this.id, format);
  }

  syncNow(): Promise<void> {
    return this.#host.syncNow(this.id);
  }

  /** Takes the rows of an answer, but for those of which an event told more since it was asked. */
  #received(rows: readonly Row[], asked: number): void {
    const news = rows.filter((row) => (this.#lastTold.get(rowKey(row)) ?? 0) <= asked);
    if (news.length > 0) this.state.update((state) => applyRows(state, news, null));
  }

  #discussed(comments: readonly CommentView[], asked: number): void {
    if ((this.#lastTold.get(COMMENTS) ?? 0) > asked) return;
    this.state.update((state) => applyComments(state, comments));
  }
}
