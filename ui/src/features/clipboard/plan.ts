import { t } from "@lingui/core/macro";

import type { HeadingView, MatrixAction, Row } from "../../host";
import {
  cellId,
  cellText,
  headingAt,
  headingText,
  isLineField,
  isText,
  levelOf,
  rowKey,
  type Level,
} from "../../state";
import { bodyOf, headerOf, type Header } from "./header";
import { planHeadings } from "./headings";
import { ROWS_ADDED_MAX, ROWS_MAX, TEXT_UNITS_MAX, VALUE_UNITS_MAX } from "./limits";
import { ABSENT, type PastedCell, type PastedTable } from "./table";

/** What the person chooses about a paste. */
export interface PasteChoices {
  /** The first row names the columns and is not pasted. */
  header: boolean;
  /** Empty cells empty those they fall on. */
  empties: boolean;
  /** What does not fit into the rows there are becomes new ones. */
  add: boolean;
  /** Yellow rows become "sujetas a revisión". */
  review: boolean;
}

/** Whether a cell is of an approved row, which nobody changes. */
export type Locked = (row: Row, field: string) => boolean;

/** Where a paste goes. */
export interface PasteGround {
  /** The rows on screen from the first selected one on. */
  rows: readonly Row[];
  /** The fields of the visible columns from the first selected one on. */
  fields: readonly string[];
  /** How much is selected. */
  selected: { rows: number; columns: number };
  /** Every field of the form, the hidden ones too: a header may name them. */
  form: readonly string[];
  catalogue: readonly HeadingView[];
  /** The line after which new ones go; `null`: at the end. */
  after: string | null;
  /** Rows of the whole matrix. */
  rowsTotal: number;
  isLocked: Locked;
}

/** The row of a change: its number, "retirado", or which of the new ones it is. */
export type PlaceOf = { row: number | null } | { added: number };

/** A cell that changes. */
export interface Change {
  place: PlaceOf;
  field: string;
  before: string;
  after: string;
}

/** A cell that cannot be pasted, and why. */
export interface Refusal {
  place: PlaceOf;
  /** `null`: there is no column there. */
  field: string | null;
  text: string;
  why: string;
}

/** What a paste would do; nothing is done yet. */
export interface PastePlan {
  changes: readonly Change[];
  /** Rows of the document that change, the added ones not counted. */
  rowsChanged: number;
  added: number;
  refused: readonly Refusal[];
  /** Cells that already say what is pasted. */
  same: number;
  /** Cells that would be emptied. */
  emptied: number;
  /** Pasted rows for which there is no row, whether they are added or not. */
  beyond: number;
  /** Rows whose fill says "sujeta a revisión" and that are not. */
  yellow: number;
  /** Whether several of the added rows share their action line. */
  sharedLine: boolean;
  header: Header | null;
  around: boolean;
  actions: readonly MatrixAction[];
}

/** Works out what a paste does, cell by cell, and what of it cannot be. */
export function planPaste(
  table: PastedTable,
  ground: PasteGround,
  choices: PasteChoices,
): PastePlan {
  return new Planner(table, ground, choices).plan();
}

class Planner {
  readonly #table: PastedTable;
  readonly #ground: PasteGround;
  readonly #choices: PasteChoices;
  readonly #changes: Change[] = [];
  readonly #refused: Refusal[] = [];
  readonly #sets: MatrixAction[] = [];
  readonly #marks: MatrixAction[] = [];
  readonly #added: MatrixAction[] = [];
  readonly #rowsChanged = new Set<string>();
  /** Cells written already, with their text: rows may share a cell. */
  readonly #written = new Map<string, string>();
  readonly #marked = new Set<string>();
  #same = 0;
  #emptied = 0;
  #beyond = 0;
  #yellow = 0;
  #sharedLine = false;
  /** The heading of the added row before. */
  #heading: string | null = null;

  constructor(table: PastedTable, ground: PasteGround, choices: PasteChoices) {
    this.#table = table;
    this.#ground = ground;
    this.#choices = choices;
  }

