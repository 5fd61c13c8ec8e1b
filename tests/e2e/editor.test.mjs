// One person and the example, on the screen that offices have: at least one real job for each point
// of what makes the window the best place to write a matrix.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after } from "node:test";

import { By, Key, Origin } from "selenium-webdriver";

import { LINE_4, Stage, says, seesExample, withExample } from "./stage.mjs";
import { eventually } from "./window.mjs";

const stage = new Stage();
const { step } = stage;
let ana;

after(() => stage.end());

/** Leaves the matrix and closes the window as a person does. */
async function leave() {
  await ana.click("back-to-list");
  await ana.find("dossier-card");
  await stage.close(ana);
}

/** Opens Ana's window anew on the matrix she left. */
async function again() {
  ana = await stage.open("ana");
  await ana.click("dossier-card");
  await ana.find("cell");
}

const header = (field) => ana.driver.findElement(By.css(`[data-header="${field}"]`));

async function columnMenu(field, words) {
  await eventually(`the menu of ${field} opens`, async () => {
    await (await (await header(field)).findElement(By.css('[data-testid="column-menu"]'))).click();
    return true;
  });
  await ana.choose(words);
}

async function width(field) {
  return Math.round((await (await header(field)).getRect()).width);
}

step("the example is open", async () => {
  ana = await stage.open("ana");
  await withExample(ana, "Ana Ruiz");
  await ana.shot("e0-matrix");
});

step(
  "1. columns hide and size, the grid zooms, groups fold, and all of it is remembered",
  async () => {
    await columnMenu("interpretation", "Ocultar la columna");
    await eventually("the column is hidden", async () => {
      return (await ana.driver.findElements(By.css('[data-header="interpretation"]'))).length === 0;
    });

    const before = await width("frequency");
    const edge = await (
      await header("frequency")
    ).findElement(By.css('[data-testid="column-edge"]'));
    await ana.driver
      .actions()
      .move({ origin: edge })
      .press()
      .move({ origin: Origin.POINTER, x: 40, y: 0 })
      .move({ origin: Origin.POINTER, x: 20, y: 0 })
      .release()
      .perform();
    await eventually(
      "the column is wider",
      async () => Math.abs((await width("frequency")) - before - 60) <= 3,
    );

    await ana.select(4, "indicatorName");
    await ana.chord(Key.CONTROL, "-");
    await ana.chord(Key.CONTROL, "-");
    const wide = Math.round((before + 60) * 0.8);
    await eventually(
      "the grid is at 80 %",
      async () => Math.abs((await width("frequency")) - wide) <= 3,
    );

    // Row 4 stands under prioridad 7, with row 5.
    await (
      await (await ana.cell(4, "headings.priority")).findElement(By.css('[data-testid="fold"]'))
    ).click();
    await eventually("the group is folded", async () => {
      const [fold] = await ana.findAll("fold-row");
      return (
        (await fold?.getAttribute("aria-label"))?.startsWith("7. Fomentar") &&
        (await ana.count("cell", { row: 4, field: "actionLine" })) === 0
      );
    });
    await ana.shot("e1-view");

    await leave();
    await again();
    await ana.find("fold-row");
    assert.equal(
      (await ana.driver.findElements(By.css('[data-header="interpretation"]'))).length,
      0,
    );
    assert.ok(
      Math.abs((await width("frequency")) - wide) <= 3,
      "the width is remembered with the zoom",
    );
    await ana.shot("e1-view-again");

    await ana.click("unfold");
    await seesExample(ana);
    await ana.chord(Key.CONTROL, "0");
    await eventually(
      "the grid is at 100 %",
      async () => Math.abs((await width("frequency")) - before - 60) <= 3,
    );
    await ana.command("grid.formColumns", "Restablecer columnas");
    await eventually(
      "the columns of the form are back",
      async () => (await width("frequency")) === before,
    );
    await header("interpretation");
  },
);

