import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { redo, undo } from "@codemirror/commands";
import { PUSH_MS, RETRY_MS, TEXT_UNITS_MAX } from "../src/state/textSession";
import { FakeSurface, Shell } from "./shell";
import { FULL, row } from "./support";

const NAME = "line-1|actionLine";
const rest = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A text open in an editor, its session answered. */
async function opened(text = "Línea 1"): Promise<{ shell: Shell; surface: FakeSurface }> {
  const shell = new Shell([row(1, { actionLine: text }), row(2)]);
  shell.editors.open(shell.first, "actionLine", "grid");
  const surface = new FakeSurface(shell.text);
  await rest(0);
  return { shell, surface };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("writing", () => {
  it("gathers what is typed for a moment, and says how far it is", async () => {
    const { shell, surface } = await opened();
    surface.type(" b");
    surface.type("i");
    expect(shell.draft?.phase).toBe("typing");
    await rest(PUSH_MS - 1);
    expect(shell.calls).toEqual(["open"]);
    await rest(1);
    expect(shell.calls).toEqual(["open", "push"]);
    expect(shell.texts.textOf(NAME)).toBe("Línea 1 bi");
    expect(shell.draft?.phase).toBe("saved");
  });

  it("has one push under way at a time", async () => {
    const { shell, surface } = await opened("");
    shell.hold();
    surface.type("a");
    await rest(PUSH_MS);
    surface.type("b");
    await rest(PUSH_MS * 5);
    expect(shell.calls.filter((call) => call === "push")).toHaveLength(1);
    expect(shell.draft?.phase).toBe("saving");
    shell.release();
    await rest(PUSH_MS);
    expect(shell.texts.textOf(NAME)).toBe("ab");
  });

  it.each([true, false])("counts its own updates once (told of them: %s)", async (echo) => {
    const { shell, surface } = await opened("");
    shell.echo = echo;
    for (const letter of "hola") {
      surface.type(letter);
      await rest(PUSH_MS);
    }
    expect(shell.texts.textOf(NAME)).toBe("hola");
    expect(shell.texts.versionOf(NAME)).toBe(4);
    expect(shell.text.settled).toBe(true);
  });

  it("loses no key typed before the text answered, nor what others wrote meanwhile", async () => {
    const shell = new Shell([row(1, { actionLine: "Primera. Segunda." })]);
    const known = shell.first;
    shell.rows[0] = row(1, { actionLine: "Primera, suya. Segunda." });
    shell.editors.open(known, "actionLine", "grid");
    const surface = new FakeSurface(shell.text);
    surface.type(" Mía.");
    expect(shell.draft?.text).toBe("Primera. Segunda. Mía.");
    await rest(0);
    expect(shell.draft?.text).toBe("Primera, suya. Segunda. Mía.");
    await rest(PUSH_MS);
    expect(shell.texts.textOf(NAME)).toBe("Primera, suya. Segunda. Mía.");
  });

  it("hears what was told before it knew the name of its text", async () => {
    const shell = new Shell([row(1, { actionLine: "base" })]);
    const answer = shell.openText.bind(shell);
    shell.openText = async (place) => {
      const text = await answer(place);
      shell.write(NAME, 4, 0, " y más");
      return text;
    };
    shell.editors.open(shell.first, "actionLine", "grid");
    await rest(0);
    expect(shell.draft?.text).toBe("base y más");
  });

  it("sends half a changed emoji as a whole one", async () => {
    const { shell, surface } = await opened("a😀b");
    surface.dispatch({ changes: { from: 2, to: 3, insert: "\uDE03" }, userEvent: "input.type" });
    const pushed = vi.spyOn(shell, "pushText");
    await rest(PUSH_MS);
    expect(pushed.mock.lastCall?.[3]).toEqual([[{ at: 1, delete: 2, insert: "😃" }]]);
    expect(shell.texts.textOf(NAME)).toBe("a😃b");
  });

  it("takes a paste as one change and one step, in plain line breaks", async () => {
    const { shell, surface } = await opened("");
    surface.type("a");
    shell.text.replace("a\r\nb\rc");
    await rest(PUSH_MS);
    expect(shell.texts.textOf(NAME)).toBe("a\nb\nc");
    expect(shell.texts.versionOf(NAME)).toBe(2);
    undo(surface);
    expect(surface.state.doc.toString()).toBe("a");
  });

  it("refuses what does not fit, keeps the text, and says how much it was", async () => {
    const { shell, surface } = await opened("x".repeat(TEXT_UNITS_MAX - 1));
    surface.type("y");
    expect(shell.draft?.overflow).toBeNull();
    surface.type("zz");
    expect(surface.state.doc.length).toBe(TEXT_UNITS_MAX);
    expect(shell.draft?.overflow).toEqual({ wanted: TEXT_UNITS_MAX + 2, most: TEXT_UNITS_MAX });
    shell.write(NAME, 0, 0, "de otra persona ");
    expect(surface.state.doc.length).toBe(TEXT_UNITS_MAX + 16);
    surface.erase(0, 1);
    expect(shell.draft?.overflow).toBeNull();
    await rest(PUSH_MS);
    expect(shell.texts.textOf(NAME)).toBe(surface.state.doc.toString());
  });

  it("follows a line that gets its first indicator", async () => {
    const shell = new Shell([row(1, { indicator: null, indicatorName: "" })]);
    shell.editors.open(shell.first, "indicatorName", "grid");
    const surface = new FakeSurface(shell.text);
    surface.type("Nombre");
    await rest(PUSH_MS);
    expect(shell.draft?.id).toBe("line-1:indicator-new|indicatorName");
    surface.type(" largo");
    await rest(PUSH_MS);
    expect(shell.first).toMatchObject({ indicatorName: "Nombre largo" });
  });
});

describe("somebody else's words", () => {
  it("come in as they are written and move the caret along", async () => {
    const { shell, surface } = await opened("uno dos");
    surface.dispatch({ selection: { anchor: 7 } });
    shell.write(NAME, 0, 3, "primero");
    expect(surface.state.doc.toString()).toBe("primero dos");
    expect(surface.state.selection.main.head).toBe(11);
    expect(shell.draft?.phase).toBe("clean");
  });

  it("are never taken back by the undo of this person", async () => {
    const { shell, surface } = await opened("base");
    surface.type(" mía");
    shell.write(NAME, 0, 0, "suya ");
    surface.type(" otra");
    // Typed without a rest: one step, wherever somebody else wrote meanwhile.
    expect(undo(surface)).toBe(true);
    expect(surface.state.doc.toString()).toBe("suya base");
    expect(undo(surface)).toBe(false);
    redo(surface);
    expect(surface.state.doc.toString()).toBe("suya base mía otra");
    await rest(PUSH_MS);
    expect(shell.texts.textOf(NAME)).toBe("suya base mía otra");
  });

  it("that came first have the push refused, pulled and sent again", async () => {
    const { shell, surface } = await opened("base");
    surface.type(" mía");
    shell.write(NAME, 0, 0, "suya ", false);
    await rest(PUSH_MS);
    await rest(PUSH_MS);
    expect(shell.calls).toEqual(["open", "push", "pull", "push"]);
    expect(shell.texts.textOf(NAME)).toBe("suya base mía");
    expect(shell.draft?.text).toBe("suya base mía");
  });

  it("that do not follow on what is known here are pulled", async () => {
    const { shell } = await opened("base");
    shell.write(NAME, 4, 0, "1", false);
    shell.write(NAME, 5, 0, "2");
    await rest(0);
    expect(shell.draft?.text).toBe("base12");
  });
});

describe("closing", () => {
  it("sends at once what is left, closes the text and forgets it", async () => {
    const { shell, surface } = await opened();
    surface.type(" x");
    expect(await shell.editors.commit(true)).toBe(true);
    expect(shell.texts.textOf(NAME)).toBe("Línea 1 x");
    expect(shell.editors.state.get().all.size).toBe(0);
    expect(shell.closings).toEqual([NAME]);
    await rest(0);
    expect(shell.calls).toEqual(["open", "push", "close"]);
  });

  it("asks nothing for a text that did not change", async () => {
    const { shell } = await opened();
    expect(await shell.editors.commit()).toBe(true);
    await rest(0);
    expect(shell.calls).toEqual(["open", "close"]);
    expect(shell.closings).toEqual([]);
  });

  it("takes everything typed in one editor along while the next is open", async () => {
    const { shell, surface } = await opened();
    shell.hold();
    surface.type(" a");
    shell.editors.open(shell.rows[1] ?? row(2), "actionLine", "grid");
    new FakeSurface(shell.text).type(" b");
    shell.release();
    await rest(PUSH_MS * 3);
    expect(shell.texts.textOf(NAME)).toBe("Línea 1 a");
    expect(shell.texts.textOf("line-2|actionLine")).toBe("Línea 2 b");
  });

  it("leaves the editor that opened meanwhile alone when another loses the keyboard", async () => {
    const { shell } = await opened();
    shell.editors.open(shell.rows[1] ?? row(2), "actionLine", "grid");
    await shell.editors.leave(NAME);
    expect(shell.draft?.id).toBe("line-2|actionLine");
  });
});

describe("Esc", () => {
  it("takes back what was typed, sent or not, and leaves what others wrote", async () => {
    const { shell, surface } = await opened("base");
    surface.type(" enviada");
    await rest(PUSH_MS);
    shell.write(NAME, 0, 0, "suya ");
    surface.type(" sin enviar");
    shell.hold();
    const closing = shell.editors.cancel();
    expect(shell.editors.state.get().open).toBeNull();
    expect(shell.editors.state.get().all.get(NAME)?.text).toBe("suya base");
    await rest(0);
    shell.release();
    expect(await closing).toBe(true);
    expect(shell.texts.textOf(NAME)).toBe("suya base");
    expect(shell.calls.filter((call) => call === "push")).toHaveLength(1);
    expect(shell.editors.state.get().all.size).toBe(0);
  });

  it("asks nothing of the shell if nothing was sent", async () => {
    const { shell, surface } = await opened();
    surface.type(" x");
    expect(await shell.editors.cancel()).toBe(true);
    await rest(PUSH_MS * 2);
    expect(shell.calls).toEqual(["open", "close"]);
  });

  it("waits for the push under way, and takes that back too", async () => {
    const { shell, surface } = await opened("base");
    shell.hold();
    surface.type(" x");
    await rest(PUSH_MS);
    const closing = shell.editors.cancel();
    shell.release();
    await closing;
    expect(shell.texts.textOf(NAME)).toBe("base");
  });

  it("that cannot be saved stays to be tried again, and can be taken up", async () => {
    const { shell, surface } = await opened("base");
    surface.type(" x");
    await rest(PUSH_MS);
    shell.failing = FULL;
    expect(await shell.editors.cancel()).toBe(false);
    expect(shell.editors.stuckCount()).toBe(1);
    shell.failing = null;
    expect(await shell.editors.retryAll()).toBe(true);
    expect(shell.texts.textOf(NAME)).toBe("base");
    expect(shell.editors.state.get().all.size).toBe(0);
  });
});

describe("a text that cannot be saved", () => {
  it("stays in its editor with the problem, and goes through later", async () => {
    const { shell, surface } = await opened();
    shell.failing = FULL;
    surface.type(" x");
    expect(await shell.editors.commit(true)).toBe(false);
    expect(shell.draft).toMatchObject({ text: "Línea 1 x", phase: "stuck", problem: FULL });
    surface.type("y");
    shell.failing = null;
    await rest(RETRY_MS);
    expect(shell.draft).toMatchObject({ text: "Línea 1 xy", phase: "saved", problem: null });
  });

  it("is kept with its editor closed, taken up where it was left, and saved by a retry", async () => {
    const { shell, surface } = await opened();
    shell.failing = FULL;
    surface.type(" x");
    expect(await shell.editors.commit()).toBe(false);
    expect(shell.draft).toBeUndefined();
    expect(shell.editors.stuckCount()).toBe(1);
    shell.editors.open(shell.first, "actionLine", "grid");
    expect(shell.draft).toMatchObject({ text: "Línea 1 x", problem: FULL });
    await shell.editors.commit();
    shell.failing = null;
    expect(await shell.editors.retryAll()).toBe(true);
    expect(shell.texts.textOf(NAME)).toBe("Línea 1 x");
    expect(shell.editors.state.get().all.size).toBe(0);
  });

  it("is saved although it could never be opened before", async () => {
    const shell = new Shell([row(1, { actionLine: "base" })]);
    shell.failing = FULL;
    shell.editors.open(shell.first, "actionLine", "grid");
    new FakeSurface(shell.text).type(" x");
    await rest(PUSH_MS);
    expect(shell.draft).toMatchObject({ phase: "stuck", problem: FULL });
    shell.failing = null;
    expect(await shell.editors.retryAll()).toBe(true);
    expect(shell.texts.textOf(NAME)).toBe("base x");
  });

  it("is opened anew when the shell forgot it", async () => {
    const { shell, surface } = await opened("base");
    surface.type(" x");
    shell.texts.close(1);
    await rest(PUSH_MS);
    shell.write(NAME, 0, 0, "suya ");
    expect(await shell.editors.retryAll()).toBe(false);
    expect(await shell.editors.retryAll()).toBe(true);
    expect(shell.texts.textOf(NAME)).toBe("suya base x");
  });
});
