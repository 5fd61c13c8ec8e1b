import { readFileSync } from "node:fs";

import { readPasted, type Pasted } from "../src/features/clipboard/pasted";
import type { PastedTable } from "../src/features/clipboard/table";

/** What a program puts on the clipboard as `text/html`, as it writes it. */
export const payload = (name: string) => readFileSync(`tests/payloads/${name}.txt`, "utf8");

/** The table of a paste that must be one. */
export function tableOf(pasted: Pasted): PastedTable {
  if (pasted.kind !== "table") throw new Error(`not a table: ${pasted.kind}`);
  return pasted.table;
}

export const fromHtml = (html: string) => tableOf(readPasted({ html, text: "" }, false));
export const fromText = (text: string) => tableOf(readPasted({ html: "", text }, false));
export const texts = (table: PastedTable) =>
  table.rows.map((cells) => cells.map(({ text }) => text));
export const covers = (table: PastedTable) =>
  table.rows.map((cells) => cells.map(({ covered }) => covered));
export const yellows = (table: PastedTable) =>
  table.rows.map((cells) => cells.map(({ yellow }) => yellow));
