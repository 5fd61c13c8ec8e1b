import type {
  CommentView,
  DossierSummary,
  EditReceipt,
  HostEvent,
  ImportReport,
  Invitation,
  Me,
  OpenedDossier,
  RoleName,
  Row,
  Start,
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
  addLine(dossier: string, after: string | null): Promise<Row>;
  retireLine(dossier: string, line: string, retired: boolean): Promise<Row[]>;

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
