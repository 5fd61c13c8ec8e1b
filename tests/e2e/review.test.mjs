// The review, in three real windows: Ana coordinates, Beto edits, Caro reviews. A suggestion made
// without connection on an old version and accepted after the cell was edited; a comment on words
// that were rewritten; a scalar conflict decided once; a row approved and changed without knowing; a
// closed version and what changed since; a period that is closed while somebody is without
// connection.
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
let caro;

before(() => relay.start());
after(async () => {
  stage.end();
  await relay.stop("SIGKILL");
});

/** Ana's link for somebody of a role. */
async function comes(name, link) {
  const window = await stage.open(name.split(" ")[0].toLowerCase());
  await firstRun(window, name);
  await joins(window, link);
  return window;
}

/** Chooses some words in a box that is only read, but for their last letter: a key adds that one. */
const CHOOSE_WORDS = `
  const [box, words] = arguments;
  const at = box.value.indexOf(words);
  box.focus();
  box.setSelectionRange(at, at + words.length - 1, "forward");
`;

/** What a panel says, until it says so; what came meanwhile is dismissed first. */
async function panelSays(window, name, pattern) {
  await eventually(`${window.name}: ${name} says ${pattern}`, async () => {
    if ((await window.findAll("away-panel")).length > 0) await window.click("away-dismiss");
    if ((await window.findAll(`${name}-panel`)).length === 0) await window.click(`panel-${name}`);
    // Not waited for: what comes meanwhile may have taken its place, and is dismissed in the next try.
    const [panel] = await window.findAll(`${name}-panel`);
    return panel !== undefined && pattern.test(await panel.getText());
  });
}

step("three people have the same matrix: a coordinator, an editor, a reviewer", async () => {
  ana = await stage.open("ana");
  await withExample(ana, "Ana Ruiz");
  beto = await comes("Beto Luna", await invites(ana, relay));
  caro = await comes("Caro Vega", await invites(ana, relay, "reviewer"));
});

step("without a relay Caro proposes on what she sees, while Beto edits the same text", async () => {
  await relay.stop();
  for (const window of [ana, beto, caro]) await says(window, "dossier-state", /sin conexión/i);
  await (await caro.cell(4, "actionLine")).click();
  await caro.press(Key.F2);
  await caro.find("proposal-box");
  await caro.type("proposal-text", `${LINE_4} Con enfoque de género.`);
  await caro.type("proposal-reason", "Lo pide el acuerdo 3 de la mesa.");
  await caro.shot("r1-propose");
  await caro.click("proposal-send");
  await caro.find("suggestion-mark");
  await beto.write(4, "actionLine", `De inmediato: ${LINE_4}`);
  await beto.write(5, "targets.2024", "85");
  await ana.write(5, "targets.2024", "90");
});

step("they meet: the conflict is one list for both, and deciding once clears it", async () => {
  await relay.start();
  for (const window of [ana, beto]) {
    await panelSays(window, "decide", /85[\s\S]*90|90[\s\S]*85/);
  }
  await ana.shot("r2-decide");
  // What came meanwhile may open over the list once more.
  await eventually("Ana decides", async () => {
    await panelSays(ana, "decide", /85[\s\S]*90|90[\s\S]*85/);
    const [first] = await ana.findAll("conflict-choice");
    await first.findElement(By.css("button")).click();
    return true;
  });
  for (const window of [ana, beto]) {
    await panelSays(window, "decide", /nada por decidir/i);
  }
  // The number alone: the cell also says how it stands and who is in it.
  const meta = async (window) => /^\d+/.exec(await window.cellText(5, "targets.2024"))?.[0];
  const [mine, theirs] = [await meta(ana), await meta(beto)];
  assert.ok(["85", "90"].includes(mine));
  assert.equal(mine, theirs);
});

step("Beto sees the proposal as a difference and accepts it: both texts stay", async () => {
  await (await beto.cell(4, "actionLine")).click();
  await beto.click("suggestion-mark");
  await beto.find("suggestion-outdated");
  await beto.shot("r3-suggestion");
  await beto.click("suggestion-accept");
  for (const window of [beto, caro, ana]) {
    await eventually(`${window.name} reads both`, async () => {
      const text = await window.cellText(4, "actionLine");
      return text.includes("De inmediato:") && text.includes("Con enfoque de género.");
    });
  }
  await panelSays(caro, "notices", /acept/i);
  await caro.shot("r4-notice");
});

step("Ana approves a row: nobody writes in it, and what came later is asked about", async () => {
  await relay.stop();
  await says(ana, "dossier-state", /sin conexión/i);
  await (await ana.cell(6, "actionLine")).click();
  await ana.command("state.approve", "Aprobar");
  await says(ana, "state-mark", /aprobad/i);
  await (await ana.cell(6, "targets.2024")).click();
  await ana.press(Key.F2);
  await ana.find("locked-dialog");
  await ana.shot("r5-locked");
  await ana.press(Key.ESCAPE);
  await beto.write(6, "targets.2024", "77");
  await relay.start();
  for (const window of [ana, beto]) {
    await panelSays(window, "decide", /aprob/i);
  }
  await ana.shot("r6-after-approval");
});

