import { plural, t } from "@lingui/core/macro";
import { ChevronDown, MessageSquare, PenLine } from "lucide-react";
import { memo, use, type CSSProperties } from "react";

import type { PresenceView, Row } from "../../host";
import { Mark, MarkButton, classes, personHue } from "../../kit";
import {
  cellId,
  cellText,
  headingAt,
  isSharedText,
  isText,
  levelOf,
  useDossier,
  useDossierState,
  useDraft,
  useIsOpen,
} from "../../state";
import { AnchoredText, commentsOf } from "../comments";
import { ChangeMark, spokenChanges, useChanges } from "../changes";
import { ConsultMark } from "../consultations";
import { DecideMarks, waits } from "../decide";
import {
  CellStateWord,
  EditorBox,
  KeptDraft,
  cellState,
  cellWord,
  useKept,
  type Closing,
} from "../editor";
import { placeLabel } from "../fields";
import { MatchedText } from "../find";
import { FindingMark, spokenFindings, useFindingsOf } from "../findings";
import { StateMark } from "../states";
import { KeptProposal, ProposalBox, SuggestionMarks, useProposal } from "../suggestions";
import {
  ACTIVE,
  EDGE_BOTTOM,
  EDGE_LEFT,
  EDGE_RIGHT,
  EDGE_TOP,
  EDITED,
  IN_RANGE,
  NOTES_MASK,
  NOTES_SHIFT,
  TAB_STOP,
  TALKS_SHIFT,
  openComments,
  presenceWords,
  selectionBits,
  spokenCell,
  whoIsIn,
} from "./cellView";
import type { Column, Place } from "./columns";
import { GridContext } from "./gridContext";
import { markWords } from "./marks";
import {
  isConsultable,
  isLocked,
  isNoted,
  noteBits,
  saysPending,
  spokenNotes,
  stateIn,
} from "./reviewNotes";
import type { SpanBox } from "./spanBoxes";
import styles from "./Grid.module.css";

/** Least width of an editor over a narrow column, in CSS pixels: texts, and single values. */
const EDITOR_WIDTH_TEXT = 372;
const EDITOR_WIDTH_VALUE = 244;

interface CellProps {
  row: Row;
  rowKey: string;
  /** Its row among the shown ones, and its lane. */
  index: number;
  lane: number;
  column: Column;
  place: Place;
  total: number;
  /** The box of a joined cell; `null` for a cell of this row alone. */
  box: SpanBox | null;
}

/** One cell: its text, its marks, and its editor while it is written. */
export const Cell = memo(function Cell(props: CellProps) {
  const { row, rowKey, index, lane, column, place, box } = props;
  const { field } = column;
  const dossier = useDossier();
  const { step, canEdit } = use(GridContext);
  const id = cellId(row, field);
  const draft = useDraft(id);
  const open = useIsOpen(id) && draft?.place === "grid";
  // One question for all that is a number: every cell on screen asks at every change.
  const bits = useDossierState((state) => {
    const span = column.span === null ? undefined : state.spans[column.span][index];
    const from = box === null ? lane : (state.laneOf[span?.start ?? index] ?? lane);
    const to = box === null ? lane : lane + box.lanes - 1;
    const talks = openComments(state, row, field, span?.start ?? index, span?.end ?? index + 1);
    const edited = state.lastEdited === id ? EDITED : 0;
    const notes = noteBits(state, row, field) << NOTES_SHIFT;
    return selectionBits(state, from, to, place.at) | edited | notes | (talks << TALKS_SHIFT);
  });
  const notes = (bits >> NOTES_SHIFT) & NOTES_MASK;
  const comments = bits >> TALKS_SHIFT;
  const wasEdited = (bits & EDITED) !== 0;
  const person = useDossierState((state) => whoIsIn(state, id));
  const findings = useFindingsOf(rowKey, field);
  const kept = useKept(row, field);
  const proposal = useProposal(id, "grid");
  const changes = useChanges(id);

  const text = draft?.text ?? cellText(row, field);
  const worded = (draft !== undefined && draft.phase !== "clean") || wasEdited;
  const status = useDossierState((state) => (worded ? state.status : null));
  const word = status === null ? null : cellState(row, field, draft, status);
  const decides = waits(row, field);
  const level = levelOf(field);
  const heading = level === null ? null : headingAt(row, level);
  const selected = (bits & ACTIVE) !== 0;
  const written = open || proposal === "open";
  const note = canEdit && isConsultable(dossier.state.get(), row, field);

  const onClose = (how: Closing) => {
    if (how === "next" || how === "previous") step(how === "previous");
    else dossier.focusCell();
  };

  const content = (
    <>
      {heading !== null && (
        <button
          type="button"
          className={styles.fold}
          tabIndex={-1}
          data-testid="fold"
          aria-label={t`Plegar ${text}`}
          title={t`Plegar (Alt+←)`}
          onClick={() => dossier.fold([heading.id], true)}
        >
          <ChevronDown size={14} aria-hidden />
        </button>
      )}
      <div className={styles.content}>
        <div className={styles.text} data-testid="cell-text">
          {comments > 0 && isSharedText(field) ? (
            <AnchoredText row={row} field={field} text={text} />
          ) : (
            <MatchedText id={id} text={text} />
          )}
        </div>
        {/* Not seen: it parts the text from its marks for those who read the page, not look at it. */}{" "}
        <CellMarks
          row={row}
          rowKey={rowKey}
          field={field}
          figures={column.figures}
          notes={notes}
          note={note}
          comments={comments}
        >
          {!open && (word !== null || kept !== undefined || proposal === "kept") && (
            <>
              <KeptDraft row={row} field={field} place="grid" />
              {proposal === "kept" && <KeptProposal row={row} field={field} place="grid" />}
              {word !== null && <CellStateWord state={word} testId="cell-state" />}
            </>
          )}
        </CellMarks>
      </div>
      {changes !== undefined && !written && <ChangeMark changes={changes} field={field} />}
      {findings !== undefined && !written && (
        <FindingMark rowKey={rowKey} field={field} findings={findings} />
      )}
      {person !== null && !written && <Flag person={person} />}
      {proposal === "open" && (
        <div className={styles.editor} style={editorPlace(props)}>
          <ProposalBox
            row={row}
            field={field}
            figures={column.figures}
            onClose={() => dossier.focusCell()}
          />
        </div>
      )}
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
    </>
  );

  return (
    <div
      role="gridcell"
      aria-colindex={place.at + 1}
      aria-selected={(bits & (ACTIVE | IN_RANGE)) !== 0}
      aria-readonly={!canEdit || isLocked(notes)}
      // While it is written it is what is in it: the editor has a name of its own.
      aria-label={
        written
          ? undefined
          : spokenCell({
              row,
              field,
              title: column.title,
              text,
              comments,
              pending: saysPending(notes),
              notes:
                note || isNoted(notes) ? spokenNotes(dossier.state.get().review, row, field) : [],
              state: word === null ? null : cellWord(word),
              person,
              changes: changes === undefined ? "" : spokenChanges(changes),
              findings: spokenFindings(findings),
            })
      }
      {...(box !== null && box.lanes > 1 ? { "aria-rowspan": box.lanes } : {})}
      {...(heading === null ? {} : { "aria-expanded": true })}
      tabIndex={(bits & TAB_STOP) !== 0 ? 0 : -1}
      data-testid="cell"
      data-cell=""
      data-row={row.row ?? ""}
      data-field={field}
      data-key={rowKey}
      {...(selected ? { "data-active": "" } : {})}
      className={classes(
        styles.cell,
        box !== null && styles.joined,
        level !== null && styles.heading,
        column.figures && styles.figures,
        place.frozen && styles.frozen,
        place.edge && styles.edge,
        rangeClass(bits),
        selected && styles.selected,
        written && styles.open,
        draft?.phase === "stuck" && styles.stuck,
        decides && styles.decides,
        person !== null && styles.visited,
      )}
      style={cellPlace(props, person)}
    >
      {box === null ? content : <div className={styles.holder}>{content}</div>}
    </div>
  );
});

