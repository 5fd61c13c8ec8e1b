import { undo } from "@codemirror/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { HostEvent, TextPushed } from "../src/host";
import { PUSH_MS, RETRY_MS } from "../src/state/textSession";
import { FakeSurface, Shell } from "./shell";
import { FULL, row } from "./support";

const NAME = "line-1|actionLine";
const START = "Capacitar a 80 personas";
const SEEDS = Array.from({ length: 120 }, (_, at) => at + 1);
const STEPS = 120;

/** A dice that falls the same way for the same seed (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/**
 * A shell whose every request arrives late, is answered late, fails before or after it was done, and
 * whose events keep their own order but not that of the answers.
 */
class SlowShell extends Shell {
  readonly roll: (sides: number) => number;
  readonly events: HostEvent[] = [];
  /** In a hundred: how often a request fails before it is done, and its answer is lost after. */
  failsBefore = 0;
  failsAfter = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(seed: number) {
    super([row(1, { actionLine: START })]);
    this.roll = dice(seed);
    for (const call of ["openText", "pushText", "pullText", "revertText"] as const)
      this.#slow(call);
  }

  /** Lets one of the waiting things happen; `false` if there are none. */
  step(): boolean {
    const choices = this.#waiting.length + (this.events.length > 0 ? 1 : 0);
    if (choices === 0) return false;
    const chosen = this.roll(choices);
    if (chosen < this.#waiting.length) this.#waiting.splice(chosen, 1)[0]?.();
    else this.#tell();
    return true;
  }

  override write(name: string, at: number, gone: number, insert: string): void {
    const from = this.texts.versionOf(name);
    const changes = [{ at, delete: gone, insert }];
    this.texts.write(name, changes);
    for (const session of this.texts.sessionsOf(name)) {
      this.events.push({ type: "text", session, from, updates: [{ client: "", changes }] });
    }
  }

  #tell(): void {
    const event = this.events.shift();
    if (event?.type === "text") this.editors.heard(event);
  }

  #slow(call: "openText" | "pushText" | "pullText" | "revertText"): void {
    const prompt = this[call] as (...args: unknown[]) => Promise<unknown>;
    const late = () => new Promise<void>((go) => this.#waiting.push(go));
    const slow = async (...args: unknown[]) => {
      await late();
      if (this.roll(100) < this.failsBefore) throw FULL as unknown as Error;
      const answer = await prompt(...args);
      const lost = this.roll(100) < this.failsAfter;
      await late();
      if (lost) throw FULL as unknown as Error;
      return answer;
    };
    Object.assign(this, { [call]: slow });
    if (call !== "pushText") return;
    // The echo of a push is an event like any other.
    this.echo = false;
    const push = prompt as Shell["pushText"];
    const told: Shell["pushText"] = async (session, version, client, updates) => {
      const answer: TextPushed = await push(session, version, client, updates);
      if (answer.accepted && this.roll(2) === 0) {
        const echoed = updates.map((changes) => ({ client, changes }));
        this.events.push({ type: "text", session, from: version, updates: echoed });
      }
      return answer;
    };
    const slowTold = async (...args: Parameters<Shell["pushText"]>) => {
      await late();
      if (this.roll(100) < this.failsBefore) throw FULL as unknown as Error;
      const answer = await told(...args);
      const lost = this.roll(100) < this.failsAfter;
      await late();
      if (lost) throw FULL as unknown as Error;
      return answer;
    };
    this.pushText = slowTold;
  }
}

interface Run {
  shell: SlowShell;
  surface: FakeSurface;
  /** Every letter typed here, none twice. */
  typed: string[];
}

/** Letters that stand in no other text, so that each can be counted. */
const letter = (at: number) => String.fromCharCode(0x4e00 + at);

async function settled({ shell }: Run, done: Promise<boolean>): Promise<boolean> {
  const over = done.then(() => true);
  for (;;) {
    while (shell.step()) await vi.advanceTimersByTimeAsync(0);
    const quiet = vi.advanceTimersByTimeAsync(RETRY_MS).then(() => false);
    if ((await Promise.race([over, quiet])) && !shell.step()) return done;
  }
}

