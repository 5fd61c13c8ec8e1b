// What a person feels, measured in a real window on 2,000 rows of 12 columns: first paint, key to
// paint, frames while scrolling, a colleague's edit to paint, memory. One JSON line a figure, as the
// other benches print them. Run by `npm run bench`, with the release build.
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { Key } from "selenium-webdriver";

import { Relay } from "./relay.mjs";
import { Window, eventually } from "./window.mjs";

const LINES = 2_000;
const LETTERS = 150;
const REMOTE_EDITS = 20;
const OPENINGS = 5;
/** What a person reads before they write; meanwhile the documents are read and findings looked for. */
const READING_MS = 3_000;

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const target = process.env.CARGO_TARGET_DIR ?? join(cache, "cotejo", "target");
const profile = process.env.COTEJO_PROFILE ?? "release";
const bin = (name) => join(target, profile, name);
const folder = mkdtempSync(join(tmpdir(), "cotejo-bench-"));
const shots = join(folder, "shots");
const home = join(folder, "ana");

function percentile(times, part) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * part) / 100) - 1)];
}

const round = (value) => Math.round(value * 10) / 10;

function say(bench, times, aim, met, more = {}) {
  console.log(
    JSON.stringify({
      bench,
      ...more,
      p50: round(percentile(times, 50)),
      p95: round(percentile(times, 95)),
      worst: round(Math.max(...times)),
      n: times.length,
      unit: "ms",
      aim,
      met,
    }),
  );
}

/**
 * Bytes of memory a process and all it started hold, each shared page counted in parts (PSS); `own`:
 * those that are no file's, as the pages of the system's libraries are.
 */
function memoryOf(root) {
  const children = new Map();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It ended meanwhile.
    }
  }
  const tree = [root];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  let bytes = 0;
  let own = 0;
  const parts = {};
  for (const one of tree) {
    try {
      const name = readFileSync(`/proc/${one}/comm`, "utf8").trim();
      const rollup = readFileSync(`/proc/${one}/smaps_rollup`, "utf8");
      const held = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1024;
      if (name.startsWith("WebKitWebDriv")) continue;
      parts[name] = Math.round(((parts[name] ?? 0) + held / 1e6) * 10) / 10;
      bytes += held;
      own += Number(/^Pss_Anon:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1024;
    } catch {
      // It ended meanwhile.
    }
  }
  return { bytes, own, parts };
}

const afterPaint = `(done) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => done(performance.now());
  channel.port2.postMessage(null);
})`;

async function firstPaint() {
  const shown = [];
  let window;
  for (let turn = 0; turn < OPENINGS; turn += 1) {
    window?.kill();
    window = await Window.open("bench", { binary: bin("cotejo-app"), home, shots });
    await window.find("dossier-card");
    const times = await window.driver.executeAsyncScript(`
      const done = arguments[arguments.length - 1];
      const paint = ${afterPaint};
      const list = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null;
      const began = performance.now();
      document.querySelector('[data-testid="dossier-card"]').click();
      const look = () => {
        if (document.querySelector('[data-testid="cell"]')) paint((at) => done([list, at - began]));
        else requestAnimationFrame(look);
      };
      look();
    `);
    shown.push((times[0] ?? 0) + times[1]);
  }
  say(
    "window-grid-painted",
    shown,
    "< 400 from the page's first moment",
    percentile(shown, 95) < 400,
    {
      rows: LINES,
    },
  );
  return window;
}

async function keyToPaint(window) {
  await new Promise((done) => setTimeout(done, READING_MS));
  await window.edit(3, "actionLine");
  await window.driver.executeScript(`
    window.keyTimes = [];
    const paint = ${afterPaint};
    let key = null;
    document.addEventListener("keydown", (event) => {
      const mine = (key = { began: event.timeStamp, caught: performance.now() });
      requestAnimationFrame(() => (mine.frame = performance.now()));
      paint((painted) => window.keyTimes.push({ ...mine, painted }));
    }, true);
    // The editor takes the letter when this listener returns, and the screen after that.
    document.addEventListener("input", () => {
      const mine = key;
      queueMicrotask(() => queueMicrotask(() => (mine.taken = performance.now())));
    }, true);
  `);
  const words = "Capacitar a las personas servidoras públicas en materia de integridad y ética. ";
  for (let sent = 0; sent < LETTERS; sent += 1) {
    await window.press(words[sent % words.length]);
  }
  const keys = await window.driver.executeScript("return window.keyTimes");
  await window.press(Key.ESCAPE);
  const times = keys.map(({ began, painted }) => painted - began);
  // What of it the page worked, and did not wait for the screen's next frame.
  const works = keys.map(
    ({ caught, taken, frame, painted }) => (taken ?? caught) - caught + painted - frame,
  );
  const work = { p50: round(percentile(works, 50)), p95: round(percentile(works, 95)) };
  say("window-key-to-paint", times, "p95 < 16", percentile(times, 95) < 16, { work });
}

