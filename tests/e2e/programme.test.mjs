// The programme of the state in the real window: twelve dossiers made by the command line, every part
// of the screen looked at by axe, a row opened in its dossier and back.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after } from "node:test";

import { Key } from "selenium-webdriver";

import { Stage, says, target } from "./stage.mjs";
import { eventually } from "./window.mjs";

const DOSSIERS = 12;
const PARTS = ["table", "coverage", "repeats", "institutions", "charts"];

const stage = new Stage();
const { step } = stage;
const source = readFileSync(
  createRequire(new URL("../../ui/package.json", import.meta.url)).resolve(
    "axe-core/axe.min.js",
  ),
  "utf8",
);
const RUN = `
  const done = arguments[arguments.length - 1];
  axe.run(document, { resultTypes: ["violations"] }).then(
    ({ violations }) => done(violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
        id + " at " + target.join(" ") + ": " + failureSummary.replace(/\\s+/g, " ")))),
    (error) => done(["axe itself: " + error]),
  );
`;
let ana;

after(() => stage.end());

/** What the command line answers on the folder of the window, while the window is closed. */
function cotejo(...command) {
  const home = join(stage.folder, "ana");
  const said = execFileSync(join(target, "debug", "cotejo"), [
    "--home",
    home,
    "--json",
    ...command,
  ]);
  return JSON.parse(said);
}

async function clean(name) {
  if (!(await ana.driver.executeScript("return typeof axe !== 'undefined'"))) {
    await ana.driver.executeScript(source);
  }
  const found = await ana.driver.executeAsyncScript(RUN);
  await ana.shot(`programme-${name}`);
  assert.deepEqual(found, [], name);
}

step(
  "the programme is reached from the list and shows every row of every dossier",
  async () => {
    cotejo("me", "--name", "Ana Ruiz", "--institution", "SESEA");
    for (let made = 0; made < DOSSIERS; made += 1) cotejo("import", "ejemplo");
    ana = await stage.open("ana");
    await ana.find("dossier-search");
    await ana.shot("programme-list");
    await ana.click("programme-open");
    await ana.find("consolidated-table");
    await says(ana, "consolidation-counts", /12 expedientes/);
    await says(ana, "consolidation-counts", /312 renglones/);
  },
);

step("no part of it keeps anybody out", async () => {
  for (const part of PARTS) {
    await ana.click(`tab-${part}`);
    await clean(part);
  }
  await ana.click("programmes-open");
  await ana.find("programme-new");
  await clean("programmes");
  await ana.press(Key.ESCAPE);
  await ana.gone("programmes");
});

step(
  "a filter is kept, a row opens its dossier, and back leads to the table",
  async () => {
    await ana.click("tab-table");
    await ana.type("consolidation-search", "bitácora");
    await says(ana, "consolidation-counts", /de 312 renglones en todo/);
    await ana.click("open-row");
    await eventually("the dossier is open at the row", () =>
      ana.driver.executeScript(
        "return document.querySelector('[role=treegrid] [data-testid=cell]') !== null",
      ),
    );
    await ana.click("back-to-list");
    await ana.find("consolidated-table");
    await says(ana, "consolidation-counts", /de 312 renglones en todo/);
    await ana.click("clear-filters");
    await ana.click("back-to-list");
    await ana.find("dossier-card");
  },
);