async function play(seed: number, erases: boolean): Promise<Run> {
  const shell = new SlowShell(seed);
  const { roll } = shell;
  shell.failsBefore = [0, 0, 15, 30][roll(4)] ?? 0;
  shell.failsAfter = [0, 0, 10][roll(3)] ?? 0;
  shell.editors.open(shell.first, "actionLine", "grid");
  const surface = new FakeSurface(shell.text);
  const run: Run = { shell, surface, typed: [] };
  let written = 0;
  for (let turn = 0; turn < STEPS; turn += 1) {
    const length = surface.state.doc.length;
    const text = shell.texts.textOf(NAME);
    switch (roll(erases ? 8 : 6)) {
      case 0:
      case 1:
      case 2: {
        const next = letter(run.typed.length);
        run.typed.push(next);
        surface.type(next, roll(length + 1));
        break;
      }
      case 3:
        written += 1;
        shell.write(NAME, roll(text.length + 1), 0, letter(0x1000 + written));
        break;
      case 4:
        shell.step();
        await vi.advanceTimersByTimeAsync(0);
        break;
      case 5:
        await vi.advanceTimersByTimeAsync(roll(2 * PUSH_MS));
        break;
      case 6: {
        const from = roll(length + 1);
        surface.erase(from, Math.min(length, from + roll(4)));
        break;
      }
      default: {
        const at = roll(text.length + 1);
        shell.write(NAME, at, Math.min(text.length - at, roll(4)), "");
      }
    }
  }
  shell.failsBefore = 0;
  shell.failsAfter = 0;
  return run;
}

/** What was under way may still fail; the next try must not. */
async function savedAll(run: Run, seed: number): Promise<void> {
  await settled(run, run.shell.editors.retryAll());
  expect(await settled(run, run.shell.editors.retryAll()), `seed ${seed}`).toBe(true);
}

const counted = (text: string, wanted: string) => text.split(wanted).length - 1;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("writing together, whatever comes late, is refused or fails", () => {
  it("loses no letter and doubles none", async () => {
    for (const seed of SEEDS) {
      const run = await play(seed, false);
      const { shell, surface, typed } = run;
      await savedAll(run, seed);
      const here = surface.state.doc.toString();
      expect(here, `seed ${seed}`).toBe(shell.texts.textOf(NAME));
      expect(shell.draft?.phase, `seed ${seed}`).toMatch(/saved|clean/);
      for (const one of typed) expect(counted(here, one), `seed ${seed}, ${one}`).toBe(1);
      for (const one of START) expect(here, `seed ${seed}`).toContain(one);
    }
  });

  it("comes to the same text on both sides when words go, too", async () => {
    for (const seed of SEEDS) {
      const run = await play(seed, true);
      const { shell, surface } = run;
      await savedAll(run, seed);
      expect(surface.state.doc.toString(), `seed ${seed}`).toBe(shell.texts.textOf(NAME));
    }
  });

  it("undoes all of one's own and nothing of the others'", async () => {
    for (const seed of SEEDS) {
      const run = await play(seed, false);
      const { shell, surface, typed } = run;
      while (undo(surface));
      await savedAll(run, seed);
      const here = surface.state.doc.toString();
      expect(here, `seed ${seed}`).toBe(shell.texts.textOf(NAME));
      for (const one of typed) expect(counted(here, one), `seed ${seed}, ${one}`).toBe(0);
      expect(here.replace(/[^\x20-\x7e]/g, ""), `seed ${seed}`).toBe(START);
    }
  });

  it("closes with everything on disk, or says that it is not", async () => {
    for (const seed of SEEDS) {
      const run = await play(seed, false);
      const { shell, typed } = run;
      shell.failsBefore = seed % 3 === 0 ? 100 : 0;
      const done = await settled(run, shell.editors.commit());
      const text = shell.texts.textOf(NAME);
      const missing = typed.filter((one) => counted(text, one) !== 1);
      if (done) expect(missing, `seed ${seed}`).toEqual([]);
      const left = shell.editors.state.get().all.get(NAME)?.text ?? text;
      for (const one of typed) expect(counted(left, one), `seed ${seed}, ${one}`).toBe(1);
    }
  });
});
