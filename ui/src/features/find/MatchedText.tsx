import type { TextRange } from "../../kit";
import { classes } from "../../kit";
import { useLook } from "./useFind";
import styles from "./Find.module.css";

interface MatchedTextProps {
  /** The cell's `cellId`. */
  id: string;
  text: string;
  /** Words that a conversation is about; they may overlap. */
  underlined?: readonly TextRange[];
}

const NONE: readonly TextRange[] = [];

/** The text of a cell with what is looked for marked in it. */
export function MatchedText({ id, text, underlined = NONE }: MatchedTextProps) {
  const ranges = useLook((look) => look.byCell.get(id));
  const current = useLook((look) => (look.current?.cell === id ? look.current.start : -1));
  // While a cell is written its text runs ahead of what was searched.
  const last = ranges?.at(-1);
  const matches = last === undefined || last.end > text.length ? NONE : (ranges ?? NONE);
  if (matches.length === 0 && underlined.length === 0) return text;
  return pieces(text, matches, underlined).map((piece) =>
    piece.match === null ? (
      piece.under ? (
        <span key={piece.start} className={styles.under} data-testid="anchored">
          {piece.text}
        </span>
      ) : (
        piece.text
      )
    ) : (
      <mark
        key={piece.start}
        className={classes(styles.match, piece.under && styles.under)}
        data-testid="match"
        {...(piece.match.start === current ? { "data-current": "" } : {})}
      >
        {piece.text}
      </mark>
    ),
  );
}

/** A stretch of the text that is the same all along. */
interface Piece {
  start: number;
  text: string;
  match: TextRange | null;
  under: boolean;
}

function pieces(
  text: string,
  matches: readonly TextRange[],
  underlined: readonly TextRange[],
): Piece[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...matches, ...underlined]) {
    cuts.add(Math.min(start, text.length));
    cuts.add(Math.min(end, text.length));
  }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(1).map((end, at) => {
    const start = places[at] ?? 0;
    const covers = (range: TextRange) => range.start <= start && end <= range.end;
    return {
      start,
      text: text.slice(start, end),
      match: matches.find(covers) ?? null,
      under: underlined.some(covers),
    };
  });
}
