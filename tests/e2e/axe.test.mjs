// Axe in the real window, on every screen: nothing serious and nothing critical.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";

import { Key } from "selenium-webdriver";

import { Stage, says, seesExample } from "./stage.mjs";
import { eventually } from "./window.mjs";

const stage = new Stage();
const { step } = stage;
// The screen's own tests bring it.
const source = readFileSync(
  createRequire(new URL("../../ui/package.json", import.meta.url)).resolve("axe-core/axe.min.js"),
  "utf8",
);
let ana;

after(() => stage.end());

const RUN = `
  const done = arguments[arguments.length - 1];
  axe.run(document, { resultTypes: ["violations"] }).then(
    ({ violations }) => done(violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target, html, failureSummary }) =>
        id + " at " + target.join(" ") + ": " + failureSummary.replace(/\\s+/g, " ") + " " + html))),
    (error) => done(["axe itself: " + error]),
  );
`;

/** Looks at the screen once what moves on it stands still: colours that fade in are not judged. */
async function clean(name, except = "") {
  await eventually(`${name} stands still`, () =>
    ana.driver.executeScript(
      "return document.getAnimations().every(({ playState }) => playState !== 'running')",
    ),
  );
  if (!(await ana.driver.executeScript("return typeof axe !== 'undefined'"))) {
    await ana.driver.executeScript(source);
  }
  const all = await ana.driver.executeAsyncScript(RUN);
  const found = all.filter((one) => except === "" || !one.startsWith(except));
  if (found.length > 0) await ana.shot(`axe-${name.replaceAll(/\W+/g, "-")}`);
  assert.deepEqual(found, [], name);
}

step("the first run, the doors and joining", async () => {
  ana = await stage.open("ana");
  await clean("first run");
  await ana.type("me-name", "Ana Ruiz");
  await ana.type("me-institution", "SECOEM");
  await clean("first run, written");
  await ana.click("me-save");
  await ana.find("door-example");
  await clean("doors");
  await ana.click("door-join");
  await ana.find("join-link");
  await clean("join");
  await ana.press(Key.ESCAPE);
  await ana.gone("join-link");
});

step("the matrix in light, dark and contrast, and the list", async () => {
  await ana.click("door-example");
  await seesExample(ana);
  for (const theme of ["light", "dark", "contrast"]) {
    await ana.chord(Key.CONTROL, ",");
    await ana.pick("settings-theme", theme);
    await clean(`settings, ${theme}`);
    await ana.click("settings-close");
    await ana.gone("settings");
    await ana.select(4, "formula");
    await clean(`matrix, ${theme}`);
    await ana.shot(`axe-matrix-${theme}`);
  }
  await ana.chord(Key.CONTROL, ",");
  await ana.pick("settings-theme", "light");
  await ana.click("settings-close");
  await ana.click("back-to-list");
  await ana.find("dossier-card");
  await clean("list");
  await ana.click("dossier-card");
  await seesExample(ana);
});

step("a cell being written, a list, a folded group", async () => {
  await ana.edit(4, "actionLine");
  await ana.press(" y su seguimiento");
  await clean("editor of a text");
  await ana.press(Key.ESCAPE);
  await ana.gone("cell-editor");
  await ana.edit(4, "targets.2024");
  await ana.retype("87 %");
  await ana.find("editor-hint");
  await clean("editor of a meta");
  await ana.press(Key.ESCAPE);
  await ana.edit(4, "frequency");
  await ana.find("list-option");
  // While the list is open the rest is hidden from screen readers, and Tab closes it on its way out:
  // nothing that is hidden can be reached, which axe does not see.
  await clean("editor of a list", "aria-hidden-focus");
  await ana.press(Key.ESCAPE, Key.ESCAPE);
  await ana.gone("cell-editor");
  await ana.select(4, "headings.priority");
  await ana.chord(Key.ALT, Key.ARROW_LEFT);
  await ana.find("fold-row");
  await clean("folded");
  await ana.chord(Key.ALT, Key.ARROW_RIGHT);
  await seesExample(ana);
  await ana.select(4, "actionLine");
  await ana.chord(Key.SHIFT, Key.ARROW_DOWN);
  await ana.chord(Key.SHIFT, Key.ARROW_RIGHT);
  await clean("range");
});

