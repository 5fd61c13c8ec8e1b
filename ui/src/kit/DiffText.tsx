import styles from "./DiffText.module.css";

/** A piece of a difference by words: it stays, goes or comes. */
export interface DiffPart {
  kind: "same" | "removed" | "added";
  text: string;
}

interface DiffTextProps {
  parts: readonly DiffPart[];
  /** Only what was, only what is, or both woven together. */
  side?: "before" | "after" | "both";
  testId?: string;
}

/** A text with what differs: what goes struck through, what comes underlined; never by colour alone. */
export function DiffText({ parts, side = "both", testId }: DiffTextProps) {
  const hidden = side === "before" ? "added" : side === "after" ? "removed" : null;
  return (
    <span className={styles.text} data-testid={testId}>
      {parts.map(({ kind, text }, at) => {
        if (kind === hidden) return null;
        if (kind === "same") return <span key={at}>{text}</span>;
        return kind === "removed" ? <del key={at}>{text}</del> : <ins key={at}>{text}</ins>;
      })}
    </span>
  );
}
