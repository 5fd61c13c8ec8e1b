import { vi, type Mock } from "vitest";

import type {
  CommentView,
  DossierStatus,
  EditReceipt,
  EditRequest,
  Heading,
  Host,
  HostEvent,
  OpenedDossier,
  Problem,
  Row,
} from "../src/host";

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
    frequency: "Anual",
    direction: "",
    targetBehavior: "",
    meansOfVerification: "",
    baseline: null,
    targets: { "2024": "100", "2025": "100", "2026": "100" },
    normalized: { targets: {}, frequency: null, unitOfMeasure: null },
    pendingExternal: false,
    retired: false,
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
      rows,
    },
    comments: [],
    status: status(),
    members: [],
    role: "editor",
    away: [],
    ...said,
  };
}

export function comment(at: number, said: Partial<CommentView> = {}): CommentView {
  return {
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
    resolved: false,
    ...said,
  };
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
  importConfirm = unexpected<Host["importConfirm"]>("importConfirm");
  importCancel = vi.fn<Host["importCancel"]>(() => Promise.resolve());
  join = unexpected<Host["join"]>("join");
  invite = unexpected<Host["invite"]>("invite");
  edit = unexpected<Host["edit"]>("edit");
  resolve = unexpected<Host["resolve"]>("resolve");
  addLine = unexpected<Host["addLine"]>("addLine");
  retireLine = unexpected<Host["retireLine"]>("retireLine");
  comment = unexpected<Host["comment"]>("comment");
  resolveThread = unexpected<Host["resolveThread"]>("resolveThread");
  awaySeen = vi.fn<Host["awaySeen"]>(() => Promise.resolve());
  exportChoose = unexpected<Host["exportChoose"]>("exportChoose");
  syncNow = vi.fn<Host["syncNow"]>(() => Promise.resolve());
  keepWindow = vi.fn<Host["keepWindow"]>(() => Promise.resolve());
  closeWindow = vi.fn<Host["closeWindow"]>(() => Promise.resolve());

  onEvent(listener: (event: HostEvent) => void): void {
    this.listener = listener;
  }

  onClosing(listener: () => void): void {
    this.closing = listener;
  }

  /** Answers edits of these rows as the shell would: text set, version counted. */
  editing(rows: Row[]): void {
    let version = 0;
    this.edit.mockImplementation((request: EditRequest): Promise<EditReceipt> => {
      const at = rows.findIndex((known) => known.line === request.line);
      const before = rows[at];
      if (before === undefined) return Promise.reject(FULL);
      version += 1;
      const after: Row = { ...before, unsent: [...before.unsent, request.field] };
      if (request.field.startsWith("targets.")) {
        after.targets = { ...before.targets, [request.field.slice(8)]: request.value };
      } else {
        Object.assign(after, { [request.field]: request.value });
      }
      rows[at] = after;
      return Promise.resolve({ row: after, version: `v${String(version)}` });
    });
  }
}

function unexpected<T extends (...args: never[]) => Promise<unknown>>(name: string): Mock<T> {
  const refuse = () => Promise.reject(new Error(`unexpected call: ${name}`));
  return vi.fn<T>(refuse as unknown as T);
}
