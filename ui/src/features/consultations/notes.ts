import type { Row } from "../../host";
import { fold } from "../../kit";
import { cellText, levelOf } from "../../state";

/** How a note to another body begins, folded, where data were expected. */
const BEGINNINGS = [
  "socializar",
  "revisar con",
  "revision con",
  "revisarlo con",
  "ver con",
  "verlo con",
  "consultar con",
  "consultar a",
  "consultarlo con",
  "validar con",
  "validarlo con",
  "checar con",
  "pendiente con",
  "pendiente de",
];

/** Fields where a note is never meant: who is responsible is a body by itself. */
const NEVER = new Set(["responsible", "stage", "actionLine", "pendingExternal"]);

/** A longer text says more than to whom to turn. */
const NOTE_LENGTH_MAX = 120;

/**
 * The body that a note over a data cell speaks to: "Socializar con SFA" is for "SFA", "" if it names
 * none. `null`: the cell holds no such note.
 */
export function noteTo(row: Row, field: string): string | null {
  if (levelOf(field) !== null || NEVER.has(field)) return null;
  return bodyIn(cellText(row, field));
}

/** The same of a text. */
export function bodyIn(text: string): string | null {
  const said = text.trim();
  // Nearly every cell ends here: all on screen are asked.
  if (said.length < 7 || said.length > NOTE_LENGTH_MAX || !/^[spcrv]/i.test(said)) return null;
  const folded = fold(said);
  const begins = BEGINNINGS.some(
    (beginning) => folded === beginning || folded.startsWith(`${beginning} `),
  );
  if (!begins) return null;
  const body = /\s(?:con|a)\s+(?:el\s+|la\s+|los\s+|las\s+)?(.+)$/iu.exec(said)?.[1] ?? "";
  return body.replace(/[.\s]+$/u, "");
}
