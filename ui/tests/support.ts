import { vi, type Mock } from "vitest";

import type {
  CommentView,
  DossierStatus,
  EditReceipt,
  FindingView,
  Heading,
  Host,
  HostEvent,
  OpenedDossier,
  Problem,
  ReviewReceipt,
  Row,
  Settings,
} from "../src/host";
import { sampleOffer } from "../src/host/fixture/exporting";
import { pageOf, summaryOf } from "../src/host/fixture/findings";
import { emptyReview, plainComment } from "../src/host/fixture/review";
import { receiptsOf } from "../src/host/fixture/receipts";
import { Texts } from "../src/host/fixture/texts";
import { cellText } from "../src/state";

export const DOSSIER = "d".repeat(32);

export const AXIS: Heading = {
  id: "axis-1",
  level: "axis",
  number: "1",
  text: "Combatir la Impunidad",
};
export const PRIORITY: Heading = {
  id: "priority-7",
  level: "priority",
  number: "7",
  text: "Fomentar a la denuncia",
};

export const FULL: Problem = {
  code: "DISK_FULL",
  message: "El disco está lleno.",
  next: "Libera espacio.",
};

export const SETTINGS: Settings = {
  language: "es-MX",
  textSize: "normal",
  theme: "system",
  relay: "",
  notices: "forMe",
  backups: {
    folder: null,
    every: "daily",
    atClosing: false,
    keep: 14,
    protected: false,
    last: null,
  },
};

/** A row with what a test says and blanks elsewhere. */
export function row(at: number, said: Partial<Row> = {}): Row {
  return {
    row: at,
    line: `line-${String(at)}`,
    indicator: `indicator-${String(at)}`,
    headings: [],
    actionLine: `Línea ${String(at)}`,
    stage: "",
    responsible: "",
    indicatorName: `Indicador ${String(at)}`,
    interpretation: "",
    unitOfMeasure: "Porcentaje",
    formula: "",
    formulaParts: { numerator: "", denominator: "", factor: "" },
    frequency: "Anual",
    direction: "",
    targetBehavior: "",
    meansOfVerification: "",
    baseline: null,
    targets: { "2024": "100", "2025": "100", "2026": "100" },
    normalized: {
      targets: {},
      frequency: null,
      unitOfMeasure: null,
      direction: null,
      targetBehavior: null,
      baseline: null,
    },
    pendingExternal: false,
    retired: false,
    mergedInto: null,
    retiredAndEdited: null,
    openComments: 0,
    conflicts: [],
    toDecide: [],
    unsent: [],
    ...said,
  };
}

export function status(said: Partial<DossierStatus> = {}): DossierStatus {
  return {
    dossier: DOSSIER,
    state: "sent",
    saved: 0,
    waiting: 0,
    sent: 0,
    relay: "ws://127.0.0.1:1",
    lastContact: null,
    problem: null,
    ...said,
  };
}

export function opened(rows: Row[], said: Partial<OpenedDossier> = {}): OpenedDossier {
  return {
    version: "v0",
    matrix: {
      dossier: DOSSIER,
      title: "Programa de Implementación",
      institution: "SECOEM",
      years: [2024, 2025, 2026],
      levels: ["axis", "priority"],
      headings: [],
      rows,
    },
    comments: [],
    review: emptyReview(),
    notices: [],
    status: status(),
    members: [],
    role: "editor",
    away: [],
    whole: true,
    drafts: [],
    undo: null,
    redo: null,
    ...said,
  };
}

export function comment(at: number, said: Partial<CommentView> = {}): CommentView {
  return plainComment({
    comment: `comment-${String(at)}`,
    thread: `thread-${String(at)}`,
    author: "Luis Mora",
    at: "2023-04-19T10:32:00",
    row: 1,
    line: "line-1",
    indicator: "indicator-1",
    field: "formula",
    quote: "",
    text: `Comentario ${String(at)}`,
    device: "b".repeat(64),
    mine: false,
    resolved: false,
    ...said,
  });
}

/** What the review answers: these comments, and nothing else in it. */
export function reviewed(comments: CommentView[]): ReviewReceipt {
  return { made: [], comments, review: emptyReview() };
}

/** A host whose every answer a test gives; what a test did not expect rejects. */
export class FakeHost implements Host {
  listener: (event: HostEvent) => void = () => undefined;
  closing: () => void = () => undefined;

