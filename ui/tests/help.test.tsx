import { act, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { chapterNow } from "../src/features/help/chapterNow";
import { CHAPTERS, lookUp } from "../src/features/help/manual";
import { chapterOf, wordsOf, type Block } from "../src/features/help/markdown";
import { finderOf } from "../src/features/find";
import { openWindow } from "./openWindow";
import { row } from "./support";

describe("the manual", () => {
  it("has its chapters in order, each with a title and something to say", () => {
    expect(CHAPTERS.map(({ id }) => id)).toEqual([
      "empezar",
      "importar",
      "escribir",
      "ficha",
      "pegar",
      "deshacer",
      "buscar",
      "hallazgos",
      "personas",
      "comentarios",
      "encabezados",
      "copias",
      "teclado",
      "problemas",
      "revision",
      "periodo",
      "versiones",
      "minutas",
      "exportar",
      "verificar",
      "programa",
      "servidor",
    ]);
    for (const { id, title, blocks } of CHAPTERS) {
      expect(title, id).not.toBe(id);
      expect(blocks.length, id).toBeGreaterThan(4);
    }
  });

  it("leads only to chapters there are, and shows only pictures the app makes", () => {
    const pictures = new Set(
      (
        "matriz ficha editor pegar hallazgos buscar decidir encabezados ajustes paleta " +
        "importar minuta exportar"
      ).split(" "),
    );
    const words = (block: Block) =>
      block.kind === "picture" ? [] : "items" in block ? block.items.flat() : block.words;
    for (const { id, blocks } of CHAPTERS) {
      for (const block of blocks) {
        if (block.kind === "picture") expect(pictures, id).toContain(block.name);
        for (const word of words(block)) {
          if (word.kind !== "link") continue;
          expect(
            CHAPTERS.map((chapter) => chapter.id),
            id,
          ).toContain(word.chapter);
        }
      }
    }
  });

  it("reads its marks and nothing else", () => {
    expect(wordsOf("Pulsa **Hallazgos**, `Ctrl+F` o ve *esto* en [la ficha](#ficha).")).toEqual([
      { kind: "text", text: "Pulsa " },
      { kind: "strong", text: "Hallazgos" },
      { kind: "text", text: ", " },
      { kind: "key", text: "Ctrl+F" },
      { kind: "text", text: " o ve " },
      { kind: "em", text: "esto" },
      { kind: "text", text: " en " },
      { kind: "link", text: "la ficha", chapter: "ficha" },
      { kind: "text", text: "." },
    ]);
    const { title, blocks } = chapterOf(
      "x",
      "# Uno\n\nTexto\nseguido.\n\n- a\n- b\n\n1. c\n2. d\n\n> Nota\n> larga.\n\n![Pie](pictures/matriz.png)\n\n<b>no</b>",
    );
    expect(title).toBe("Uno");
    expect(blocks.map(({ kind }) => kind)).toEqual([
      "paragraph",
      "list",
      "steps",
      "note",
      "picture",
      "paragraph",
    ]);
    expect(blocks[0]).toMatchObject({ words: [{ text: "Texto seguido." }] });
    expect(blocks[5]).toMatchObject({ words: [{ kind: "text", text: "<b>no</b>" }] });
  });

  it("is looked into without regard to accents, titles first", () => {
    expect(lookUp("busqueda")[0]?.match).toBe("búsqueda");
    expect(lookUp("ficha")[0]?.chapter.id).toBe("ficha");
    expect(lookUp("xyzzy")).toEqual([]);
  });
});

describe("the help window", () => {
  it("opens at the chapter of what one is doing", async () => {
    const { app, dossier, user } = await openWindow([row(1)]);
    expect(chapterNow(app)).toBe("escribir");
    act(() => dossier.openPanel("findings"));
    expect(chapterNow(app)).toBe("hallazgos");
    act(() => dossier.openPanel("window"));
    expect(chapterNow(app)).toBe("periodo");
    act(() => dossier.openPanel("history"));
    expect(chapterNow(app)).toBe("versiones");
    act(() => finderOf(dossier).open());
    expect(chapterNow(app)).toBe("buscar");
    act(() => app.overlay.set({ name: "help", chapter: null }));
    const chapter = await screen.findByTestId("help-chapter");
    expect(within(chapter).getByRole("heading", { level: 3 }).textContent).toBe(
      "Buscar, filtrar y reemplazar",
    );
    await user.type(screen.getByTestId("help-query"), "respaldo");
    await user.click(
      within(screen.getAllByTestId("help-hit")[0] as HTMLElement).getByRole("button"),
    );
    expect(screen.getByTestId("help-chapter").textContent).toContain("Copias");
    expect(document.querySelector("[data-testid=help-chapter] img")).not.toBeNull();
  });
});
