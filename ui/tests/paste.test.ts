import { describe, expect, it } from "vitest";

import { planClear, planFillDown, planFillRight } from "../src/features/clipboard/fill";
import { TEXT_UNITS_MAX } from "../src/features/clipboard/limits";
import { planPaste, type PasteChoices, type PasteGround } from "../src/features/clipboard/plan";
import type { PastedTable } from "../src/features/clipboard/table";
import type { HeadingView, Row } from "../src/host";
import { AXIS, PRIORITY, row } from "./support";
import { fromHtml, fromText } from "./tables";

const CATALOGUE: HeadingView[] = [
  {
    id: "axis-1",
    level: "axis",
    parent: null,
    number: "1",
    text: "Combatir la Impunidad",
    retired: false,
    lines: 0,
  },
  {
    id: "axis-2",
    level: "axis",
    parent: null,
    number: "2",
    text: "Cultura",
    retired: false,
    lines: 0,
  },
  {
    id: "priority-7",
    level: "priority",
    parent: "axis-1",
    number: "7",
    text: "Fomentar a la denuncia",
    retired: false,
    lines: 3,
  },
  {
    id: "priority-8",
    level: "priority",
    parent: "axis-1",
    number: "8",
    text: "Integridad",
    retired: false,
    lines: 0,
  },
  {
    id: "priority-9",
    level: "priority",
    parent: "axis-2",
    number: "9",
    text: "Difusión",
    retired: false,
    lines: 0,
  },
];

const FIELDS = [
  "headings.axis",
  "headings.priority",
  "actionLine",
  "indicatorName",
  "frequency",
  "targets.2024",
  "targets.2025",
  "targets.2026",
];

const ALL: PasteChoices = { header: true, empties: true, add: true, review: false };

/** No row is approved. */
const free = () => false;

interface Pasting {
  rows: readonly Row[];
  at: string;
  selected?: PasteGround["selected"];
  choices?: Partial<PasteChoices>;
}

function plan(table: PastedTable, { rows, at, selected, choices }: Pasting) {
  const fields = FIELDS.slice(FIELDS.indexOf(at));
  return planPaste(
    table,
    {
      rows,
      fields,
      selected: selected ?? { rows: 1, columns: 1 },
      form: FIELDS,
      catalogue: CATALOGUE,
      after: rows.at(-1)?.line ?? null,
      rowsTotal: rows.length,
      isLocked: free,
    },
    { ...ALL, ...choices },
  );
}

const changed = ({ changes }: ReturnType<typeof plan>) =>
  changes.map(({ place, field, before, after }) => [
    "row" in place ? place.row : `+${place.added}`,
    field,
    before,
    after,
  ]);

