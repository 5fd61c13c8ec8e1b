// Two people in the same cell at once: each sees who is there, both texts come together while they
// write, and undoing takes back only one's own words.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before } from "node:test";

import { By, Key } from "selenium-webdriver";

import { Relay } from "./relay.mjs";
import { LINE_4, Stage, firstRun, invites, joins, says, target, withExample } from "./stage.mjs";
import { eventually } from "./window.mjs";

const stage = new Stage();
const { step } = stage;
const relay = new Relay(join(target, "debug", "cotejo-relay"), join(stage.folder, "relay"));
let ana;
let beto;

before(() => relay.start());
after(async () => {
  stage.end();
  await relay.stop("SIGKILL");
});

/** The text in the open editor, without the flags of others' carets. */
function written(window) {
  return window.driver.executeScript(`
    const editor = document.querySelector('[data-testid="cell-editor"]')?.cloneNode(true);
    if (!editor) return null;
    for (const caret of editor.querySelectorAll('[data-testid="remote-caret"]')) caret.remove();
    for (const image of editor.querySelectorAll("img")) image.remove();
    return [...editor.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\\n");
  `);
}

function writes(window, text) {
  let seen;
  return eventually(`${window.name}'s editor says «${text}»`, async () => {
    seen = await written(window);
    return seen === text;
  }).catch((error) => {
    throw new Error(`${error.message}; it says «${seen}»`);
  });
}

step("Ana and Beto have the same matrix open, and each sees the other in the bar", async () => {
  [ana, beto] = await Promise.all([stage.open("ana"), stage.open("beto")]);
  await Promise.all([withExample(ana, "Ana Ruiz"), firstRun(beto, "Beto Luna")]);
  await joins(beto, await invites(ana, relay));
  for (const window of [ana, beto]) {
    await eventually(`${window.name} sees somebody`, async () => {
      const label = await (await window.find("members")).getAttribute("aria-label");
      return label === "1 persona más está aquí ahora";
    });
  }
});

step("each sees in which cell the other is", async () => {
  await beto.select(6, "frequency");
  await ana.cell(6, "frequency");
  await eventually("Ana sees Beto's flag on the cell", async () => {
    const [flag] = await (
      await ana.cell(6, "frequency")
    ).findElements(By.css('[data-testid="presence-flag"]'));
    return (await flag?.getText()) === "Beto Luna";
  });
  await ana.click("members");
  await says(ana, "person-here", /Beto Luna[\s\S]*Está en Renglón 6 · Frecuencia/);
  await ana.shot("p1-here");
  await ana.press(Key.ESCAPE);
});

step("both write in the same cell at once, and their words come together", async () => {
  await Promise.all([ana.edit(4, "actionLine"), beto.edit(4, "actionLine")]);
  for (const [window, other] of [
    [ana, "Beto Luna"],
    [beto, "Ana Ruiz"],
  ]) {
    await eventually(`${window.name} is told who writes here`, async () => {
      return (await window.text("cell-claim")) === `${other} está redactando esta celda`;
    });
    const caret = await window.find("remote-caret");
    await eventually(`${window.name} sees the other's caret`, async () => {
      return (await caret.getAttribute("textContent")) === other;
    });
  }
  await ana.selectWords("Recepcionar");
  await beto.selectWords("SECOEM");
  await Promise.all([ana.press("Recibir"), beto.press("la Secretaría")]);
  const both = LINE_4.replace("Recepcionar", "Recibir").replace("SECOEM", "la Secretaría");
  await Promise.all([writes(ana, both), writes(beto, both)]);
  await Promise.all([ana.shot("p2-together"), beto.shot("p2-together")]);

  await ana.chord(Key.CONTROL, "z");
  const betos = LINE_4.replace("SECOEM", "la Secretaría");
  await Promise.all([writes(ana, betos), writes(beto, betos)]);
  await ana.chord(Key.CONTROL, "y");
  await Promise.all([writes(ana, both), writes(beto, both)]);

  // Esc takes back what one wrote in this cell, and nothing of the other's.
  await ana.press(Key.ESCAPE);
  await ana.gone("cell-editor");
  await writes(beto, betos);
  await ana.reads(4, "actionLine", betos);
  await beto.press(Key.ENTER);
  await beto.gone("cell-editor");
  await beto.reads(4, "actionLine", betos);
});

step("who leaves is no longer seen", async () => {
  await beto.select(5, "actionLine");
  await eventually("Ana sees Beto go to row 5", async () => {
    return (
      (
        await (
          await ana.cell(5, "actionLine")
        ).findElements(By.css('[data-testid="presence-flag"]'))
      ).length === 1
    );
  });
  await beto.click("back-to-list");
  await beto.find("dossier-card");
  await ana.gone("presence-flag");
  await eventually("nobody else is here", async () => {
    const label = await (await ana.find("members")).getAttribute("aria-label");
    return label === "2 personas";
  });
  assert.equal(await ana.count("remote-caret"), 0);
});
