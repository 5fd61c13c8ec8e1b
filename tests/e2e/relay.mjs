// A real relay process, stopped and started again on the same folder and address.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

export class Relay {
  constructor(binary, folder) {
    this.binary = binary;
    this.folder = folder;
    this.listen = "127.0.0.1:0";
  }

  get url() {
    return `ws://${this.listen}`;
  }

  async start() {
    const log = openSync(join(this.folder, "..", "relay.log"), "a");
    this.process = spawn(this.binary, ["--data", this.folder, "--listen", this.listen], {
      stdio: ["ignore", "pipe", log],
    });
    const [line] = await once(createInterface(this.process.stdout), "line");
    const match = /^listening on (\S+)$/.exec(line);
    if (!match) throw new Error(`the relay says «${line}»`);
    this.listen = match[1];
  }

  async stop(signal = "SIGTERM") {
    const { process: running } = this;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "exit");
    running.kill(signal);
    await ended;
  }
}
