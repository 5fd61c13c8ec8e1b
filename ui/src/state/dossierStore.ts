import { t } from "@lingui/core/macro";

import type {
  ActReceipt,
  BlameSpan,
  Cell,
  ChangeReceiptView,
  CommentView,
  ComparisonView,
  ExportChoices,
  ExportOffer,
  FindingPage,
  FindingSummary,
  FindingsOf,
  Host,
  HostEvent,
  Invitation,
  LogoSide,
  LogoView,
  MatrixAction,
  MatrixView,
  MomentView,
  OpenedDossier,
  PackageMade,
  PackageOffer,
  PastValueView,
  ReviewAction,
  RoleName,
  Row,
  UndoReceipt,
  WhyView,
} from "../host";
import { headingAt, rowKey, type CellRef, type Level } from "./cells";
import {
  applyComments,
  applyEvent,
  applyRows,
  dismissAway,
  looked,
  openedState,
  reopened,
  showRetired,
  togglePanel,
  viewed,
  type DossierState,
  type Panel,
} from "./dossierState";
import { Editors, type EditorPlace, type EditorsDoor, type KeptDraft } from "./editors";
import { MinutesDesk } from "./minutesDesk";
import { SILENT, pictured } from "./picture";
import { ROW_FIELD } from "./range";
import { Store } from "./store";
import type { Thread } from "./threads";
import { readView, withFolded, withVisible, writeView, type ViewPrefs } from "./viewPrefs";

/** Where the counts of events about wholes stand beside those about rows and comments. */
const REVIEW = "review";
const RECEIPTS = "receipts";

/** How long the view rests before it is kept. */
export const VIEW_REST_MS = 400;
/** How long a person stays in a cell before colleagues are told. */
export const HERE_REST_MS = 150;

/** A comment that begins a thread; `words`: the stretch of the cell's text it is about. */
export interface NewComment {
  text: string;
  mentions: string[];
  internal: boolean;
  words: { start: number; end: number } | null;
}

/** An open dossier: its state, its editors, and what a person can ask of it. */
export class DossierStore {
  readonly state: Store<DossierState>;
  readonly editors: Editors;
  readonly minutes: MinutesDesk;
  /** Comments begun and not sent, by cell, so that looking at another cell loses none. */
  readonly commentDrafts = new Store<ReadonlyMap<string, string>>(new Map());
  /** Grows each time the keyboard should go to the selected cell. */
  readonly focusWanted = new Store(0);
  /** Whether the cell is only brought into view, and the keyboard stays where it is. */
  keyboardStays = false;
  readonly #host: Host;
  /**
   * Events come in the order in which things happened; an answer may overtake them or come late.
   * These count the events, in all and at the last one about each row or comment, so that an
   * answer never puts back what an event told after it was asked for.
   */
  #events = 0;
  readonly #lastTold = new Map<string, number>();
  /** The view as it was last given to be kept. */
  #viewKept: ViewPrefs;
  #viewRest: ReturnType<typeof setTimeout> | undefined;
  #hereRest: ReturnType<typeof setTimeout> | undefined;
  #left = false;

  /** `view`: how this person looked at it last, as it was kept. */
  constructor(
    host: Host,
    opened: OpenedDossier,
    view: string | null = null,
    /** Whether it shows the matrix as it was: nobody writes in it and nobody is told of it. */
    readonly isPicture = false,
  ) {
    this.#host = host;
    this.state = new Store(openedState(opened, readView(view)));
    this.#viewKept = this.state.get().view;
    const door: EditorsDoor = {
      edit: async (request) => {
        const asked = this.#events;
        const receipt = await host.edit({ dossier: this.id, ...request });
        this.#received([receipt.row], asked);
        return receipt;
      },
      openText: (place) => host.openText({ dossier: this.id, ...place }),
      pushText: async (session, from, client, updates) => {
        const asked = this.#events;
        const answer = await host.pushText(session, from, client, updates);
        if (answer.row !== null) this.#received([answer.row], asked);
        return answer;
      },
      pullText: (session, from) => host.pullText(session, from),
      revertText: (session) => host.revertText(session),
      closeText: (session) => host.closeText(session),
      keepDraft: (cell, text) => host.keepDraft(this.id, cell, text),
      version: () => this.state.get().version,
      closed: (id) => this.state.update((state) => ({ ...state, lastEdited: id })),
    };
    this.editors = new Editors(door, keptDrafts(opened));
    this.minutes = new MinutesDesk(host, () => this.id);
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
    if (event.type === "comments" && event.dossier === this.id) {
      for (const { comment } of event.comments) this.#lastTold.set(comment, this.#events);
    }
    if (event.type === "review") this.#lastTold.set(REVIEW, this.#events);
    if (event.type === "receipts") this.#lastTold.set(RECEIPTS, this.#events);
    this.state.update((state) => applyEvent(state, event));
    if (event.type === "rows" && event.dossier === this.id) {
      for (const row of event.rows) this.editors.rowChanged(row);
    }
    if (event.type === "text") this.editors.heard(event);
    this.minutes.hear(event);
    if (event.type === "disk" && event.problem === null) void this.editors.retryAll();
  }

