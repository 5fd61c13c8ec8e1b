import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { KEEP_MS } from "../src/state/valueSession";
import { Shell } from "./shell";
import { FULL, PRIORITY, row } from "./support";

const META = "targets.2024";
const rest = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function opened(field = META, at = row(1)): Shell {
  const shell = new Shell([at, row(2)]);
  shell.editors.open(shell.first, field, "grid");
  return shell;
}

const values = (shell: Shell) => shell.edits.map((request) => request.value);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a value being written", () => {
  it("is kept as a draft once the keyboard rests, and is no edit", async () => {
    const shell = opened();
    shell.editors.type("8");
    await rest(KEEP_MS - 1);
    shell.editors.type("85");
    expect(shell.draft?.phase).toBe("typing");
    await rest(KEEP_MS - 1);
    expect(shell.drafts).toEqual([]);
    await rest(1);
    expect(shell.drafts).toEqual([[META, "85"]]);
    expect(shell.draft?.phase).toBe("kept");
    expect(shell.edits).toEqual([]);
  });

  it("is given when it is finished, on the version it opened with; its draft goes", async () => {
    const shell = opened();
    shell.editors.type("85");
    await rest(KEEP_MS);
    expect(await shell.editors.commit(true)).toBe(true);
    await rest(0);
    expect(shell.edits).toEqual([
      { line: "line-1", indicator: "indicator-1", field: META, value: "85", base: "v0" },
    ]);
    expect(shell.drafts).toEqual([
      [META, "85"],
      [META, null],
    ]);
    expect(shell.editors.state.get().all.size).toBe(0);
    expect(shell.closings).toEqual([`line-1:indicator-1|${META}`]);
  });

  it("sends nothing if it did not change, and keeps nothing", async () => {
    const shell = opened();
    shell.editors.type("1000");
    shell.editors.type("100");
    expect(await shell.editors.commit()).toBe(true);
    await rest(KEEP_MS);
    expect(shell.calls).toEqual([]);
    expect(shell.closings).toEqual([]);
  });

  it("goes back on Esc, and its draft with it", async () => {
    const shell = opened();
    shell.editors.type("85");
    await rest(KEEP_MS);
    expect(await shell.editors.cancel()).toBe(true);
    expect(shell.edits).toEqual([]);
    expect(shell.drafts.at(-1)).toEqual([META, null]);
    expect(shell.editors.state.get().all.size).toBe(0);
  });

  it("is given while the next cell is already open", async () => {
    const shell = opened();
    shell.hold();
    shell.editors.type("85");
    shell.editors.open(shell.rows[1] ?? row(2), META, "grid");
    shell.editors.type("90");
    expect(shell.draft?.text).toBe("90");
    shell.release();
    await rest(0);
    await shell.editors.commit();
    expect(values(shell)).toEqual(["85", "90"]);
  });

  it("stays a draft when the person leaves in the middle of it", async () => {
    const shell = opened();
    shell.editors.type("85");
    expect(await shell.editors.rest()).toBe(true);
    expect(shell.drafts).toEqual([[META, "85"]]);
    expect(shell.edits).toEqual([]);
    expect(shell.draft?.text).toBe("85");
  });

  it("follows the cell of a line that gets its first indicator", async () => {
    const shell = new Shell([row(1, { indicator: null, frequency: "" })]);
    shell.editors.open(shell.first, "frequency", "grid");
    shell.editors.type("Anual");
    shell.editors.rowChanged(row(1, { indicator: "indicator-9", frequency: "" }));
    expect(shell.draft?.id).toBe("line-1:indicator-9|frequency");
    await shell.editors.commit();
    expect(shell.edits[0]?.indicator).toBe("indicator-9");
  });
});

