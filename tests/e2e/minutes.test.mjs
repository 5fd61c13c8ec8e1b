// The minuta, in two real windows: Ana coordinates and writes it, Beto reads it as it takes shape.
// What she types is on his screen; a number the matrix does not have is warned of; closing it freezes
// the annex; a cell leads to its acuerdo; a window killed while she writes loses no word.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before } from "node:test";

import { Key } from "selenium-webdriver";

import { Relay } from "./relay.mjs";
import { Stage, firstRun, invites, joins, says, seesExample, target, withExample } from "./stage.mjs";
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

/** Goes to the minutas with the keyboard. */
async function toMinutes(window) {
  if ((await window.findAll("minutes-screen")).length > 0) return;
  await window.chord(Key.CONTROL, Key.ALT, "a");
  await window.find("minutes-screen");
}

/** Types into a text of a minuta, which becomes an editor when the keyboard comes to it. */
async function writes(window, name, text) {
  await (await window.find(name)).click();
  await window.press(text);
  await window.press(Key.ESCAPE);
}

step("Ana shares the matrix with Beto, and both see that there are no minutas", async () => {
  ana = await stage.open("ana");
  await withExample(ana, "Ana Ruiz");
  const link = await invites(ana, relay);
  beto = await stage.open("beto");
  await firstRun(beto, "Beto Luna");
  await joins(beto, link);
  await toMinutes(beto);
  assert.match(await beto.text("minutes-teach"), /quien coordina/);
  await toMinutes(ana);
  await ana.shot("m1-teach");
});

step("she writes it with the keyboard, and he reads it as it takes shape", async () => {
  await ana.click("minuta-new");
  await ana.find("minuta");
  await ana.type("minuta-session", "08");
  await ana.type("minuta-phase", "1");
  await ana.type("minuta-place", `Sala de juntas${Key.TAB}`);
  await ana.click("agreement-add");
  await writes(ana, "agreement-text", "La matriz queda con 24 líneas de acción.");
  await eventually("the warning stands at the acuerdo", async () =>
    /24 líneas de acción y la matriz tiene 25/.test(await ana.text("count-mismatch")),
  );
  await ana.click("attendee-add");
  await ana.type("people-text", "Lic. Elisa Vega, Directora");
  await ana.press(Key.ENTER, "Ing. Iván Paz");
  await ana.click("people-save");
  await eventually("two people are there", async () =>
    (await ana.findAll("attendee")).length === 2,
  );
  await eventually("Beto reads the acuerdo", async () => {
    const [first] = await beto.findAll("minuta-open");
    await first?.click();
    return /24 líneas de acción/.test(await beto.text("minuta"));
  });
  assert.match(await beto.text("minuta"), /La escribe quien coordina/);
  await ana.shot("m2-written");
  await beto.shot("m3-read");
});

step("a window killed while she writes loses no word that it said was saved", async () => {
  await (await ana.find("minuta-remarks")).click();
  await ana.press("Se entregan los anexos.");
  await eventually("it says that it is saved", async () =>
    /guardado aquí/.test(await ana.text("minuta")),
  );
  stage.cut(ana);
  ana = await stage.open("ana");
  await ana.click("dossier-card");
  await seesExample(ana);
  await toMinutes(ana);
  await ana.click("minuta-open");
  await eventually("the words are there", async () =>
    /Se entregan los anexos\./.test(await ana.text("minuta")),
  );
});

step("closing says what it freezes, and locks it for everybody", async () => {
  await ana.click("minuta-close");
  assert.match(await ana.text("minuta-close-dialog"), /25 líneas de acción/);
  await ana.shot("m4-close");
  await ana.click("minuta-close-save");
  await ana.find("minuta-closing");
  await ana.shot("m5-closed");
  await eventually("Beto sees it closed", () => beto.find("minuta-closing"));
  assert.equal((await ana.findAll("agreement-add")).length, 0);
});

step("from a cell to where it was agreed", async () => {
  await toMinutes(ana);
  await ana.click("minutes-leave");
  await (await ana.cell(4, "actionLine")).click();
  await ana.chord(Key.CONTROL, Key.ALT, "q");
  await eventually("the version and its minuta are told", async () =>
    /MINUTA MESA 08- FASE 1/.test(await ana.text("why-agreed")),
  );
  await ana.shot("m6-why");
});

step("whoever has the paper is told which version it is of, and what changed since", async () => {
  await toMinutes(ana);
  await ana.click("minuta-open");
  const digest = await eventually("the version says its digest", async () => {
    return /huella ([0-9A-F]{4}-[0-9A-F]{4})/.exec(await ana.text("minuta"))?.[1];
  });
  await ana.click("minutes-leave");
  await ana.write(4, "targets.2024", "95");
  await ana.click("back-to-list");
  await ana.click("list-verify");
  await ana.type("verify-code", digest);
  await ana.press(Key.ENTER);
  await says(ana, "verdict-said", /de esta versión cerrada/);
  await says(ana, "verdict-changes", /1/);
  await ana.shot("m7-verified");
  await ana.type("verify-code", "0000-0000");
  await ana.press(Key.ENTER);
  await says(ana, "verdict-said", /^Ninguna versión cerrada de los expedientes de esta computadora/);
  await ana.shot("m8-unknown");
});
