// A message bus of its own, and what is asked of the system's notifications on it. Nobody shows
// them: what the app asks for is all there is to see.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A bus that starts no service, and lets a monitor hear everything. */
const CONFIG = (folder) => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
const NOTIFY = "interface='org.freedesktop.Notifications',member='Notify'";

export class Bus {
  /** Every notification asked for, oldest first. */
  notifications = [];

  constructor(folder) {
    this.folder = folder;
  }

  async start() {
    mkdirSync(this.folder, { recursive: true });
    const config = join(this.folder, "bus.conf");
    writeFileSync(config, CONFIG(this.folder));
    const options = { stdio: ["ignore", "pipe", "ignore"] };
    this.daemon = spawn(
      "dbus-daemon",
      [`--config-file=${config}`, "--nofork", "--print-address=1"],
      options,
    );
    [this.address] = await once(createInterface(this.daemon.stdout), "line");
    const watch = ["--address", this.address, NOTIFY];
    this.monitor = spawn("dbus-monitor", watch, options);
    const lines = createInterface(this.monitor.stdout);
    lines.on("line", (line) => this.#read(line));
    // It listens once it has said its own name.
    await once(lines, "line");
  }

  stop() {
    this.monitor?.kill("SIGKILL");
    this.daemon?.kill("SIGKILL");
  }

  /** The texts of a call are its first four: program, icon, title, body. A text may have lines. */
  #read(line) {
    if (line.startsWith("method call")) this.notifications.push({ said: line });
    const call = this.notifications.at(-1);
    if (call === undefined) return;
    call.said += `\n${line}`;
    const texts = [...call.said.matchAll(/^ {3}string "([\s\S]*?)"$/gm)];
    const [program, icon, title, body] = texts.map(([, text]) => text);
    Object.assign(call, { program, icon, title, body });
  }
}
