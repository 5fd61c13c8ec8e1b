import { useDossier } from "../../state";
import { findingsOf, type Mark } from "./book";
import { spokenFindings } from "./levels";
import styles from "./Findings.module.css";

interface FindingMarkProps {
  rowKey: string;
  field: string;
  findings: readonly Mark[];
}

/**
 * The mark in the corner of a cell with something to look at: full for an error, hollow for a
 * warning. Its words come with the pointer, and in the status bar with the keyboard; it leads to
 * the panel. It takes no room: the height of a row does not depend on it.
 */
export function FindingMark({ rowKey, field, findings }: FindingMarkProps) {
  const dossier = useDossier();
  const words = spokenFindings(findings);
  const wrong = findings.some(({ level }) => level === "error");
  return (
    <button
      type="button"
      className={styles.mark}
      data-testid="finding-mark"
      data-level={wrong ? "error" : "warning"}
      // The grid moves the focus with the arrows; Alt+Enter opens the marks of a cell.
      tabIndex={-1}
      aria-label={words}
      title={words}
      onClick={() => {
        dossier.select({ key: rowKey, field });
        findingsOf(dossier).show({ level: "all", selectedOnly: true });
        dossier.openPanel("findings");
      }}
    >
      <svg viewBox="0 0 10 10" aria-hidden>
        <path d="M0.5 0.5H9.5V9.5Z" />
      </svg>
    </button>
  );
}
