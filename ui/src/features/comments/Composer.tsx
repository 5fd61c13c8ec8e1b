import { t } from "@lingui/core/macro";
import { MessageSquarePlus, TextQuote, X } from "lucide-react";
import { useEffect, useState } from "react";

import { asProblem, type Problem, type Row } from "../../host";
import { Button, Check, Notice } from "../../kit";
import {
  cellId,
  cellText,
  isSharedText,
  mayComment,
  rowKey,
  useDossier,
  useDossierState,
  useStore,
} from "../../state";
import { relocated, trimmed, type ChosenWords } from "./chosenWords";
import styles from "./Comments.module.css";
import { mentionsIn } from "./mentions";
import { MentionBox } from "./MentionBox";
import { useComments, useCommentsBook } from "./useBook";

/** A new conversation on a cell, or on some words of its text. */
export function Composer({ row, field }: { row: Row; field: string }) {
  const allowed = useDossierState((state) => mayComment(state.role));
  if (!allowed) {
    return <p className={styles.none}>{t`Con tu papel puedes leer los comentarios.`}</p>;
  }
  return <NewComment row={row} field={field} />;
}

function NewComment({ row, field }: { row: Row; field: string }) {
  const dossier = useDossier();
  const book = useCommentsBook();
  const place = cellId(row, field);
  const text = useStore(dossier.commentDrafts, (drafts) => drafts.get(place) ?? "");
  const members = useDossierState((state) => state.members);
  const composing = useComments((state) => state.composing);
  const words = useWords(row, field);
  const [internal, setInternal] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    if (composing) book.composed();
  }, [book, composing]);

  const send = () => {
    if (busy || text.trim() === "") return;
    setBusy(true);
    setProblem(null);
    // What was written in the cell comes before what is said about it.
    dossier.editors
      .rest()
      .then(() => {
        const now = cellText(dossier.row(rowKey(row)) ?? row, field);
        return dossier.comment(row, field, {
          text: text.trim(),
          mentions: mentionsIn(text, members),
          internal,
          words: words === null ? null : relocated(now, words),
        });
      })
      .then(() => {
        dossier.draftComment(place, "");
        book.choose(null);
        setInternal(false);
      })
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };

  return (
    <div className={styles.composer}>
      {words !== null && (
        <p className={styles.about} data-testid="comment-words">
          <TextQuote size={14} aria-hidden />
          <span>{t`Sobre «${words.quote}»`}</span>
          <Button
            look="quiet"
            size="small"
            iconOnly
            aria-label={t`Comentar la celda entera`}
            onPress={() => book.choose(null)}
          >
            <X size={14} aria-hidden />
          </Button>
        </p>
      )}
      <MentionBox
        label={t`Comentario nuevo`}
        value={text}
        onChange={(value) => dossier.draftComment(place, value)}
        onSend={send}
        onEscape={() => dossier.focusCell()}
        lines={3}
        focus={composing}
        hint={t`Con @ mencionas a alguien; Ctrl+Intro lo envía.`}
        testId="comment-new"
      />
      {words === null && isSharedText(field) && <PickWords row={row} field={field} />}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.send}>
        <Check checked={internal} onChange={setInternal} testId="comment-internal">
          {t`Interno: no se exporta`}
        </Check>
        <Button
          look="strong"
          size="small"
          data-testid="comment-send"
          isDisabled={busy || text.trim() === ""}
          onPress={send}
        >
          <MessageSquarePlus size={14} aria-hidden /> {t`Comentar`}
        </Button>
      </div>
    </div>
  );
}

/** The words chosen for this cell's comment. */
function useWords(row: Row, field: string): ChosenWords | null {
  const words = useComments((state) => state.words);
  const chosen = useDossierState((state) => state.rows.get(words?.key ?? ""));
  if (words === null || chosen === undefined || words.field !== field) return null;
  return cellId(chosen, field) === cellId(row, field) ? words : null;
}

/** The text of the cell, for those who choose words by keyboard or may not write in it. */
function PickWords({ row, field }: { row: Row; field: string }) {
  const book = useCommentsBook();
  const text = cellText(row, field);
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState<ChosenWords | null>(null);
  if (text.trim() === "") return null;
  if (!open) {
    return (
      <div className={styles.wordsOpen}>
        <Button look="quiet" size="small" data-testid="words-open" onPress={() => setOpen(true)}>
          <TextQuote size={14} aria-hidden /> {t`Comentar solo unas palabras…`}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.pick}>
      <label className={styles.pickLabel}>
        {t`Elige las palabras con el ratón, o con Mayús y las flechas`}
        <textarea
          className={styles.pickText}
          readOnly
          autoFocus
          rows={4}
          value={text}
          data-testid="words-text"
          onSelect={({ currentTarget: { selectionStart, selectionEnd } }) =>
            setWords(trimmed({ key: rowKey(row), field }, text, selectionStart, selectionEnd))
          }
        />
      </label>
      <div className={styles.actions}>
        <Button
          size="small"
          data-testid="words-choose"
          isDisabled={words === null}
          onPress={() => {
            setOpen(false);
            book.begin(words);
          }}
        >
          {t`Comentar estas palabras`}
        </Button>
        <Button look="quiet" size="small" onPress={() => setOpen(false)}>
          {t`Cancelar`}
        </Button>
      </div>
    </div>
  );
}
