// What Cotejo exports as Automerge, opened by the JavaScript package: another program by other hands.
import * as Automerge from "@automerge/automerge";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), ".cache/cotejo/target");
const cotejo = join(target, "debug/cotejo");
const folder = mkdtempSync(join(tmpdir(), "cotejo-interop-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const LINE = "Recibir denuncias 👩‍⚖️ y darles seguimiento “hasta su conclusión”.";
const REMARK = "¿Contamos también las anónimas? 🙂";

function does(...args) {
  const call = ["--home", join(folder, "ana"), "--json", ...args];
  const ran = spawnSync(cotejo, call, { encoding: "utf8" });
  assert.equal(ran.status, 0, `cotejo ${args.join(" ")}\n${ran.error ?? ran.stderr}`);
  return ran.stdout.trim() === "" ? null : JSON.parse(ran.stdout);
}

const opened = (file) => Automerge.load(new Uint8Array(readFileSync(file)));

/** A word that is set whole, as the package shows it. */
const word = (value) => (Automerge.isImmutableString(value) ? value.val : value);

does("me", "--name", "Ana Torres", "--institution", "SECOEM");
const { dossier } = does("import", "ejemplo");
does("set", dossier, "4", "actionLine", LINE);
does("set", dossier, "4", "targets.2024", "85.5");
does("comment", dossier, "4", "actionLine", REMARK);
const shown = does("show", dossier);
does("documents", dossier, "--to", join(folder, "documents"));
const exported = (name) => opened(join(folder, "documents", `${name}.automerge`));

test("the matrix opens, and every line, indicator and meta is what Cotejo shows", () => {
  const matrix = exported("matrix");
  assert.equal(word(matrix.title), shown.title);
  assert.deepEqual(Object.keys(matrix.years).map(Number), shown.years);
  assert.equal(shown.rows.length, 26);
  let metas = 0;
  for (const row of shown.rows) {
    assert.equal(matrix.lines[row.line].actionLine, row.actionLine);
    if (row.indicator === null) continue;
    const indicator = matrix.indicators[row.indicator];
    assert.equal(word(indicator.line), row.line);
    assert.equal(indicator.name, row.indicatorName);
    assert.equal(indicator.interpretation, row.interpretation);
    assert.equal(indicator.formula.text ?? "", row.formula);
    for (const year of shown.years) {
      const meta = indicator.targets[year];
      assert.equal(meta === undefined ? "" : word(meta), row.targets[year] ?? "");
      metas += meta === undefined ? 0 : 1;
    }
  }
  assert.ok(metas > 60, `${metas} metas`);
  assert.equal(matrix.lines[shown.rows[3].line].actionLine, LINE);
  assert.equal(word(matrix.indicators[shown.rows[3].indicator].targets[2024]), "85.5");
});

test("its history is whole: the import and the two edits, each by its own hand", () => {
  const matrix = exported("matrix");
  const history = Automerge.getAllChanges(matrix).map((change) => Automerge.decodeChange(change));
  assert.equal(history.length, 3);
  assert.equal(Automerge.getHeads(matrix).length, 1);
  const founded = Automerge.view(matrix, [history[0].hash]);
  assert.notEqual(founded.lines[shown.rows[3].line].actionLine, LINE);
  // And it can be worked on: the package saves it and opens it again.
  const changed = Automerge.change(Automerge.clone(matrix), (draft) => {
    draft.lines[shown.rows[3].line].actionLine = "Escrito en otro programa";
  });
  const again = Automerge.load(Automerge.save(changed));
  assert.equal(again.lines[shown.rows[3].line].actionLine, "Escrito en otro programa");
});

test("the matrix exported by itself is the same document", () => {
  const file = join(folder, "matrix.bin");
  does("export", dossier, "--format", "automerge", "-o", file);
  assert.deepEqual(Automerge.getHeads(opened(file)), Automerge.getHeads(exported("matrix")));
});

test("the discussion opens, and says what was commented", () => {
  const review = exported("review");
  const comments = Object.values(review.comments).map((comment) => word(comment.text));
  assert.ok(comments.includes(REMARK), comments.join(" | "));
  // The example has a note in that row too, of another cell.
  const fields = Object.values(review.threads)
    .filter((one) => word(one.line) === shown.rows[3].line)
    .map((one) => word(one.field));
  assert.ok(fields.includes("actionLine"), fields.join(" | "));
});
