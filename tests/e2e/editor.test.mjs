// One person and the example, on the screen that offices have: at least one real job for each point
// of what makes the window the best place to write a matrix.
import assert from "node:assert/strict";
import { after, test } from "node:test";

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

step("1. columns hide and size, the grid zooms, groups fold, and all of it is remembered", async () => {
  await columnMenu("interpretation", "Ocultar la columna");
  await eventually("the column is hidden", async () => {
    return (await ana.driver.findElements(By.css('[data-header="interpretation"]'))).length === 0;
  });

  const before = await width("frequency");
  const edge = await (await header("frequency")).findElement(By.css('[data-testid="column-edge"]'));
  await ana.driver
    .actions()
    .move({ origin: edge })
    .press()
    .move({ origin: Origin.POINTER, x: 40, y: 0 })
    .move({ origin: Origin.POINTER, x: 20, y: 0 })
    .release()
    .perform();
  await eventually("the column is wider", async () => Math.abs((await width("frequency")) - before - 60) <= 3);

  await ana.select(4, "indicatorName");
  await ana.chord(Key.CONTROL, "-");
  await ana.chord(Key.CONTROL, "-");
  const wide = Math.round((before + 60) * 0.8);
  await eventually("the grid is at 80 %", async () => Math.abs((await width("frequency")) - wide) <= 3);

  // Row 4 stands under prioridad 7, with row 5.
  await (await (await ana.cell(4, "headings.priority")).findElement(By.css('[data-testid="fold"]'))).click();
  await eventually("the group is folded", async () => {
    const [fold] = await ana.findAll("fold-row");
    return (await fold?.getAttribute("aria-label"))?.startsWith("7. Fomentar") && (await ana.count("cell", { row: 4, field: "actionLine" })) === 0;
  });
  await ana.shot("e1-view");

  await leave();
  await again();
  await ana.find("fold-row");
  assert.equal((await ana.driver.findElements(By.css('[data-header="interpretation"]'))).length, 0);
  assert.ok(Math.abs((await width("frequency")) - wide) <= 3, "the width is remembered with the zoom");
  await ana.shot("e1-view-again");

  await ana.click("unfold");
  await seesExample(ana);
  await ana.chord(Key.CONTROL, "0");
  await eventually("the grid is at 100 %", async () => Math.abs((await width("frequency")) - before - 60) <= 3);
  await ana.command("grid.formColumns", "Restablecer columnas");
  await eventually("the columns of the form are back", async () => (await width("frequency")) === before);
  await header("interpretation");
});

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
  await eventually("the palette offers the row", async () => /20/.test(await ana.text("palette-entry")));
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

step("3. what is written survives a cut: the text to its last letter, a half-typed meta as a draft", async () => {
  await ana.edit(9, "interpretation");
  await ana.retype(LONG);
  await eventually("the cell says that it is saved", async () => /guardado aquí/i.test(await ana.text("cell-state")));
  stage.cut(ana);
  await again();
  await ana.reads(9, "interpretation", LONG);

  await ana.edit(9, "targets.2025");
  await ana.retype("7");
  await eventually("the draft is kept", async () => /borrador guardado/i.test(await ana.text("cell-state")));
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
});