step("2. the keyboard moves, writes, chooses ranges, fills and moves rows", async () => {
  await ana.select(4, "indicatorName");
  await ana.press(Key.ARROW_DOWN);
  await eventually("down", () => ana.isAt(5, "indicatorName"));
  await ana.press(Key.ARROW_RIGHT);
  await eventually("right", () => ana.isAt(5, "interpretation"));
  await ana.press(Key.TAB);
  await eventually("Tab", () => ana.isAt(5, "unitOfMeasure"));
  await ana.chord(Key.SHIFT, Key.TAB);
  await eventually("Shift+Tab", () => ana.isAt(5, "interpretation"));
  await ana.press(Key.ARROW_UP, Key.ARROW_LEFT);
  await eventually("back", () => ana.isAt(4, "indicatorName"));

  const name = await ana.reading(4, "indicatorName");
  await ana.press(Key.F2);
  await ana.find("cell-editor");
  await ana.press(Key.END, " y resueltas");
  await ana.press(Key.ESCAPE);
  await ana.gone("cell-editor");
  await ana.reads(4, "indicatorName", name);
  await eventually("Esc gives the keyboard back", () => ana.isAt(4, "indicatorName"));

  await ana.press(Key.F2);
  await ana.find("cell-editor");
  await ana.press(Key.END);
  await ana.chord(Key.CONTROL, Key.ENTER);
  await ana.press("Segundo párrafo.");
  await ana.press(Key.TAB);
  await eventually("Tab saves and goes on", () => ana.isAt(4, "interpretation"));
  await ana.reads(4, "indicatorName", `${name}\nSegundo párrafo.`);

  await ana.select(4, "targets.2024");
  await ana.chord(Key.SHIFT, Key.ARROW_DOWN);
  await ana.chord(Key.SHIFT, Key.ARROW_DOWN);
  await ana.chord(Key.SHIFT, Key.ARROW_RIGHT);
  await eventually("the range is said", async () => {
    return (await (await ana.find("range-words")).getAttribute("textContent")) === "3 × 2 celdas";
  });
  await ana.press(Key.ESCAPE);
  await ana.select(5, "interpretation");
  const filled = await ana.reading(4, "interpretation");
  assert.notEqual(await ana.reading(5, "interpretation"), filled);
  await ana.chord(Key.CONTROL, "d");
  await ana.reads(5, "interpretation", filled);

  const moved = await ana.reading(5, "actionLine");
  await ana.select(5, "actionLine");
  await ana.chord(Key.ALT, Key.ARROW_UP);
  await ana.reads(4, "actionLine", moved);
  await eventually("the keyboard goes with the row", () => ana.isAt(4, "actionLine"));
  await ana.chord(Key.CONTROL, "z");
  await ana.reads(4, "actionLine", LINE_4);

  await ana.chord(Key.CONTROL, "k");
  await ana.type("palette-box", "renglon 20");
  await eventually("the palette offers the row", async () =>
    /20/.test(await ana.text("palette-entry")),
  );
  await ana.shot("e2-palette");
  await ana.press(Key.ENTER);
  await eventually("the palette goes to row 20", () => ana.isAt(20, "actionLine"));
  await ana.press(Key.F1);
  await says(ana, "shortcuts", /Rellenar hacia abajo/);
  await ana.shot("e2-shortcuts");
  await ana.press(Key.ESCAPE);
  await ana.gone("shortcuts");
});

const LONG =
  "Dar seguimiento a cada denuncia desde que se recibe hasta que se resuelve, e informar a quien la presentó en un plazo de quince días.";

