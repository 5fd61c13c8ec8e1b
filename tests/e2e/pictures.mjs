// No test: takes the pictures of the manual and of the README from the real app, with the example
// and invented names. Run it with `node pictures.mjs` after building, and look at what it made.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Key } from "selenium-webdriver";

import { Relay } from "./relay.mjs";
import { Stage, firstRun, seesExample, target, withExample } from "./stage.mjs";
import { eventually } from "./window.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pictures = join(root, "ui", "src", "features", "help", "pictures");
const samples = join(root, "shared", "exchange", "samples");
const size = [1280, 720];

const stage = new Stage();
const relay = new Relay(join(target, "debug", "cotejo-relay"), join(stage.folder, "relay"));
mkdirSync(pictures, { recursive: true });

/** Takes the picture once nothing moves, no notice is left, and the pointer is out of the way. */
async function take(window, name, folder = pictures) {
  for (const close of await window.driver.findElements({
    css: '[data-testid="toast"] [aria-label="Quitar este aviso"]',
  })) {
    await close.click().catch(() => {});
  }
  await window.driver.actions().move({ x: 4, y: 4 }).perform();
  await eventually(`${name} stands still`, () =>
    window.driver.executeScript(
      "return document.getAnimations().every(({ playState }) => playState !== 'running')",
    ),
  );
  await new Promise((done) => setTimeout(done, 700));
  writeFileSync(join(folder, `${name}.png`), await window.picture(), "base64");
  console.log(`${name}.png`);
}

try {
  await relay.start();
  const ana = await stage.open("ana", { size });
  await withExample(ana, "Ana Ruiz");
  await ana.chord(Key.CONTROL, ",");
  await ana.pick("settings-theme", "light");
  await take(ana, "ajustes");
  await ana.click("settings-close");
  await ana.gone("settings");

  await ana.select(1, "actionLine");
  await ana.chord(Key.CONTROL, Key.HOME);
  await ana.select(2, "actionLine");
  await take(ana, "matriz");
  await take(ana, "matriz", join(root, "docs"));

  await ana.edit(4, "interpretation");
  await ana.retype(
    "Mide cuántas de las denuncias que llegan se turnan al área que debe atenderlas. Mientras más alto, mejor.",
  );
  await take(ana, "editor");
  await ana.press(Key.ESCAPE);
  await ana.gone("cell-editor");

  await ana.select(4, "formula");
  await ana.click("panel-ficha");
  await ana.find("ficha-panel");
  await take(ana, "ficha");

  await ana.click("panel-findings");
  await ana.find("finding-rule");
  await eventually("what the rule found is read", () =>
    ana.driver.executeScript(`
      const item = [...document.querySelectorAll('[data-code="FORMULA_INVERTED"] [data-testid="finding-item"]')]
        .find((one) => one.textContent.startsWith("Renglón 4"));
      item?.scrollIntoView({ block: "center" });
      return item !== undefined;
    `),
  );
  await take(ana, "hallazgos");
  await ana.click("panel-close");

  await ana.select(4, "targets.2024");
  await ana.chord(Key.CONTROL, "f");
  await ana.type("find-query", "denuncia");
  await ana.press(Key.ENTER);
  await take(ana, "buscar");
  await ana.click("find-close");

  await ana.select(4, "targets.2024");
  await ana.chord(Key.SHIFT, Key.ARROW_DOWN);
  await ana.chord(Key.SHIFT, Key.ARROW_RIGHT);
  await ana.chord(Key.CONTROL, "c");
  await ana.select(6, "targets.2024");
  await ana.chord(Key.CONTROL, "v");
  await ana.find("paste-counts");
  await take(ana, "pegar");
  await ana.press(Key.ESCAPE);
  await ana.gone("paste-dialog");

  await ana.command("dossier.headings", "Ejes y prioridades");
  await ana.find("heading-tree");
  await (await ana.findAll("heading-item"))[1].click();
  await take(ana, "encabezados");
  await ana.click("headings-close");
  await ana.gone("headings");

  await ana.select(4, "actionLine");
  await ana.chord(Key.CONTROL, "k");
  await ana.type("palette-box", "renglón");
  await take(ana, "paleta");
  await ana.press(Key.ESCAPE);
  await ana.gone("palette");

  await ana.click("export-open");
  await ana.find("export-format");
  await ana.pick("export-format", "pdf");
  await take(ana, "exportar");
  await ana.press(Key.ESCAPE);
  await ana.gone("export-format");

  await ana.chord(Key.CONTROL, Key.ALT, "a");
  await ana.click("minuta-new");
  await ana.type("minuta-session", "08");
  await ana.type("minuta-phase", "1");
  await ana.type("minuta-place", "Sala de juntas");
  await ana.click("agreement-add");
  await (await ana.find("agreement-text")).click();
  await ana.press("La SECOEM integró su matriz con 24 líneas de acción.", Key.ESCAPE);
  await ana.find("count-mismatch");
  await ana.driver.executeScript(
    "document.querySelector('[data-testid=minuta-session]').scrollIntoView({ block: 'center' })",
  );
  await take(ana, "minuta");
  await ana.click("minutes-leave");

  const lia = await stage.open("lia", { size, file: join(samples, "secoem-matriz.xlsx") });
  await firstRun(lia, "Lía Campos");
  await lia.find("import-screen");
  await eventually("the file is read", () => lia.find("import-confirm"));
  await take(lia, "importar");
  await stage.close(lia);

  // Two people, apart, give the same meta two values.
  await ana.click("invite-open");
  await ana.type("invite-relay", relay.url);
  await ana.click("invite-create");
  const link = await eventually("the link is shown", () => ana.value("invite-link"));
  await ana.press(Key.ESCAPE);
  const beto = await stage.open("beto", { size });
  await firstRun(beto, "Beto Luna");
  await beto.click("door-join");
  await beto.type("join-link", link);
  await beto.click("join-submit");
  await seesExample(beto);
  await relay.stop();
  for (const window of [ana, beto]) {
    await eventually("the relay is missed", async () =>
      /sin conexión/i.test(await window.text("dossier-state")),
    );
  }
  await ana.write(4, "targets.2024", "90");
  await beto.write(4, "targets.2024", "85");
  await relay.start();
  await ana.select(4, "targets.2024");
  await eventually("the conflict is asked", async () => (await ana.count("conflict-mark")) > 0);
  await ana.click("conflict-mark");
  await eventually("both are offered", async () => (await ana.count("conflict-choice")) === 2);
  await take(ana, "decidir");
} finally {
  stage.end();
  await relay.stop("SIGKILL");
}