step("the panels beside the matrix", async () => {
  await ana.select(4, "formula");
  for (const [panel, testid, digit] of [
    ["ficha", "ficha-panel"],
    ["findings", "findings-panel"],
    ["comments", "comment-panel"],
    ["decide", "decide-panel"],
    ["suggestions", "suggestions-panel"],
    ["notices", "notices-panel"],
    ["consultations", "consultations-panel", "6"],
    ["window", "window-panel", "7"],
    ["versions", "versions-panel", "8"],
    ["history", "history-panel", "9"],
  ]) {
    if (digit === undefined) await ana.click(`panel-${panel}`);
    else await ana.chord(Key.ALT, digit);
    await ana.find(testid);
    if (panel === "findings") await ana.find("finding-rule");
    await clean(panel);
    await ana.shot(`axe-${panel}`);
  }
  await ana.click("panel-close");
});

step("find, replace and filters", async () => {
  await ana.select(4, "formula");
  await ana.chord(Key.CONTROL, "f");
  await ana.type("find-query", "denuncias");
  await says(ana, "find-count", /\d/);
  await clean("find");
  await ana.click("filter-status");
  await ana.find("filter-status-pending");
  await clean("filter");
  await ana.press(Key.ESCAPE);
  await ana.click("replace-open");
  await ana.type("replace-by", "quejas");
  await ana.find("replace-item");
  await clean("replace");
  await ana.press(Key.ESCAPE);
  await ana.gone("replace-dialog");
  await ana.click("find-close");
});

step("what opens over the matrix", async () => {
  await ana.select(4, "actionLine");
  await ana.chord(Key.CONTROL, "k");
  await ana.find("palette-entry");
  await clean("palette");
  await ana.press(Key.ESCAPE);
  await ana.gone("palette");
  await ana.press(Key.F1);
  await ana.find("shortcuts");
  await clean("shortcuts");
  await ana.press(Key.ESCAPE);
  await ana.gone("shortcuts");
  await ana.chord(Key.SHIFT, Key.F1);
  await ana.find("help-chapter");
  await clean("help");
  await ana.click("help-close");
  await ana.gone("help");
  await ana.command("dossier.headings", "Ejes y prioridades");
  await ana.find("heading-tree");
  await clean("headings");
  await ana.click("headings-close");
  await ana.gone("headings");
  await ana.click("invite-open");
  await ana.find("invite-relay");
  await clean("invite");
  await ana.press(Key.ESCAPE);
  await ana.gone("invite-relay");
  await ana.rowMenu(4, "Mover a otra prioridad");
  await ana.find("move-dialog");
  await clean("move a row");
  await ana.press(Key.ESCAPE);
  await ana.rowMenu(4, "Partir en dos");
  await ana.find("split-dialog");
  await clean("split a row");
  await ana.press(Key.ESCAPE);
  await ana.rowMenu(4, "Unir con otro");
  await ana.find("merge-lines");
  await clean("merge rows");
  await ana.press(Key.ESCAPE);
  await ana.gone("merge-dialog");
  await ana.command("grid.columns", "Elegir columnas");
  await ana.find("columns-dialog");
  await clean("columns");
  await ana.click("columns-close");
  await ana.select(4, "targets.2024");
  await ana.chord(Key.SHIFT, Key.ARROW_DOWN);
  await ana.chord(Key.CONTROL, "c");
  await ana.select(6, "targets.2024");
  await ana.chord(Key.CONTROL, "v");
  await ana.find("paste-counts");
  await clean("paste");
  await ana.press(Key.ESCAPE);
});