  plan(): PastePlan {
    const header = headerOf(this.#table, this.#ground.form);
    const named = this.#choices.header ? header : null;
    const source = named === null ? this.#table.rows : bodyOf(this.#table, named);
    const { rows, fields, selected: size } = this.#ground;
    const width = this.#table.width;
    const times = (room: number, length: number) =>
      named === null && length > 0 && room % length === 0 ? room / length : 1;
    const fills = times(size.rows, source.length) * times(size.columns, width) > 1;
    const height = fills ? Math.max(size.rows, source.length) : source.length;
    const across = fills ? Math.max(size.columns, width) : width;

    for (let at = 0; at < height; at += 1) {
      const line = source[at % source.length] ?? [];
      const cells = Array.from({ length: across }, (_, column) => ({
        cell: line[column % width] ?? ABSENT,
        field: named === null ? (fields[column] ?? null) : (named.fields[column] ?? null),
      }));
      const known = named === null ? cells : cells.filter(({ field }) => field !== null);
      const row = rows[at];
      if (row !== undefined) this.#overRow(row, known);
      else this.#beyondRows(known);
    }
    return {
      changes: this.#changes,
      rowsChanged: this.#rowsChanged.size,
      added: this.#added.length,
      refused: this.#refused,
      same: this.#same,
      emptied: this.#emptied,
      beyond: this.#beyond,
      yellow: this.#yellow,
      sharedLine: this.#sharedLine,
      header,
      around: this.#table.around,
      actions: this.#actions(),
    };
  }

  /** New lines all go in after the same one: the last first, so that they end in their order. */
  #actions(): MatrixAction[] {
    const added = this.#ground.after === null ? this.#added : [...this.#added].reverse();
    return [...this.#sets, ...this.#marks, ...added];
  }

  #overRow(row: Row, cells: readonly Placed[]): void {
    const place = { row: row.row };
    const given: Record<string, string> = {};
    const headings: [Level, string][] = [];
    for (const { cell, field } of cells) {
      const level = field === null ? null : levelOf(field);
      if (level !== null) {
        // A heading is never emptied by a paste: spreadsheets leave the rows under a joined one blank.
        if (cell.text !== "" && cell.covered !== "across") headings.push([level, cell.text]);
        continue;
      }
      if (cell.covered !== null) continue;
      if (field === null) {
        if (cell.text !== "") {
          this.#refuse(place, null, cell.text, t`Ya no hay columnas a la derecha.`);
        }
        continue;
      }
      if (cell.text === "" && !this.#choices.empties) {
        if (cellText(row, field) !== "") this.#emptied += 1;
        continue;
      }
      this.#overCell(row, field, cell.text, given);
    }
    if (Object.keys(given).length > 0) {
      this.#sets.push({ type: "addIndicator", line: row.line, cells: given });
    }
    this.#overHeadings(row, headings);
    this.#mark(row, cells);
  }

