// Two people, one matrix, offline and back: two real windows, two homes, one relay.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Relay } from "./relay.mjs";
import { Window, eventually } from "./window.mjs";

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const target = process.env.CARGO_TARGET_DIR ?? join(cache, "cotejo", "target");
const binary = join(target, "debug", "cotejo-app");
const folder = mkdtempSync(join(tmpdir(), "cotejo-e2e-"));
const shots = process.env.COTEJO_SHOTS ?? join(folder, "shots");

const FIRST = "Recepcionar y dar atención a las denuncias presentadas a SECOEM.";
const SECOND = "Informar cada mes a las personas denunciantes del avance de su denuncia.";
const COMMENT = "¿De qué registro sale el dato de las denuncias recibidas?";

const relay = new Relay(join(target, "debug", "cotejo-relay"), join(folder, "relay"));
const homes = { ana: join(folder, "ana"), beto: join(folder, "beto") };
let ana;
let beto;

before(async () => {
  mkdirSync(shots, { recursive: true });
  await relay.start();
});

after(async () => {
  for (const window of [ana, beto]) window?.kill();
  await relay.stop("SIGKILL");
});

/** Runs a step; if it fails, keeps what both people saw. */
function step(name, body) {
  test(name, { timeout: 180_000 }, async (context) => {
    try {
      await body(context);
    } catch (error) {
      for (const window of [ana, beto]) {
        await window?.shot(`failed-${name.replaceAll(/\W+/g, "-")}`).catch(() => {});
      }
      console.error(`what was on screen: ${shots}`);
      throw error;
    }
  });
}

async function firstRun(window, name) {
  await window.type("me-name", name);
  await window.type("me-institution", "SECOEM");
  await window.click("me-save");
}

async function says(window, testid, pattern) {
  await eventually(`${window.name}: ${testid} says ${pattern}`, async () =>
    pattern.test(await window.text(testid)),
  );
}

step("Ana opens the example with one click and sees its 26 rows", async () => {
  ana = await Window.open("ana", { binary, home: homes.ana, shots });
  await ana.shot("1-first-run");
  await firstRun(ana, "Ana Ruiz");
  await ana.shot("2-doors");
  await ana.click("door-example");
  await eventually("the matrix is on screen", async () =>
    (await ana.cellText(4, "actionLine")).includes("Recepcionar y dar atención"),
  );
  assert.match(await ana.cellText(26, "actionLine"), /Contralorías Sociales/);
  assert.match(await ana.cellText(3, "interpretation"), /Revisión con dirección/);
  await ana.cell(1, "actionLine");
  await ana.shot("3-matrix");
});

step("Beto joins with Ana's link and sees the same matrix", async () => {
  await ana.write(4, "actionLine", `${FIRST} ${SECOND}`);
  await ana.click("invite-open");
  await ana.type("invite-relay", relay.url);
  await ana.click("invite-create");
  const link = await eventually("the link is shown", async () => {
    const field = await ana.find("invite-link");
    return (await field.getAttribute("value")) || (await field.getText());
  });
  assert.match(link, /^cotejo:/);
  await ana.shot("4-invitation");
  await ana.driver.actions().sendKeys("\uE00C").perform();

  beto = await Window.open("beto", { binary, home: homes.beto, shots });
  await firstRun(beto, "Beto Luna");
  await beto.click("door-join");
  await beto.type("join-link", link);
  await beto.shot("5-join");
  await beto.click("join-submit");
  await eventually("the matrix reaches Beto", async () =>
    (await beto.cellText(4, "actionLine")).includes(SECOND),
  );
  await says(ana, "dossier-state", /enviado/i);
  await beto.shot("6-joined");
});