step(
  "3. what is written survives a cut: the text to its last letter, a half-typed meta as a draft",
  async () => {
    await ana.edit(9, "interpretation");
    await ana.retype(LONG);
    // The driver is ahead of the window: until all of it is there, and the word speaks of all of it.
    await eventually("the cell says that it is saved", () =>
      ana.driver.executeScript(
        `const [editor] = document.querySelectorAll('[data-testid="cell-editor"]');
       const word = editor.closest('[data-part="editor"]').querySelector('[data-testid="cell-state"]');
       return editor.textContent === arguments[0] && word?.dataset.state === "saved";`,
        LONG,
      ),
    );
    stage.cut(ana);
    await again();
    await ana.reads(9, "interpretation", LONG);

    await ana.edit(9, "targets.2025");
    await ana.retype("7");
    await eventually("the draft is kept", async () =>
      /borrador guardado/i.test(await ana.text("cell-state")),
    );
    stage.cut(ana);
    await again();
    await eventually("the cell says that something was left", async () => {
      return /A medias/.test(await ana.cellText(9, "targets.2025"));
    });
    assert.notEqual(await ana.reading(9, "targets.2025"), "7");
    await ana.edit(9, "targets.2025");
    await ana.find("editor-taken-up");
    assert.equal(await ana.value("cell-editor"), "7");
    await ana.shot("e3-draft");
    await ana.press("5", Key.ENTER);
    await ana.reads(9, "targets.2025", "75");
  },
);

step(
  "4. fields by kind: a meta is understood, a list takes other values, a formula has parts",
  async () => {
    await ana.edit(8, "targets.2024");
    await ana.retype("87 %");
    await says(ana, "editor-hint", /^87 %: ochenta y siete por ciento$/);
    await ana.press(Key.ENTER);
    await ana.reads(8, "targets.2024", "87 %");

    await ana.edit(8, "frequency");
    await eventually("the list is offered", async () => (await ana.count("list-option")) === 9);
    await ana.shot("e4-list");
    await ana.retype("Quincenal");
    await ana.press(Key.ENTER);
    await ana.reads(8, "frequency", "Quincenal");
    await ana.edit(9, "frequency");
    await ana.retype("trimes");
    await eventually("the list narrows", async () => (await ana.count("list-option")) === 2);
    await ana.press(Key.ARROW_DOWN);
    await ana.press(Key.ENTER);
    await eventually("the first of them is taken", async () =>
      /rimestral$/.test(await ana.reading(9, "frequency")),
    );

    await ana.select(4, "formula");
    await ana.chord(Key.CONTROL, Key.ENTER);
    await ana.find("ficha-panel");
    await ana.click("formula-take");
    const parts = [
      ["numerator", "Número de denuncias recibidas"],
      ["denominator", "Número de denuncias atendidas"],
      ["factor", "100"],
    ];
    for (const [part, words] of parts) {
      await eventually(`the ${part} is taken`, async () => {
        return (await ana.text("ficha-field", { field: `formula.${part}` })) === words;
      });
    }
    await ana.shot("e4-ficha");
    await ana.click("panel-close");
    await ana.chord(Key.CONTROL, "z");
    await says(ana, "toast", /Se deshizo: Tomar las partes de la fórmula/);
  },
);

/** The findings of a rule that speak of a row. */
async function findingsOf(code, row) {
  const [rule] = await ana.findAll("finding-rule", { code });
  if (rule === undefined) return [];
  const items = await rule.findElements(By.css('[data-testid="finding-item"]'));
  const words = await Promise.all(items.map((item) => item.getText()));
  return items.filter((_, at) => words[at].startsWith(`Renglón ${row} `));
}

