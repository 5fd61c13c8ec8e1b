// Ana and Beto write one matrix: together, then each without connection, then together again.
// usage: node scripts/demo.mjs path/to/cotejo path/to/cotejo-relay
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [cotejo, relayProgram] = process.argv.slice(2);
const EXAMPLE = "shared/exchange/samples/secoem-matriz.xlsx";
const ROW = "4";
const RELAY_START_MS = 20_000;

const folder = mkdtempSync(join(tmpdir(), "cotejo-demo-"));
let relay = null;

const tell = (text) => console.log(`\n${text}`);
const detail = (text) => console.log(`    ${text}`);

/** A person at their own computer: one home, one command line. */
function person(name, home) {
  const call = (args) =>
    spawnSync(cotejo, ["--home", join(folder, home), "--json", ...args], { encoding: "utf8" });
  return {
    name,
    /** Runs a command that must work, and returns its JSON. */
    does(...args) {
      const ran = call(args);
      assert.equal(ran.status, 0, `${name}: cotejo ${args.join(" ")}\n${ran.error ?? ran.stderr}`);
      return ran.stdout.trim() === "" ? null : JSON.parse(ran.stdout);
    },
    /** Runs a command that must fail in an orderly way, and returns the problem. */
    cannot(...args) {
      const ran = call(args);
      assert.equal(ran.status, 1, `${name}: cotejo ${args.join(" ")} should have failed`);
      return JSON.parse(ran.stderr);
    },
    row(dossier) {
      const row = this.does("show", dossier).rows.find((row) => String(row.row) === ROW);
      assert.ok(row, `${name} has no row ${ROW}`);
      return row;
    },
    exports(dossier, format, ...options) {
      const file = join(folder, `${home}.${format}`);
      this.does("export", dossier, "--format", format, ...options, "-o", file);
      return readFileSync(file);
    },
  };
}

