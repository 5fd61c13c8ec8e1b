import { t } from "@lingui/core/macro";
import { Check, EyeOff, Reply, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";

import { asProblem, type Problem } from "../../host";
import { Button, Mark, Notice, classes } from "../../kit";
import { cellText, mayComment, useDossier, useDossierState, type Thread } from "../../state";
import { CommentItem } from "./CommentItem";
import styles from "./Comments.module.css";
import { mentionsIn } from "./mentions";
import { MentionBox } from "./MentionBox";
import { rowOf } from "./order";
import { useComments } from "./useBook";
import { useReading } from "./useReading";

/** A conversation: what it is about, who said what, and how to go on. */
export function ThreadView({ thread }: { thread: Thread }) {
  const place = useReading(thread);
  const allowed = useDossierState((state) => mayComment(state.role));
  const current = useComments((state) => state.thread === thread.thread);
  // They stay marked as new while one looks at them, though reading them took a moment.
  const [fresh] = useState(() => new Set(thread.unread));
  useEffect(() => {
    if (current) place.current?.scrollIntoView({ block: "nearest" });
  }, [current, place]);
  return (
    <article
      ref={place}
      className={classes(
        styles.thread,
        thread.resolved && styles.resolved,
        current && styles.current,
      )}
      data-testid="thread"
      data-thread={thread.thread}
      {...(current ? { "data-current": "" } : {})}
    >
      {(thread.internal || thread.resolved) && (
        <p className={styles.kinds}>
          {thread.resolved && (
            <Mark tone="plain">
              <Check size={12} aria-hidden /> {t`resuelta`}
            </Mark>
          )}
          {thread.internal && (
            <Mark tone="plain">
              <EyeOff size={12} aria-hidden /> {t`interno: no sale en lo exportado`}
            </Mark>
          )}
        </p>
      )}
      <Quote thread={thread} />
      {thread.comments.map((comment) => (
        <CommentItem
          key={comment.comment}
          comment={comment}
          fresh={!comment.mine && (comment.unread || fresh.has(comment.comment))}
          mayChange={allowed}
        />
      ))}
      {allowed && <GoOn thread={thread} />}
    </article>
  );
}

/** What the words it is about said, and what became of them. */
function Quote({ thread }: { thread: Thread }) {
  const now = useDossierState((state) => {
    const row = rowOf(state, thread);
    return row === undefined ? null : cellText(row, thread.field);
  });
  const { quote, anchor, row } = thread;
  if (quote === "") return null;
  if (anchor === null) {
    if (row !== null && quote === now) return null;
    return (
      <blockquote className={styles.quote}>
        <span>{row === null ? t`Renglón retirado; la celda decía:` : t`La celda decía:`}</span>{" "}
        {quote}
      </blockquote>
    );
  }
  switch (anchor.state) {
    case "whole":
      return <blockquote className={styles.quote}>«{quote}»</blockquote>;
    case "changed":
      return (
        <blockquote className={styles.quote}>
          <span>{t`Las palabras cambiaron; decían`}</span> «{quote}»
        </blockquote>
      );
    case "gone":
      return (
        <blockquote className={styles.quote}>
          <span>{t`Las palabras ya no están; decían`}</span> «{quote}»
        </blockquote>
      );
  }
}

/** An answer, and whether it is settled. */
function GoOn({ thread }: { thread: Thread }) {
  const dossier = useDossier();
  const members = useDossierState((state) => state.members);
  const [text, setText] = useState(() => dossier.commentDrafts.get().get(thread.thread) ?? "");
  const [replying, setReplying] = useState(text !== "");
  const [problem, setProblem] = useState<Problem | null>(null);
  const fail = (failure: unknown) => setProblem(asProblem(failure));

  const write = (value: string) => {
    setText(value);
    dossier.draftComment(thread.thread, value);
  };
  const reply = () => {
    if (text.trim() === "") return;
    setProblem(null);
    dossier
      .answer(thread, text.trim(), mentionsIn(text, members))
      .then(() => {
        write("");
        setReplying(false);
      })
      .catch(fail);
  };
  const resolve = () => {
    setProblem(null);
    dossier.resolveThread(thread.thread, !thread.resolved).catch(fail);
  };

  return (
    <>
      {replying && (
        <MentionBox
          label={t`Respuesta`}
          value={text}
          onChange={write}
          onSend={reply}
          onEscape={() => setReplying(false)}
          lines={2}
          focus
          testId="comment-reply"
        />
      )}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.actions}>
        {replying ? (
          <>
            <Button
              size="small"
              look="strong"
              data-testid="comment-reply-send"
              isDisabled={text.trim() === ""}
              onPress={reply}
            >
              {t`Responder`}
            </Button>
            <Button size="small" look="quiet" onPress={() => setReplying(false)}>
              {t`Cancelar`}
            </Button>
          </>
        ) : (
          <>
            <Button
              size="small"
              look="quiet"
              data-testid="comment-answer"
              onPress={() => setReplying(true)}
            >
              <Reply size={14} aria-hidden /> {t`Responder`}
            </Button>
            <Button size="small" look="quiet" data-testid="comment-resolve" onPress={resolve}>
              {thread.resolved ? (
                <>
                  <RotateCcw size={14} aria-hidden /> {t`Reabrir`}
                </>
              ) : (
                <>
                  <Check size={14} aria-hidden /> {t`Marcar resuelta`}
                </>
              )}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
