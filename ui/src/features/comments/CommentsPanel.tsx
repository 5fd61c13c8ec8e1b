import { plural, t } from "@lingui/core/macro";
import { MessageSquarePlus } from "lucide-react";
import { useState } from "react";

import { asProblem, type Problem, type Row } from "../../host";
import { Button, Field, Notice } from "../../kit";
import {
  cellId,
  isAbout,
  mayComment,
  useDossier,
  useDossierState,
  useStore,
  type Thread,
} from "../../state";
import { placeLabel } from "../fields";
import styles from "./Comments.module.css";
import { ThreadView } from "./ThreadView";

const COMMENT_LENGTH_MAX = 8_000;

/** The conversations of the selected cell, and those of the rest of the matrix below. */
export function CommentsPanel() {
  const selection = useDossierState((state) => state.selection);
  const row = useDossierState((state) =>
    state.selection === null ? undefined : state.rows.get(state.selection.key),
  );
  const threads = useDossierState((state) => state.threads);
  const field = selection === null || selection.field === "#" ? "actionLine" : selection.field;
  const here = row === undefined ? [] : threads.filter((thread) => isAbout(thread, row, field));
  const elsewhere = threads.filter((thread) => !here.includes(thread));
  const [resolvedShown, showResolved] = useState(false);
  const resolved = elsewhere.filter((thread) => thread.resolved);

  return (
    <div className={styles.panel} data-testid="comment-panel">
      {row === undefined ? (
        <p className={styles.teach}>
          {t`Selecciona una celda de la matriz para comentarla. Cada conversación queda junto a su celda aunque el renglón cambie de lugar.`}
        </p>
      ) : (
        <section className={styles.here}>
          <h3 className={styles.place}>{placeLabel(row.row, field)}</h3>
          {here.map((thread) => (
            <ThreadView key={thread.thread} thread={thread} row={row} />
          ))}
          {here.length === 0 && <p className={styles.none}>{t`Nadie ha comentado esta celda.`}</p>}
          <Composer key={cellId(row, field)} row={row} field={field} />
        </section>
      )}
      {elsewhere.length > 0 && (
        <section className={styles.elsewhere}>
          <h3 className={styles.others}>{t`En otras celdas`}</h3>
          {elsewhere
            .filter((thread) => !thread.resolved || resolvedShown)
            .map((thread) => (
              <OtherThread key={thread.thread} thread={thread} />
            ))}
          {resolved.length > 0 && (
            <div className={styles.more}>
              <Button look="quiet" size="small" onPress={() => showResolved(!resolvedShown)}>
                {resolvedShown
                  ? t`Ocultar las resueltas`
                  : plural(resolved.length, {
                      one: "Mostrar # resuelta",
                      other: "Mostrar # resueltas",
                    })}
              </Button>
            </div>
          )}
        </section>
      )}
    </div>
  );
}

function Composer({ row, field }: { row: Row; field: string }) {
  const dossier = useDossier();
  const place = cellId(row, field);
  const text = useStore(dossier.commentDrafts, (drafts) => drafts.get(place) ?? "");
  const allowed = useDossierState((state) => mayComment(state.role));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!allowed)
    return <p className={styles.none}>{t`Con tu papel puedes leer los comentarios.`}</p>;
  const send = () => {
    setBusy(true);
    setProblem(null);
    dossier
      .comment(row, field, text.trim(), null)
      .then(() => dossier.draftComment(place, ""))
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  return (
    <div className={styles.composer}>
      <Field
        label={t`Comentario nuevo`}
        value={text}
        onChange={(value) => dossier.draftComment(place, value)}
        lines={3}
        maxLength={COMMENT_LENGTH_MAX}
        testId="comment-new"
      />
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.send}>
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

function OtherThread({ thread }: { thread: Thread }) {
  const dossier = useDossier();
  const first = thread.comments[0];
  if (first === undefined) return null;
  return (
    <button
      type="button"
      className={styles.other}
      data-testid="comment-other"
      onClick={() => dossier.goTo(thread.line, thread.indicator, thread.field)}
    >
      <span className={styles.otherPlace}>
        {placeLabel(thread.row, thread.field)}
        {thread.resolved && <> · {t`resuelta`}</>}
      </span>
      <span className={styles.otherText}>
        <strong>{first.author}:</strong> {first.text}
      </span>
      {thread.comments.length > 1 && (
        <span className={styles.otherCount}>
          {plural(thread.comments.length - 1, { one: "# respuesta", other: "# respuestas" })}
        </span>
      )}
    </button>
  );
}
