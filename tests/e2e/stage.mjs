// What every test of real windows needs: where the programs are, a folder of its own, steps that
// keep a picture of what went wrong, and the first minutes of a person.
import { mkdirSync, mkdtempSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { Key } from "selenium-webdriver";

import { Window, eventually } from "./window.mjs";

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
export const target = process.env.CARGO_TARGET_DIR ?? join(cache, "cotejo", "target");
export const binary = join(target, "debug", "cotejo-app");

/** The action line of row 4 of the example. */
export const LINE_4 = "Recepcionar y dar atención a las denuncias presentadas a SECOEM.";

/** A folder and the windows of one file of tests. */
export class Stage {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "cotejo-e2e-"));
    this.shots = process.env.COTEJO_SHOTS ?? join(this.folder, "shots");
    this.windows = new Set();
    mkdirSync(this.shots, { recursive: true });
  }

  /** Opens the app of a person, on the folder that is theirs. */
  async open(name, options = {}) {
    const home = join(this.folder, name);
    const window = await Window.open(name, { binary, home, shots: this.shots, ...options });
    this.windows.add(window);
    return window;
  }

  async close(window) {
    this.windows.delete(window);
    await window.close();
  }

  /** Ends a window's app and its driver at once, as a power cut would. */
  cut(window) {
    this.windows.delete(window);
    window.kill();
  }

  end() {
    for (const window of this.windows) window.kill();
  }

  /** A step; if it fails, keeps what everybody saw. */
  step = (name, body) => {
    test(name, { timeout: 180_000 }, async (context) => {
      try {
        await body(context);
      } catch (error) {
        for (const window of this.windows) {
          await window.shot(`failed-${name.replaceAll(/\W+/g, "-")}`).catch(() => {});
        }
        console.error(`what was on screen: ${this.shots}`);
        throw error;
      }
    });
  };
}

/** The first minute: who works here. */
export async function firstRun(window, name) {
  await window.type("me-name", name);
  await window.type("me-institution", "SECOEM");
  await window.click("me-save");
}

/** Waits until the example is painted. */
export function seesExample(window) {
  return window.sees(4, "actionLine", LINE_4);
}

/** A new person with the example open. */
export async function withExample(window, name) {
  await firstRun(window, name);
  await window.click("door-example");
  await seesExample(window);
}

/** Invites somebody to the dossier that is open, through a relay; answers the link. */
export async function invites(window, relay, role = "editor") {
  await window.click("invite-open");
  await window.click("invite-role", { role });
  await window.type("invite-relay", relay.url);
  await window.click("invite-create");
  const link = await eventually("the link is shown", () => window.value("invite-link"));
  await window.press(Key.ESCAPE);
  return link;
}

/** Comes to the example by a link. */
export async function joins(window, link) {
  await window.click("door-join");
  await window.type("join-link", link);
  await window.click("join-submit");
  await seesExample(window);
}

export async function says(window, testid, pattern) {
  await eventually(`${window.name}: ${testid} says ${pattern}`, async () =>
    pattern.test(await window.text(testid)),
  );
}
