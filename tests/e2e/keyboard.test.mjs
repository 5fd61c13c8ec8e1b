// The job of a person from the first start to the file that leaves, without touching the mouse: no
// click anywhere in this file.
import assert from "node:assert/strict";
import { after } from "node:test";

import { By, Key } from "selenium-webdriver";

import { LINE_4, Stage, says, seesExample } from "./stage.mjs";
import { eventually } from "./window.mjs";

const stage = new Stage();
const { step } = stage;
const TABS_MAX = 60;
const COMMENT = "¿De qué registro sale este dato?";
let ana;

after(() => stage.end());

const at = (testid) => async () => (await ana.keyboard()).testid === testid;

/** Goes on with Tab until the keyboard is in something. */
async function tabTo(testid, back = false) {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if (await at(testid)()) return;
    if (back) await ana.chord(Key.SHIFT, Key.TAB);
    else await ana.press(Key.TAB);
  }
  assert.fail(`${TABS_MAX} tabs do not reach ${testid}`);
}

/** Out of the matrix: Esc, and Tab no longer walks its cells. */
async function leaveMatrix() {
  await ana.press(Key.ESCAPE, Key.TAB);
  await eventually("the matrix is left", async () => (await ana.keyboard()).testid !== "cell");
}

/** Goes to a row by the palette. */
async function goToRow(row) {
  await ana.chord(Key.CONTROL, "k");
  await eventually("the palette has the keyboard", at("palette-box"));
  await ana.press(`renglón ${row}`);
  await eventually("the palette offers the row", async () => {
    const [first] = await ana.findAll("palette-entry");
    return (await first?.getText())?.startsWith(`Ir al renglón ${row}`);
  });
  await ana.press(Key.ENTER);
  await eventually(`the keyboard is in row ${row}`, () => ana.isAt(row, "actionLine"));
}

step("the first run begins in its first box, and Enter goes on", async () => {
  ana = await stage.open("ana");
  await eventually("the keyboard is in the name", at("me-name"));
  await ana.press("Ana Ruiz", Key.TAB, "SECOEM", Key.ENTER);
  await ana.find("door-example");
  await tabTo("door-example");
  await ana.press(Key.ENTER);
  await seesExample(ana);
});

step("a cell is reached and written", async () => {
  await goToRow(4);
  await ana.press(Key.F2);
  await eventually("the editor has the keyboard", at("cell-editor"));
  await ana.press(Key.END, " Se informa cada mes.", Key.ENTER);
  await ana.reads(4, "actionLine", `${LINE_4} Se informa cada mes.`);
  await eventually("the keyboard is back in the cell", () => ana.isAt(4, "actionLine"));
});

step("it is undone and done again", async () => {
  await ana.chord(Key.CONTROL, "z");
  await ana.reads(4, "actionLine", LINE_4);
  await ana.chord(Key.CONTROL, "y");
  await ana.reads(4, "actionLine", `${LINE_4} Se informa cada mes.`);
  await ana.chord(Key.CONTROL, "z");
  await ana.reads(4, "actionLine", LINE_4);
});

step("what stands behind an entry of a row's menu is reached with the arrows", async () => {
  const focused = (words) => async () => {
    const text = await ana.driver.executeScript("return document.activeElement.textContent");
    return text.startsWith(words);
  };
  const walkTo = (words) =>
    eventually(`the keyboard is at «${words}»`, async () => {
      if (await focused(words)()) return true;
      await ana.press(Key.ARROW_DOWN);
      return false;
    });
  await goToRow(4);
  await ana.press(Key.HOME);
  await eventually("the keyboard is at the number of the row", () => ana.isAt(4, "#"));
  await ana.press(Key.F2);
  await eventually("the menu has the keyboard", async () => {
    const role = "return document.activeElement.getAttribute('role')";
    return /^menu/.test((await ana.driver.executeScript(role)) ?? "");
  });
  await walkTo("Mover, unir o partir");
  await ana.press(Key.ARROW_RIGHT);
  await eventually("what is behind has the keyboard", focused("Subir"));
  await ana.press(Key.ARROW_LEFT);
  await eventually("and gives it back", focused("Mover, unir o partir"));
  await ana.press(Key.ESCAPE);
  await eventually("the keyboard is back in the matrix", () => ana.isAt(4, "#"));
});