  #overCell(row: Row, field: string, text: string, given: Record<string, string>): void {
    const place = { row: row.row };
    const before = cellText(row, field);
    const id = cellId(row, field);
    const earlier = this.#written.get(id);
    if (earlier !== undefined) {
      if (text === "" || text === earlier) return;
      const why = t`La línea tiene varios indicadores; su texto se toma del primer renglón pegado.`;
      this.#refuse(place, field, text, why);
      return;
    }
    if (text === before) {
      this.#written.set(id, text);
      this.#same += 1;
      return;
    }
    const why = refusal(field, text) ?? this.#rowWhy(row, field);
    if (why !== null) {
      this.#refuse(place, field, text, why);
      return;
    }
    this.#written.set(id, text);
    this.#rowsChanged.add(rowKey(row));
    this.#changes.push({ place, field, before, after: text });
    if (text === "") this.#emptied += 1;
    // The first values of a line without indicator make its indicator, all in one.
    if (row.indicator === null && !isLineField(field)) given[field] = text;
    else this.#sets.push(setOf(row, field, text));
  }

  #overHeadings(row: Row, pasted: readonly [Level, string][]): void {
    if (pasted.length === 0) return;
    const plan = planHeadings(inOrder(pasted), row, this.#ground.catalogue);
    if (plan.kind === "same") {
      this.#same += pasted.length;
      return;
    }
    const id = `${row.line}|headings`;
    const place = { row: row.row };
    if (plan.kind === "refused") {
      const text = pasted.find(([level]) => level === plan.level)?.[1] ?? "";
      if (!this.#written.has(id)) {
        this.#refuse(place, `headings.${plan.level}`, text, plan.why);
      }
      this.#written.set(id, "");
      return;
    }
    const why = this.#rowWhy(row, "actionLine");
    if (why !== null) {
      this.#refuse(place, `headings.${plan.heading.level}`, headingText(plan.heading), why);
      return;
    }
    const earlier = this.#written.get(id);
    if (earlier !== undefined) return;
    this.#written.set(id, plan.heading.id);
    this.#rowsChanged.add(rowKey(row));
    for (const [level, heading] of plan.above) {
      const before = headingText(headingAt(row, level));
      const after = headingText(heading);
      if (before !== after) {
        this.#changes.push({ place, field: `headings.${level}`, before, after });
      }
    }
    this.#sets.push({ type: "assignHeading", line: row.line, heading: plan.heading.id });
  }

  #mark(row: Row, cells: readonly Placed[]): void {
    if (!isYellowRow(cells) || row.pendingExternal) return;
    if (this.#rowWhy(row, "pendingExternal") !== null) return;
    if (this.#marked.has(row.line)) return;
    this.#marked.add(row.line);
    this.#yellow += 1;
    if (!this.#choices.review) return;
    this.#rowsChanged.add(rowKey(row));
    const field = "pendingExternal";
    this.#changes.push({ place: { row: row.row }, field, before: "", after: t`Sí` });
    this.#marks.push(setOf(row, field, "true"));
  }

  #beyondRows(placed: readonly Placed[]): void {
    const has = placed.some(({ cell, field }) => field !== null && cell.text !== "");
    if (!has) return;
    this.#beyond += 1;
    if (!this.#choices.add) return;
    const place = { added: this.#added.length + 1 };
    if (this.#added.length >= ROWS_ADDED_MAX) {
      const most = ROWS_ADDED_MAX;
      const why = t`De una vez se agregan ${most} renglones como máximo. Pega el resto después.`;
      this.#refuse(place, null, placed[0]?.cell.text ?? "", why);
      return;
    }
    if (this.#ground.rowsTotal + this.#added.length >= ROWS_MAX) {
      this.#refuse(place, null, "", t`Una matriz tiene ${ROWS_MAX} renglones como máximo.`);
      return;
    }
    const cells: Record<string, string> = {};
    const headings: [Level, string][] = [];
    for (const { cell, field } of placed) {
      if (cell.text === "" || cell.covered === "across") continue;
      if (field === null) {
        this.#refuse(place, null, cell.text, t`Ya no hay columnas a la derecha.`);
        continue;
      }
      const level = levelOf(field);
      if (level !== null) {
        headings.push([level, cell.text]);
        continue;
      }
      if (cell.covered === "down") {
        // A new line with two indicators comes as two lines with the same text.
        if (field !== "actionLine") continue;
        this.#sharedLine = true;
      }
      const why = refusal(field, cell.text);
      if (why !== null) this.#refuse(place, field, cell.text, why);
      else cells[field] = cell.text;
    }
    this.#headingOfAdded(headings, place);
    for (const [field, after] of Object.entries(cells)) {
      this.#changes.push({ place, field, before: "", after });
    }
    if (isYellowRow(placed)) {
      this.#yellow += 1;
      if (this.#choices.review) cells["pendingExternal"] = "true";
    }
    const { after } = this.#ground;
    this.#added.push({ type: "addLine", after, heading: this.#heading, cells });
  }

  #headingOfAdded(pasted: readonly [Level, string][], place: PlaceOf): void {
    if (pasted.length === 0) return;
    const plan = planHeadings(inOrder(pasted), null, this.#ground.catalogue);
    if (plan.kind === "refused") {
      const text = pasted.find(([level]) => level === plan.level)?.[1] ?? "";
      this.#refuse(place, `headings.${plan.level}`, text, plan.why);
    }
    if (plan.kind !== "assign") return;
    this.#heading = plan.heading.id;
    for (const [level, heading] of plan.above) {
      const after = headingText(heading);
      this.#changes.push({ place, field: `headings.${level}`, before: "", after });
    }
  }

  /** Why nothing of a row changes; `null`: it may. */
  #rowWhy(row: Row, field: string): string | null {
    if (row.retired) return t`El renglón está retirado. Restáuralo primero.`;
    if (!this.#ground.isLocked(row, field)) return null;
    return t`El renglón está aprobado. Para cambiarlo, quien coordina lo reabre.`;
  }

  #refuse(place: PlaceOf, field: string | null, text: string, why: string): void {
    this.#refused.push({ place, field, text, why });
  }
}

/** A pasted cell and the field it falls on. */
interface Placed {
  cell: PastedCell;
  field: string | null;
}

/** Whether the fill of a row, its headings aside, is the yellow of the form. */
function isYellowRow(cells: readonly Placed[]): boolean {
  return cells.some(
    ({ cell, field }) =>
      cell.yellow && cell.covered === null && (field === null || levelOf(field) === null),
  );
}

function inOrder(pasted: readonly [Level, string][]): readonly (readonly [Level, string])[] {
  const place = (level: Level) => ["axis", "objective", "priority", "strategy"].indexOf(level);
  return [...pasted].sort(([a], [b]) => place(a) - place(b));
}

/** Why a text cannot be the value of a field; `null`: it can. */
export function refusal(field: string, text: string): string | null {
  const most = isText(field) ? TEXT_UNITS_MAX : VALUE_UNITS_MAX;
  if (text.length > most) {
    return t`El texto es demasiado largo: tiene ${text.length} caracteres y caben ${most}.`;
  }
  if (/^#{3,}$/.test(text)) {
    return t`Excel mostraba #### porque su columna es angosta. Ensánchala y copia otra vez.`;
  }
  return null;
}

/** The action that sets a cell. */
export function setOf(row: Row, field: string, value: string): MatrixAction {
  return { type: "set", line: row.line, indicator: row.indicator, field, value, base: null };
}
