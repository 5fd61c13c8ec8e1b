import { plural, t } from "@lingui/core/macro";
import { CloudUpload, MessageSquare } from "lucide-react";
import { useId, type ReactNode } from "react";

import type { Row } from "../../host";
import { Mark, MarkButton, classes } from "../../kit";
import {
  cellId,
  cellText,
  isLineField,
  isText,
  levelOf,
  isApproved,
  mayComment,
  rowKey,
  useDossier,
  useDossierState,
  useDraft,
  useIsOpen,
} from "../../state";
import { commentsOf } from "../comments";
import { DecideMarks, waits } from "../decide";
import { CellStateWord, EditorBox, KeptDraft, cellState, useKept, type Closing } from "../editor";
import { fieldHelp, fieldKind, fieldLabel, placeLabel, shownValue } from "../fields";
import { useOpenCell } from "../states";
import { KeptProposal, ProposalBox, SuggestionMarks, useProposal } from "../suggestions";
import { focusBeside } from "./focus";
import styles from "./Ficha.module.css";

interface FichaFieldProps {
  row: Row;
  field: string;
  /** Without its help: its neighbours say the same. */
  brief?: boolean;
}

/** A field as a button that says its text, and as its editor while it is written. */
export function FichaField({ row, field, brief = false }: FichaFieldProps) {
  const help = useId();
  const id = cellId(row, field);
  const draft = useDraft(id);
  const open = useIsOpen(id) && draft?.place === "ficha";
  const openCell = useOpenCell();
  const proposal = useProposal(id, "ficha");
  const canOpen = useDossierState((state) => mayComment(state.role));
  const locked = useDossierState((state) => isApproved(state, row.line));
  const text = shownValue(field, draft?.text ?? cellText(row, field));
  const label = fieldLabel(field);
  const figures = fieldKind(field) === "quantity" || fieldKind(field) === "year";

  const onClose = (how: Closing) => {
    focusBeside(document.activeElement, how === "next" ? 1 : how === "previous" ? -1 : 0);
  };

  return (
    <FieldFrame row={row} field={field} brief={brief} helpId={help} open={open}>
      {proposal === "open" ? (
        <div className={styles.editor}>
          <ProposalBox
            row={row}
            field={field}
            figures={figures}
            onClose={() => focusBeside(document.activeElement, 0)}
          />
        </div>
      ) : open ? (
        <div className={styles.editor}>
          <EditorBox
            draft={draft}
            label={placeLabel(row.row, field)}
            figures={figures}
            prose={isText(field)}
            onClose={onClose}
          >
            <OpenWord row={row} field={field} />
          </EditorBox>
        </div>
      ) : (
        <button
          type="button"
          className={classes(styles.value, figures && styles.figures)}
          data-ficha-control=""
          data-testid="ficha-field"
          data-field={field}
          disabled={!canOpen}
          aria-label={[
            `${label}: ${text === "" ? t`sin escribir` : text}`,
            ...(locked ? [t`aprobada`] : []),
          ].join(", ")}
          aria-describedby={brief ? undefined : help}
          onClick={() => openCell({ key: rowKey(row), field }, "ficha")}
        >
          {text === "" ? <span className={styles.blank}>{t`Sin escribir`}</span> : text}
        </button>
      )}
    </FieldFrame>
  );
}

function OpenWord({ row, field }: { row: Row; field: string }) {
  const draft = useDraft(cellId(row, field));
  const status = useDossierState((state) => state.status);
  if (draft === undefined || draft.phase === "clean") return <span />;
  return <CellStateWord state={cellState(row, field, draft, status)} testId="cell-state" />;
}

interface FieldFrameProps {
  row: Row;
  field: string;
  brief?: boolean;
  helpId: string;
  open?: boolean;
  children: ReactNode;
}

/** What is around every field: its name, what the form means by it, and its marks. */
export function FieldFrame({ row, field, brief, helpId, open, children }: FieldFrameProps) {
  const help = brief === true ? null : fieldHelp(field);
  return (
    <div
      className={classes(styles.field, waits(row, field) && styles.waits)}
      data-ficha={field}
      data-key={rowKey(row)}
    >
      <div className={styles.top}>
        <span className={styles.label}>{fieldLabel(field)}</span>
        <FieldMarks row={row} field={field} open={open === true} />
      </div>
      {help !== null && (
        <p id={helpId} className={styles.help}>
          {help}
        </p>
      )}
      {children}
    </div>
  );
}

function FieldMarks({ row, field, open }: { row: Row; field: string; open: boolean }) {
  const dossier = useDossier();
  const id = cellId(row, field);
  const draft = useDraft(id);
  const kept = useKept(row, field);
  const status = useDossierState((state) => state.status);
  const proposal = useProposal(id, "ficha");
  const wasEdited = useDossierState((state) => state.lastEdited === id);
  const shared = isLineField(field) || levelOf(field) !== null;
  const comments = useDossierState(
    (state) =>
      (state.openThreads.get(`${row.line}|${field}`) ?? []).filter(
        ({ indicator }) => shared || indicator === null || indicator === row.indicator,
      ).length,
  );
  const worded = (draft !== undefined && draft.phase !== "clean") || wasEdited;
  const unsent = status.relay !== null && row.unsent.includes(field);
  return (
    <span className={styles.marks}>
      <DecideMarks row={row} field={field} />
      {comments > 0 && (
        <MarkButton
          tone="plain"
          testId="ficha-comments"
          label={plural(comments, {
            one: "# conversación abierta",
            other: "# conversaciones abiertas",
          })}
          onPress={() => {
            dossier.select({ key: rowKey(row), field });
            commentsOf(dossier).showCell();
          }}
        >
          <MessageSquare size={12} aria-hidden />
          {comments}
        </MarkButton>
      )}
      <SuggestionMarks row={row} field={field} />
      {proposal === "kept" && <KeptProposal row={row} field={field} place="ficha" />}
      {kept !== undefined && <KeptDraft row={row} field={field} place="ficha" />}
      {worded && !open && (
        <CellStateWord state={cellState(row, field, draft, status)} testId="ficha-state" />
      )}
      {!worded && unsent && (
        <Mark tone="plain">
          <CloudUpload size={12} aria-hidden />
          {t`por enviar`}
        </Mark>
      )}
    </span>
  );
}