step("a cell is commented, and the comment found again with F8", async () => {
  await goToRow(5);
  await ana.chord(Key.CONTROL, Key.ALT, "m");
  await eventually("the keyboard is in the new comment", at("comment-new"));
  await ana.press(COMMENT);
  await tabTo("comment-send");
  await ana.press(Key.ENTER);
  await says(ana, "comment-panel", /¿De qué registro sale este dato\?/);
  await goToRow(1);
  await eventually("F8 finds it", async () => {
    await ana.press(Key.F8);
    return ana.isAt(5, "actionLine");
  });
});

step("F7 says that nothing waits to be decided", async () => {
  await ana.press(Key.F7);
  await says(ana, "toast", /No queda nada por decidir/);
});

step("a finding is mended from the panel, and its place reached", async () => {
  await ana.chord(Key.CONTROL, "k");
  await eventually("the palette has the keyboard", at("palette-box"));
  await ana.press("ver los hallazgos");
  await eventually("the palette offers it", async () => {
    const [first] = await ana.findAll("palette-entry");
    return (await first?.getAttribute("data-command")) === "view.findings";
  });
  await ana.press(Key.ENTER);
  await ana.find("finding-place");
  await leaveMatrix();
  await tabTo("findings-level");
  await tabTo("finding-place");
  await ana.press(Key.ENTER);
  await eventually("the keyboard is in the cell of the finding", async () => {
    return (await ana.keyboard()).testid === "cell";
  });
});

step("the row is read and written in its ficha", async () => {
  await goToRow(4);
  await ana.chord(Key.CONTROL, Key.ENTER);
  await eventually("the ficha has the keyboard", at("ficha-field"));
  await eventually("Tab reaches the interpretation", async () => {
    if ((await ana.keyboard()).field === "interpretation") return true;
    await ana.press(Key.TAB);
    return false;
  });
  await ana.press(Key.ENTER);
  await eventually("the editor has the keyboard", at("cell-editor"));
  await ana.chord(Key.CONTROL, "a");
  await ana.press("Mide cuántas denuncias llegan a quien debe atenderlas.", Key.ENTER);
  await ana.reads(4, "interpretation", "Mide cuántas denuncias llegan a quien debe atenderlas.");
  await eventually("the keyboard is back in the field", at("ficha-field"));
  await ana.press(Key.ESCAPE);
  await eventually("Esc leads back to its cell", () => ana.isAt(4, "interpretation"));
});

step("a row moves, a range is filled, a column is hidden", async () => {
  await ana.chord(Key.ALT, Key.ARROW_DOWN);
  await ana.reads(5, "actionLine", LINE_4);
  await ana.chord(Key.CONTROL, "z");
  await ana.reads(4, "actionLine", LINE_4);
  await goToRow(6);
  await ana.press(Key.END);
  await eventually("the last column", () => ana.isAt(6, "targets.2026"));
  await ana.chord(Key.SHIFT, Key.ARROW_DOWN);
  await ana.chord(Key.CONTROL, "d");
  await ana.reads(7, "targets.2026", "50%");
  await goToRow(1);
  await ana.press(Key.ARROW_UP);
  await eventually(
    "the title of the column",
    async () => (await ana.keyboard()).header === "actionLine",
  );
  await ana.press(Key.ARROW_RIGHT, Key.ARROW_RIGHT);
  await eventually(
    "the next title",
    async () => (await ana.keyboard()).header === "interpretation",
  );
  await ana.press(Key.ENTER);
  await eventually("the menu of the column", async () => {
    return (await ana.driver.findElements(By.css("[role=menuitem]"))).length > 0;
  });
  await ana.press("Ocultar");
  await ana.press(Key.ENTER);
  await eventually("the column is hidden", async () => {
    return (await ana.driver.findElements(By.css('[data-header="interpretation"]'))).length === 0;
  });
});

step("Tab leaves the matrix after Esc, and what can be exported is asked", async () => {
  await goToRow(1);
  await ana.press(Key.ESCAPE);
  await ana.chord(Key.SHIFT, Key.TAB);
  await eventually("the matrix is left", async () => (await ana.keyboard()).testid !== "cell");
  await tabTo("export-open", true);
  await ana.press(Key.ENTER);
  await eventually("the formats are offered", async () => {
    const items = await ana.driver.findElements(By.css("[data-testid=export-format] option"));
    const words = await Promise.all(items.map((item) => item.getAttribute("textContent")));
    return ["PDF", "Word", "Excel"].every((name, at) => words[at]?.includes(name));
  });
  await ana.press(Key.ESCAPE);
  await eventually("Esc leads back to the button", at("export-open"));
});
