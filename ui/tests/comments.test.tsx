import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { relocated, trimmed } from "../src/features/comments/chosenWords";
import { matching, mentionsIn, said, typingAt } from "../src/features/comments/mentions";
import type { CommentView, OpenedDossier, Row } from "../src/host";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { DOSSIER, FULL, comment, reviewed, row } from "./support";

const person = (letter: string, name: string, me = false) => ({
  device: letter.repeat(64),
  name,
  institution: "SECOEM",
  role: "editor" as const,
  me,
});
const ANA = person("a", "Ana Ruiz", true);
const LUIS = person("b", "Luis Mora");
const LUISA = person("c", "María Luisa Peña");
const MEMBERS = [ANA, LUIS, LUISA];

/** What the observer of the panel would say: everything drawn is on screen. */
class AllSeen {
  readonly #tell: IntersectionObserverCallback;

  constructor(tell: IntersectionObserverCallback) {
    this.#tell = tell;
  }

  observe(target: Element): void {
    const entry = { isIntersecting: true, target } as IntersectionObserverEntry;
    this.#tell([entry], this as unknown as IntersectionObserver);
  }

  disconnect(): void {
    // Nothing goes on.
  }
}

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", AllSeen);
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The window on these comments, with the panel open on a cell of row 1. */
async function talking(
  rows: Row[],
  comments: CommentView[],
  said: Partial<OpenedDossier> = {},
  field = "formula",
) {
  const opened = await openWindow(
    rows,
    { comments, members: MEMBERS, role: "editor", ...said },
    (host) => host.markRead.mockResolvedValue(),
  );
  act(() => {
    opened.dossier.select({ key: "line-1:indicator-1", field });
    opened.dossier.openPanel("comments");
  });
  const panel = await screen.findByTestId("comment-panel");
  return { ...opened, panel };
}

const cell = (at: number, field: string): HTMLElement => {
  const found = document.querySelector(
    `[data-testid=cell][data-row="${String(at)}"][data-field="${field}"]`,
  );
  if (!(found instanceof HTMLElement)) throw new Error(`no cell ${String(at)} ${field}`);
  return found;
};

describe("mentions", () => {
  it.each([
    ["Que lo vea @Luis Mora", ["b"]],
    ["@María Luisa Peña, y @Luis Mora.", ["b", "c"]],
    ["luis@Luis Mora", []],
    ["@Luis", []],
    ["@Luis Moran", []],
    ["", []],
  ])("%j is for %j", (text, letters) => {
    expect(mentionsIn(text, MEMBERS)).toEqual(letters.map((letter) => letter.repeat(64)));
  });

  it("of a longer name are not of a shorter one that begins it", () => {
    const people = [person("d", "Ana"), person("e", "Ana Ruiz")];
    expect(mentionsIn("@Ana Ruiz", people)).toEqual(["e".repeat(64)]);
    expect(said("Va @Ana.", people).map(({ text, name }) => [text, name])).toEqual([
      ["Va ", null],
      ["@Ana", "Ana"],
      [".", null],
    ]);
  });

  it.each([
    ["hola @lu", 8, "lu"],
    ["hola @", 6, ""],
    ["a@lu", 4, null],
    ["@luis\nmora", 10, null],
    ["@ lu", 4, null],
    ["hola", 4, null],
  ])("%j with the caret at %i looks for %j", (text, caret, query) => {
    expect(typingAt(text, caret)?.query ?? null).toBe(query);
  });

  it("are found by any word of the name, without accents", () => {
    expect(matching("lu", MEMBERS).map(({ name }) => name)).toEqual([
      "Luis Mora",
      "María Luisa Peña",
    ]);
    expect(matching("maria", MEMBERS).map(({ name }) => name)).toEqual(["María Luisa Peña"]);
    expect(matching("Luis Mora ", MEMBERS)).toEqual([]);
  });
});

describe("chosen words", () => {
  const place = { key: "k", field: "formula" };

  it("are taken without the spaces around them", () => {
    expect(trimmed(place, "uno dos tres", 3, 8)).toEqual({
      ...place,
      start: 4,
      end: 7,
      quote: "dos",
    });
    expect(trimmed(place, "uno dos", 3, 4)).toBeNull();
  });

  it("are found again where the text moved, the nearest ones", () => {
    const words = { ...place, start: 4, end: 7, quote: "dos" };
    expect(relocated("uno dos tres", words)).toEqual({ start: 4, end: 7 });
    expect(relocated("dos y luego uno dos", words)).toEqual({ start: 0, end: 3 });
    expect(relocated("uno tres", words)).toBeNull();
  });
});

