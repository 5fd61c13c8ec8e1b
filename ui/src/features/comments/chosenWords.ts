import { cellText, isSharedText, rowKey, type DossierStore } from "../../state";

/** Words somebody chose in a cell, to say something about them. */
export interface ChosenWords {
  key: string;
  field: string;
  /** Where they are in the text of the cell, in UTF-16 units. */
  start: number;
  end: number;
  quote: string;
}

/** The words chosen in the open editor, or else with the mouse in a cell. */
export function chosenWords(dossier: DossierStore): ChosenWords | null {
  return chosenInEditor(dossier) ?? chosenInCell(dossier);
}

function chosenInEditor({ editors }: DossierStore): ChosenWords | null {
  const { open, all } = editors.state.get();
  const draft = all.get(open ?? "");
  const session = draft === undefined ? null : editors.textSession(draft.id);
  if (draft === undefined || session === null) return null;
  const { from, to } = session.state.selection.main;
  return trimmed({ key: rowKey(draft), field: draft.field }, session.text, from, to);
}

/** The words chosen with the mouse in a cell of the grid. */
export function chosenInCell(dossier: DossierStore): ChosenWords | null {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const text = textUnder(range.startContainer);
  if (text === null || text !== textUnder(range.endContainer)) return null;
  const { key, field } = text.closest<HTMLElement>("[data-cell]")?.dataset ?? {};
  const row = dossier.row(key ?? "");
  if (key === undefined || field === undefined || row === undefined) return null;
  if (!isSharedText(field)) return null;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  const end = start + range.toString().length;
  return trimmed({ key, field }, cellText(row, field), start, end);
}

function textUnder(node: Node): HTMLElement | null {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  return element?.closest<HTMLElement>("[data-testid=cell-text]") ?? null;
}

/** Words of a text, without the spaces around them; `null` if there are none. */
export function trimmed(
  place: { key: string; field: string },
  text: string,
  from: number,
  to: number,
): ChosenWords | null {
  const chosen = text.slice(from, to);
  const quote = chosen.trim();
  if (quote === "") return null;
  const start = from + chosen.indexOf(quote);
  return { ...place, start, end: start + quote.length, quote };
}

/** Where words are in a text that may have changed since; the nearest place, `null` if nowhere. */
export function relocated(text: string, words: ChosenWords): { start: number; end: number } | null {
  let best: number | null = null;
  for (let at = text.indexOf(words.quote); at >= 0; at = text.indexOf(words.quote, at + 1)) {
    if (best === null || Math.abs(at - words.start) < Math.abs(best - words.start)) best = at;
  }
  return best === null ? null : { start: best, end: best + words.quote.length };
}