/** Starts the relay on its data, and answers with its address. */
async function startRelay(listen) {
  relay = spawn(relayProgram, ["--data", join(folder, "relay"), "--listen", listen], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise((_, fail) => {
    relay.once("error", fail);
    relay.once("exit", (code) => fail(new Error(`the relay ended with code ${code}`)));
  });
  ended.catch(() => {}); // it also ends when the story stops it
  const late = new Promise((_, fail) => {
    setTimeout(() => fail(new Error("the relay does not start")), RELAY_START_MS).unref();
  });
  const first = createInterface(relay.stdout)[Symbol.asyncIterator]().next();
  const { value: line } = await Promise.race([first, ended, late]);
  const address = /^listening on (\S+)$/.exec(line)?.[1];
  assert.ok(address, `the relay's first line is «${line}»`);
  return address;
}

async function stopRelay() {
  const running = relay;
  relay = null;
  if (running === null || running.exitCode !== null) return;
  const ended = new Promise((done) => running.once("exit", done));
  running.kill("SIGTERM");
  await ended;
}

/** What an .automerge file says its history ends in: equal heads are equal histories. */
function headsOf(file) {
  let at = 0;
  const take = (length) => file.subarray(at, (at += length));
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = take(1)[0];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  assert.equal(take(4).toString("hex"), "856f4a83", "not an Automerge file");
  take(4); // checksum
  assert.equal(take(1)[0], 0, "not a whole document");
  number(); // length
  for (let actors = number(); actors > 0; actors--) take(number());
  return Array.from({ length: number() }, () => take(32).toString("hex")).sort();
}

async function story() {
  const ana = person("Ana", "ana");
  const beto = person("Beto", "beto");
  const people = [ana, beto];

  tell("1. Ana Torres, of SECOEM, imports the matrix of the example.");
  ana.does("me", "--name", "Ana Torres", "--institution", "SECOEM");
  const imported = ana.does("import", EXAMPLE);
  const { dossier } = imported;
  detail(`${imported.rows} rows, ${imported.comments} comments, ${imported.doubts.length} doubts listed`);
  assert.equal(imported.rows, 26);
  const original = ana.row(dossier).actionLine;

  const address = await startRelay("127.0.0.1:0");
  tell(`2. A relay starts on ${address}. Ana invites Beto, who joins with the link.`);
  const { link } = ana.does("invite", dossier, "--role", "editor", "--relay", `ws://${address}`);
  detail(`${link.slice(0, 40)}… (${link.length} characters)`);
  ana.does("sync", dossier);
  beto.does("me", "--name", "Beto Ruiz", "--institution", "SECOEM");
  beto.does("join", link);
  beto.does("sync", dossier);
  assert.equal(beto.does("show", dossier).rows.length, 26);
  detail("Beto has the 26 rows");

  tell("3. The relay stops. Both go on working, and everything is kept on their own disks.");
  await stopRelay();
  const problem = ana.cannot("sync", dossier);
  detail(`Ana tries to sync: ${problem.code}. ${problem.message} ${problem.next}`);

  const reworded = original.replace(/^\S+/, "Recibir");
  const added = " Informar cada trimestre al Comité Coordinador.";
  assert.notEqual(reworded, original);
  tell(`4. Row ${ROW}, "${original}"`);
  ana.does("set", dossier, ROW, "actionLine", reworded);
  detail("Ana rewords how the sentence begins");
  beto.does("set", dossier, ROW, "actionLine", original + added);
  detail("Beto adds a second sentence to the same text");
  ana.does("set", dossier, ROW, "targets.2024", "90");
  beto.does("set", dossier, ROW, "targets.2024", "85");
  detail("Ana sets the target of 2024 to 90, Beto to 85");
  ana.does("set", dossier, ROW, "responsible", "Dirección de Quejas");
  detail("Ana names who is responsible");
  const remark = "¿Contamos también las denuncias anónimas?";
  beto.does("comment", dossier, ROW, "actionLine", remark);
  detail(`Beto comments: ${remark}`);
  for (const who of people) {
    const status = who.does("status").find((status) => status.dossier === dossier);
    detail(`${who.name}: ${status.saved} edits saved here, ${status.waiting} waiting`);
    assert.ok(status.waiting > 0, "edits wait while there is no relay");
  }

  tell("5. The relay comes back, on the same data and the same address. Everything meets.");
  assert.equal(await startRelay(address), address);
  for (const who of [ana, beto, ana]) {
    const report = who.does("sync", dossier);
    detail(`${who.name}: ${report.sent} sent, ${report.received} received, ${report.waiting} waiting`);
    assert.equal(report.waiting, 0);
  }

  tell("6. The two sentences are one text, nobody was asked; the target is asked, with both authors.");
  for (const who of people) {
    const row = who.row(dossier);
    assert.equal(row.actionLine, reworded + added);
    assert.deepEqual(row.toDecide, []);
    assert.equal(row.responsible, "Dirección de Quejas");
    const conflict = row.conflicts.find((conflict) => conflict.field === "targets.2024");
    const values = conflict.values.map((value) => `${value.value} (${value.author})`).sort();
    assert.deepEqual(values, ["85 (Beto Ruiz)", "90 (Ana Torres)"]);
    const comment = who.does("comments", dossier).find((comment) => comment.text === remark);
    assert.equal(comment.author, "Beto Ruiz");
    assert.equal(String(comment.row), ROW);
    detail(`${who.name} reads: "${row.actionLine}"`);
    detail(`${who.name} sees the target of 2024 as ${values.join(" or ")}, and Beto's comment`);
  }

  tell("7. Ana decides: the target is 85.");
  const { values } = ana.row(dossier).conflicts.find((conflict) => conflict.field === "targets.2024");
  const { choose } = values.find((value) => value.value === "85");
  ana.does("resolve", dossier, ROW, "targets.2024", "--choose", String(choose));
  for (const who of people) who.does("sync", dossier);
  for (const who of people) {
    const row = who.row(dossier);
    assert.equal(row.targets["2024"], "85");
    assert.deepEqual(row.conflicts, []);
  }
  detail("Both read 85, and nothing is left to decide");

  tell("8. Ana writes the minuta. Closing it freezes the matrix as its annex.");
  const session = ["--session", "08", "--phase", "1", "--date", "2023-04-19"];
  const [minutes] = ana.does("minuta", "new", dossier, ...session).made;
  ana.does("minuta", "agree", dossier, minutes, "La matriz queda integrada con 24 líneas de acción.");
  ana.does("minuta", "attend", dossier, minutes, "Lic. Elisa Vega, Directora", "Ing. Iván Paz");
  const written = ana.does("minuta", "show", dossier, minutes);
  const [{ said, counted }] = written.agreements[0].agreement.counts;
  assert.deepEqual([said, counted], [24, 25]);
  detail(`Cotejo warns: the text says ${said} action lines, the matrix has ${counted}`);
  ana.does("minuta", "close", dossier, minutes);
  for (const who of people) who.does("sync", dossier);

  tell("9. Beto prints it all, without connection, and checks a paper that somebody hands him.");
  const version = beto.does("versions", dossier)[0].id;
  for (const format of ["pdf", "docx", "xlsx", "ods", "csv"]) {
    detail(`the annex as ${format}: ${beto.exports(dossier, format, "--version", version).length} bytes`);
  }
  const paper = join(folder, "minuta.pdf");
  beto.does("minuta", "export", dossier, minutes, "--format", "pdf", "-o", paper);
  const first = beto.does("verify-document", join(folder, "beto.pdf"));
  assert.deepEqual([first.outcome, first.file, first.changes], ["version", "exact", 0]);
  detail(first.sentence);
  beto.does("set", dossier, ROW, "unitOfMeasure", "Denuncia");
  const later = beto.does("verify-document", paper);
  assert.deepEqual([later.outcome, later.changes], ["version", 1]);
  detail(`after he changes a cell, it says so: ${later.changes} change since`);
  for (const who of [beto, ana]) who.does("sync", dossier);

  tell("10. Both export their dossier. They must be the same.");
  const [matrixOfAna, matrixOfBeto] = people.map((who) => JSON.parse(who.exports(dossier, "json")));
  assert.deepEqual(matrixOfAna, matrixOfBeto);
  detail("the JSON exports are equal, field by field");
  const [historyOfAna, historyOfBeto] = people.map((who) => headsOf(who.exports(dossier, "automerge")));
  assert.deepEqual(historyOfAna, historyOfBeto);
  detail(`the Automerge documents end in the same history: ${historyOfAna.join(", ")}`);
  for (const who of people) who.does("verify");
  detail("and both stores are whole");

  tell("11. Ana keeps everything in one file. She goes on writing, and then her computer is lost.");
  const backup = join(folder, "ana.cotejo-respaldo");
  const made = ana.does("backup", "-o", backup);
  detail(`${made.bytes} bytes in one file`);
  ana.does("set", dossier, ROW, "responsible", "Dirección de Quejas y Denuncias");
  ana.does("sync", dossier);
  const again = person("Ana", "ana-again");
  again.does("restore", backup);
  again.does("set", dossier, ROW, "unitOfMeasure", "Denuncias");
  detail("On another computer she restores the file, and writes before it meets the relay");
  for (const who of [again, beto, again]) who.does("sync", dossier);
  for (const who of [again, beto]) {
    const row = who.row(dossier);
    assert.equal(row.responsible, "Dirección de Quejas y Denuncias");
    assert.equal(row.unitOfMeasure, "Denuncias");
    assert.equal(who.does("status")[0].waiting, 0);
    who.does("verify");
  }
  const histories = [again, beto].map((who) => headsOf(who.exports(dossier, "automerge")));
  assert.deepEqual(histories[0], histories[1]);
  detail("What she wrote after the backup came back from the relay, and nothing is lost");
}

try {
  await story();
  tell("Nothing was lost, and both have the same matrix.");
} catch (error) {
  tell(`THE STORY DOES NOT END WELL: ${error.message}`);
  process.exitCode = 1;
} finally {
  await stopRelay();
  rmSync(folder, { recursive: true, force: true });
}