step(
  "9. the matrix checks itself: counts, a fix by one click and back, one finding silenced",
  async () => {
    await ana.click("panel-findings");
    await says(ana, "findings-panel", /errores/);
    await eventually("the button counts what the panel lists", async () => {
      const listed = await ana.driver.executeScript(`
      return ["error", "warning"]
        .map((level) => document.querySelector('section[data-level="' + level + '"] h3'))
        .reduce((sum, title) => sum + Number.parseInt(title?.textContent ?? 0), 0);
    `);
      return listed > 50 && new RegExp(`\\b${listed}\\b`).test(await ana.text("panel-findings"));
    });

    const inverted = "(Número de denuncias recibidas/Número de denuncias atendidas)*100";
    await ana.reads(4, "formula", inverted);
    const [finding] = await eventually("what the rule found is read", async () => {
      const found = await findingsOf("FORMULA_INVERTED", 4);
      return found.length === 1 && found;
    });
    const example = await (
      await finding.findElement(By.css('[data-testid="finding-example"]'))
    ).getText();
    assert.equal(example, "Si llegan 10 y se atienden 8, da 125 %; al revés, da 80 %.");
    await ana.shot("e9-findings");
    await (await finding.findElement(By.css('[data-testid="finding-fix"]'))).click();
    await ana.reads(
      4,
      "formula",
      "(Número de denuncias atendidas/Número de denuncias recibidas)*100",
    );
    await eventually(
      "the finding is gone",
      async () => (await findingsOf("FORMULA_INVERTED", 4)).length === 0,
    );
    await ana.click("undo");
    await ana.reads(4, "formula", inverted);
    await eventually(
      "the finding is back",
      async () => (await findingsOf("FORMULA_INVERTED", 4)).length === 1,
    );

    await eventually("a reason is asked", async () => {
      const [missing] = await findingsOf("FORMULA_NO_DENOMINATOR", 2);
      await (await missing.findElement(By.css('[data-testid="finding-silence"]'))).click();
      return (await ana.count("silence-reason")) === 1;
    });
    await ana.type("silence-reason", "El total se publica aparte.");
    await ana.click("silence-save");
    await eventually(
      "it is silenced",
      async () => (await findingsOf("FORMULA_NO_DENOMINATOR", 2)).length === 0,
    );
    await eventually("the reason can be read", async () => {
      const list = await ana.find("findings-silenced");
      const words = await list.getText();
      if (/«El total se publica aparte\.»[\s\S]*Ana Ruiz/.test(words)) return true;
      await (await list.findElement(By.css("summary"))).click();
      return false;
    });
    await ana.click("panel-close");
  },
);

step(
  "8. find without accents, replace after seeing it, filter; sorting leaves the document alone",
  async () => {
    await ana.select(1, "actionLine");
    await ana.chord(Key.CONTROL, "f");
    await ana.type("find-query", "ATENCION");
    await eventually("«atención» is found", async () => /\d/.test(await ana.text("find-count")));
    await ana.retype("campana");
    await says(ana, "find-count", /Sin coincidencias/);
    await ana.retype("campaña");
    await eventually("«campaña» is found", async () => /\d/.test(await ana.text("find-count")));

    await ana.retype("denuncias presentadas");
    await ana.click("replace-open");
    await ana.type("replace-by", "quejas presentadas");
    await says(ana, "replace-do", /Reemplazar 1 en 1 celda/);
    await ana.shot("e8-replace");
    await ana.click("replace-do");
    await ana.gone("replace-dialog");
    await ana.reads(4, "actionLine", LINE_4.replace("denuncias", "quejas"));
    await ana.click("undo");
    await ana.reads(4, "actionLine", LINE_4);

    await ana.click("filter-status");
    await ana.click("filter-status-pending");
    await says(ana, "filter-notice", /Mostrando 7 de 26 renglones/);
    await ana.press(Key.ESCAPE);
    await ana.shot("e8-filter");
    await ana.click("filter-clear");
    await ana.gone("filter-notice");

    await ana.click("sort-open");
    await ana.pick("sort-field", "actionLine");
    await ana.press(Key.ESCAPE);
    await says(ana, "sort-notice", /conserva su orden/);
    const first = () =>
      ana.driver.executeScript(
        `return [...document.querySelectorAll('[data-testid="cell"][data-field="#"]')]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((cell) => Number(cell.dataset.row)).filter(Number)`,
      );
    await ana.chord(Key.CONTROL, Key.HOME);
    await eventually("the rows are seen in another order", async () => {
      const [one, two, three] = await first();
      return !(one < two && two < three);
    });
    await ana.reads(4, "actionLine", LINE_4);
    await ana.click("sort-clear");
    await ana.reads(1, "actionLine", (await ana.reading(1, "actionLine")) || "-");
    await eventually("the order is the document's", async () => {
      const rows = await first();
      return rows.length > 3 && rows.every((row, at) => at === 0 || row > rows[at - 1]);
    });
    await ana.click("find-close");
  },
);

