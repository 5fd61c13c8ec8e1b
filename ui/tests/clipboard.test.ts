import { describe, expect, it } from "vitest";

import { copied } from "../src/features/clipboard/copied";
import {
  guarded,
  readDelimited,
  unguarded,
  writeTabbed,
} from "../src/features/clipboard/delimited";
import { bodyOf, headerOf } from "../src/features/clipboard/header";
import { PASTE_BYTES_MAX } from "../src/features/clipboard/limits";
import { readPasted } from "../src/features/clipboard/pasted";
import { AXIS, PRIORITY, row } from "./support";
import { covers, fromHtml, payload, tableOf, texts, yellows } from "./tables";

describe("what Excel copies", () => {
  const table = fromHtml(payload("excel"));

  it("keeps line breaks in cells, quotes, figures as printed, joined and empty cells", () => {
    expect(texts(table)).toEqual([
      [
        "7. Fomentar a la denuncia",
        'Capacitar al personal de las áreas:\n- "Quejas"\n- Denuncias & otras',
        "100%",
        "1.10",
      ],
      ["7. Fomentar a la denuncia", "Publicar  la guía", "8%", "007"],
      ["", "Texto que se desborda", "", ""],
      ["", "", "", ""],
      ["", "", "", ""],
      ["=A2", "", "####", ""],
    ]);
  });

  it("tells joined cells from those a text runs over", () => {
    expect(covers(table)).toEqual([
      [null, null, null, null],
      ["down", null, null, null],
      ...Array.from({ length: 4 }, () => [null, null, null, null]),
    ]);
  });

  it("sees the yellow of classes, by name and by number", () => {
    expect(yellows(table)[0]).toEqual([false, false, false, false]);
    expect(yellows(table)[1]).toEqual([false, true, true, true]);
  });
});

describe("what Word copies", () => {
  const table = fromHtml(payload("word"));

  it("joins paragraphs with line breaks, lists with their signs, and leaves its machinery out", () => {
    expect(texts(table)).toEqual([
      [
        "1. Combatir la Impunidad",
        "Elaborar un programa:\n• de integridad\n2. de denuncias",
        "100%",
      ],
      ["1. Combatir la Impunidad", "Difundir el buzón\n\nen las oficinas", ""],
    ]);
    expect(covers(table)[1]).toEqual(["down", null, null]);
  });

  it("sees the yellow of cells and that of text marked whole", () => {
    expect(yellows(table)).toEqual([
      [false, false, true],
      [false, true, false],
    ]);
  });

  it("reads a table that Word parted by pages as one, without its repeated header", () => {
    const head = "<tr><td>Línea de acción</td><td>Indicador</td></tr>";
    const line = (text: string) => `<tr><td><p>${text}</p></td><td><p>i</p></td></tr>`;
    const html = `<table>${head}${line("a")}</table><p>&nbsp;</p><table>${head}${line("b")}</table>`;
    const whole = fromHtml(html);
    const header = headerOf(whole, ["actionLine", "indicatorName"]);
    expect(header?.fields).toEqual(["actionLine", "indicatorName"]);
    const body = header === null ? [] : bodyOf(whole, header);
    expect(body.map((cells) => cells[0]?.text)).toEqual(["a", "b"]);
    expect(whole.around).toBe(false);
  });
});

describe("what WebKitGTK leaves of them", () => {
  const plain = readPasted({ html: payload("excel"), text: "" }, false);

  it("finds Excel's empty rows again by the plain text", () => {
    const text =
      '7. Fomentar a la denuncia\t"Capacitar al personal de las áreas:\n- ""Quejas""\n- Denuncias & otras"\t100%\t1.10\r\n' +
      "\tPublicar  la guía\t8%\t007\r\n\tTexto que se desborda\t\t\r\n" +
      "\t\t\t\r\n\t\t\t\r\n=A2\t\t####\t\r\n";
    const cleaned = tableOf(readPasted({ html: payload("excel-webkitgtk"), text }, false));
    expect(texts(cleaned)).toEqual(texts(tableOf(plain)));
    expect(yellows(cleaned)[1]).toEqual([false, true, true, true]);
    // Without it, or with that of something else, the table is taken as it is.
    expect(fromHtml(payload("excel-webkitgtk")).rows).toHaveLength(5);
    const other = readPasted(
      { html: payload("excel-webkitgtk"), text: "a\r\nb\r\n".repeat(9) },
      false,
    );
    expect(tableOf(other).rows).toHaveLength(5);
  });

  it("reads Word's lists and marks without Word's styles", () => {
    const cleaned = fromHtml(payload("word-webkitgtk"));
    expect(texts(cleaned)).toEqual(texts(fromHtml(payload("word"))));
    expect(yellows(cleaned)).toEqual(yellows(fromHtml(payload("word"))));
  });
});