describe("a paste over cells", () => {
  it("changes cells by their place, leaves the same ones, and empties with empty ones", () => {
    const rows = [row(1), row(2, { frequency: "Semestral" })];
    const got = plan(fromText("Anual\t100 %\t\r\nAnual\t100\t100\r\n"), { rows, at: "frequency" });
    expect(changed(got)).toEqual([
      [1, "targets.2024", "100", "100 %"],
      [1, "targets.2025", "100", ""],
      [2, "frequency", "Semestral", "Anual"],
    ]);
    expect(got).toMatchObject({ same: 3, emptied: 1, rowsChanged: 2, refused: [] });
    expect(got.actions).toEqual([
      {
        type: "set",
        line: "line-1",
        indicator: "indicator-1",
        field: "targets.2024",
        value: "100 %",
        base: null,
      },
      {
        type: "set",
        line: "line-1",
        indicator: "indicator-1",
        field: "targets.2025",
        value: "",
        base: null,
      },
      {
        type: "set",
        line: "line-2",
        indicator: "indicator-2",
        field: "frequency",
        value: "Anual",
        base: null,
      },
    ]);
  });

  it("leaves full cells alone when empty ones are not to empty them", () => {
    const got = plan(fromText("Anual\t100 %\t\r\n"), {
      rows: [row(1)],
      at: "frequency",
      choices: { empties: false },
    });
    expect(changed(got)).toEqual([[1, "targets.2024", "100", "100 %"]]);
    expect(got.emptied).toBe(1);
  });

  it("fills a selected range with one cell, and repeats what divides it", () => {
    const rows = [row(1), row(2), row(3), row(4)];
    const one = plan(fromHtml("<table><tr><td>80</td></tr></table>"), {
      rows,
      at: "targets.2024",
      selected: { rows: 2, columns: 2 },
    });
    expect(one.changes).toHaveLength(4);
    const two = plan(fromText("1\t2\r\n3\t4\r\n"), {
      rows,
      at: "targets.2024",
      selected: { rows: 4, columns: 2 },
    });
    expect(changed(two).map(([at, , , after]) => [at, after])).toEqual([
      [1, "1"],
      [1, "2"],
      [2, "3"],
      [2, "4"],
      [3, "1"],
      [3, "2"],
      [4, "3"],
      [4, "4"],
    ]);
    const three = plan(fromText("1\r\n2\r\n3\t\r\n"), {
      rows,
      at: "targets.2024",
      selected: { rows: 2, columns: 1 },
    });
    expect(three.rowsChanged).toBe(3);
  });

  it("makes the indicator of a line without one, whole", () => {
    const bare = row(1, { indicator: null, indicatorName: "", frequency: "" });
    const got = plan(fromText("Línea nueva\tCapacitaciones\tAnual\r\n"), {
      rows: [bare],
      at: "actionLine",
    });
    expect(got.actions).toEqual([
      {
        type: "set",
        line: "line-1",
        indicator: null,
        field: "actionLine",
        value: "Línea nueva",
        base: null,
      },
      {
        type: "addIndicator",
        line: "line-1",
        cells: { indicatorName: "Capacitaciones", frequency: "Anual" },
      },
    ]);
  });

  it("writes a cell that rows share once, and refuses a second text for it", () => {
    const rows = [row(1), row(2, { line: "line-1" })];
    const joined = "<table><tr><td rowspan=2>Una</td><td>a</td></tr><tr><td>b</td></tr></table>";
    const good = plan(fromHtml(joined), { rows, at: "actionLine" });
    expect(changed(good)).toEqual([
      [1, "actionLine", "Línea 1", "Una"],
      [1, "indicatorName", "Indicador 1", "a"],
      [2, "indicatorName", "Indicador 2", "b"],
    ]);
    const bad = plan(fromText("Una\ta\r\nOtra\tb\r\n"), { rows, at: "actionLine" });
    expect(bad.changes).toHaveLength(3);
    expect(bad.refused).toMatchObject([{ field: "actionLine", text: "Otra" }]);
  });

  it("refuses what cannot be, and says why", () => {
    const rows = [row(1, { retired: true, row: null }), row(2), row(3)];
    const long = "x".repeat(TEXT_UNITS_MAX + 1);
    const got = plan(fromText(`a\tb\r\n${long}\tc\r\n####\td\r\n`), { rows, at: "indicatorName" });
    expect(got.refused.map(({ why }) => why.split(".")[0])).toEqual([
      "El renglón está retirado",
      "El renglón está retirado",
      expect.stringContaining("demasiado largo"),
      expect.stringContaining("####"),
    ]);
    expect(changed(got).map(([at, field]) => [at, field])).toEqual([
      [2, "frequency"],
      [3, "frequency"],
    ]);
    const beyond = plan(fromText("1\t2\t\t\r\n"), { rows: [row(1)], at: "targets.2026" });
    expect(beyond.refused).toMatchObject([{ field: null, text: "2" }]);
  });

  it("keeps prose pasted over a figure as printed", () => {
    const got = plan(fromText("Por definir\tN/A\r\n"), { rows: [row(1)], at: "targets.2024" });
    expect(changed(got).map(([, , , after]) => after)).toEqual(["Por definir", "N/A"]);
  });
});

