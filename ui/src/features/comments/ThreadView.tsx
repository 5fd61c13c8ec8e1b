import { t } from "@lingui/core/macro";
import { Check, Reply, RotateCcw } from "lucide-react";
import { useState } from "react";

import { asProblem, type Problem, type Row } from "../../host";
import { Button, Field, Notice, classes, dateTime } from "../../kit";
import { cellText, mayComment, useDossier, useDossierState, type Thread } from "../../state";
import styles from "./Comments.module.css";

/** A conversation: what the cell said, who said what about it, and how to go on. */
export function ThreadView({ thread, row }: { thread: Thread; row: Row }) {
  const dossier = useDossier();
  const allowed = useDossierState((state) => mayComment(state.role));
  const draftPlace = thread.thread;
  const [replying, setReplying] = useState(false);
  const [text, setText] = useState(() => dossier.commentDrafts.get().get(draftPlace) ?? "");
  const [problem, setProblem] = useState<Problem | null>(null);
  const fail = (failure: unknown) => setProblem(asProblem(failure));
  const changed = thread.quote !== "" && thread.quote !== cellText(row, thread.field);

  const write = (value: string) => {
    setText(value);
    dossier.draftComment(draftPlace, value);
  };
  const reply = () => {
    setProblem(null);
    dossier
      .comment(row, thread.field, text.trim(), thread.thread)
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
    <article className={classes(styles.thread, thread.resolved && styles.resolved)}>
      {changed && (
        <blockquote className={styles.quote}>
          <span>{t`La celda decía:`}</span> {thread.quote}
        </blockquote>
      )}
      {thread.comments.map((comment) => (
        <div key={comment.comment} className={styles.comment} data-testid="comment-item">
          <p className={styles.byline}>
            <strong>{comment.author}</strong> <span>{dateTime(comment.at)}</span>
          </p>
          <p className={styles.text}>{comment.text}</p>
        </div>
      ))}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      {replying && (
        <Field
          label={t`Respuesta`}
          value={text}
          onChange={write}
          lines={2}
          autoFocus
          testId="comment-reply"
        />
      )}
      {allowed && (
        <div className={styles.actions}>
          {replying ? (
            <Button
              size="small"
              look="strong"
              data-testid="comment-reply-send"
              isDisabled={text.trim() === ""}
              onPress={reply}
            >
              {t`Responder`}
            </Button>
          ) : (
            <Button size="small" look="quiet" onPress={() => setReplying(true)}>
              <Reply size={14} aria-hidden /> {t`Responder`}
            </Button>
          )}
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
        </div>
      )}
    </article>
  );
}
