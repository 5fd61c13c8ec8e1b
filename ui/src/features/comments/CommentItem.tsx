import { t } from "@lingui/core/macro";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";

import { asProblem, type CommentView, type Problem } from "../../host";
import { Button, Mark, Notice, Tip, localTime } from "../../kit";
import { useDossier, useDossierState } from "../../state";
import { authorName } from "../fields";
import styles from "./Comments.module.css";
import { mentionsIn, said } from "./mentions";
import { MentionBox } from "./MentionBox";

interface CommentItemProps {
  comment: CommentView;
  /** Whether it was not read when its conversation came on screen. */
  fresh: boolean;
  /** Whether this person may still change what they said. */
  mayChange: boolean;
}

/** What somebody said, when; one's own can be written anew or taken back. */
export function CommentItem({ comment, fresh, mayChange }: CommentItemProps) {
  const [doing, setDoing] = useState<"editing" | "withdrawing" | null>(null);
  const done = () => setDoing(null);
  const own = mayChange && comment.mine && !comment.withdrawn;
  return (
    <div className={styles.comment} data-testid="comment-item">
      <div className={styles.byline}>
        <strong>{authorName(comment)}</strong>
        {fresh && <Mark tone="plain">{t`nuevo`}</Mark>}
        {own && doing === null && (
          <span className={styles.own}>
            <Tip text={t`Corregir lo que escribiste`}>
              <Button
                look="quiet"
                size="small"
                iconOnly
                data-testid="comment-edit"
                aria-label={t`Corregir tu comentario`}
                onPress={() => setDoing("editing")}
              >
                <Pencil size={13} aria-hidden />
              </Button>
            </Tip>
            <Tip text={t`Retirar tu comentario`}>
              <Button
                look="quiet"
                size="small"
                iconOnly
                data-testid="comment-withdraw"
                aria-label={t`Retirar tu comentario`}
                onPress={() => setDoing("withdrawing")}
              >
                <Trash2 size={13} aria-hidden />
              </Button>
            </Tip>
          </span>
        )}
      </div>
      <p className={styles.when}>
        {localTime(comment.at)}
        {comment.edited !== null && !comment.withdrawn && (
          <span title={localTime(comment.edited)}> · {t`corregido`}</span>
        )}
      </p>
      {doing === "editing" ? (
        <Editing comment={comment} onDone={done} />
      ) : (
        <Words comment={comment} />
      )}
      {doing === "withdrawing" && <Withdrawing comment={comment} onDone={done} />}
    </div>
  );
}

function Words({ comment }: { comment: CommentView }) {
  const members = useDossierState((state) => state.members);
  const { author, text, withdrawn, mine } = comment;
  if (withdrawn) {
    return (
      <p className={styles.withdrawn}>
        {mine ? t`Retiraste este comentario` : t`${author} retiró este comentario`}
      </p>
    );
  }
  return (
    <p className={styles.text}>
      {said(text, members).map((part, at) =>
        part.name === null ? (
          part.text
        ) : (
          <span key={at} className={styles.mention}>
            {part.text}
          </span>
        ),
      )}
    </p>
  );
}

interface ChangeProps {
  comment: CommentView;
  onDone: () => void;
}

function Editing({ comment, onDone }: ChangeProps) {
  const dossier = useDossier();
  const members = useDossierState((state) => state.members);
  const [text, setText] = useState(comment.text);
  const [problem, setProblem] = useState<Problem | null>(null);
  const keep = () => {
    if (text.trim() === "") return;
    setProblem(null);
    dossier
      .editComment(comment.comment, text.trim(), mentionsIn(text, members))
      .then(onDone)
      .catch((failure: unknown) => setProblem(asProblem(failure)));
  };
  return (
    <div className={styles.composer}>
      <MentionBox
        label={t`Tu comentario`}
        value={text}
        onChange={setText}
        onSend={keep}
        onEscape={onDone}
        lines={3}
        focus
        testId="comment-edit-text"
      />
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.actions}>
        <Button
          size="small"
          look="strong"
          data-testid="comment-edit-keep"
          isDisabled={text.trim() === "" || text.trim() === comment.text}
          onPress={keep}
        >
          {t`Guardar la corrección`}
        </Button>
        <Button size="small" look="quiet" onPress={onDone}>
          {t`Cancelar`}
        </Button>
      </div>
    </div>
  );
}

function Withdrawing({ comment, onDone }: ChangeProps) {
  const dossier = useDossier();
  const [problem, setProblem] = useState<Problem | null>(null);
  const withdraw = () => {
    setProblem(null);
    dossier
      .withdrawComment(comment.comment)
      .then(onDone)
      .catch((failure: unknown) => setProblem(asProblem(failure)));
  };
  return (
    <div className={styles.ask} role="group" aria-label={t`Retirar tu comentario`}>
      <p>{t`¿Retirarlo? Ya nadie leerá lo que dice; se verá que lo retiraste.`}</p>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.actions}>
        <Button
          size="small"
          look="danger"
          autoFocus
          data-testid="comment-withdraw-sure"
          onPress={withdraw}
        >
          {t`Retirar el comentario`}
        </Button>
        <Button size="small" look="quiet" onPress={onDone}>
          {t`Cancelar`}
        </Button>
      </div>
    </div>
  );
}
