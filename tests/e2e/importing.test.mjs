// A file of Word becomes a dossier: read, corrected and only then written; and a changed copy of it
// becomes suggestions.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after } from "node:test";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { By, Key } from "selenium-webdriver";

import { Stage, firstRun, says, target } from "./stage.mjs";
import { eventually } from "./window.mjs";

const samples = fileURLToPath(new URL("../../shared/exchange/samples/", import.meta.url));
const stage = new Stage();
const { step } = stage;
let ana;

after(() => stage.end());

/** A cell of the table of what was read. */
async function cell(window, at, column) {
  const found = `[data-testid="import-row"][data-at="${at}"] [data-column="${column}"]`;
  return eventually(`row ${at} is drawn`, () => window.driver.findElement(By.css(found)));
}

async function kind(window, at) {
  const row = await window.driver.findElement(
    By.css(`[data-testid="import-row"][data-at="${at}"]`),
  );
  return row.getAttribute("data-kind");
}

step("a minuta of Word is read with its matrix, and nothing is written yet", async () => {
  ana = await stage.open("ana", { file: join(samples, "secoem-minuta.docx") });
  await firstRun(ana, "Ana Ruiz");
  await ana.find("import-screen");
  await says(ana, "import-confirm", /^Importar 26 renglones$/);
  await says(ana, "import-counts", /25 líneas de acción con texto/);
  await says(ana, "import-minutes", /MINUTA MESA 08/);
  await ana.shot("importing-1-read");
});

step("rows are corrected with the keyboard, and steps are taken back", async () => {
  const first = await cell(ana, 2, "C");
  await first.click();
  await ana.press(Key.DELETE);
  await eventually("the row is left out", async () => (await kind(ana, 2)) === "skipped");
  await says(ana, "import-confirm", /^Importar 25 renglones$/);
  await ana.shot("importing-2-skipped");
  await ana.chord(Key.CONTROL, "z");
  await says(ana, "import-confirm", /^Importar 26 renglones$/);

  await (await cell(ana, 2, "C")).click();
  await ana.press(Key.F2);
  await ana.find("import-heading");
  await ana.type("import-heading-text", "7. Fomentar la denuncia");
  await ana.shot("importing-3-heading");
  await ana.press(Key.ENTER);
  await ana.gone("import-heading");
  // What it says, shown or scrolled away.
  await eventually("the row has its heading", async () => {
    const said = await (await cell(ana, 2, "B")).getAttribute("textContent");
    return said === "7. Fomentar la denuncia";
  });
});

step("a doubt leads to its cell", async () => {
  await ana.click("import-doubt-go");
  await eventually("the keyboard is in the cell", async () => {
    const { testid } = await ana.keyboard();
    return testid === "import-cell";
  });
  await ana.shot("importing-4-doubt");
});

step("it becomes a dossier", async () => {
  await ana.click("import-confirm");
  await ana.sees(4, "actionLine", "Recepcionar y dar atención a las denuncias");
  await ana.sees(1, "headings.priority", "Fomentar la denuncia");
  await ana.shot("importing-5-dossier");
  await stage.close(ana);
});

step("the same matrix in another file is compared instead of imported again", async () => {
  ana = await stage.open("ana", { file: join(samples, "secoem-matriz.xlsx") });
  await ana.find("import-copy");
  await says(ana, "import-confirm", /^Importar como expediente nuevo$/);
  await ana.shot("importing-6-copy");
  await ana.click("import-compare");
  await ana.type("merge-sender", "Rosa Gil");
  await ana.press(Key.ENTER);
  await says(ana, "merge-summary", /comentarios abrirán conversaciones/);
  await ana.shot("importing-7-summary");
  await ana.click("merge-confirm");
  await ana.find("comment-panel");
  await ana.shot("importing-8-merged");
  await stage.close(ana);
  const cotejo = join(target, "debug", "cotejo");
  const home = join(stage.folder, "ana");
  const list = execFileSync(cotejo, ["--home", home, "list", "--json"], { encoding: "utf8" });
  assert.equal(JSON.parse(list).length, 1, "no second set of rows");
});