interface CellMarksProps {
  row: Row;
  rowKey: string;
  field: string;
  figures: boolean;
  /** What the review says of the cell. */
  notes: number;
  /** It holds a note to another body. */
  note: boolean;
  comments: number;
  /** The state word. */
  children: React.ReactNode;
}

function CellMarks(props: CellMarksProps) {
  const { row, rowKey, field, figures, notes, note, comments, children } = props;
  const dossier = useDossier();
  const pending = saysPending(notes);
  const tagged = pending || (field === "actionLine" && row.retired);
  const plain = !tagged && !isNoted(notes) && !note && comments === 0;
  if (plain && !waits(row, field) && children === false) return null;
  const words = markWords();
  return (
    <div className={styles.marks}>
      {pending && <Mark tone="review">{words.pending}</Mark>}
      {row.retired && tagged && <Mark tone="plain">{words.retired}</Mark>}
      {stateIn(notes) !== "draft" && <StateMark row={row} />}
      <DecideMarks row={row} field={field} />
      {isNoted(notes) && <SuggestionMarks row={row} field={field} figures={figures} />}
      {note && <ConsultMark rowKey={rowKey} field={field} figures={figures} />}
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
            commentsOf(dossier).showCell();
          }}
        >
          <MessageSquare size={12} aria-hidden />
          {comments}
        </MarkButton>
      )}
      {children}
    </div>
  );
}

/** Who else is in the cell: a small flag, the whole sentence while they write. */
function Flag({ person }: { person: PresenceView }) {
  const words = presenceWords(person);
  return (
    <div className={styles.flag} data-testid="presence-flag" title={words} aria-hidden>
      {person.writing && <PenLine size={11} />}
      {person.writing ? words : person.name}
    </div>
  );
}

function rangeClass(bits: number): string | false {
  if ((bits & IN_RANGE) === 0) return false;
  return classes(
    styles.inRange,
    (bits & EDGE_TOP) !== 0 && styles.edgeTop,
    (bits & EDGE_BOTTOM) !== 0 && styles.edgeBottom,
    (bits & EDGE_LEFT) !== 0 && styles.edgeLeft,
    (bits & EDGE_RIGHT) !== 0 && styles.edgeRight,
  );
}

/** In its column; a joined cell takes the height of its rows without giving it to its own. */
function cellPlace({ place, box }: CellProps, person: PresenceView | null): CSSProperties {
  return {
    gridColumn: place.at + 1,
    ...(place.frozen ? { left: place.left } : {}),
    ...(box === null
      ? {}
      : { height: box.height, marginTop: -box.over, marginBottom: box.over - box.height }),
    ...(person === null ? {} : { "--hue": String(personHue(person.device)) }),
  };
}

/** Over the cell, wider where the column is narrow, and never past the edge of the sheet. */
function editorPlace({ column, place, total }: CellProps): CSSProperties {
  const least = isText(column.field) ? EDITOR_WIDTH_TEXT : EDITOR_WIDTH_VALUE;
  const wide = Math.max(place.width, least);
  return place.left + wide > total ? { right: 0, width: wide } : { left: 0, width: wide };
}