async function scrolling(window) {
  await window.driver.manage().setTimeouts({ script: 180_000 });
  const frames = await window.driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    const scroll = document.querySelector('[role="treegrid"]');
    scroll.scrollTop = 0;
    const frames = [];
    let last = null;
    const step = (now) => {
      if (last !== null) frames.push(now - last);
      last = now;
      const before = scroll.scrollTop;
      scroll.scrollTop += 400;
      if (scroll.scrollTop > before && frames.length < 5000) requestAnimationFrame(step);
      else done({ frames, height: scroll.scrollHeight });
    };
    requestAnimationFrame(step);
  `);
  const worst = Math.max(...frames.frames);
  say("window-scroll-frame", frames.frames, "none over 50", worst <= 50, { pixels: frames.height });
}

async function remoteEdits(window, relay) {
  await window.click("invite-open");
  await window.type("invite-relay", relay.url);
  await window.click("invite-create");
  const link = await eventually("the link", async () => {
    const text = await (await window.find("invite-link")).getAttribute("value");
    return text || (await window.text("invite-link"));
  });
  await window.press(Key.ESCAPE);
  const cli = (...words) =>
    promisify(execFile)(bin("cotejo"), ["--home", join(folder, "beto"), ...words]);
  await cli("me", "--name", "Beto", "--institution", "SECOEM");
  await cli("join", link);
  const dossier = await eventually("the matrix reaches the colleague", async () => {
    await cli("sync");
    const [one] = JSON.parse((await cli("list", "--json")).stdout);
    return one.rows > 0 && one.dossier;
  });
  await window.driver.executeScript(`
    const scroll = document.querySelector('[role="treegrid"]');
    scroll.scrollTop = 0;
    window.remoteTimes = [];
    const paint = ${afterPaint};
    const id = window.__TAURI_INTERNALS__.transformCallback((event) => {
      if (event.payload.type !== "rows" || !event.payload.foreign) return;
      const began = performance.now();
      paint((at) => window.remoteTimes.push(at - began));
    });
    window.__TAURI_INTERNALS__.invoke("plugin:event|listen", {
      event: "cotejo", target: { kind: "Any" }, handler: id,
    });
  `);
  for (let edit = 0; edit < REMOTE_EDITS; edit += 1) {
    await cli("set", dossier, "2", "targets.2024", String(edit));
    await cli("sync");
    await eventually("it is painted", async () => {
      const times = await window.driver.executeScript("return window.remoteTimes.length");
      return times > edit;
    });
  }
  const times = await window.driver.executeScript("return window.remoteTimes");
  say(
    "window-remote-edit-to-paint",
    times,
    "p95 < 150 from its arrival",
    percentile(times, 95) < 150,
  );
}

function memory(window) {
  const { bytes, own, parts } = memoryOf(window.process.pid);
  const [mib, ownMib] = [bytes, own].map((held) => Math.round(held / 1024 / 1024));
  const aim = "< 350 for the whole tree";
  console.log(
    JSON.stringify({
      bench: "window-memory",
      mib,
      own: ownMib,
      parts,
      unit: "MiB",
      aim,
      met: mib < 350,
    }),
  );
}

mkdirSync(shots, { recursive: true });
execFileSync(bin("bench"), ["forge", home, String(LINES)], { stdio: "ignore" });
const relay = new Relay(bin("cotejo-relay"), join(folder, "relay"));
await relay.start();
let window;
try {
  window = await firstPaint();
  await keyToPaint(window);
  await scrolling(window);
  await remoteEdits(window, relay);
  memory(window);
} finally {
  window?.kill();
  await relay.stop("SIGKILL");
}