describe("a conversation", () => {
  it("says what was corrected, taken back, internal, and what became of its words", async () => {
    const anchor = { from: 0, to: 0, state: "gone" as const };
    const about = { thread: "t", quote: "denuncias", anchor, internal: true };
    const { panel } = await talking(
      [row(1)],
      [
        comment(1, { ...about, edited: "2023-04-19T11:00:00", text: "Primero" }),
        comment(2, { ...about, author: "Ana Ruiz", withdrawn: true, text: "" }),
      ],
    );
    const thread = within(panel).getByTestId("thread");
    expect(thread.textContent).toContain("interno: no sale en lo exportado");
    expect(thread.textContent).toContain("Las palabras ya no están; decían «denuncias»");
    const [first, second] = within(thread).getAllByTestId("comment-item");
    expect(first?.textContent).toContain("Luis Mora");
    expect(first?.textContent).toContain("corregido");
    expect(second?.textContent).toContain("Ana Ruiz retiró este comentario");
    expect(await barriers(panel)).toEqual([]);
  });

  it("is answered in its place, and a failure keeps what was written", async () => {
    const { host, panel, user } = await talking([row(1)], [comment(1)]);
    host.review.mockRejectedValueOnce(FULL).mockResolvedValue(reviewed([]));
    await user.click(within(panel).getByTestId("comment-answer"));
    await user.type(within(panel).getByTestId("comment-reply"), "Va @Luis Mora");
    await user.click(within(panel).getByTestId("comment-reply-send"));
    expect((await screen.findByRole("alert")).textContent).toContain("El disco está lleno.");
    await user.click(within(panel).getByTestId("comment-reply"));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(within(panel).queryByTestId("comment-reply")).toBeNull());
    expect(host.review.mock.lastCall?.[1]).toEqual([
      {
        type: "comment",
        thread: "thread-1",
        line: "line-1",
        indicator: "indicator-1",
        field: "formula",
        text: "Va @Luis Mora",
        mentions: [LUIS.device],
        internal: false,
        from: null,
        to: null,
      },
    ]);
  });

  it("lets one's own be corrected and taken back, and nobody else's", async () => {
    const mine = { thread: "t", author: "Ana Ruiz", device: ANA.device, mine: true };
    const { host, panel, user } = await talking(
      [row(1)],
      [comment(1, { thread: "t" }), comment(2, { ...mine, text: "Con herrata" })],
    );
    expect(within(panel).getAllByTestId("comment-edit")).toHaveLength(1);
    host.review.mockResolvedValue(
      reviewed([comment(2, { ...mine, text: "Con errata", edited: "2023-04-20T10:00:00" })]),
    );
    await user.click(within(panel).getByTestId("comment-edit"));
    const box = within(panel).getByTestId("comment-edit-text");
    expect(document.activeElement).toBe(box);
    await user.clear(box);
    await user.type(box, "Con errata");
    await user.click(within(panel).getByTestId("comment-edit-keep"));
    await waitFor(() => expect(within(panel).queryByTestId("comment-edit-text")).toBeNull());
    expect(host.review).toHaveBeenLastCalledWith(DOSSIER, [
      { type: "editComment", comment: "comment-2", text: "Con errata", mentions: [] },
    ]);
    expect(panel.textContent).toContain("Con errata");
    await user.click(within(panel).getByTestId("comment-withdraw"));
    host.review.mockResolvedValue(reviewed([comment(2, { ...mine, text: "", withdrawn: true })]));
    await user.click(within(panel).getByTestId("comment-withdraw-sure"));
    await waitFor(() => expect(panel.textContent).toContain("Retiraste este comentario"));
    expect(host.review.mock.lastCall?.[1]).toEqual([
      { type: "withdrawComment", comment: "comment-2" },
    ]);
  });

  it("is only read by who reads", async () => {
    const { panel } = await talking([row(1)], [comment(1)], { role: "reader" });
    expect(within(panel).queryByTestId("comment-answer")).toBeNull();
    expect(within(panel).queryByTestId("comment-new")).toBeNull();
    expect(panel.textContent).toContain("Con tu papel puedes leer los comentarios.");
  });

  it("of a row that was retired stays in the list with what its cell said", async () => {
    const gone = { row: null, line: "line-9", indicator: null, quote: "Difundir el buzón." };
    const { panel, user } = await talking([row(1)], [comment(1, gone)]);
    await user.click(within(panel).getByTestId("comments-open"));
    const entry = within(panel).getByTestId("comment-other");
    expect(entry.textContent).toContain("Renglón retirado · Fórmula");
    await user.click(entry);
    expect(within(panel).getByTestId("thread").textContent).toContain("Difundir el buzón.");
  });
});

