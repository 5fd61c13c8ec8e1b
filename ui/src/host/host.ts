import type {
  BackupContents,
  BackupMade,
  Restored,
  ActReceipt,
  BlameSpan,
  Cell,
  ChangeReceiptView,
  ComparisonView,
  ConsolidationPage,
  ConsolidationQuery,
  ConsolidationView,
  DossierSummary,
  EditReceipt,
  ExportChoices,
  ExportOffer,
  FileComparison,
  FileMatch,
  FindingPage,
  FindingSummary,
  FindingsOf,
  HostEvent,
  ImportGuess,
  ImportMapping,
  ImportReport,
  ImportRow,
  ImportView,
  Invitation,
  LogoSide,
  LogoView,
  MatrixAction,
  MatrixView,
  Me,
  MinutesAction,
  MinutesReceipt,
  MinutesView,
  MomentView,
  OpenedDossier,
  PackageMade,
  PackageOffer,
  PackageTaken,
  PastValueView,
  ProgrammeView,
  ReceiptsView,
  RepeatsView,
  ReviewAction,
  ReviewReceipt,
  RoleName,
  Settings,
  SheetSize,
  Start,
  TextChange,
  TextOpened,
  TextPushed,
  TextUpdate,
  UndoReceipt,
  VerifiedDocument,
  WhyView,
} from "./contract";

/** Where a cell is. `indicator` is `null` for a line that has none yet. */
export interface CellPlace {
  dossier: string;
  line: string;
  indicator: string | null;
  field: string;
}

/** A new value for a cell; `base` is the version its editor stands on. */
export interface EditRequest extends CellPlace {
  value: string;
  base: string | null;
}

/** Formats the programme of the state is written in. */
export type ReportFormat = "xlsx" | "docx" | "pdf" | "csv";

/**
 * The screen's only door to the computer. Every promise rejects with a `Problem` and nothing else.
 * There is one implementation that ships (`tauri.ts`); tests and the fixture build bring theirs.
 */
export interface Host {
  start(): Promise<Start>;
  setMe(name: string, institution: string): Promise<Me>;
  dossiers(): Promise<DossierSummary[]>;
  /** `first`: for a first look so many of its first rows will do; `null`: all of them. */
  openDossier(dossier: string, first: number | null): Promise<OpenedDossier>;

  importExample(): Promise<ImportReport>;
  /** Asks for a file; its name, or `null` when the person closed the file dialog. */
  importChoose(): Promise<string | null>;
  /** Name of a file that waits to be read: dropped on the window, or opened with the app. */
  importGiven(): Promise<string | null>;
  /** Reads the file that waits; nothing is written. */
  importOpen(): Promise<ImportView>;
  /** The file under a mapping; `again`: what of the mapping is to be guessed anew. */
  importView(mapping: ImportMapping, again: ImportGuess | null): Promise<ImportView>;
  /** Rows of the file as last read. */
  importRows(from: number, limit: number): Promise<ImportRow[]>;
  /** Makes a dossier of the file as last read. */
  importConfirm(): Promise<ImportReport>;
  importCancel(): Promise<void>;
  /** Dossiers that the chosen file looks like a changed copy of, the likeliest first. */
  importMatches(): Promise<FileMatch[]>;
  /** What the chosen file would bring to a dossier; nothing is written. */
  importCompare(dossier: string, sender: string): Promise<FileComparison>;
  /** Brings what the chosen file changes to a dossier, as suggestions and conversations. */
  importMerge(dossier: string, sender: string): Promise<FileComparison>;

  /** For whom a package can be made, and what each lacks. */
  packageOffer(dossier: string): Promise<PackageOffer>;
  /** Asks where to write a package for these devices, and writes it; `null` when the dialog was closed. */
  packageSave(dossier: string, to: string[], name: string): Promise<PackageMade | null>;
  /** Asks for a package and takes it in; `null` when the dialog was closed. */
  packageChoose(): Promise<PackageTaken | null>;
  /** Takes in the package that waits (`importGiven`). */
  packageOpen(): Promise<PackageTaken>;

  join(link: string): Promise<DossierSummary>;
  invite(dossier: string, role: RoleName, relay: string): Promise<Invitation>;
  /** What a person may do from now on; `null`: they are out. */
  changeRole(dossier: string, device: string, role: RoleName | null): Promise<void>;

