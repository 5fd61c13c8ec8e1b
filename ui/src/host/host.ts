import type {
  ActReceipt,
  Cell,
  CommentView,
  DossierSummary,
  EditReceipt,
  FindingView,
  HostEvent,
  ImportReport,
  Invitation,
  MatrixAction,
  Me,
  OpenedDossier,
  RoleName,
  Settings,
  Start,
  TextChange,
  TextOpened,
  TextPushed,
  TextUpdate,
  UndoReceipt,
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

/** A comment; `thread` is `null` for the first of a thread. */
export interface CommentRequest extends CellPlace {
  text: string;
  thread: string | null;
}

/** Formats a dossier is written in. */
export type ExportFormat = "csv" | "json" | "automerge";

/**
 * The screen's only door to the computer. Every promise rejects with a `Problem` and nothing else.
 * There is one implementation that ships (`tauri.ts`); tests and the fixture build bring theirs.
 */
export interface Host {
  start(): Promise<Start>;
  setMe(name: string, institution: string): Promise<Me>;
  dossiers(): Promise<DossierSummary[]>;
  openDossier(dossier: string): Promise<OpenedDossier>;

  importExample(): Promise<ImportReport>;
  /** Asks for a file and reads it; `null` when the person closed the file dialog. */
  importChoose(): Promise<ImportReport | null>;
  importConfirm(): Promise<ImportReport>;
  importCancel(): Promise<void>;

  join(link: string): Promise<DossierSummary>;
  invite(dossier: string, role: RoleName, relay: string): Promise<Invitation>;

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

  findings(dossier: string): Promise<FindingView[]>;
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
  viewState(dossier: string): Promise<string | null>;
  keepViewState(dossier: string, json: string): Promise<void>;
  /** Makes a copy of everything now; answers where. */
  backupNow(): Promise<string>;
  /** Asks for the folder of the copies; `null` when the person closed the dialog. */
  chooseBackupFolder(): Promise<string | null>;

  comment(request: CommentRequest): Promise<CommentView[]>;
  resolveThread(dossier: string, thread: string, resolved: boolean): Promise<CommentView[]>;

  awaySeen(dossier: string): Promise<void>;
  /** Asks where to write; the path written, or `null` when the person closed the dialog. */
  exportChoose(dossier: string, format: ExportFormat): Promise<string | null>;
  syncNow(dossier: string): Promise<void>;

  /** Calls `listener` with what the shell tells unasked, in order. */
  onEvent(listener: (event: HostEvent) => void): void;
  /** Calls `listener` when the person asked to close the window; `closeWindow` then closes it. */
  onClosing(listener: () => void): void;
  /** The window stays: the person is being asked about a text that cannot be saved. */
  keepWindow(): Promise<void>;
  closeWindow(): Promise<void>;
}
