import { Transaction, type EditorState, type TransactionSpec } from "@codemirror/state";

import type { EditReceipt, EditRequest, HostEvent, Problem, Row, TextPushed } from "../src/host";
import { Texts } from "../src/host/fixture/texts";
import { Editors, cellText } from "../src/state";
import type { EditorsDoor, KeptDraft } from "../src/state/editors";
import type { TextSession } from "../src/state/textSession";

type TextEvent = Extract<HostEvent, { type: "text" }>;

/** An edit of a row as the shell makes it: a line's first value brings its indicator. */
export function edited(before: Row, field: string, value: string): Row {
  const after: Row = { ...before };
  if (field.startsWith("targets.")) {
    after.targets = { ...before.targets, [field.slice(8)]: value };
  } else {
    Object.assign(after, { [field]: value });
  }
  if (field !== "actionLine") after.indicator = before.indicator ?? "indicator-new";
  return after;
}

/**
 * The shell as the editors meet it, in the order in which things are asked. A test may hold its
 * answers back, and may have it fail.
 */
export class Shell implements EditorsDoor {
  readonly texts = new Texts();
  readonly edits: Omit<EditRequest, "dossier">[] = [];
  readonly drafts: [string, string | null][] = [];
  readonly closings: string[] = [];
  readonly calls: string[] = [];
  rows: Row[];
  failing: Problem | null = null;
  /** Whether pushed updates are told to their own editor too. */
  echo = true;
  editors: Editors;
  #versions = 0;
  #held: (() => void)[] | null = null;

  constructor(rows: Row[], kept: KeptDraft[] = []) {
    this.rows = rows;
    this.editors = new Editors(this, kept);
  }

  get first(): Row {
    const [row] = this.rows;
    if (row === undefined) throw new Error("no rows");
    return row;
  }

  get draft() {
    const { open, all } = this.editors.state.get();
    return open === null ? undefined : all.get(open);
  }

  get text(): TextSession {
    const { open } = this.editors.state.get();
    const session = open === null ? null : this.editors.textSession(open);
    if (session === null) throw new Error("no text is open");
    return session;
  }

  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const answer of held) answer();
  }

  version = () => "v0";

  closed = (id: string) => {
    this.closings.push(id);
  };

  edit = async (request: Omit<EditRequest, "dossier">): Promise<EditReceipt> => {
    this.edits.push(request);
    await this.#turn("edit");
    this.#versions += 1;
    const row = this.#put(request.line, request.field, request.value);
    return { row, version: `v${String(this.#versions)}` };
  };

  openText: EditorsDoor["openText"] = async ({ line, field }) => {
    await this.#turn("open");
    const row = this.rows.find((known) => known.line === line);
    if (row === undefined) throw new Error("no such row");
    return this.texts.open(`${line}|${field}`, cellText(row, field));
  };

  pushText: EditorsDoor["pushText"] = async (session, version, client, updates) => {
    await this.#turn("push");
    const name = this.texts.nameOf(session);
    if (!this.texts.push(session, version, client, updates)) {
      return { accepted: false, version: this.texts.versionOf(name), row: null };
    }
    const event: TextEvent = {
      type: "text",
      session,
      from: version,
      updates: updates.map((changes) => ({ client, changes })),
    };
    if (this.echo) this.editors.heard(event);
    const [line = "", field = ""] = name.split("|");
    const row = this.#put(line, field, this.texts.textOf(name));
    const answer: TextPushed = { accepted: true, version: this.texts.versionOf(name), row };
    return answer;
  };

  pullText: EditorsDoor["pullText"] = async (session, version) => {
    await this.#turn("pull");
    return this.texts.pull(session, version);
  };

  revertText: EditorsDoor["revertText"] = async (session) => {
    await this.#turn("revert");
    this.texts.revert(session);
    const name = this.texts.nameOf(session);
    const [line = "", field = ""] = name.split("|");
    this.#put(line, field, this.texts.textOf(name));
  };

  closeText: EditorsDoor["closeText"] = (session) => {
    this.calls.push("close");
    this.texts.close(session);
    return Promise.resolve();
  };

  keepDraft: EditorsDoor["keepDraft"] = async (cell, text) => {
    await this.#turn("keep");
    this.drafts.push([cell.field, text]);
  };

  /** What a colleague elsewhere writes, told to whoever has the text open. */
  write(name: string, at: number, gone: number, insert: string, tell = true): void {
    const from = this.texts.versionOf(name);
    const changes = [{ at, delete: gone, insert }];
    this.texts.write(name, changes);
    for (const session of tell ? this.texts.sessionsOf(name) : []) {
      this.editors.heard({ type: "text", session, from, updates: [{ client: "", changes }] });
    }
  }

  async #turn(call: string): Promise<void> {
    this.calls.push(call);
    if (this.#held !== null) {
      const held = this.#held;
      await new Promise<void>((answer) => held.push(answer));
    }
    if (this.failing !== null) throw this.failing as unknown as Error;
  }

  #put(line: string, field: string, value: string): Row {
    const at = this.rows.findIndex((known) => known.line === line);
    const before = this.rows[at];
    if (before === undefined) throw new Error("no such row");
    const row = edited(before, field, value);
    this.rows[at] = row;
    return row;
  }
}

/** An editor on screen without a screen. */
export class FakeSurface {
  state: EditorState;
  readonly #session: TextSession;

  constructor(session: TextSession) {
    this.#session = session;
    this.state = session.dressed([]);
    session.attach(this);
  }

  dispatch = (spec: TransactionSpec | Transaction): void => {
    const tr = spec instanceof Transaction ? spec : this.state.update(spec);
    this.state = tr.state;
    if (tr.docChanged) this.#session.took(tr.annotation(Transaction.remote) !== true);
  };

  /** Types at a place, as a key does. */
  type(text: string, at = this.state.doc.length): void {
    this.dispatch({
      changes: { from: at, insert: text },
      selection: { anchor: at + text.length },
      userEvent: "input.type",
    });
  }

  erase(from: number, to: number): void {
    this.dispatch({ changes: { from, to }, userEvent: "delete.backward" });
  }
}