  edit(request: EditRequest): Promise<EditReceipt>;
  resolve(place: CellPlace, choose: number): Promise<EditReceipt>;
  /** Does several things as one step, which undo takes back whole; `label` names it. */
  act(dossier: string, label: string, actions: MatrixAction[]): Promise<ActReceipt>;
  undo(dossier: string): Promise<UndoReceipt>;
  redo(dossier: string): Promise<UndoReceipt>;

  /** Opens a text for writing together; the shell orders the updates of everybody. */
  openText(place: CellPlace): Promise<TextOpened>;
  /** Answered once on this disk; refused when others came first: pull, then push again. */
  pushText(
    session: number,
    version: number,
    client: string,
    updates: TextChange[][],
  ): Promise<TextPushed>;
  /** The updates of a text from a version on. */
  pullText(session: number, version: number): Promise<TextUpdate[]>;
  /** Takes back what this session wrote, as far as nobody built on it. */
  revertText(session: number): Promise<void>;
  closeText(session: number): Promise<void>;
  /** Keeps a value that is being written, or forgets it (`null`). */
  keepDraft(dossier: string, cell: Cell, text: string | null): Promise<void>;

  /** What the matrix finds wrong with itself, in short. */
  findings(dossier: string): Promise<FindingSummary>;
  /** Some findings in full, from the `offset`th on: at most `limit`, and never more than 200. */
  findingPage(dossier: string, of: FindingsOf, offset: number, limit: number): Promise<FindingPage>;
  /** Cells whose value was last written since a moment (RFC 3339), by a device, or both. */
  changed(dossier: string, since: string | null, by: string | null): Promise<Cell[]>;
  /** Tells colleagues where this person is; `null`: nowhere in the matrix. Never stored. */
  here(
    dossier: string,
    cell: Cell | null,
    writing: boolean,
    anchor: number | null,
    head: number | null,
  ): Promise<void>;

  /** This person left the dossier's window. */
  leave(dossier: string): Promise<void>;

  settings(): Promise<Settings>;
  setSettings(settings: Settings): Promise<Settings>;
  /** How this person looks at a dossier, as the screen wrote it. */
  /** Many dossiers as one: what they come to, and the first 500 rows. */
  consolidate(query: ConsolidationQuery): Promise<ConsolidationView>;
  /** Rows of that table, at most 500 at once. */
  consolidatedRows(
    query: ConsolidationQuery,
    offset: number,
    limit: number,
  ): Promise<ConsolidationPage>;
  /** Lines in which institutions repeat each other, at least so alike (per cent). */
  repeatedLines(query: ConsolidationQuery, likeness: number): Promise<RepeatsView>;
  /** Asks where to write the programme; answers where, `null` when the person closed the dialog. */
  exportConsolidation(query: ConsolidationQuery, format: ReportFormat): Promise<string | null>;
  programmes(): Promise<ProgrammeView[]>;
  /** Makes one (its `programme` is "") or changes it; answers all. */
  keepProgramme(programme: ProgrammeView): Promise<ProgrammeView[]>;
  /** Its dossiers stay. */
  removeProgramme(programme: string): Promise<ProgrammeView[]>;
  /** How this person looks at the table, as the screen wrote it. */
  consolidationState(): Promise<string | null>;
  keepConsolidationState(json: string): Promise<void>;
  viewState(dossier: string): Promise<string | null>;
  keepViewState(dossier: string, json: string): Promise<void>;
  /** Makes a backup of everything now. */
  backupNow(): Promise<BackupMade>;
  /** Asks for the folder of the backups; `null` when the person closed the dialog. */
  chooseBackupFolder(): Promise<string | null>;
  /** Protects the backups from now on with a passphrase; `null`: no longer. */
  protectBackups(passphrase: string | null): Promise<Settings>;
  /** Asks for a backup and says what it holds; `null` when the person closed the dialog. */
  restoreChoose(): Promise<BackupContents | null>;
  /** Opens the backup that was chosen with its passphrase. */
  restoreUnlock(passphrase: string): Promise<BackupContents>;
  /** Restores the backup that was chosen; what is here is moved aside whole. */
  restoreConfirm(): Promise<Restored>;
  /** Forgets the backup that was chosen. */
  restoreCancel(): Promise<void>;