describe("what LibreOffice and Google Sheets copy", () => {
  it("reads what Calc writes", () => {
    const table = fromHtml(payload("libreoffice-calc"));
    expect(texts(table).slice(1)).toEqual([
      [
        "7. Fomentar a la denuncia",
        'Capacitar al personal\ny publicar «la guía» "2024"',
        "Porcentaje de áreas",
        "Porcentaje",
        "Anual",
        "100%",
      ],
      ["7. Fomentar a la denuncia", "", "=A2", "", "1.10", "007"],
    ]);
    expect(covers(table)[2]?.[0]).toBe("down");
    expect(yellows(table)[1]).toEqual([false, false, true, false, false, false]);
  });

  it("reads what Sheets writes", () => {
    const table = fromHtml(payload("google-sheets"));
    expect(texts(table)).toEqual([
      ["7. Fomentar a la denuncia", 'uno\ndos "tres"', "100%"],
      ["7. Fomentar a la denuncia", "", "1.10"],
    ]);
    expect(covers(table)[1]).toEqual(["down", null, null]);
    expect(yellows(table)[0]).toEqual([false, true, false]);
  });
});

describe("texts with separators", () => {
  const cases: [name: string, text: string, rows: string[][]][] = [
    [
      "tabs and an end of row",
      "a\tb\r\nc\td\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "empty cells",
      "a\t\t\r\n\t\tb\r\n",
      [
        ["a", "", ""],
        ["", "", "b"],
      ],
    ],
    [
      "line breaks in quotes",
      'a\t"uno\ndos"\r\nb\tc\r\n',
      [
        ["a", "uno\ndos"],
        ["b", "c"],
      ],
    ],
    ["doubled quotes", '"dijo ""sí"""\tb\n', [['dijo "sí"', "b"]]],
    ["tabs in quotes", '"a\tb"\tc\n', [["a\tb", "c"]]],
    ["quotes that are letters", 'el "buzón"\t"a" y "b"\n', [['el "buzón"', '"a" y "b"']]],
    [
      "a quote that never closes",
      '"a\tb\nc\td',
      [
        ['"a', "b"],
        ["c", "d"],
      ],
    ],
    ["leading zeros and spaces", "007\t 1.10\n", [["007", " 1.10"]]],
  ];
  it.each(cases)("reads %s", (_, text, rows) => {
    expect(readDelimited(text, "\t")).toEqual(rows);
  });

  it("writes what it reads", () => {
    const rows = [
      ["uno\ndos", 'dijo "sí"', "a\tb", ""],
      ["1.10", "100%", "=A2", "'=B1"],
      ["-5", "- un punto", "+52 443", "@todos"],
    ];
    const back = readDelimited(writeTabbed(rows), "\t");
    expect(back?.map((cells) => cells.map(unguarded))).toEqual(rows);
  });

  it("never lets a spreadsheet take a text for a formula", () => {
    expect(["=A2", "- punto", "+cmd|x", "@suma"].map(guarded)).toEqual([
      "'=A2",
      "'- punto",
      "'+cmd|x",
      "'@suma",
    ]);
    expect(["-5", "+1.10", "100%", "texto"].map(guarded)).toEqual(["-5", "+1.10", "100%", "texto"]);
  });

  it("tells tables from prose", () => {
    const kind = (text: string, html = "", asColumn = false) =>
      readPasted({ html, text }, asColumn).kind;
    expect(kind("Un párrafo, con comas; y más.\nY otro.")).toBe("text");
    expect(kind("uno\ndos", "", true)).toBe("table");
    expect(kind("Eje;Línea;Meta\n1;Capacitar;100%")).toBe("table");
    expect(kind("1.\tPrimero", "<p>1. Primero</p>")).toBe("text");
    expect(kind('"uno\ndos"\r\n')).toBe("table");
    expect(kind("")).toBe("nothing");
    expect(
      kind("Carta", "<p>Una carta larga, con mucho que decir</p><table><tr><td>x</table>"),
    ).toBe("text");
  });
});

describe("hostile clipboards", () => {
  const read = (html: string) => readPasted({ html, text: "" }, false);

  it("bounds what a page says a cell covers", () => {
    const wide = fromHtml(
      '<table><tr><td colspan="1000000000" rowspan="1000000000">a</td></tr><tr><td>b</td></tr></table>',
    );
    expect([wide.rows.length, wide.width]).toEqual([2, 200]);
    const rows = '<tr style="mso-xlrowspan:9999999"><td>a</td></tr>';
    expect(read(`<table>${rows}</table>`).kind).toBe("tooLarge");
    const wide200 = "<tr><td colspan=200>a</td></tr>".repeat(301);
    expect(read(`<table>${wide200}</table>`).kind).toBe("tooLarge");
  });

  it("reads text out of elements within elements, and runs nothing", () => {
    const deep = "<b><span>".repeat(400);
    const table = fromHtml(
      `<table><tr><td>${deep}hola</td><td><script>window.stolen = 1</script>` +
        `<img src="x" onerror="window.stolen = 1"><style>td{}</style>adiós</td></tr></table>`,
    );
    expect(texts(table)).toEqual([["hola", "adiós"]]);
    expect("stolen" in window).toBe(false);
    expect(document.querySelector("img, script[src]")).toBeNull();
  });

  it("does not read what is far too large", () => {
    expect(read("x".repeat(PASTE_BYTES_MAX + 1)).kind).toBe("tooLarge");
    expect(readPasted({ html: "", text: "a\tb\n".repeat(31_000) }, false).kind).toBe("tooLarge");
  });

  it("does not believe an attribute that Cotejo did not write", () => {
    const cell = "<tr><td>visible</td></tr>";
    const said = (json: string) => texts(fromHtml(`<table data-cotejo='${json}'>${cell}</table>`));
    expect(said('{"v":1,"rows":[["exacto"]],"review":[]}')).toEqual([["exacto"]]);
    for (const json of [
      '{"v":2,"rows":[["x"]],"review":[]}',
      '{"v":1,"rows":[[1]]}',
      "{",
      "null",
    ]) {
      expect(said(json)).toEqual([["visible"]]);
    }
  });
});

