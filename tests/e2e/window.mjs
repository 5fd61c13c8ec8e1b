// One real window of the app: its own home, its own WebKitWebDriver (which serves one session), and
// the few gestures a person makes.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";

import { Builder, By, Capabilities, Key, until } from "selenium-webdriver";

/** How long anything that should happen may take. Generous: the tests do not measure speed. */
export const PATIENCE_MS = 30_000;
const SESSION_MS = 60_000;

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until `probe` answers something true, and returns it; says what was last seen otherwise. */
export async function eventually(what, probe, ms = PATIENCE_MS) {
  const deadline = Date.now() + ms;
  let last;
  while (Date.now() < deadline) {
    try {
      const answer = await probe();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`waited in vain: ${what} (last: ${last})`);
}

const css = (testid, attributes = {}) =>
  `[data-testid="${testid}"]` +
  Object.entries(attributes)
    .map(([name, value]) => `[data-${name}="${value}"]`)
    .join("");

/**
 * Scrolls the grid towards a row, by the numbers of the rows in view: the selected one is drawn
 * wherever one looks.
 */
const SCROLL_TOWARDS = `
  const scroller = document.querySelector('[role="treegrid"]');
  if (scroller === null) return;
  const { top, bottom } = scroller.getBoundingClientRect();
  const rows = [...scroller.querySelectorAll('[data-testid="cell"][data-field="#"]')]
    .filter((cell) => {
      const box = cell.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    })
    .map((cell) => Number.parseInt(cell.dataset.row))
    .filter((row) => row > 0);
  const up = rows.length > 0 && arguments[0] < Math.min(...rows);
  scroller.scrollBy(0, up ? -300 : 300);
`;

/** The cell that shows a field of a row, brought into view. */
const CELL_OF = `
  const [row, field] = arguments;
  const cells = document.querySelectorAll('[data-testid="cell"][data-field="' + field + '"]');
  const found = [...cells].find((cell) => {
    const first = Number(cell.dataset.row);
    return first <= row && row < first + Number(cell.getAttribute("aria-rowspan") ?? 1);
  });
  found?.scrollIntoView({ block: "center", inline: "nearest" });
  return found;
`;

/**
 * Paints a point anew for two seconds: the driver takes its picture after the next paint, and where
 * nothing is composited a window at rest has none.
 */
const KEEP_PAINTING = `
  const point = document.body.appendChild(document.createElement("i"));
  point.setAttribute("aria-hidden", "true");
  point.style.cssText = "position:fixed;right:0;bottom:0;width:1px;height:1px";
  let left = 40;
  const painting = setInterval(() => {
    point.style.background = left % 2 === 0 ? "#0000" : "#0001";
    left -= 1;
    if (left > 0) return;
    clearInterval(painting);
    point.remove();
  }, 50);
`;

/** Selects some words in an input, or in an editor of several lines. */
const SELECT_WORDS = `
  const [box, words] = arguments;
  if ("value" in box) {
    const at = box.value.indexOf(words);
    if (at >= 0) box.setSelectionRange(at, at + words.length);
    return at >= 0;
  }
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(node, at, node, at + words.length);
    return true;
  }
  return false;
`;

/** Whether just these words are selected, in the window's eyes. */
const SELECTED_IS = `
  const [box, words] = arguments;
  const chosen = "value" in box
    ? box.value.slice(box.selectionStart, box.selectionEnd)
    : getSelection().toString();
  return document.activeElement === box && chosen === words;
`;

/**
 * A screen of its own for each person: on a shared one without a window manager only the last window
 * would have the keyboard, and the others know it.
 */
async function openDisplay([width, height], log) {
  const size = `${width}x${height}x24`;
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", size, "-nolisten", "tcp"], {
    stdio: ["ignore", log, log, "pipe"],
    detached: true,
  });
  const [number] = await once(server.stdio[3], "data");
  return { server, name: `:${String(number).trim()}` };
}

