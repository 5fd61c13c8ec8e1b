// Who belongs, in two real windows and a relay: Ana coordinates, changes what Beto may do, and removes
// him. What he wrote stays with his name; he is told, keeps what he had, and gets nothing more.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before } from "node:test";

import { Key } from "selenium-webdriver";

import { Relay } from "./relay.mjs";
import { Stage, firstRun, invites, joins, target, withExample } from "./stage.mjs";
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

const page = (window) => window.driver.executeScript("return document.body.innerText");

async function shows(window, pattern) {
  await eventually(`${window.name} shows ${pattern}`, async () => pattern.test(await page(window)));
}

/** Ana opens what she may decide about the other person. */
async function decidesAboutBeto() {
  await ana.click("members");
  await ana.click("person-change");
  await ana.find("person-save");
}

step("Beto edits, and Ana sees it", async () => {
  ana = await stage.open("ana");
  await withExample(ana, "Ana Ruiz");
  beto = await stage.open("beto");
  const link = await invites(ana, relay);
  await firstRun(beto, "Beto Luna");
  await joins(beto, link);
  await beto.write(5, "targets.2024", "85");
  await eventually("Ana sees it", async () => /\b85\b/.test(await ana.cellText(5, "targets.2024")));
});

step("Ana lets him only comment, and he is told before he tries", async () => {
  await decidesAboutBeto();
  await ana.shot("people-1-role");
  await ana.click("person-role", { role: "reviewer" });
  await ana.click("person-save");
  await eventually("Beto is a reviewer for both", async () => {
    await beto.click("members");
    const said = /Beto Luna[\s\S]{0,80}Revisa/.test(await page(beto));
    await beto.press(Key.ESCAPE);
    return said;
  });
});

step("Ana removes him: he is told, and what he wrote stays", async () => {
  await decidesAboutBeto();
  await ana.click("person-leave");
  await ana.find("person-leave-confirm");
  await ana.shot("people-2-leaving");
  await ana.click("person-leave-confirm");
  await shows(beto, /ya no formas parte de este expediente/i);
  await beto.shot("people-3-out");
  await ana.shot("people-4-alone");
  assert.match(await ana.cellText(5, "targets.2024"), /\b85\b/);
  assert.match(await beto.cellText(5, "targets.2024"), /\b85\b/);
});

step("what Ana writes now does not reach him", async () => {
  await ana.write(6, "targets.2024", "77");
  await eventually("Ana's is sent", async () => /enviado/i.test(await ana.text("dossier-state")));
  assert.doesNotMatch(await beto.cellText(6, "targets.2024"), /\b77\b/);
});
