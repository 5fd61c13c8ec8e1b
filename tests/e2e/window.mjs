// One real window of the app: its own home, its own WebKitWebDriver (which serves one session), and
// the few gestures a person makes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync, openSync } from "node:fs";
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

/** Scrolls the grid one screen towards a row, by the numbers of the rows that exist now. */
const SCROLL_TOWARDS = `
  const cells = [...document.querySelectorAll('[data-testid="cell"]')];
  if (cells.length === 0) return;
  const rows = cells.map((cell) => Number.parseInt(cell.dataset.row)).filter((row) => row > 0);
  let scroller = cells[0].parentElement;
  while (scroller && !(scroller.scrollHeight > scroller.clientHeight + 1 &&
      /auto|scroll/.test(getComputedStyle(scroller).overflowY))) scroller = scroller.parentElement;
  const direction = arguments[0] < Math.min(...rows) ? -1 : 1;
  (scroller ?? document.scrollingElement).scrollBy(0, direction * 300);
`;

/** Selects all and types over it. In one call, WebKit's driver would drop what follows the chord. */
async function replace(field, text) {
  await field.sendKeys(Key.chord(Key.CONTROL, "a"));
  await field.sendKeys(text);
}

export class Window {
  /** Opens the app on `home`. Shots and logs go to `shots`. */
  static async open(name, { binary, home, shots }) {
    const port = await freePort();
    const runtime = join(home, "..", `${name}-run`);
    mkdirSync(runtime, { recursive: true, mode: 0o700 });
    const log = openSync(join(shots, `${name}-driver.log`), "a");
    const driverProcess = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
      env: {
        ...process.env,
        TAURI_WEBVIEW_AUTOMATION: "true",
        XDG_CONFIG_HOME: join(runtime, "config"),
        XDG_DATA_HOME: join(runtime, "data"),
        XDG_CACHE_HOME: join(runtime, "cache"),
        XDG_RUNTIME_DIR: runtime,
      },
      stdio: ["ignore", log, log],
      detached: true,
    });
    const window = new Window(name, shots, driverProcess);
    try {
      const capabilities = new Capabilities();
      capabilities.setBrowserName("wry");
      capabilities.set("webkitgtk:browserOptions", { binary, args: ["--home", home] });
      await eventually("the driver listens", () =>
        fetch(`http://127.0.0.1:${port}/status`).then((answer) => answer.ok),
      );
      const building = new Builder()
        .usingServer(`http://127.0.0.1:${port}`)
        .withCapabilities(capabilities)
        .build();
      const late = new Promise((_, fail) => {
        setTimeout(() => fail(new Error(`the window of ${name} does not open`)), SESSION_MS).unref();
      });
      window.driver = await Promise.race([building, late]);
      await window.ready();
    } catch (error) {
      window.kill();
      throw error;
    }
    return window;
  }

  constructor(name, shots, process) {
    this.name = name;
    this.shots = shots;
    this.process = process;
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
      await (await this.find(testid, attributes)).click();
      return true;
    });
  }

  async type(testid, text) {
    const field = await this.find(testid);
    await field.click();
    await replace(field, text);
  }

  async text(testid, attributes) {
    return (await this.find(testid, attributes)).getText();
  }

  /** The cell of a row's number and a column. Only rows near the view exist: scroll towards it. */
  async cell(row, field) {
    const selector = css("cell", { row, field });
    await eventually(`${this.name}: row ${row} comes into view`, async () => {
      const [found] = await this.driver.findElements(By.css(selector));
      if (found) {
        await this.driver.executeScript(
          "arguments[0].scrollIntoView({ block: 'center', inline: 'nearest' })",
          found,
        );
        return true;
      }
      await this.driver.executeScript(SCROLL_TOWARDS, Number(row));
      return false;
    });
    return this.find("cell", { row, field });
  }

  async cellText(row, field) {
    return (await this.cell(row, field)).getText();
  }

  /** Opens the editor of a cell with the keyboard. */
  async #edit(row, field) {
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
    const editor = await this.#edit(row, field);
    await replace(editor, text);
    await editor.sendKeys(Key.ENTER);
    await this.sees(row, field, text);
  }

  /** Replaces some words of a cell: selects just them, types, Enter. */
  async reword(row, field, from, to) {
    const editor = await this.#edit(row, field);
    const found = await this.driver.executeScript(
      `const [box, words] = arguments;
       const at = box.value.indexOf(words);
       if (at >= 0) box.setSelectionRange(at, at + words.length);
       return at >= 0;`,
      editor,
      from,
    );
    if (!found) throw new Error(`${this.name}: «${from}» is not in ${field} of row ${row}`);
    await editor.sendKeys(to);
    await editor.sendKeys(Key.ENTER);
    await this.sees(row, field, to);
  }

  sees(row, field, text) {
    return eventually(`${this.name} sees «${text}» in ${field} of row ${row}`, async () =>
      (await this.cellText(row, field)).includes(text),
    );
  }

  async shot(label) {
    const png = await this.driver.takeScreenshot();
    writeFileSync(join(this.shots, `${label}-${this.name}.png`), png, "base64");
  }

  /** Closes the window as its person would, so that nothing typed is lost. */
  async close() {
    try {
      await this.driver.quit();
    } finally {
      this.kill();
    }
  }

  kill() {
    try {
      process.kill(-this.process.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
}