describe("copying", () => {
  const under = [AXIS, PRIORITY];
  const rows = [
    row(1, {
      headings: under,
      actionLine: 'uno\ndos "tres"',
      formula: "=A2",
      pendingExternal: true,
    }),
    row(2, { headings: under, actionLine: "a  b", formula: "1.10" }),
    row(3, { line: "line-2", headings: under, actionLine: "a  b", formula: "100%" }),
  ];
  const fields = ["headings.priority", "actionLine", "formula", "targets.2024"];

  it("comes back letter by letter, with what was joined", () => {
    const { html, text } = copied({ rows, fields });
    const back = tableOf(readPasted({ html: html ?? "", text }, false));
    const heading = "7. Fomentar a la denuncia";
    expect(texts(back)).toEqual([
      [heading, 'uno\ndos "tres"', "=A2", "100"],
      [heading, "a  b", "1.10", "100"],
      [heading, "a  b", "100%", "100"],
    ]);
    expect(covers(back).map((cells) => cells.slice(0, 2))).toEqual([
      [null, null],
      ["down", null],
      ["down", "down"],
    ]);
    expect(yellows(back).map((cells) => cells[1])).toEqual([true, false, false]);
  });

  it("says the same without its own attribute, as after a spreadsheet", () => {
    const html = copied({ rows, fields }).html?.replace(/ data-cotejo="[^"]*"/, "") ?? "";
    const back = fromHtml(html);
    expect(texts(back)[0]).toEqual(["7. Fomentar a la denuncia", 'uno\ndos "tres"', "=A2", "100"]);
    expect(texts(back)[1]?.[1]).toBe("a  b");
    expect(yellows(back)[0]).toEqual([false, true, true, true]);
    expect(covers(back)[2]).toEqual(["down", "down", null, null]);
  });

  it("gives spreadsheets texts as texts and whole figures as numbers", () => {
    const html = copied({ rows, fields }).html ?? "";
    expect(html).toContain(`<td bgcolor="#FFFF00" sdnum="1033;0;@" style="mso-number-format:'\\@'`);
    expect(html).toContain('sdval="100" sdnum="1033;"');
    expect(html).toContain('<br style="mso-data-placement:same-cell;">');
    expect(html).toContain('<td rowspan="3"');
  });

  it("writes the plain text as a spreadsheet does", () => {
    const { text } = copied({ rows, fields });
    const heading = "7. Fomentar a la denuncia";
    expect(text).toBe(
      `${heading}\t"uno\ndos ""tres"""\t'=A2\t100\r\n\ta  b\t1.10\t100\r\n\t\t100%\t100\r\n`,
    );
  });

  it("comes back from Calc, through a file of Excel, as it went", () => {
    const heading = "7. Fomentar a la denuncia";
    const axis = "1. Combatir la Impunidad";
    // Calc itself makes one space of two, and a space of a tab.
    const back = fromHtml(payload("libreoffice-returned"));
    expect(texts(back)).toEqual([
      [
        axis,
        heading,
        'uno\ndos "tres" , y; más',
        "Indicador 1",
        "=A2",
        "1/2",
        "100",
        "007",
        "100%",
      ],
      [axis, heading, "a b & <c>", "", "1.10", "ene 2024", "1.10", "", "50"],
      [axis, heading, "a b & <c>", "Indicador 3", "-x", "TRUE", "8%", "2e3", "+1"],
    ]);
    expect(covers(back)[2]?.slice(0, 4)).toEqual(["down", "down", "down", null]);
    expect(yellows(back).map((cells) => cells[3])).toEqual([true, false, false]);
  });

  it("copies one cell of prose as it is, without a table", () => {
    const only = (text: string) =>
      copied({ rows: [row(1, { formula: text })], fields: ["formula"] });
    expect(only("Una línea")).toEqual({ html: null, text: "Una línea" });
    expect(only("=A2")).toMatchObject({ text: "=A2" });
    for (const text of ["=A2", "1.10", "100%", "uno\ndos"]) expect(only(text).html).not.toBeNull();
  });
});
