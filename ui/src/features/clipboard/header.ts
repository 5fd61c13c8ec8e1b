import { fieldLabel } from "../fields";
import { folded } from "./fold";
import type { PastedCell, PastedTable } from "./table";

/** How many of the names in a header row must be known for it to be one. */
const KNOWN_SHARE_MIN = 0.6;

/** The names under which offices print the columns of the form, folded. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "headings.axis": ["eje", "eje pea", "eje pna", "eje estrategico"],
  "headings.objective": ["objetivo", "objetivo especifico", "objetivo prioritario"],
  "headings.priority": ["prioridad", "prioridad pea", "prioridad pna"],
  "headings.strategy": ["estrategia", "no. estrategia"],
  actionLine: [
    "linea de accion",
    "lineas de accion",
    "la",
    "lluvia de ideas",
    "lluvia de ideas: lineas de accion",
    "accion puntual",
    "accion a realizar",
  ],
  responsible: ["responsable", "unidad responsable", "ur"],
  indicatorName: ["indicador", "nombre del indicador"],
  interpretation: ["interpretacion", "descripcion", "definicion"],
  unitOfMeasure: ["tipo", "unidad", "unidad de medida"],
  formula: ["formula", "metodo de calculo", "algoritmo"],
  frequency: ["frecuencia", "frecuencia de medicion", "periodicidad"],
  direction: ["sentido", "sentido esperado", "tendencia", "tendencia esperada"],
  targetBehavior: ["comportamiento de las metas", "acumulado o periodico"],
  meansOfVerification: [
    "medio de verificacion",
    "medios de verificacion",
    "fuente de verificacion",
    "evidencia necesaria",
  ],
  "baseline.value": ["linea base", "lb"],
  "baseline.year": ["ano base"],
};

/** What a header row says: the field of each column, and what it calls the ones nobody knows. */
export interface Header {
  /** Rows the header takes; they are not pasted. */
  height: number;
  fields: readonly (string | null)[];
  unknown: readonly string[];
}

/**
 * The header of a pasted table, if its first row (or the first two, with the years under "Meta")
 * names columns of the form.
 */
export function headerOf(table: PastedTable, fields: readonly string[]): Header | null {
  const [first, second] = table.rows;
  if (first === undefined || table.rows.length < 2) return null;
  const names = namesOf(fields);
  const under = second !== undefined && isUnderHeader(first, second) ? second : null;
  const said = first.map((cell, at) => {
    const text = under !== null && isTargets(cell.text, first, at) ? under[at]?.text : cell.text;
    return { text: text ?? "", covered: under === null && cell.covered !== null };
  });
  const columns = said.map(({ text, covered }) =>
    covered ? null : (names.get(plain(text)) ?? yearField(text, fields)),
  );
  const named = said.filter(({ text, covered }) => text !== "" && !covered);
  const known = columns.filter((field) => field !== null);
  const words = known.filter((field) => !field.startsWith("targets."));
  const enough = known.length >= 2 || (table.width === 1 && known.length === 1);
  if (!enough || words.length === 0 || known.length < named.length * KNOWN_SHARE_MIN) return null;
  const taken = new Set<string>();
  return {
    height: under === null ? 1 : 2,
    // The second of two columns with the same name is nobody's.
    fields: columns.map((field) => {
      if (field === null || taken.has(field)) return null;
      taken.add(field);
      return field;
    }),
    unknown: said.flatMap(({ text, covered }, at) =>
      text !== "" && !covered && columns[at] === null ? [text] : [],
    ),
  };
}

/** The rows under a header, without it: Word repeats it at the top of each page. */
export function bodyOf(table: PastedTable, header: Header): PastedTable["rows"] {
  const printed = (row: readonly PastedCell[]) => row.map((cell) => plain(cell.text)).join("\t");
  const heads = new Set(table.rows.slice(0, header.height).map(printed));
  return table.rows.slice(header.height).filter((row) => !heads.has(printed(row)));
}

function namesOf(fields: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const field of fields) {
    names.set(plain(fieldLabel(field)), field);
    for (const name of NAMES[field] ?? []) names.set(name, field);
  }
  return names;
}

/** "Meta 2024", "2024", "Meta al 2024": the target of a year of the programme. */
function yearField(text: string, fields: readonly string[]): string | null {
  const year = /^(?:metas?\b[^\d]*)?(\d{4})$/.exec(plain(text))?.[1];
  const field = `targets.${year ?? ""}`;
  return year !== undefined && fields.includes(field) ? field : null;
}

/** "Meta" over several columns: the part to the left of a joined cell has its word. */
function isTargets(text: string, row: readonly PastedCell[], at: number): boolean {
  let from = at;
  while (from > 0 && row[from]?.covered === "across") from -= 1;
  const word = plain(from === at ? text : (row[from]?.text ?? ""));
  return word === "meta" || word === "metas";
}

function isUnderHeader(first: readonly PastedCell[], second: readonly PastedCell[]): boolean {
  let years = 0;
  const fits = second.every((cell, at) => {
    if (isTargets(first[at]?.text ?? "", first, at)) {
      years += 1;
      return /^\d{4}$/.test(plain(cell.text));
    }
    return cell.text === "" || cell.covered !== null;
  });
  return fits && years > 0;
}

function plain(text: string): string {
  return folded(text).replace(/[\s:.]+$/, "");
}