function stop(program) {
  try {
    process.kill(-program.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** The windows that were opened and not closed. */
const running = new Set();

export class Window {
  /**
   * Opens the app on `home`. Shots and logs go to `shots`. `beside`: on the screen of another window,
   * which loses the keyboard to this one; `env`: what else the app finds in its environment; `file`: the
   * one it is opened with, as by a file manager.
   */
  static async open(name, { binary, home, shots, size = [1366, 768], beside, env = {}, file }) {
    const port = await freePort();
    const runtime = join(home, "..", `${name}-run`);
    mkdirSync(runtime, { recursive: true, mode: 0o700 });
    const log = openSync(join(shots, `${name}-driver.log`), "a");
    const display = beside?.display ?? (await openDisplay(size, log));
    const driverProcess = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
      env: {
        ...process.env,
        DISPLAY: display.name,
        WAYLAND_DISPLAY: "",
        GDK_BACKEND: "x11",
        TAURI_WEBVIEW_AUTOMATION: "true",
        XDG_CONFIG_HOME: join(runtime, "config"),
        XDG_DATA_HOME: join(runtime, "data"),
        XDG_CACHE_HOME: join(runtime, "cache"),
        XDG_RUNTIME_DIR: runtime,
        ...env,
      },
      stdio: ["ignore", log, log],
      detached: true,
    });
    const window = new Window(name, shots, driverProcess, display);
    window.home = home;
    running.add(window);
    window.guest = beside !== undefined;
    try {
      const capabilities = new Capabilities();
      capabilities.setBrowserName("wry");
      capabilities.set("webkitgtk:browserOptions", { binary, args: ["--home", home, ...(file === undefined ? [] : [file])] });
      await eventually("the driver listens", () =>
        fetch(`http://127.0.0.1:${port}/status`).then((answer) => answer.ok),
      );
      const building = new Builder()
        // Each command by itself: the driver now and then forgets a connection it keeps.
        .usingHttpAgent(new Agent({ keepAlive: false }))
        .usingServer(`http://127.0.0.1:${port}`)
        .withCapabilities(capabilities)
        .build();
      const late = new Promise((_, fail) => {
        setTimeout(
          () => fail(new Error(`the window of ${name} does not open`)),
          SESSION_MS,
        ).unref();
      });
      window.driver = await Promise.race([building, late]);
      await window.ready();
      const [width, height] = size;
      await window.driver.manage().window().setRect({ x: 0, y: 0, width, height });
    } catch (error) {
      window.kill();
      throw error;
    }
    return window;
  }

  constructor(name, shots, process, display) {
    this.name = name;
    this.shots = shots;
    this.process = process;
    this.display = display;
  }

  ready() {
    return eventually(`${this.name}: the first paint`, () =>
      this.driver.executeScript("return document.documentElement.dataset.ready === '1'"),
    );
  }

  find(testid, attributes) {
    return this.driver.wait(until.elementLocated(By.css(css(testid, attributes))), PATIENCE_MS);
  }

  findAll(testid, attributes) {
    return this.driver.findElements(By.css(css(testid, attributes)));
  }

  async click(testid, attributes) {
    await eventually(`${this.name}: ${testid} can be clicked`, async () => {
      const found = await this.find(testid, attributes);
      await this.driver.executeScript("arguments[0].scrollIntoView({ block: 'nearest' })", found);
      await found.click();
      return true;
    });
  }

  async type(testid, text) {
    const field = await this.find(testid);
    await field.click();
    await this.retype(text);
  }

  async text(testid, attributes) {
    return (await this.find(testid, attributes)).getText();
  }

  /**
   * The cell of a row's number and a column. Only rows near the view exist: scroll towards it. A
   * joined cell is drawn by any row of its group.
   */
  async cell(row, field) {
    return eventually(`${this.name}: row ${row} comes into view`, async () => {
      const found = await this.driver.executeScript(CELL_OF, Number(row), field);
      if (found) return found;
      await this.driver.executeScript(SCROLL_TOWARDS, Number(row));
      return false;
    });
  }

  async cellText(row, field) {
    return (await this.cell(row, field)).getText();
  }

  /** Keys where the keyboard is: sent to an element, they would begin at its end. */
  press(...keys) {
    return this.driver
      .actions()
      .sendKeys(...keys)
      .perform();
  }

  /** A chord: `chord(Key.CONTROL, "z")`. */
  async chord(...keys) {
    const held = keys.slice(0, -1);
    let actions = this.driver.actions();
    for (const key of held) actions = actions.keyDown(key);
    actions = actions.sendKeys(keys.at(-1));
    for (const key of held.toReversed()) actions = actions.keyUp(key);
    await actions.perform();
  }

  /** Selects all and types over it. */
  async retype(text) {
    await this.chord(Key.CONTROL, "a");
    await this.press(text);
  }

  /** Opens the editor of a cell with the keyboard. */
  async edit(row, field) {
    await eventually(`${this.name} edits ${field} of row ${row}`, async () => {
      await (await this.cell(row, field)).click();
      await this.driver.actions().sendKeys(Key.F2).perform();
      await this.driver.findElement(By.css(css("cell-editor")));
      return true;
    });
    return this.find("cell-editor");
  }

  /** Writes a cell anew: select it, F2, all the text replaced, Enter. */
  async write(row, field, text) {
    await this.edit(row, field);
    await this.retype(text);
    await this.press(Key.ENTER);
    await this.sees(row, field, text);
  }

  /** Selects some words in the open editor. */
  async selectWords(words) {
    const editor = await this.find("cell-editor");
    // The editor may still be putting its own selection in place: until the words stay selected.
    await eventually(`${this.name} selects «${words}»`, async () => {
      await this.driver.executeScript(SELECT_WORDS, editor, words);
      await new Promise((done) => setTimeout(done, 150));
      return this.driver.executeScript(SELECTED_IS, editor, words);
    });
  }

  /** Replaces some words of a cell: selects just them, types, Enter. */
  async reword(row, field, from, to) {
    await this.edit(row, field);
    await this.selectWords(from);
    await this.press(to);
    await this.press(Key.ENTER);
    await this.sees(row, field, to);
  }

  /** Selects a cell with the mouse; the keyboard is then in it. */
  async select(row, field) {
    await eventually(`${this.name} selects ${field} of row ${row}`, async () => {
      await (await this.cell(row, field)).click();
      return this.isAt(row, field);
    });
  }

  /** Whether the keyboard is in a cell. */
  async isAt(row, field) {
    const at = await this.keyboard();
    return at.row === String(row) && at.field === field;
  }

  /** Where the keyboard is. */
  keyboard() {
    return this.driver.executeScript(`
      const { dataset = {}, tagName } = document.activeElement ?? {};
      return { ...dataset, tag: tagName };
    `);
  }

  /** Does something by its name in the palette. */
  async command(id, words) {
    await eventually(`${this.name} finds «${words}» in the palette`, async () => {
      if ((await this.findAll("palette")).length === 0) await this.chord(Key.CONTROL, "k");
      await this.find("palette-box");
      await this.retype(words);
      const [first] = await this.findAll("palette-entry");
      return (await first?.getAttribute("data-command")) === id;
    });
    await this.press(Key.ENTER);
    await this.gone("palette");
  }

  /** Chooses from the menu that is open, or from those behind its entries. */
  async choose(words) {
    const looked = new Set();
    await eventually(`${this.name} chooses «${words}»`, async () => {
      const items = await this.driver.findElements(By.css("[role=menuitem]"));
      const groups = [];
      for (const item of items) {
        const text = await item.getText();
        if ((await item.getAttribute("aria-haspopup")) !== null) groups.push([text, item]);
        else if (text.includes(words)) {
          await item.click();
          return true;
        }
      }
      // Behind one it may be found at the next look.
      const next = groups.find(([text]) => !looked.has(text));
      if (next === undefined) looked.clear();
      else {
        looked.add(next[0]);
        await next[1].click();
      }
      return false;
    });
    await eventually(`${this.name}: the menu closes`, async () => {
      return (await this.driver.findElements(By.css("[role=menu]"))).length === 0;
    });
  }

  /** Opens the menu of a row with the keyboard, and chooses. */
  async rowMenu(row, words) {
    await this.select(row, "#");
    await this.press(Key.F2);
    await this.choose(words);
  }

  /** Picks an option of a list. */
  async pick(testid, value) {
    const list = await this.find(testid);
    await (await list.findElement(By.css(`option[value="${value}"]`))).click();
    await eventually(`${this.name}: ${testid} is ${value}`, async () => {
      return (await (await this.find(testid)).getAttribute("value")) === value;
    });
  }

  gone(testid, attributes) {
    return eventually(`${this.name}: ${testid} is gone`, async () => {
      return (await this.findAll(testid, attributes)).length === 0;
    });
  }

  async count(testid, attributes) {
    return (await this.findAll(testid, attributes)).length;
  }

  /** The value of a box. */
  async value(testid) {
    return (await this.find(testid)).getAttribute("value");
  }

  /** Waits until a cell says just this, marks aside. */
  reads(row, field, text) {
    let seen;
    return eventually(`${this.name} reads «${text}» in ${field} of row ${row}`, async () => {
      const cell = await this.cell(row, field);
      seen = await (await cell.findElement(By.css(css("cell-text")))).getAttribute("textContent");
      return seen === text;
    }).catch((error) => {
      throw new Error(`${error.message}; it says «${seen}»`);
    });
  }

  /** What a cell says, marks aside. */
  async reading(row, field) {
    const cell = await this.cell(row, field);
    return (await cell.findElement(By.css(css("cell-text")))).getAttribute("textContent");
  }

  sees(row, field, text) {
    return eventually(`${this.name} sees «${text}» in ${field} of row ${row}`, async () =>
      (await this.cellText(row, field)).includes(text),
    );
  }

  async shot(label) {
    writeFileSync(join(this.shots, `${label}-${this.name}.png`), await this.picture(), "base64");
  }

  /** What is on screen: a PNG, in base64. */
  async picture() {
    await this.driver.executeScript(KEEP_PAINTING);
    return this.driver.takeScreenshot();
  }

  /** Closes the window as its person would, so that nothing typed is lost. */
  async close() {
    try {
      await this.driver.quit();
    } finally {
      this.kill();
    }
    // Unless another window works in it still.
    if ([...running].some((other) => other.home === this.home)) return;
    await eventually(`${this.name}: the folder is free for others`, async () => this.isFolderFree());
  }

  /** Whether no program holds the folder: one that was ended holds it until the system has noticed. */
  isFolderFree() {
    const lock = join(this.home, "cotejo.lock");
    return !existsSync(lock) || spawnSync("flock", ["--nonblock", lock, "true"]).status === 0;
  }

  kill() {
    running.delete(this);
    stop(this.process);
    if (!this.guest) stop(this.display.server);
  }
}