step("without a relay both go on working, and are told so", async () => {
  await relay.stop();
  for (const window of [ana, beto]) await says(window, "dossier-state", /sin conexión/i);

  await ana.write(5, "interpretation", "Mide la participación de SECOEM en las campañas.");
  await ana.reword(4, "actionLine", "Recepcionar", "Recibir");
  await ana.write(4, "targets.2024", "90");

  await beto.write(6, "frequency", "Semestral");
  await beto.reword(4, "actionLine", "cada mes", "cada trimestre");
  await beto.write(4, "targets.2024", "85");
  await (await beto.cell(4, "formula")).click();
  if ((await beto.findAll("comment-panel")).length === 0) await beto.click("panel-comments");
  await beto.type("comment-new", COMMENT);
  await beto.click("comment-send");
  await eventually("the comment stands beside the cell", async () =>
    (await beto.text("comment-panel")).includes(COMMENT),
  );
  for (const window of [ana, beto]) await window.shot("7-offline");
});

step(
  "the relay comes back: one merged text, the conflict asked, the comment in its place",
  async () => {
    await relay.start();
    const merged = `${FIRST.replace("Recepcionar", "Recibir")} ${SECOND.replace("cada mes", "cada trimestre")}`;
    for (const window of [ana, beto]) {
      await eventually(`${window.name} sees the merged text`, async () =>
        (await window.cellText(4, "actionLine")).includes(merged),
      );
      assert.match(await window.cellText(5, "interpretation"), /campañas/);
      assert.match(await window.cellText(6, "frequency"), /Semestral/);
      await says(window, "dossier-state", /enviado/i);
    }
    await says(ana, "away-panel", /(?=[\s\S]*Beto Luna)/);
    for (const window of [ana, beto]) await window.shot("8-back");

    for (const window of [ana, beto]) {
      await (await window.cell(4, "targets.2024")).click();
      await window.click("conflict-mark");
      const choices = await eventually("both values are offered", async () => {
        const choices = await window.findAll("conflict-choice");
        return choices.length === 2 && choices;
      });
      const words = (await Promise.all(choices.map((choice) => choice.getText()))).join("\n");
      for (const expected of ["90", "85", "Ana Ruiz", "Beto Luna"]) {
        assert.ok(words.includes(expected), `${window.name}: «${words}» lacks ${expected}`);
      }
      await window.shot("9-conflict");
      if (window === beto) await window.driver.actions().sendKeys("\uE00C").perform();
    }

    await (await beto.cell(4, "formula")).click();
    await (await ana.driver).actions().sendKeys("\uE00C").perform();
    await (await ana.cell(4, "formula")).click();
    if ((await ana.findAll("comment-panel")).length === 0) await ana.click("panel-comments");
    await says(ana, "comment-panel", new RegExp(COMMENT.replaceAll("?", "\\?")));
    await says(ana, "comment-panel", /Beto Luna/);
    await ana.shot("10-comment");
  },
);

step("Beto decides once, and it is decided for both", async () => {
  await (await beto.cell(4, "targets.2024")).click();
  await beto.click("conflict-mark");
  const choices = await eventually("both values are offered", async () => {
    const choices = await beto.findAll("conflict-choice");
    return choices.length === 2 && choices;
  });
  for (const choice of choices) {
    if ((await choice.getText()).includes("85")) {
      const [button] = await choice.findElements({ css: "button" });
      await (button ?? choice).click();
      break;
    }
  }
  for (const window of [ana, beto]) {
    await eventually(`${window.name} sees the decision`, async () => {
      const text = await window.cellText(4, "targets.2024");
      const marks = await window.findAll("conflict-mark");
      return /\b85\b/.test(text) && marks.length === 0;
    });
  }
  await ana.shot("11-decided");
});

step("a second start on the same folder says what to do, and Ana's window goes on", async () => {
  const second = await Window.open("second", { binary, home: homes.ana, shots });
  try {
    await says(second, "problem-banner", /ya está abierto/i);
  } finally {
    await second.close();
  }
  await ana.write(7, "interpretation", "Todo sigue funcionando.");
});

step("closing and opening again keeps everything, without the relay", async () => {
  await relay.stop();
  await beto.close();
  beto = await Window.open("beto", { binary, home: homes.beto, shots });
  await beto.click("dossier-card");
  await eventually("the matrix is painted from this disk", async () =>
    (await beto.cellText(4, "targets.2024")).includes("85"),
  );
  assert.match(await beto.cellText(4, "actionLine"), /Recibir y dar atención/);
  await beto.shot("13-again");
});
