import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { EditReceipt, EditRequest, Problem, Row } from "../src/host";
import { Editors } from "../src/state";
import { IDLE_MS, TYPING_MAX_MS } from "../src/state/editors";
import { FULL, row } from "./support";

type Request = Omit<EditRequest, "dossier">;

/** Edits as the shell takes them, one answer at a time when a test holds them back. */
class Shell {
  rows: Row[];
  requests: Request[] = [];
  failing: Problem | null = null;
  closed: string[] = [];
  #held: (() => void)[] | null = null;
  readonly editors: Editors;

  constructor(...rows: Row[]) {
    this.rows = rows;
    this.editors = new Editors({
      edit: (request) => this.#edit(request),
      version: () => "v0",
      closed: (id) => this.closed.push(id),
    });
  }

  hold(): void {
    this.#held = [];
  }

  async release(): Promise<void> {
    const held = this.#held ?? [];
    this.#held = null;
    for (const answer of held) answer();
    await vi.advanceTimersByTimeAsync(0);
  }

  get draft() {
    const { open, all } = this.editors.state.get();
    return open === null ? undefined : all.get(open);
  }

  get values(): string[] {
    return this.requests.map((request) => request.value);
  }

  async #edit(request: Request): Promise<EditReceipt> {
    this.requests.push(request);
    const version = `v${String(this.requests.length)}`;
    if (this.#held !== null) {
      const held = this.#held;
      await new Promise<void>((answer) => held.push(answer));
    }
    if (this.failing !== null) throw this.failing as unknown as Error;
    const at = this.rows.findIndex((known) => known.line === request.line);
    const before = this.rows[at];
    if (before === undefined) throw new Error("no such row");
    const after = { ...before, indicator: before.indicator ?? "indicator-new" };
    Object.assign(after, { [request.field]: request.value });
    this.rows[at] = after;
    return { row: after, version };
  }
}

const first = (shell: Shell): Row => shell.rows[0] ?? row(1);
const rest = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("saving while typing", () => {
  it("saves once the keyboard rests, each time on the version before", async () => {
    const shell = new Shell(row(1));
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Una");
    await rest(IDLE_MS - 1);
    expect(shell.requests).toEqual([]);
    await rest(1);
    shell.editors.type("Una línea");
    await rest(IDLE_MS);
    expect(shell.requests).toEqual([
      { line: "line-1", indicator: "indicator-1", field: "actionLine", value: "Una", base: "v0" },
      {
        line: "line-1",
        indicator: "indicator-1",
        field: "actionLine",
        value: "Una línea",
        base: "v1",
      },
    ]);
    expect(shell.draft?.phase).toBe("saved");
  });

  it("saves somebody who never rests", async () => {
    const shell = new Shell(row(1));
    shell.editors.open(first(shell), "actionLine", "grid");
    for (let typed = 0; typed * 100 <= TYPING_MAX_MS; typed += 1) {
      shell.editors.type("x".repeat(typed + 1));
      await rest(100);
    }
    expect(shell.requests).toHaveLength(1);
  });

  it("asks for one edit at a time and sends what was typed meanwhile after it", async () => {
    const shell = new Shell(row(1));
    shell.hold();
    shell.editors.open(first(shell), "formula", "grid");
    shell.editors.type("a");
    await rest(IDLE_MS);
    shell.editors.type("ab");
    await rest(IDLE_MS);
    expect(shell.values).toEqual(["a"]);
    await shell.release();
    await rest(IDLE_MS);
    expect(shell.values).toEqual(["a", "ab"]);
    expect(shell.requests[1]?.base).toBe("v1");
  });

  it("sends nothing for a text that did not change", async () => {
    const shell = new Shell(row(1));
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Línea 1 y");
    shell.editors.type("Línea 1");
    expect(await shell.editors.commit()).toBe(true);
    expect(shell.requests).toEqual([]);
    expect(shell.editors.state.get().all.size).toBe(0);
  });
});

describe("closing", () => {
  it("saves on Enter without waiting for the rest, and closes", async () => {
    const shell = new Shell(row(1));
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Otra");
    expect(await shell.editors.commit(true)).toBe(true);
    expect(shell.values).toEqual(["Otra"]);
    expect(shell.draft).toBeUndefined();
    expect(shell.closed).toEqual(["line-1|actionLine"]);
  });

  it("saves the last words of an editor that closes while a save is under way", async () => {
    const shell = new Shell(row(1));
    shell.hold();
    shell.editors.open(first(shell), "formula", "grid");
    shell.editors.type("a");
    await rest(IDLE_MS);
    shell.editors.type("ab");
    const closing = shell.editors.commit();
    await shell.release();
    expect(await closing).toBe(true);
    expect(shell.values).toEqual(["a", "ab"]);
    expect(shell.editors.state.get().all.size).toBe(0);
  });

  it("takes back on Esc what was saved while typing", async () => {
    const shell = new Shell(row(1));
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Borrador");
    await rest(IDLE_MS);
    await shell.editors.cancel();
    expect(shell.values).toEqual(["Borrador", "Línea 1"]);
    expect(shell.requests[1]?.base).toBe("v1");
  });

  it("opens another cell while the last one is still being saved", async () => {
    const shell = new Shell(row(1), row(2));
    shell.hold();
    shell.editors.open(first(shell), "formula", "grid");
    shell.editors.type("a");
    shell.editors.open(shell.rows[1] ?? row(2), "formula", "grid");
    shell.editors.type("b");
    expect(shell.draft?.text).toBe("b");
    await shell.release();
    await rest(IDLE_MS);
    expect(shell.values).toEqual(["a", "b"]);
  });
});