describe("a new comment", () => {
  it("lists the people whose name is being typed, by keyboard", async () => {
    const { host, panel, user } = await talking([row(1)], []);
    host.review.mockResolvedValue(reviewed([]));
    const box = within(panel).getByTestId("comment-new");
    await user.type(box, "Que lo vea @lu");
    const people = within(panel).getAllByTestId("mention-person");
    expect(people.map((one) => one.getAttribute("aria-selected"))).toEqual(["true", "false"]);
    expect(await barriers(panel)).toEqual([]);
    await user.keyboard("{ArrowDown}");
    const second = within(panel).getAllByTestId("mention-person")[1] as HTMLElement;
    expect(box.getAttribute("aria-activedescendant")).toBe(second.id);
    await user.keyboard("{Enter}");
    expect(box).toHaveProperty("value", "Que lo vea @María Luisa Peña ");
    expect(within(panel).queryByTestId("mention-list")).toBeNull();
    expect(host.review).not.toHaveBeenCalled();
    await user.click(within(panel).getByTestId("comment-internal"));
    await user.type(box, "hoy");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(box).toHaveProperty("value", ""));
    expect(host.review.mock.lastCall?.[1]).toMatchObject([
      {
        text: "Que lo vea @María Luisa Peña hoy",
        mentions: [LUISA.device],
        internal: true,
        from: null,
      },
    ]);
  });

  it("is about the words chosen in the open editor, with the keyboard alone", async () => {
    const rows = [row(1, { formula: "Denuncias atendidas entre recibidas" })];
    const { host, dossier, user } = await openWindow(rows, { members: MEMBERS }, (door) =>
      door.editing(rows),
    );
    host.review.mockResolvedValue(reviewed([]));
    await user.dblClick(cell(1, "formula"));
    await screen.findByTestId("cell-editor");
    const { open } = dossier.editors.state.get();
    const session = dossier.editors.textSession(open ?? "");
    await waitFor(() => expect(session?.session).not.toBeNull());
    const shown = session as unknown as { state: { doc: { toString: () => string } } };
    expect(shown.state.doc.toString()).toBe("Denuncias atendidas entre recibidas");
    const { EditorView } = await import("@codemirror/view");
    const view = EditorView.findFromDOM(screen.getByTestId("cell-editor"));
    act(() => view?.dispatch({ selection: { anchor: 10, head: 20 } }));
    expect(screen.getByTestId("editor-comment").textContent).toBe("Comentar estas palabras");
    await user.keyboard("{Control>}{Alt>}m{/Alt}{/Control}");
    const box = await screen.findByTestId("comment-new");
    await waitFor(() => expect(document.activeElement).toBe(box));
    expect(screen.getByTestId("comment-words").textContent).toContain("«atendidas»");
    await user.keyboard("¿Cuáles?{Control>}{Enter}{/Control}");
    await waitFor(() => expect(host.review).toHaveBeenCalled());
    expect(host.review.mock.lastCall?.[1]).toMatchObject([
      { field: "formula", text: "¿Cuáles?", from: 10, to: 19 },
    ]);
  });

  it("is about words chosen by whoever may not write in the cell", async () => {
    const { host, panel, user } = await talking([row(1, { formula: "Denuncias atendidas" })], [], {
      role: "reviewer",
    });
    host.review.mockResolvedValue(reviewed([]));
    await user.click(within(panel).getByTestId("words-open"));
    const text = within(panel).getByTestId<HTMLTextAreaElement>("words-text");
    text.setSelectionRange(0, 9);
    fireEvent.select(text);
    await user.click(within(panel).getByTestId("words-choose"));
    await user.type(within(panel).getByTestId("comment-new"), "¿O quejas?");
    await user.click(within(panel).getByTestId("comment-send"));
    await waitFor(() => expect(host.review).toHaveBeenCalled());
    expect(host.review.mock.lastCall?.[1]).toMatchObject([{ from: 0, to: 9 }]);
  });

  it("is offered under words chosen with the mouse in a cell", async () => {
    const { user } = await openWindow([row(1, { formula: "Denuncias atendidas" })]);
    const text = within(cell(1, "formula")).getByTestId("cell-text");
    act(() => {
      document
        .getSelection()
        ?.setBaseAndExtent(text.firstChild as Node, 10, text.firstChild as Node, 19);
      document.dispatchEvent(new Event("pointerup"));
    });
    await user.click(screen.getByTestId("words-offer"));
    expect((await screen.findByTestId("comment-words")).textContent).toContain("«atendidas»");
  });
});