describe("headings in a paste", () => {
  const rows = [row(1, { headings: [AXIS, PRIORITY] }), row(2, { headings: [AXIS, PRIORITY] })];

  it("puts a row under the heading of the catalogue that says the same", () => {
    const got = plan(
      fromText("1. combatir la IMPUNIDAD\t8. Integridad\tA\r\n\t9. Difusion\tB\r\n"),
      {
        rows,
        at: "headings.axis",
      },
    );
    expect(got.refused).toEqual([]);
    expect(got.actions.filter(({ type }) => type === "assignHeading")).toEqual([
      { type: "assignHeading", line: "line-1", heading: "priority-8" },
      { type: "assignHeading", line: "line-2", heading: "priority-9" },
    ]);
    expect(changed(got)).toContainEqual([
      2,
      "headings.axis",
      "1. Combatir la Impunidad",
      "2. Cultura",
    ]);
  });

  it("never rewords one, and loses none", () => {
    const unknown = plan(fromText("1. Otro eje\t7. Fomentar a la denuncia\r\n3\t\r\n"), {
      rows,
      at: "headings.axis",
    });
    expect(unknown.actions).toEqual([]);
    expect(unknown.refused.map(({ field }) => field)).toEqual([
      "headings.priority",
      "headings.axis",
    ]);
    const lost = plan(fromHtml("<table><tr><td>2. Cultura</td></tr></table>"), {
      rows,
      at: "headings.axis",
      selected: { rows: 2, columns: 1 },
    });
    expect(lost).toMatchObject({ actions: [], changes: [] });
    expect(lost.refused.map(({ why }) => why)).toEqual([
      expect.stringContaining("perdería su Prioridad"),
      expect.stringContaining("perdería su Prioridad"),
    ]);
  });

  it("takes the same words, and blanks under a joined cell, for no change", () => {
    const same = plan(fromText("1. Combatir la Impunidad\tFomentar a la denuncia.\r\n\t\r\n"), {
      rows,
      at: "headings.axis",
    });
    expect(same).toMatchObject({ changes: [], refused: [] });
  });
});

describe("a header in a paste", () => {
  it("maps columns by their names and says which it does not know", () => {
    const text =
      "No.\tLluvia de ideas: Líneas de Acción\tFrecuencia de Medición\tMeta 2024\tObservaciones\r\n" +
      "1\tCapacitar\tSemestral\t80%\tnada\r\n";
    const got = plan(fromText(text), { rows: [row(1)], at: "headings.axis" });
    expect(got.header?.unknown).toEqual(["No.", "Observaciones"]);
    expect(changed(got)).toEqual([
      [1, "actionLine", "Línea 1", "Capacitar"],
      [1, "frequency", "Anual", "Semestral"],
      [1, "targets.2024", "100", "80%"],
    ]);
  });

  it("reads years under one «Meta»", () => {
    const html =
      "<table><tr><td rowspan=2>Indicador</td><td colspan=3>Meta</td></tr>" +
      "<tr><td>2024</td><td>2025</td><td>2026</td></tr>" +
      "<tr><td>Áreas</td><td>1</td><td>2</td><td>3</td></tr></table>";
    const got = plan(fromHtml(html), { rows: [row(1)], at: "headings.axis" });
    expect(changed(got)).toEqual([
      [1, "indicatorName", "Indicador 1", "Áreas"],
      [1, "targets.2024", "100", "1"],
      [1, "targets.2025", "100", "2"],
      [1, "targets.2026", "100", "3"],
    ]);
  });

  it("takes values for values, and a header for values when told so", () => {
    const figures = fromText("2024\t2025\r\n1\t2\r\n");
    expect(plan(figures, { rows: [row(1), row(2)], at: "targets.2024" }).header).toBeNull();
    const named = fromText("Indicador\tFrecuencia\r\na\tb\r\n");
    const raw = plan(named, {
      rows: [row(1), row(2)],
      at: "indicatorName",
      choices: { header: false },
    });
    expect(changed(raw)[0]).toEqual([1, "indicatorName", "Indicador 1", "Indicador"]);
  });
});