  /** Does something in the review, all of it or nothing. */
  review(dossier: string, actions: ReviewAction[]): Promise<ReviewReceipt>;
  /** Chooses among the answers to something that waits for a decision. */
  decide(dossier: string, key: string, choose: number): Promise<void>;
  /** Marks comments and notices as read by this person; `null`: all of them. */
  markRead(dossier: string, keys: string[] | null): Promise<void>;

  /** The minutas. */
  minutes(dossier: string): Promise<MinutesView>;
  /** Does something with minutas, all of it or nothing. */
  minutesAct(dossier: string, actions: MinutesAction[]): Promise<MinutesReceipt>;
  /**
   * Asks where to write a minuta with its annex, and writes it; answers where, `null` when the person
   * closed the dialog.
   */
  exportMinutes(
    dossier: string,
    minutes: string,
    format: "docx" | "pdf",
    paper: SheetSize,
    name: string,
  ): Promise<string | null>;
  /** Opens a text of a minuta for writing together; it goes on as the text of a cell. */
  openMinutesText(dossier: string, part: string, field: string): Promise<TextOpened>;
  /** Why a cell says what it says. */
  why(dossier: string, cell: Cell): Promise<WhyView>;

  /** What differs between two points in time: "now", the id of a version, or the matrix of a moment. */
  compare(dossier: string, from: string, to: string): Promise<ComparisonView>;
  /** The matrix as it was at a point in time. */
  matrixAt(dossier: string, point: string): Promise<MatrixView>;
  /** Points in time worth stopping at, oldest first. */
  moments(dossier: string): Promise<MomentView[]>;
  /** Puts cells (`null`: everything) back as they were at a point in time, as one step to undo. */
  restore(dossier: string, point: string, cells: Cell[] | null): Promise<ActReceipt>;
  /** Every value a cell has had, newest first. */
  cellHistory(dossier: string, cell: Cell): Promise<PastValueView[]>;
  /** Who wrote each word of a cell. */
  blame(dossier: string, cell: Cell): Promise<BlameSpan[]>;
  /** Asks where to write the notification of what changed; `null` when the dialog was closed. */
  exportChanges(dossier: string, from: string, to: string): Promise<string | null>;

  /** Where everything written here is by now, and who has seen it; told from now on. */
  receipts(dossier: string): Promise<ReceiptsView>;
  /** This person has on screen what the dossier shows now. */
  seen(dossier: string): Promise<void>;
  /** Where the last change this person made in a cell is by now. */
  receiptOfCell(dossier: string, cell: Cell): Promise<ChangeReceiptView>;

  awaySeen(dossier: string): Promise<void>;
  /** Asks where to write what changed while away; `null` when the person closed the dialog. */
  exportAway(dossier: string): Promise<string | null>;
  /** What can be chosen when a dossier is exported, and what was chosen the last time. */
  exportOffer(dossier: string): Promise<ExportOffer>;
  /**
   * Asks where to write, and keeps the choices for the next time; the path written, or `null` when
   * the person closed the dialog. `name`: what the file would be called.
   */
  exportChoose(dossier: string, choices: ExportChoices, name: string): Promise<string | null>;
  /** Opens the file exported last in its program, or its folder. */
  openExported(folder: boolean): Promise<void>;
  /** Asks for a picture for the head of the sheets, and keeps it; `null` when the dialog was closed. */
  chooseLogo(dossier: string, side: LogoSide, alt: string): Promise<LogoView | null>;
  removeLogo(dossier: string, side: LogoSide): Promise<void>;
  /** Asks for a document and says what is known of it; `null` when the dialog was closed. */
  verifyChoose(): Promise<VerifiedDocument | null>;
  /** What is known of the text of a code, of a folio or of a digest. */
  verifyCode(text: string): Promise<VerifiedDocument>;
  syncNow(dossier: string): Promise<void>;

  /** Calls `listener` with what the shell tells unasked, in order. */
  onEvent(listener: (event: HostEvent) => void): void;
  /** Calls `listener` when the person asked to close the window; `closeWindow` then closes it. */
  onClosing(listener: () => void): void;
  /** The window stays: the person is being asked about a text that cannot be saved. */
  keepWindow(): Promise<void>;
  closeWindow(): Promise<void>;
}