/** A paste as another program would make it, told to the cell that has the keyboard. */
const PASTE = `
  const data = new DataTransfer();
  for (const [kind, text] of Object.entries(arguments[0])) data.setData(kind, text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
`;

const EXCEL = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>
<!--StartFragment--><tr><td>Porcentaje de cursos<br style="mso-data-placement:same-cell">
 de ética impartidos</td><td>A mayor valor, más cursos.</td></tr>
<tr><td style="background:yellow">Porcentaje de &quot;certificados&quot;</td><td></td></tr><!--EndFragment-->
</table></body></html>`;

step(
  "6. a range is copied and pasted after seeing what changes, and so is one of Excel",
  async () => {
    const before = [];
    for (const row of [6, 7]) {
      for (const year of [2024, 2025]) before.push(await ana.reading(row, `targets.${year}`));
    }
    await ana.select(4, "targets.2024");
    await ana.chord(Key.SHIFT, Key.ARROW_DOWN);
    await ana.chord(Key.SHIFT, Key.ARROW_RIGHT);
    await ana.chord(Key.CONTROL, "c");
    await ana.select(6, "targets.2024");
    await ana.chord(Key.CONTROL, "v");
    await says(ana, "paste-counts", /^Cambian 4 celdas en 2 renglones\.$/);
    await ana.shot("e6-paste");
    await ana.click("paste-confirm");
    await ana.gone("paste-dialog");
    for (const row of [6, 7]) await ana.reads(row, "targets.2025", "100");
    await ana.chord(Key.CONTROL, "z");
    let at = 0;
    for (const row of [6, 7]) {
      for (const year of [2024, 2025]) await ana.reads(row, `targets.${year}`, before[at++]);
    }

    // Nothing here can put Excel's own flavour on the clipboard: the event is made by hand.
    await ana.select(10, "indicatorName");
    await ana.driver.executeScript(PASTE, {
      "text/html": EXCEL,
      "text/plain": "Porcentaje de cursos\tA mayor valor, más cursos.\n",
    });
    await says(ana, "paste-counts", /Cambian \d celdas en 2 renglones/);
    await ana.shot("e6-excel");
    await ana.click("paste-confirm");
    await ana.gone("paste-dialog");
    await ana.reads(10, "indicatorName", "Porcentaje de cursos\nde ética impartidos");
    await ana.reads(10, "interpretation", "A mayor valor, más cursos.");
    await ana.reads(11, "indicatorName", 'Porcentaje de "certificados"');
  },
);

step("7. typing, a paste and a fill are one step each, also after opening again", async () => {
  const texts = {
    typed: await ana.reading(13, "interpretation"),
    filled: await ana.reading(14, "frequency"),
  };
  const pasted = [await ana.reading(20, "targets.2024"), await ana.reading(20, "targets.2025")];
  await ana.write(13, "interpretation", "Mide cuántas personas terminan su formación.");
  await ana.select(8, "targets.2024");
  await ana.chord(Key.SHIFT, Key.ARROW_RIGHT);
  await ana.chord(Key.CONTROL, "c");
  await ana.select(20, "targets.2024");
  await ana.chord(Key.CONTROL, "v");
  await ana.click("paste-confirm");
  await ana.gone("paste-dialog");
  await ana.reads(20, "targets.2024", "87 %");
  await ana.write(13, "frequency", "Mensual");
  await ana.select(14, "frequency");
  await ana.chord(Key.CONTROL, "d");
  await ana.reads(14, "frequency", "Mensual");

  await leave();
  await again();
  await ana.select(1, "actionLine");
  await ana.chord(Key.CONTROL, "z");
  await ana.reads(14, "frequency", texts.filled);
  await ana.reads(13, "frequency", "Mensual");
  assert.match(
    await (await ana.find("undo")).getAttribute("aria-label"),
    /Escribir en «Frecuencia»/,
  );
  await ana.chord(Key.CONTROL, "z");
  await ana.chord(Key.CONTROL, "z");
  await ana.reads(20, "targets.2024", pasted[0]);
  await ana.reads(20, "targets.2025", pasted[1]);
  await ana.reads(13, "interpretation", "Mide cuántas personas terminan su formación.");
  await ana.chord(Key.CONTROL, "z");
  await ana.reads(13, "interpretation", texts.typed);
  for (let steps = 0; steps < 4; steps += 1) await ana.chord(Key.CONTROL, "y");
  await ana.reads(13, "interpretation", "Mide cuántas personas terminan su formación.");
  await ana.reads(20, "targets.2024", "87 %");
  await ana.reads(14, "frequency", "Mensual");
});

async function press(words) {
  await eventually(`«${words}» is pressed`, async () => {
    const [button] = await ana.driver.findElements(
      By.xpath(`//button[normalize-space()="${words}"]`),
    );
    await button?.click();
    return button !== undefined;
  });
}