  start = unexpected<Host["start"]>("start");
  setMe = unexpected<Host["setMe"]>("setMe");
  dossiers = vi.fn<Host["dossiers"]>(() => Promise.resolve([]));
  openDossier = unexpected<Host["openDossier"]>("openDossier");
  importExample = unexpected<Host["importExample"]>("importExample");
  importChoose = unexpected<Host["importChoose"]>("importChoose");
  importGiven = vi.fn<Host["importGiven"]>(() => Promise.resolve(null));
  importOpen = unexpected<Host["importOpen"]>("importOpen");
  importView = unexpected<Host["importView"]>("importView");
  importRows = unexpected<Host["importRows"]>("importRows");
  importConfirm = unexpected<Host["importConfirm"]>("importConfirm");
  importCancel = vi.fn<Host["importCancel"]>(() => Promise.resolve());
  importMatches = vi.fn<Host["importMatches"]>(() => Promise.resolve([]));
  importCompare = unexpected<Host["importCompare"]>("importCompare");
  importMerge = unexpected<Host["importMerge"]>("importMerge");
  join = unexpected<Host["join"]>("join");
  invite = unexpected<Host["invite"]>("invite");
  changeRole = unexpected<Host["changeRole"]>("changeRole");
  edit = unexpected<Host["edit"]>("edit");
  resolve = unexpected<Host["resolve"]>("resolve");
  act = unexpected<Host["act"]>("act");
  undo = unexpected<Host["undo"]>("undo");
  redo = unexpected<Host["redo"]>("redo");
  openText = unexpected<Host["openText"]>("openText");
  pushText = unexpected<Host["pushText"]>("pushText");
  pullText = unexpected<Host["pullText"]>("pullText");
  revertText = unexpected<Host["revertText"]>("revertText");
  closeText = vi.fn<Host["closeText"]>(() => Promise.resolve());
  keepDraft = vi.fn<Host["keepDraft"]>(() => Promise.resolve());
  findings = vi.fn<Host["findings"]>(() => Promise.resolve(summaryOf([])));
  findingPage = vi.fn<Host["findingPage"]>((_dossier, ...asked) =>
    Promise.resolve(pageOf([], ...asked)),
  );
  changed = vi.fn<Host["changed"]>(() => Promise.resolve([]));
  here = vi.fn<Host["here"]>(() => Promise.resolve());
  leave = vi.fn<Host["leave"]>(() => Promise.resolve());
  settings = vi.fn<Host["settings"]>(() => Promise.resolve(SETTINGS));
  setSettings = vi.fn<Host["setSettings"]>((settings) => Promise.resolve(settings));
  viewState = vi.fn<Host["viewState"]>(() => Promise.resolve(null));
  keepViewState = vi.fn<Host["keepViewState"]>(() => Promise.resolve());
  backupNow = unexpected<Host["backupNow"]>("backupNow");
  protectBackups = unexpected<Host["protectBackups"]>("protectBackups");
  restoreChoose = unexpected<Host["restoreChoose"]>("restoreChoose");
  restoreUnlock = unexpected<Host["restoreUnlock"]>("restoreUnlock");
  restoreConfirm = unexpected<Host["restoreConfirm"]>("restoreConfirm");
  restoreCancel = unexpected<Host["restoreCancel"]>("restoreCancel");
  chooseBackupFolder = unexpected<Host["chooseBackupFolder"]>("chooseBackupFolder");
  review = unexpected<Host["review"]>("review");
  decide = unexpected<Host["decide"]>("decide");
  markRead = unexpected<Host["markRead"]>("markRead");
  compare = unexpected<Host["compare"]>("compare");
  matrixAt = unexpected<Host["matrixAt"]>("matrixAt");
  moments = unexpected<Host["moments"]>("moments");
  restore = unexpected<Host["restore"]>("restore");
  minutes = unexpected<Host["minutes"]>("minutes");
  minutesAct = unexpected<Host["minutesAct"]>("minutesAct");
  exportMinutes = unexpected<Host["exportMinutes"]>("exportMinutes");
  openMinutesText = unexpected<Host["openMinutesText"]>("openMinutesText");
  why = unexpected<Host["why"]>("why");
  cellHistory = unexpected<Host["cellHistory"]>("cellHistory");
  blame = unexpected<Host["blame"]>("blame");
  exportChanges = unexpected<Host["exportChanges"]>("exportChanges");
  receipts = vi.fn<Host["receipts"]>(() => Promise.resolve(receiptsOf(status(), [])));
  seen = vi.fn<Host["seen"]>(() => Promise.resolve());
  receiptOfCell = vi.fn<Host["receiptOfCell"]>(() =>
    Promise.resolve({ here: false, atRelay: false, seenBy: [], notSeenBy: [] }),
  );
  awaySeen = vi.fn<Host["awaySeen"]>(() => Promise.resolve());
  packageOffer = unexpected<Host["packageOffer"]>("packageOffer");
  packageSave = unexpected<Host["packageSave"]>("packageSave");
  packageChoose = unexpected<Host["packageChoose"]>("packageChoose");
  packageOpen = unexpected<Host["packageOpen"]>("packageOpen");
  exportAway = unexpected<Host["exportAway"]>("exportAway");
  exportOffer = vi.fn<Host["exportOffer"]>(() => Promise.resolve(sampleOffer()));
  verifyChoose = unexpected<Host["verifyChoose"]>("verifyChoose");
  verifyCode = unexpected<Host["verifyCode"]>("verifyCode");
  exportChoose = unexpected<Host["exportChoose"]>("exportChoose");
  openExported = unexpected<Host["openExported"]>("openExported");
  chooseLogo = unexpected<Host["chooseLogo"]>("chooseLogo");
  removeLogo = unexpected<Host["removeLogo"]>("removeLogo");
  consolidate = unexpected<Host["consolidate"]>("consolidate");
  consolidatedRows = unexpected<Host["consolidatedRows"]>("consolidatedRows");
  repeatedLines = unexpected<Host["repeatedLines"]>("repeatedLines");
  exportConsolidation = unexpected<Host["exportConsolidation"]>("exportConsolidation");
  programmes = vi.fn<Host["programmes"]>(() => Promise.resolve([]));
  keepProgramme = unexpected<Host["keepProgramme"]>("keepProgramme");
  removeProgramme = unexpected<Host["removeProgramme"]>("removeProgramme");
  consolidationState = vi.fn<Host["consolidationState"]>(() => Promise.resolve(null));
  keepConsolidationState = vi.fn<Host["keepConsolidationState"]>(() => Promise.resolve());
  syncNow = vi.fn<Host["syncNow"]>(() => Promise.resolve());
  keepWindow = vi.fn<Host["keepWindow"]>(() => Promise.resolve());
  closeWindow = vi.fn<Host["closeWindow"]>(() => Promise.resolve());