  row(key: string): Row | undefined {
    return this.state.get().rows.get(key);
  }

  select(selection: CellRef | null): void {
    this.state.update((state) => {
      const same =
        state.selection?.key === selection?.key && state.selection?.field === selection?.field;
      return same && state.rangeEnd === null ? state : { ...state, selection, rangeEnd: null };
    });
  }

  /** Stretches the range from the selected cell to another. */
  selectTo(rangeEnd: CellRef | null): void {
    this.state.update((state) => ({ ...state, rangeEnd }));
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
    if (this.minutes.look.get() !== null) this.minutes.leave();
    if (!shown.includes(key)) this.showRetired(true);
    this.select({ key, field: field === "" ? "actionLine" : field });
    this.reveal();
    this.focusCell();
    return true;
  }

  /** Unfolds the groups over the selected cell, and shows its column. */
  reveal(): void {
    const { selection, rows, levels, fields, view } = this.state.get();
    const row = rows.get(selection?.key ?? "");
    if (selection === null || row === undefined) return;
    const over = levels
      .filter((level) => `headings.${level}` !== selection.field)
      .map((level) => headingAt(row, level)?.id)
      .filter((id) => id !== undefined && view.folded.includes(id)) as string[];
    if (over.length > 0) this.fold(over, false);
    if (selection.field !== ROW_FIELD && !fields.includes(selection.field)) {
      this.setView((now) => withVisible(now, selection.field, true, levels));
    }
  }