describe("a text that cannot be saved", () => {
  it("stays in its editor with the problem, and goes through later", async () => {
    const shell = new Shell(row(1));
    shell.failing = FULL;
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Lo escrito");
    expect(await shell.editors.commit(true)).toBe(false);
    expect(shell.draft).toMatchObject({ text: "Lo escrito", phase: "stuck", problem: FULL });
    shell.failing = null;
    expect(await shell.editors.commit(true)).toBe(true);
    expect(first(shell).actionLine).toBe("Lo escrito");
  });

  it("is kept with its editor closed, and saved when the disk is back", async () => {
    const shell = new Shell(row(1), row(2));
    shell.failing = FULL;
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Lo escrito");
    await shell.editors.commit();
    expect(shell.draft).toBeUndefined();
    const kept = shell.editors.state.get().all.get("line-1|actionLine");
    expect(kept).toMatchObject({ text: "Lo escrito", phase: "stuck" });
    shell.failing = null;
    expect(await shell.editors.retryAll()).toBe(true);
    expect(first(shell).actionLine).toBe("Lo escrito");
    expect(shell.editors.state.get().all.size).toBe(0);
  });

  it("is taken up where it was left when its cell is opened again", async () => {
    const shell = new Shell(row(1));
    shell.failing = FULL;
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Lo escrito");
    await shell.editors.commit();
    shell.editors.open(first(shell), "actionLine", "grid");
    expect(shell.draft).toMatchObject({ text: "Lo escrito", problem: FULL });
  });
});

describe("somebody else's change under an open editor", () => {
  it("shows in an editor where nothing was typed", () => {
    const shell = new Shell(row(1));
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.rowChanged(row(1, { actionLine: "De otra persona" }));
    expect(shell.draft?.text).toBe("De otra persona");
  });

  it("goes under the draft when the places differ", async () => {
    const shell = new Shell(row(1, { actionLine: "Primera frase. Segunda frase." }));
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Primera frase mía. Segunda frase.");
    shell.editors.rowChanged(row(1, { actionLine: "Primera frase. Segunda frase suya." }));
    expect(shell.draft?.text).toBe("Primera frase mía. Segunda frase suya.");
    await rest(IDLE_MS);
    expect(shell.values).toEqual(["Primera frase mía. Segunda frase suya."]);
  });

  it("waits for the person when both touched the same place", async () => {
    const shell = new Shell(row(1, { actionLine: "Capacitar a 50" }));
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Capacitar a 80");
    shell.editors.rowChanged(row(1, { actionLine: "Capacitar a 120" }));
    expect(shell.draft).toMatchObject({ text: "Capacitar a 80", foreign: "Capacitar a 120" });
    await rest(TYPING_MAX_MS);
    expect(shell.requests).toEqual([]);
    await shell.editors.commit(true);
    expect(shell.values).toEqual(["Capacitar a 80"]);
  });

  it("is left to the shell once there is a version to stand on", async () => {
    const shell = new Shell(row(1));
    shell.editors.open(first(shell), "actionLine", "grid");
    shell.editors.type("Mía");
    await rest(IDLE_MS);
    shell.editors.rowChanged(row(1, { actionLine: "Mía y suya" }));
    expect(shell.draft?.text).toBe("Mía");
    shell.editors.type("Mía otra vez");
    await rest(IDLE_MS);
    expect(shell.requests[1]?.base).toBe("v1");
  });
});

it("follows the cell of a line that gets its first indicator", async () => {
  const shell = new Shell(row(1, { indicator: null, indicatorName: "" }));
  shell.editors.open(first(shell), "indicatorName", "grid");
  shell.editors.type("Nombre");
  await rest(IDLE_MS);
  expect(shell.draft?.id).toBe("line-1:indicator-new|indicatorName");
  shell.editors.type("Nombre largo");
  await rest(IDLE_MS);
  expect(shell.requests[1]).toMatchObject({ indicator: "indicator-new", base: "v1" });
});
