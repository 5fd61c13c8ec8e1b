import { plural, t } from "@lingui/core/macro";
import { MessageSquare } from "lucide-react";
import { memo, use, type CSSProperties } from "react";

import type { Row } from "../../host";
import { Mark, MarkButton, classes } from "../../kit";
import {
  cellId,
  cellText,
  isText,
  useDossier,
  useDossierState,
  useDraft,
  useIsOpen,
  type DossierState,
} from "../../state";
import { DecideMarks, waits } from "../decide";
import { CellStateWord, EditorBox, cellState, type Closing } from "../editor";
import { placeLabel } from "../fields";
import type { Column } from "./columns";
import { StepContext } from "./step";
import styles from "./Grid.module.css";

/** Least width of an editor over a narrow column, in CSS pixels: texts, and single values. */
const EDITOR_WIDTH_TEXT = 372;
const EDITOR_WIDTH_VALUE = 244;

interface CellProps {
  row: Row;
  rowKey: string;
  index: number;
  column: Column;
  /** Place of the column. */
  at: number;
  left: number;
  width: number;
  total: number;
  /** Height of a joined cell; 0 for a cell of this row alone. */
  height: number;
}

/** One cell: its text, its marks, and its editor while it is written. */
export const Cell = memo(function Cell(props: CellProps) {
  const { row, rowKey, index, column, at, left, width, height } = props;
  const { field } = column;
  const dossier = useDossier();
  const step = use(StepContext);
  const id = cellId(row, field);
  const draft = useDraft(id);
  const open = useIsOpen(id) && draft?.place === "grid";
  const end = useDossierState(({ spans }) =>
    column.span === null ? index + 1 : (spans[column.span][index]?.end ?? index + 1),
  );
  const selected = useDossierState((state) => isSelected(state, field, index, end));
  const first = useDossierState((state) => state.selection === null && index === 0 && at === 1);
  const comments = useDossierState((state) => openComments(state, row, field, index, end));
  const wasEdited = useDossierState((state) => state.lastEdited === id);
  const status = useDossierState((state) => state.status);

  const text = draft?.text ?? cellText(row, field);
  const word =
    (draft !== undefined && draft.phase !== "clean") || wasEdited
      ? cellState(row, field, draft, status)
      : null;
  const tagged = field === "actionLine" && (row.pendingExternal || row.retired);
  const decides = waits(row, field);
  const joined = height > 0;
  const place: CSSProperties = joined ? { left, width, height } : { gridColumn: at + 1 };

  const onClose = (how: Closing) => {
    if (how === "next" || how === "previous") step(how === "previous");
    else dossier.focusCell();
  };

  return (
    <div
      role="gridcell"
      aria-colindex={at + 1}
      aria-selected={selected}
      {...(end - index > 1 ? { "aria-rowspan": end - index } : {})}
      tabIndex={selected || first ? 0 : -1}
      data-testid="cell"
      data-cell=""
      data-row={row.row ?? ""}
      data-field={field}
      data-key={rowKey}
      className={classes(
        styles.cell,
        joined && styles.joined,
        column.span !== null && column.span !== "line" && styles.heading,
        column.figures && styles.figures,
        selected && styles.selected,
        open && styles.open,
        draft?.phase === "stuck" && styles.stuck,
        decides && styles.decides,
      )}
      style={place}
    >
      <div className={styles.content}>
        <div className={styles.text} data-testid="cell-text">
          {text}
        </div>
        {/* Not seen: it parts the text from its marks for those who read the page, not look at it. */}{" "}
        {(tagged || decides || comments > 0 || (word !== null && !open)) && (
          <div className={styles.marks}>
            {row.pendingExternal && tagged && <Mark tone="review">{t`Sujeta a revisión`}</Mark>}
            {row.retired && tagged && <Mark tone="plain">{t`Retirado`}</Mark>}
            <DecideMarks row={row} field={field} />
            {comments > 0 && (
              <MarkButton
                tone="plain"
                testId="comment-mark"
                label={plural(comments, {
                  one: "# conversación abierta",
                  other: "# conversaciones abiertas",
                })}
                onPress={() => {
                  dossier.select({ key: rowKey, field });
                  dossier.openPanel("comments");
                }}
              >
                <MessageSquare size={12} aria-hidden />
                {comments}
              </MarkButton>
            )}
            {word !== null && !open && <CellStateWord state={word} testId="cell-state" />}
          </div>
        )}
      </div>
      {open && (
        <div className={styles.editor} style={editorPlace(props)}>
          <EditorBox
            draft={draft}
            label={placeLabel(row.row, field)}
            figures={column.figures}
            prose={isText(field)}
            onClose={onClose}
          >
            {word === null ? <span /> : <CellStateWord state={word} testId="cell-state" />}
          </EditorBox>
        </div>
      )}
    </div>
  );
});

/** Over the cell, wider where the column is narrow, and never past the edge of the sheet. */
function editorPlace({ column, left, width, total }: CellProps): CSSProperties {
  const least = isText(column.field) ? EDITOR_WIDTH_TEXT : EDITOR_WIDTH_VALUE;
  const wide = Math.max(width, least);
  return left + wide > total ? { right: 0, width: wide } : { left: 0, width: wide };
}

function isSelected(state: DossierState, field: string, index: number, end: number): boolean {
  if (state.selection?.field !== field) return false;
  const at = state.places.get(state.selection.key) ?? -1;
  if (at === index) return true;
  return end - index > 1 && at >= index && at < end;
}

/** Open threads on a cell; a joined one gathers those of the rows it covers. */
function openComments(
  state: DossierState,
  row: Row,
  field: string,
  index: number,
  end: number,
): number {
  const count = (of: Row): number =>
    (state.openThreads.get(`${of.line}|${field}`) ?? []).filter(
      (thread) => thread.indicator === null || thread.indicator === of.indicator,
    ).length;
  if (state.openThreads.size === 0) return 0;
  if (end - index <= 1) return count(row);
  let total = 0;
  for (let at = index; at < end; at += 1) {
    const covered = state.rows.get(state.shown[at] ?? "");
    if (covered !== undefined) total += count(covered);
  }
  return total;
}
