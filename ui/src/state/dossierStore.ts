import type {
  EditReceipt,
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
  applyReceipt,
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

/** An open dossier: its state, its editors, and what a person can ask of it. */
export class DossierStore {
  readonly state: Store<DossierState>;
  readonly editors: Editors;
  /** Comments begun and not sent, by cell, so that looking at another cell loses none. */
  readonly commentDrafts = new Store<ReadonlyMap<string, string>>(new Map());
  /** Grows each time the keyboard should go to the selected cell. */
  readonly focusWanted = new Store(0);
  readonly #host: Host;

  constructor(host: Host, opened: OpenedDossier) {
    this.#host = host;
    this.state = new Store(openedState(opened));
    this.editors = new Editors({
      edit: (request) => host.edit({ dossier: this.id, ...request }),
      saved: (receipt) => this.#received(receipt),
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
    const receipt = await this.#host.resolve({ dossier: this.id, line, indicator, field }, choose);
    this.#received(receipt);
  }

  /** Sets a field in one go, without an editor. */
  async set(row: Row, field: string, value: string): Promise<void> {
    const { line, indicator } = row;
    const receipt = await this.#host.edit({
      dossier: this.id,
      line,
      indicator,
      field,
      value,
      base: null,
    });
    this.#received(receipt);
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
    const rows = await this.#host.retireLine(this.id, line, retired);
    this.state.update((state) => applyRows(state, rows, null));
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
    const comments = await this.#host.comment(request);
    this.state.update((state) => applyComments(state, comments));
  }

  async resolveThread(thread: string, resolved: boolean): Promise<void> {
    const comments = await this.#host.resolveThread(this.id, thread, resolved);
    this.state.update((state) => applyComments(state, comments));
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

  #received(receipt: EditReceipt): void {
    this.state.update((state) => applyReceipt(state, receipt));
  }
}