step("a version is closed, and what changed since is known", async () => {
  await ana.click("review-menu");
  await ana.choose("Versiones");
  await ana.click("version-close-open");
  await ana.type("version-name", "Versión de la mesa 08");
  await ana.click("version-close");
  await says(ana, "versions-panel", /Versión de la mesa 08/);
  await ana.shot("r7-version");
  await ana.write(9, "targets.2025", "42");
  await says(ana, "versions-panel", /cambi/i);
  await ana.click("version-compare");
  await eventually("what changed is told", async () =>
    (await ana.driver.executeScript("return document.body.innerText")).includes("42"),
  );
  await ana.shot("r8-compare");
});

/** The comments of a cell, in the panel. */
async function commentsOf(window, row, field) {
  await window.select(row, field);
  if ((await window.findAll("comment-panel")).length === 0) await window.click("panel-comments");
  return window.find("comment-panel");
}

const WORDS = "dar atención a las denuncias";

step("Caro comments on some words, which Beto rewrites without having seen it", async () => {
  await ana.click("compare-leave");
  await relay.stop();
  for (const window of [beto, caro]) await says(window, "dossier-state", /sin conexión/i);
  await commentsOf(caro, 4, "actionLine");
  await caro.click("words-open");
  const text = await caro.find("words-text");
  await caro.driver.executeScript(CHOOSE_WORDS, text, WORDS);
  await caro.chord(Key.SHIFT, Key.ARROW_RIGHT);
  await caro.click("words-choose");
  await says(caro, "comment-words", new RegExp(WORDS));
  await caro.type("comment-new", "¿En qué plazo se atienden?");
  await caro.click("comment-send");
  await eventually("it stands beside its words", async () =>
    (await caro.text("comment-panel")).includes(`«${WORDS}»`),
  );
  await caro.shot("r9-words");
  await beto.reword(4, "actionLine", "dar atención a", "resolver en treinta días");
  await relay.start();
  for (const window of [caro, beto, ana]) {
    await window.sees(4, "actionLine", "resolver en treinta días");
    await eventually(`${window.name}: the comment says that its words changed`, async () => {
      await commentsOf(window, 4, "actionLine");
      const said = await window.text("comment-panel");
      return (
        said.includes("¿En qué plazo se atienden?") &&
        said.includes(`«${WORDS}»`) &&
        /las palabras cambiaron/i.test(said)
      );
    });
  }
  await beto.shot("r10-words-changed");
});

/** Today in Mexico City, as one writes it. */
function today() {
  const parts = {
    timeZone: "America/Mexico_City",
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  };
  return new Intl.DateTimeFormat("es-MX", parts).format(new Date());
}

step(
  "a period closed while Beto is away: what he writes comes all the same, and when is told",
  async () => {
    await ana.click("review-menu");
    await ana.choose("Periodo de revisión");
    await ana.click("window-open");
    await ana.type("window-day", today());
    await ana.type("window-notify", "Secretaría Técnica de la SESEA");
    await ana.click("window-save");
    await says(ana, "window-until", /hoy|último día/i);
    await eventually(
      "Beto sees the days left",
      async () => (await beto.findAll("window-countdown")).length > 0,
    );
    await relay.stop();
    await says(beto, "dossier-state", /sin conexión/i);
    await beto.write(10, "targets.2024", "61");
    await ana.click("window-close");
    await ana.type("window-reason", "La mesa terminó antes.");
    await ana.click("window-save");
    await ana.gone("window-until");
    // The clocks of both are one, and tell whole seconds: what he writes now is after the close.
    await new Promise((done) => setTimeout(done, 1_500));
    await beto.write(11, "targets.2024", "62");
    await relay.start();
    await ana.sees(10, "targets.2024", "61");
    await ana.sees(11, "targets.2024", "62");
    await eventually(
      "the notification tells both, when they were made and when they came",
      async () => {
        if ((await ana.findAll("window-panel")).length === 0) {
          await ana.click("review-menu");
          await ana.choose("Periodo de revisión");
        }
        const told = await Promise.all(
          (await ana.findAll("notification-change")).map((change) => change.getText()),
        );
        const of = (row) => told.find((text) => new RegExp(`Renglón ${row}\\b`).test(text)) ?? "";
        return (
          /llegó el/.test(of(10)) &&
          !/extemporáneo/i.test(of(10)) &&
          /llegó el/.test(of(11)) &&
          /extemporáneo/i.test(of(11))
        );
      },
    );
    await ana.find("notification-late");
    await ana.shot("r11-period");
  },
);