describe("the words of open conversations", () => {
  it("are underlined in their cell, until they are settled or gone", async () => {
    const anchor = { from: 0, to: 9, state: "whole" as const };
    const { host } = await talking(
      [row(1, { formula: "Denuncias atendidas" })],
      [comment(1, { quote: "Denuncias", anchor })],
    );
    const words = () =>
      [...cell(1, "formula").querySelectorAll("[data-testid=anchored]")].map(
        (one) => one.textContent,
      );
    expect(words()).toEqual(["Denuncias"]);
    const told = (said: Partial<CommentView>) =>
      act(() => {
        const comments = [comment(1, { quote: "Denuncias", ...said })];
        host.listener({ type: "comments", dossier: DOSSIER, comments });
      });
    told({ anchor: { from: 10, to: 19, state: "changed" } });
    expect(words()).toEqual(["atendidas"]);
    told({ anchor: { from: 0, to: 0, state: "gone" } });
    expect(words()).toEqual([]);
    told({ anchor, resolved: true });
    expect(words()).toEqual([]);
  });
});

describe("the list of conversations", () => {
  const several = () => [
    comment(1, { line: "line-2", indicator: "indicator-2", row: 2, text: "Segundo renglón" }),
    comment(2, { text: "Primero, para mí", forMe: true, unread: true }),
    comment(3, { line: "line-3", indicator: "indicator-3", row: 3, resolved: true }),
  ];
  const rows = () => [row(1), row(2), row(3)];

  it("goes by row, and is narrowed to what is open, mine, unread or settled", async () => {
    const { panel, user } = await talking(rows(), several(), {}, "frequency");
    expect(panel.textContent).toContain("En otras celdas: 2 conversaciones abiertas.");
    const listed = async (filter: string) => {
      await user.click(within(panel).getByTestId(`comments-${filter}`));
      return within(panel)
        .queryAllByTestId("comment-other")
        .map((one) => /Renglón \d/.exec(one.textContent)?.[0]);
    };
    expect(await listed("open")).toEqual(["Renglón 1", "Renglón 2"]);
    expect(await barriers(panel)).toEqual([]);
    expect(await listed("forMe")).toEqual(["Renglón 1"]);
    expect(await listed("unread")).toEqual(["Renglón 1"]);
    expect(await listed("resolved")).toEqual(["Renglón 3"]);
  });

  it("is walked through with F8 and Shift+F8, round from the end", async () => {
    const { user, dossier } = await openWindow(
      rows(),
      { comments: several(), members: MEMBERS },
      (host) => host.markRead.mockResolvedValue(),
    );
    const at = () => dossier.state.get().selection?.key;
    await user.keyboard("{F8}");
    expect(at()).toBe("line-1:indicator-1");
    expect(await screen.findByTestId("thread")).toBeTruthy();
    await user.keyboard("{F8}");
    expect(at()).toBe("line-2:indicator-2");
    await user.keyboard("{F8}");
    expect(at()).toBe("line-1:indicator-1");
    await user.keyboard("{Shift>}{F8}{/Shift}");
    expect(at()).toBe("line-2:indicator-2");
    act(() => dossier.select({ key: "line-3:indicator-3", field: "formula" }));
    await user.keyboard("{Shift>}{F8}{/Shift}");
    expect(at()).toBe("line-2:indicator-2");
  });

  it("says so when there is nothing to walk through", async () => {
    const { user } = await openWindow([row(1)]);
    await user.keyboard("{F8}");
    expect((await screen.findByTestId("toast")).textContent).toContain(
      "No hay conversaciones abiertas.",
    );
  });
});

describe("what was not read", () => {
  const unread = comment(1, { unread: true });
  const notice = {
    ...{ key: "n", kind: "mention" as const, row: 1, line: "line-1", indicator: "indicator-1" },
    ...{ field: "formula", subject: "thread-1", author: "Luis Mora", at: "2023-04-19T10:32:00" },
    ...{ text: "", now: "", unread: true },
  };

  it("is read once it was on screen a while, with what was told of it", async () => {
    const { host, panel } = await talking([row(1)], [unread], { notices: [notice] });
    expect(within(panel).getByText("nuevo")).toBeTruthy();
    expect(host.markRead).not.toHaveBeenCalled();
    await waitFor(() => expect(host.markRead).toHaveBeenCalled(), { timeout: 3_000 });
    expect(host.markRead.mock.calls).toEqual([[DOSSIER, ["comment-1", "n"]]]);
  });

  it("stays unread while the window has not the keyboard", async () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(false);
    const { host } = await talking([row(1)], [unread]);
    await new Promise((done) => setTimeout(done, 1_000));
    expect(host.markRead).not.toHaveBeenCalled();
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    act(() => void window.dispatchEvent(new Event("focus")));
    await waitFor(() => expect(host.markRead).toHaveBeenCalled(), { timeout: 3_000 });
  });
});