describe("rows that a paste adds", () => {
  const text = "A\tIndicador A\tAnual\r\nB\tIndicador B\tAnual\r\nC\t\t\r\n";

  it("adds what does not fit after the last row, in order, the last first", () => {
    const got = plan(fromText(text), { rows: [row(1)], at: "actionLine" });
    expect(got).toMatchObject({ added: 2, beyond: 2 });
    expect(got.actions.filter(({ type }) => type === "addLine")).toEqual([
      { type: "addLine", after: "line-1", heading: null, cells: { actionLine: "C" } },
      {
        type: "addLine",
        after: "line-1",
        heading: null,
        cells: { actionLine: "B", indicatorName: "Indicador B", frequency: "Anual" },
      },
    ]);
    const kept = plan(fromText(text), {
      rows: [row(1)],
      at: "actionLine",
      choices: { add: false },
    });
    expect(kept).toMatchObject({ added: 0, beyond: 2 });
  });

  it("puts them under their headings, which joined and blank cells carry on", () => {
    const table = fromText("\t8. Integridad\tA\r\n\t\tB\r\n\t10. Nueva\tC\r\n");
    const got = plan(table, { rows: [], at: "headings.axis" });
    expect(got.actions).toMatchObject([
      { heading: "priority-8", cells: { actionLine: "A" } },
      { heading: "priority-8", cells: { actionLine: "B" } },
      { heading: "priority-8", cells: { actionLine: "C" } },
    ]);
    expect(got.refused).toMatchObject([{ place: { added: 3 }, field: "headings.priority" }]);
  });

  it("adds a line with two indicators as two, and says so", () => {
    const joined = "<table><tr><td rowspan=2>Una</td><td>a</td></tr><tr><td>b</td></tr></table>";
    const got = plan(fromHtml(joined), { rows: [], at: "actionLine" });
    expect(got.sharedLine).toBe(true);
    expect(got.actions).toMatchObject([
      { cells: { actionLine: "Una", indicatorName: "a" } },
      { cells: { actionLine: "Una", indicatorName: "b" } },
    ]);
  });

  it("stops at what one paste may add", () => {
    const many = fromText(Array.from({ length: 510 }, (_, at) => `L${at}\tI\r\n`).join(""));
    const got = plan(many, { rows: [], at: "actionLine" });
    expect(got.added).toBe(500);
    expect(got.refused).toHaveLength(10);
  });
});

describe("yellow in a paste", () => {
  const html =
    '<table><tr bgcolor="#ffff00"><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>';

  it("is offered, and marks rows only when it is taken", () => {
    const rows = [row(1), row(2)];
    const offered = plan(fromHtml(html), { rows, at: "indicatorName" });
    expect(offered.yellow).toBe(1);
    expect(
      offered.actions.some((action) => "field" in action && action.field === "pendingExternal"),
    ).toBe(false);
    const taken = plan(fromHtml(html), { rows, at: "indicatorName", choices: { review: true } });
    expect(taken.actions).toContainEqual({
      type: "set",
      line: "line-1",
      indicator: "indicator-1",
      field: "pendingExternal",
      value: "true",
      base: null,
    });
    const known = plan(fromHtml(html), {
      rows: [row(1, { pendingExternal: true }), row(2)],
      at: "indicatorName",
    });
    expect(known.yellow).toBe(0);
  });
});

describe("filling and clearing", () => {
  const rows = [
    row(1, { headings: [AXIS], targets: { "2024": "1.10", "2025": "007", "2026": "" } }),
    row(2),
    row(3, { retired: true, row: null }),
  ];
  const sets = (actions: readonly unknown[]) =>
    actions.map((action) => {
      const { line, field, value } = action as { line: string; field: string; value: string };
      return [line, field, value];
    });

  it("carries the first row down, figures as printed, empty ones too", () => {
    const got = planFillDown(
      { rows, fields: ["targets.2024", "targets.2025", "targets.2026"] },
      undefined,
      free,
    );
    expect(sets(got?.actions ?? [])).toEqual([
      ["line-2", "targets.2024", "1.10"],
      ["line-2", "targets.2025", "007"],
      ["line-2", "targets.2026", ""],
    ]);
    expect(got?.left).toContain("retirados");
  });

  it("takes the cell above or to the left for one cell", () => {
    const down = planFillDown({ rows: rows.slice(1, 2), fields: ["targets.2024"] }, rows[0], free);
    expect(sets(down?.actions ?? [])).toEqual([["line-2", "targets.2024", "1.10"]]);
    const right = planFillRight(
      { rows: rows.slice(0, 1), fields: ["targets.2025"] },
      "targets.2024",
      free,
    );
    expect(sets(right?.actions ?? [])).toEqual([["line-1", "targets.2025", "1.10"]]);
    expect(
      planFillDown({ rows: rows.slice(0, 1), fields: ["formula"] }, undefined, free),
    ).toBeNull();
  });

  it("leaves headings alone and says why", () => {
    const got = planClear({ rows: rows.slice(0, 2), fields: ["headings.axis", "frequency"] }, free);
    expect(sets(got.actions)).toEqual([
      ["line-1", "frequency", ""],
      ["line-2", "frequency", ""],
    ]);
    expect(got.left).toContain("encabezados");
    const own = planFillDown(
      { rows: [rows[0], row(2, { headings: [AXIS] })] as Row[], fields: ["headings.axis"] },
      undefined,
      free,
    );
    expect(own).toMatchObject({ count: 0, left: null });
  });
});