  /** Answers in short and in full with these. */
  finding(findings: readonly FindingView[]): void {
    this.findings.mockImplementation(() => Promise.resolve(summaryOf(findings)));
    this.findingPage.mockImplementation((_dossier, ...asked) =>
      Promise.resolve(pageOf(findings, ...asked)),
    );
  }

  onEvent(listener: (event: HostEvent) => void): void {
    this.listener = listener;
  }

  onClosing(listener: () => void): void {
    this.closing = listener;
  }

  /** Texts written together, by line and field. */
  readonly texts = new Texts();

  /** Answers edits of these rows as the shell would: text set, version counted. */
  editing(rows: Row[]): void {
    let version = 0;
    const put = (line: string, field: string, value: string): Row | null => {
      const at = rows.findIndex((known) => known.line === line);
      const before = rows[at];
      if (before === undefined) return null;
      const after: Row = { ...before, unsent: [...before.unsent, field] };
      if (field.startsWith("targets.")) {
        after.targets = { ...before.targets, [field.slice(8)]: value };
      } else if (field.startsWith("formula.")) {
        after.formulaParts = { ...before.formulaParts, [field.slice(8)]: value };
      } else if (field === "pendingExternal") {
        after.pendingExternal = value === "true";
      } else {
        Object.assign(after, { [field]: value });
      }
      rows[at] = after;
      return after;
    };
    this.edit.mockImplementation(({ line, field, value }): Promise<EditReceipt> => {
      version += 1;
      const row = put(line, field, value);
      if (row === null) return Promise.reject(FULL);
      return Promise.resolve({ row, version: `v${String(version)}` });
    });
    this.openText.mockImplementation(({ line, field }) => {
      const row = rows.find((known) => known.line === line);
      if (row === undefined) return Promise.reject(FULL);
      return Promise.resolve(this.texts.open(`${line}|${field}`, cellText(row, field)));
    });
    const kept = (session: number) => {
      const name = this.texts.nameOf(session);
      const [line = "", field = ""] = name.split("|");
      return {
        version: this.texts.versionOf(name),
        row: put(line, field, this.texts.textOf(name)),
      };
    };
    this.pushText.mockImplementation((session, from, client, updates) => {
      const accepted = this.texts.push(session, from, client, updates);
      return Promise.resolve({ accepted, ...kept(session) });
    });
    this.pullText.mockImplementation((session, from) =>
      Promise.resolve(this.texts.pull(session, from)),
    );
    this.revertText.mockImplementation((session) => {
      this.texts.revert(session);
      const { row } = kept(session);
      const version = "v-reverted";
      if (row !== null) {
        const rows = [row];
        this.listener({
          type: "rows",
          dossier: DOSSIER,
          rows,
          order: null,
          version,
          foreign: false,
        });
      }
      return Promise.resolve();
    });
  }
}

function unexpected<T extends (...args: never[]) => Promise<unknown>>(name: string): Mock<T> {
  const refuse = () => Promise.reject(new Error(`unexpected call: ${name}`));
  return vi.fn<T>(refuse as unknown as T);
}