describe("a draft of another day", () => {
  const left = (text: string) => {
    const at = row(1);
    const cell = { line: at.line, indicator: at.indicator, field: META };
    return new Shell([at], [{ draft: { cell, text }, row: at }]);
  };
  const id = `line-1:indicator-1|${META}`;

  it("is told, taken up where it was left, and given", async () => {
    const shell = left("85");
    expect([...shell.editors.state.get().kept]).toEqual([[id, "85"]]);
    shell.editors.open(shell.first, META, "grid");
    expect(shell.draft).toMatchObject({ text: "85", takenUp: true, phase: "kept" });
    expect(shell.editors.state.get().kept.size).toBe(0);
    await shell.editors.commit();
    await rest(0);
    expect(values(shell)).toEqual(["85"]);
    expect(shell.drafts).toEqual([[META, null]]);
  });

  it("is forgotten with Esc", async () => {
    const shell = left("85");
    shell.editors.open(shell.first, META, "grid");
    await shell.editors.cancel();
    expect(shell.drafts).toEqual([[META, null]]);
    expect(shell.edits).toEqual([]);
  });

  it("gives way to what the person types over the cell", () => {
    const shell = left("85");
    shell.editors.open(shell.first, META, "grid", "7");
    expect(shell.draft?.text).toBe("7");
  });

  it("that says what the document says is not told", () => {
    expect(left("100").editors.state.get().kept.size).toBe(0);
  });
});

describe("a value that cannot be saved", () => {
  it("stays in its editor with the problem, and goes through later", async () => {
    const shell = opened();
    shell.failing = FULL;
    shell.editors.type("85");
    expect(await shell.editors.commit(true)).toBe(false);
    expect(shell.draft).toMatchObject({ text: "85", phase: "stuck", problem: FULL });
    shell.failing = null;
    expect(await shell.editors.commit(true)).toBe(true);
    expect(shell.first.targets["2024"]).toBe("85");
  });

  it("is kept with its editor closed, and saved when the disk is back", async () => {
    const shell = opened();
    shell.failing = FULL;
    shell.editors.type("85");
    await shell.editors.commit();
    expect(shell.draft).toBeUndefined();
    expect(shell.editors.stuckCount()).toBe(1);
    shell.failing = null;
    expect(await shell.editors.retryAll()).toBe(true);
    expect(shell.first.targets["2024"]).toBe("85");
    await rest(0);
    expect(shell.editors.state.get().all.size).toBe(0);
  });

  it("says so when not even its draft can be kept", async () => {
    const shell = opened();
    shell.failing = FULL;
    shell.editors.type("85");
    await rest(KEEP_MS);
    expect(shell.draft).toMatchObject({ text: "85", phase: "stuck", problem: FULL });
    expect(await shell.editors.retryAll()).toBe(false);
    shell.failing = null;
    expect(await shell.editors.retryAll()).toBe(true);
    expect(shell.draft?.phase).toBe("kept");
  });
});

describe("somebody else's value under an open editor", () => {
  const changed = (value: string) => row(1, { targets: { "2024": value } });

  it("shows where nothing was typed", () => {
    const shell = opened();
    shell.editors.rowChanged(changed("90"));
    expect(shell.draft).toMatchObject({ text: "90", foreign: null });
  });

  it("waits for the person where something was, and is not written over before", async () => {
    const shell = opened();
    shell.editors.type("85");
    shell.editors.rowChanged(changed("90"));
    expect(shell.draft).toMatchObject({ text: "85", foreign: "90" });
    await shell.editors.commit(true);
    expect(values(shell)).toEqual(["85"]);
  });

  it("is what Esc leaves", async () => {
    const shell = opened();
    shell.editors.type("85");
    shell.editors.rowChanged(changed("90"));
    await shell.editors.cancel();
    expect(shell.edits).toEqual([]);
  });

  it("is no other value if both wrote the same", () => {
    const shell = opened();
    shell.editors.type("90");
    shell.editors.rowChanged(changed("90"));
    expect(shell.draft).toMatchObject({ text: "90", foreign: null });
  });

  it("goes under the words of a heading when the places differ", () => {
    const headed = (text: string) => row(1, { headings: [{ ...PRIORITY, text }] });
    const shell = opened("headings.priority", headed("Fomentar la denuncia. Proteger."));
    shell.editors.type("7. Fomentar la denuncia. Proteger a quien denuncia.");
    shell.editors.rowChanged(headed("Promover la denuncia. Proteger."));
    expect(shell.draft).toMatchObject({
      text: "7. Promover la denuncia. Proteger a quien denuncia.",
      foreign: null,
    });
  });
});