const NEW_LINE = "Publicar cada año un informe de las denuncias recibidas.";

step(
  "5. rows are added, duplicated, retired, restored, merged, split; a second indicator",
  async () => {
    await ana.rowMenu(4, "Agregar un renglón debajo");
    await eventually("the new row has the keyboard", () => ana.isAt(5, "actionLine"));
    await ana.press(NEW_LINE);
    await ana.press(Key.ENTER);
    await ana.reads(5, "actionLine", NEW_LINE);

    await ana.rowMenu(4, "Duplicar el renglón");
    await ana.reads(5, "actionLine", LINE_4);
    await ana.reads(6, "actionLine", NEW_LINE);
    await ana.rowMenu(5, "Retirar el renglón");
    await ana.reads(5, "actionLine", NEW_LINE);
    await press("Mostrar 1 retirado");
    await ana.rowMenu("", "Restaurar el renglón");
    await ana.reads(5, "actionLine", LINE_4);

    const talk = async (row) => {
      return (
        await (await ana.cell(row, "formula")).findElements(By.css('[data-testid="comment-mark"]'))
      ).length;
    };
    assert.equal(await talk(4), 1, "the example has a conversation in the formula of row 4");
    await ana.rowMenu(5, "Unir con otro renglón");
    await ana.type("merge-search", "4");
    await eventually("row 4 is offered", async () => {
      const [line] = await ana.driver.findElements(
        By.css('[data-testid="merge-lines"] [role="option"]'),
      );
      await line.click();
      return (await ana.count("merge-confirm")) === 1;
    });
    await ana.shot("e5-merge");
    await ana.click("merge-confirm");
    await ana.gone("merge-dialog");
    await press("Ocultar retirados");
    await ana.reads(4, "actionLine", LINE_4);
    await ana.reads(5, "indicatorName", await ana.reading(4, "indicatorName"));
    await ana.reads(6, "actionLine", NEW_LINE);
    assert.equal((await talk(4)) + (await talk(5)), 1, "the conversation goes with its indicator");

    await ana.rowMenu(4, "Partir en dos");
    await ana.find("split-cut");
    await ana.press(Key.HOME, Key.ARROW_RIGHT);
    await ana.shot("e5-split");
    await (await ana.findAll("split-indicator"))[1].click();
    await ana.click("split-confirm");
    await ana.gone("split-dialog");
    await eventually("the two halves make the line", async () => {
      return (
        `${await ana.reading(4, "actionLine")} ${await ana.reading(5, "actionLine")}` === LINE_4
      );
    });

    await ana.rowMenu(6, "Agregar otro indicador");
    // A line without indicator: its first one takes the row it has.
    await eventually("the keyboard is in the indicator", () => ana.isAt(6, "indicatorName"));
    await ana.write(6, "indicatorName", "Informes publicados");
    await ana.rowMenu(6, "Agregar otro indicador");
    await eventually("the second indicator has a row", () => ana.isAt(7, "indicatorName"));
    await ana.write(7, "indicatorName", "Descargas de los informes");
    assert.match(await (await ana.cell(6, "actionLine")).getAttribute("aria-rowspan"), /^2$/);
  },
);

