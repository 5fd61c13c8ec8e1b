import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { classes } from "./classes";
import styles from "./WordChanges.module.css";

/** A piece of a difference by words; those of one number are one change. */
export interface ChangedSpan {
  kind: "same" | "removed" | "added";
  text: string;
  hunk: number | null;
}

interface WordChangesProps {
  spans: readonly ChangedSpan[];
  /** Changes that are marked; without it there are no boxes to tick. */
  marked?: ReadonlySet<number>;
  onMark?: (hunk: number, on: boolean) => void;
  /** Only what was, or only what is, for texts side by side; without it, both. */
  side?: "before" | "after";
  testId?: string;
}

/**
 * A text with what goes struck through and what comes underlined, also said in words for those who
 * hear it; each change with its box where one can be taken without the others.
 */
export function WordChanges({ spans, marked, onMark, side, testId }: WordChangesProps) {
  const hidden = side === undefined ? null : side === "before" ? "added" : "removed";
  const shown = hidden === null ? spans : spans.filter(({ kind }) => kind !== hidden);
  return (
    <p className={styles.text} data-testid={testId}>
      {changesOf(shown).map(({ hunk, pieces }, at) => {
        const words = pieces.map((piece, place) => <Piece key={place} piece={piece} />);
        if (hunk === null) return <span key={at}>{words}</span>;
        if (marked === undefined) return <span key={at}>{words}</span>;
        const on = marked.has(hunk);
        return (
          <label key={at} className={classes(styles.change, !on && styles.off)}>
            <input
              type="checkbox"
              checked={on}
              data-testid="change-mark"
              data-hunk={hunk}
              onChange={(event) => onMark?.(hunk, event.currentTarget.checked)}
            />
            {words}
          </label>
        );
      })}
    </p>
  );
}

/** The numbers of the changes in a difference, in order. */
export function hunksOf(spans: readonly ChangedSpan[]): readonly number[] {
  return [...new Set(spans.flatMap(({ hunk }) => (hunk === null ? [] : [hunk])))];
}

function Piece({ piece: { kind, text } }: { piece: ChangedSpan }): ReactNode {
  switch (kind) {
    case "same":
      return text;
    case "removed":
      return (
        <del className={styles.removed}>
          <span className="hidden-text">{t`se quita:`} </span>
          {text}
        </del>
      );
    case "added":
      return (
        <ins className={styles.added}>
          <span className="hidden-text">{t`se agrega:`} </span>
          {text}
        </ins>
      );
  }
}

interface Change {
  hunk: number | null;
  pieces: ChangedSpan[];
}

/** Pieces that follow each other in one change, together. */
function changesOf(spans: readonly ChangedSpan[]): readonly Change[] {
  const changes: Change[] = [];
  for (const span of spans) {
    const last = changes.at(-1);
    if (last?.hunk === span.hunk) last.pieces.push(span);
    else changes.push({ hunk: span.hunk, pieces: [span] });
  }
  return changes;
}