  /** Looks at the matrix another way; kept for this person once it rests. */
  setView(change: (view: ViewPrefs) => ViewPrefs): void {
    this.state.update((state) => viewed(state, change(state.view)));
    clearTimeout(this.#viewRest);
    this.#viewRest = setTimeout(() => void this.keepView(), VIEW_REST_MS);
  }

  /** Keeps the view now. It is not work: failing to keep it troubles nobody. */
  async keepView(): Promise<void> {
    clearTimeout(this.#viewRest);
    const { view } = this.state.get();
    if (view === this.#viewKept) return;
    this.#viewKept = view;
    await this.#host.keepViewState(this.id, writeView(view)).catch(() => undefined);
  }

  /** Folds or unfolds the groups of these headings; the selection stays on something seen. */
  fold(headings: readonly string[], folded: boolean): void {
    this.setView((view) => withFolded(view, headings, folded));
    if (!folded) return;
    this.state.update((state) => {
      const at = state.places.get(state.selection?.key ?? "") ?? -1;
      const lane = state.lanes[state.laneOf[at] ?? -1];
      if (lane === undefined || lane.fold === null || state.selection === null) return state;
      const heading = `headings.${lane.fold.level}`;
      const field = state.fields.find((known) => known === heading) ?? state.fields[0] ?? ROW_FIELD;
      return { ...state, selection: { key: lane.key, field }, rangeEnd: null };
    });
  }

  /** Every heading with rows on screen. */
  headingsShown(): readonly string[] {
    const { shown, rows, levels } = this.state.get();
    const ids = new Set<string>();
    for (const key of shown) {
      const row = rows.get(key);
      for (const level of row === undefined ? ([] as Level[]) : levels) {
        const heading = row === undefined ? null : headingAt(row, level);
        if (heading !== null) ids.add(heading.id);
      }
    }
    return [...ids];
  }

  /** Tells colleagues where this person is, once they rest there. */
  here(cell: Cell | null, writing: boolean, anchor: number | null, head: number | null): void {
    clearTimeout(this.#hereRest);
    if (this.#left) return;
    this.#hereRest = setTimeout(() => {
      this.#host.here(this.id, cell, writing, anchor, head).catch(() => undefined);
    }, HERE_REST_MS);
  }

  /** Tells colleagues that this person left; what the screen says as it goes away is not told. */
  async leave(): Promise<void> {
    clearTimeout(this.#hereRest);
    this.#left = true;
    await this.#host.leave(this.id);
  }

  /** Brings the selected cell into view and the keyboard to it. */
  focusCell(): void {
    this.keyboardStays = false;
    this.focusWanted.update((wanted) => wanted + 1);
  }

  /** Brings the selected cell into view; the keyboard stays where it is, in a search say. */
  showCell(): void {
    this.keyboardStays = true;
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

  /** Does several things as one step, which undo takes back whole. `label` says what it is. */
  async act(label: string, actions: MatrixAction[]): Promise<ActReceipt> {
    const asked = this.#events;
    const receipt = await this.#host.act(this.id, label, actions);
    this.#received(receipt.rows, asked);
    return receipt;
  }

  /** Takes back one's last step. What is being written is saved first, so that it is that step. */
  async undo(): Promise<UndoReceipt> {
    await this.editors.commit();
    return this.#host.undo(this.id);
  }

  async redo(): Promise<UndoReceipt> {
    await this.editors.commit();
    return this.#host.redo(this.id);
  }

  /** A new line after another (`null`: at the end), ready to be written. */
  async addLine(after: string | null): Promise<void> {
    const { made } = await this.act(t`Agregar un renglón`, [
      { type: "addLine", after, heading: null, cells: {} },
    ]);
    const line = made[0];
    if (line !== undefined) this.goTo(line, null, "actionLine");
  }

  async retireLine(line: string, retired: boolean): Promise<void> {
    const label = retired ? t`Retirar un renglón` : t`Restaurar un renglón`;
    await this.act(label, [{ type: "retireLine", line, retired }]);
  }

  findings(): Promise<FindingSummary> {
    return this.#host.findings(this.id);
  }

  findingPage(of: FindingsOf, offset: number, limit: number): Promise<FindingPage> {
    return this.#host.findingPage(this.id, of, offset, limit);
  }

  changed(since: string | null, by: string | null): Promise<Cell[]> {
    return this.#host.changed(this.id, since, by);
  }

  /** Lets through only some rows, in another order; the document keeps its own. */
  look(filtered: ReadonlySet<string> | null, sorted: readonly string[] | null): void {
    this.state.update((state) => looked(state, filtered, sorted));
  }

  draftComment(place: string, text: string): void {
    this.commentDrafts.update((drafts) => {
      const next = new Map(drafts);
      if (text === "") next.delete(place);
      else next.set(place, text);
      return next;
    });
  }

  /** Begins a thread on a cell, or on some words of its text. */
  async comment(row: Row, field: string, said: NewComment): Promise<void> {
    const { line, indicator } = row;
    const { text, mentions, internal, words } = said;
    const place = { thread: null, line, indicator, field };
    const [from, to] = words === null ? [null, null] : [words.start, words.end];
    await this.review([{ type: "comment", ...place, text, mentions, internal, from, to }]);
  }

  /** Answers in a thread, which may hang from a row that is gone. */
  async answer(thread: Thread, text: string, mentions: string[]): Promise<void> {
    const { line, indicator, field, internal } = thread;
    const place = { thread: thread.thread, line, indicator, field, internal };
    await this.review([{ type: "comment", ...place, text, mentions, from: null, to: null }]);
  }

  async editComment(comment: string, text: string, mentions: string[]): Promise<void> {
    await this.review([{ type: "editComment", comment, text, mentions }]);
  }

  async withdrawComment(comment: string): Promise<void> {
    await this.review([{ type: "withdrawComment", comment }]);
  }

  async resolveThread(thread: string, resolved: boolean): Promise<void> {
    await this.review([{ type: "resolveThread", thread, resolved }]);
  }

  /** Does something in the review, all of it or nothing; answers what it made. */
  async review(actions: ReviewAction[]): Promise<readonly string[]> {
    const asked = this.#events;
    const receipt = await this.#host.review(this.id, actions);
    this.#discussed(receipt.comments, asked);
    if ((this.#lastTold.get(REVIEW) ?? 0) <= asked) {
      this.state.update((state) => ({ ...state, review: receipt.review }));
    }
    return receipt.made;
  }

  /** Chooses among the answers to something that waits for a decision. */
  decide(key: string, choose: number): Promise<void> {
    return this.#host.decide(this.id, key, choose);
  }

  /** Marks comments and notices as read; `null`: all of them. */
  markRead(keys: string[] | null): Promise<void> {
    return this.#host.markRead(this.id, keys);
  }

  compare(from: string, to: string): Promise<ComparisonView> {
    return this.#host.compare(this.id, from, to);
  }

  matrixAt(point: string): Promise<MatrixView> {
    return this.#host.matrixAt(this.id, point);
  }

  /** Shows a matrix of another time in `picture`, or in a new one; seen as this one is. */
  pictureOf(matrix: MatrixView, picture: DossierStore | null): DossierStore {
    const state = this.state.get();
    const opened = pictured(matrix, state);
    if (picture === null) return new DossierStore(SILENT, opened, writeView(state.view), true);
    picture.replace(opened);
    return picture;
  }

  moments(): Promise<MomentView[]> {
    return this.#host.moments(this.id);
  }

  /** Puts cells (`null`: everything) back as they were, as one step to undo. */
  async restore(point: string, cells: Cell[] | null): Promise<ActReceipt> {
    const asked = this.#events;
    const receipt = await this.#host.restore(this.id, point, cells);
    this.#received(receipt.rows, asked);
    return receipt;
  }

  cellHistory(cell: Cell): Promise<PastValueView[]> {
    return this.#host.cellHistory(this.id, cell);
  }

  /** Why a cell says what it says. */
  why(cell: Cell): Promise<WhyView> {
    return this.#host.why(this.id, cell);
  }

  blame(cell: Cell): Promise<BlameSpan[]> {
    return this.#host.blame(this.id, cell);
  }

  exportChanges(from: string, to: string): Promise<string | null> {
    return this.#host.exportChanges(this.id, from, to);
  }

  /** Asks where what was written here is, and who has seen it; events tell it from then on. */
  async askReceipts(): Promise<void> {
    const asked = this.#events;
    const receipts = await this.#host.receipts(this.id);
    if ((this.#lastTold.get(RECEIPTS) ?? 0) > asked) return;
    this.state.update((state) => ({ ...state, receipts }));
  }

  receiptOfCell(cell: Cell): Promise<ChangeReceiptView> {
    return this.#host.receiptOfCell(this.id, cell);
  }

  /** This person has on screen what the dossier shows now. */
  seen(): Promise<void> {
    return this.#host.seen(this.id);
  }

  async awaySeen(): Promise<void> {
    this.state.update(dismissAway);
    await this.#host.awaySeen(this.id);
  }

  /** Writes the away list to a file; answers where. */
  exportAway(): Promise<string | null> {
    return this.#host.exportAway(this.id);
  }

  invite(role: RoleName, relay: string): Promise<Invitation> {
    return this.#host.invite(this.id, role, relay);
  }

  /** What a person may do from now on; `null`: they are out. */
  changeRole(device: string, role: RoleName | null): Promise<void> {
    return this.#host.changeRole(this.id, device, role);
  }

  /** For whom a package can be made. */
  packageOffer(): Promise<PackageOffer> {
    return this.#host.packageOffer(this.id);
  }

  packageSave(to: string[], name: string): Promise<PackageMade | null> {
    return this.#host.packageSave(this.id, to, name);
  }

  /** What can be chosen when it is exported. */
  exportOffer(): Promise<ExportOffer> {
    return this.#host.exportOffer(this.id);
  }

  /** Writes it as chosen; answers where. */
  export(choices: ExportChoices, name: string): Promise<string | null> {
    return this.#host.exportChoose(this.id, choices, name);
  }

  /** Opens what was exported last, or its folder. */
  openExported(folder: boolean): Promise<void> {
    return this.#host.openExported(folder);
  }

  chooseLogo(side: LogoSide, alt: string): Promise<LogoView | null> {
    return this.#host.chooseLogo(this.id, side, alt);
  }

  removeLogo(side: LogoSide): Promise<void> {
    return this.#host.removeLogo(this.id, side);
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
    const news = comments.filter(({ comment }) => (this.#lastTold.get(comment) ?? 0) <= asked);
    this.state.update((state) => applyComments(state, news));
  }
}

/** Values left unfinished, each with its row; of a row that is gone there is nothing to finish. */
function keptDrafts({ matrix, drafts }: OpenedDossier): KeptDraft[] {
  return drafts.flatMap((draft) => {
    const row =
      matrix.rows.find((known) => rowKey(known) === rowKey(draft.cell)) ??
      matrix.rows.find(({ line }) => line === draft.cell.line);
    return row === undefined ? [] : [{ draft, row }];
  });
}