step("5. the catalogue: a prioridad is renamed and renumbered, and its rows follow", async () => {
  await ana.click("more-open");
  await ana.choose("Ejes y prioridades");
  await eventually("prioridad 7 is chosen", async () => {
    for (const item of await ana.findAll("heading-item")) {
      if (!(await item.getText()).includes("7. Fomentar")) continue;
      await item.click();
      return (await ana.value("heading-number")) === "7";
    }
    return false;
  });
  await ana.type("heading-number", "7 bis");
  await ana.type("heading-text", "Fomentar la denuncia con protocolos homologados.");
  await ana.click("heading-save");
  await says(ana, "heading-tree", /7 bis\. Fomentar la denuncia con protocolos homologados\./);
  await ana.shot("e5-headings");
  await ana.click("heading-renumber");
  await says(ana, "renumber", /7 bis → 1/);
  await ana.click("renumber-do");
  await says(ana, "heading-tree", /1\. Fomentar la denuncia/);
  await ana.click("headings-close");
  await ana.gone("headings");
  await ana.reads(4, "headings.priority", "1. Fomentar la denuncia con protocolos homologados.");
  await ana.click("undo");
  await ana.reads(
    4,
    "headings.priority",
    "7 bis. Fomentar la denuncia con protocolos homologados.",
  );
});

step("11. language, text size, colours, a backup, and the manual at its chapter", async () => {
  const look = () =>
    ana.driver.executeScript(`
      const { fontSize, backgroundColor } = getComputedStyle(document.querySelector("[data-header=actionLine]"));
      return { size: parseFloat(fontSize), ground: backgroundColor, language: document.documentElement.lang };
    `);
  const before = await look();
  await ana.chord(Key.CONTROL, ",");
  await ana.find("settings");
  await ana.shot("e11-settings");
  await ana.pick("settings-language", "en");
  await says(ana, "settings", /Settings[\s\S]*Language/);
  assert.equal((await look()).language, "en");
  await ana.pick("settings-language", "es-MX");
  await says(ana, "settings", /Ajustes[\s\S]*Idioma/);
  await ana.pick("settings-text-size", "huge");
  await eventually("the text is larger", async () => (await look()).size > before.size);
  await ana.shot("e11-huge");
  await ana.pick("settings-text-size", "normal");
  await ana.pick("settings-theme", "dark");
  await eventually("the ground is dark", async () => (await look()).ground !== before.ground);
  await ana.shot("e11-dark");
  await ana.pick("settings-theme", "light");
  await ana.click("backup-now");
  const said = await ana.text("backup-made");
  const [path] = /\/\S+\.cotejo-respaldo/.exec(said) ?? [];
  assert.ok(existsSync(path), `there is a copy where it says: «${said}»`);
  await ana.click("settings-close");
  await ana.gone("settings");

  await ana.click("panel-findings");
  await ana.chord(Key.SHIFT, Key.F1);
  await says(ana, "help-chapter", /allazgos/);
  await ana.shot("e11-help");
  await ana.click("help-close");
});
