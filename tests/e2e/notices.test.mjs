// The system's notifications: Ana mentions Beto while he works in another window. One notification,
// with who and where and none of the words, and none while he looks.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before } from "node:test";

import { Key } from "selenium-webdriver";

import { Bus } from "./bus.mjs";
import { Relay } from "./relay.mjs";
import { Stage, firstRun, invites, joins, target, withExample } from "./stage.mjs";
import { eventually } from "./window.mjs";

const stage = new Stage();
const { step } = stage;
const relay = new Relay(join(target, "debug", "cotejo-relay"), join(stage.folder, "relay"));
const bus = new Bus(join(stage.folder, "bus"));
const WORDS = "¿De qué registro sale este dato?";
let ana;
let beto;

before(async () => {
  await relay.start();
  await bus.start();
});
after(async () => {
  stage.end();
  bus.stop();
  await relay.stop("SIGKILL");
});

/** Writes a comment for Beto beside the formula of a row. */
async function mentions(row) {
  await (await ana.cell(row, "formula")).click();
  if ((await ana.findAll("comment-panel")).length === 0) await ana.click("panel-comments");
  await ana.type("comment-new", "@Beto");
  await ana.find("mention-person");
  await ana.press(Key.ENTER);
  await ana.press(WORDS);
  await ana.click("comment-send");
}

/** Waits until that many things wait for Beto in "Para mí"; what else came is dismissed. */
async function isTold(count) {
  await eventually(`Beto has ${count} notices`, async () => {
    if ((await beto.count("away-panel")) > 0) await beto.click("away-dismiss");
    if ((await beto.count("notices-panel")) === 0) await beto.click("panel-notices");
    return (await beto.count("notice")) === count;
  });
}

step("Ana and Beto have the same matrix", async () => {
  ana = await stage.open("ana");
  await withExample(ana, "Ana Ruiz");
  const link = await invites(ana, relay);
  beto = await stage.open("beto", { env: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
  await firstRun(beto, "Beto Luna");
  await joins(beto, link);
});

step("what comes while Beto looks at the window is told there and nowhere else", async () => {
  await mentions(4);
  await isTold(1);
});

step("what comes while he does not is told once, without its words", async () => {
  const other = await stage.open("other", { beside: beto });
  // Both come at once, however slow this computer is.
  await relay.stop();
  await mentions(5);
  await mentions(6);
  await relay.start();
  await isTold(3);
  const [told] = await eventually("the system is asked to tell it", () =>
    bus.notifications.some((known) => known.body !== undefined) ? bus.notifications : null,
  );
  assert.equal(told.program, "Cotejo");
  assert.match(told.title, /^2 avisos en «.+»$/);
  const lines = told.body.split("\n").sort();
  assert.deepEqual(lines, [
    "Ana Ruiz te mencionó en el renglón 5",
    "Ana Ruiz te mencionó en el renglón 6",
  ]);
  assert.ok(!told.said.includes("registro"), told.said);
  assert.match(told.said, /"suppress-sound"\s+variant\s+boolean true/);
  assert.equal(bus.notifications.length, 1);
  await stage.close(other);
});
