import { plural, t } from "@lingui/core/macro";
import { EyeOff } from "lucide-react";
import { useMemo, useState } from "react";

import { Button, classes } from "../../kit";
import { useDossier, useDossierState, type Thread } from "../../state";
import { placeLabel } from "../fields";
import styles from "./Comments.module.css";
import { inRowOrder, nothingWith, passes, type ThreadFilter } from "./order";
import { ThreadView } from "./ThreadView";
import { useComments, useCommentsBook } from "./useBook";

/** Conversations drawn before "Mostrar más". */
const SHOWN_FIRST = 40;

/** The conversations of the whole matrix that a filter lets through, by row. */
export function ThreadList({ filter }: { filter: Exclude<ThreadFilter, "cell"> }) {
  const threads = useDossierState((state) => state.threads);
  const order = useDossierState((state) => state.order);
  const rows = useDossierState((state) => state.rows);
  const years = useDossierState((state) => state.years);
  const view = useDossierState((state) => state.view);
  const current = useComments((state) => state.thread);
  const [most, setMost] = useState(SHOWN_FIRST);
  // The one that is read stays in the list, though reading it took it out of the unread ones.
  const [kept, keep] = useState<string | null>(current);
  if (current !== null && kept !== current) keep(current);
  const list = useMemo(() => {
    const wanted = threads.filter((one) => passes(one, filter) || one.thread === kept);
    return inRowOrder({ order, rows, years, view }, wanted);
  }, [threads, order, rows, years, view, filter, kept]);
  const at = list.findIndex((one) => one.thread === current);
  const shown = Math.max(most, at + 1);
  if (list.length === 0) return <p className={styles.teach}>{nothingWith(filter)}</p>;
  return (
    <>
      <ul data-testid="thread-list">
        {list.slice(0, shown).map((thread) => (
          <li key={thread.thread}>
            <ListedThread thread={thread} open={thread.thread === current} />
          </li>
        ))}
      </ul>
      {list.length > shown && (
        <div className={styles.more}>
          <Button
            look="quiet"
            size="small"
            data-testid="threads-more"
            onPress={() => setMost(shown + SHOWN_FIRST)}
          >
            {plural(list.length - shown, { one: "Mostrar # más", other: "Mostrar # más" })}
          </Button>
        </div>
      )}
    </>
  );
}

function ListedThread({ thread, open }: { thread: Thread; open: boolean }) {
  const dossier = useDossier();
  const book = useCommentsBook();
  const { comments, internal, resolved } = thread;
  const first = comments.find((one) => !one.withdrawn) ?? comments[0];
  if (first === undefined) return null;
  const { author } = first;
  const unread = thread.unread.length;
  const toggle = () => {
    book.unfold(open ? null : thread.thread);
    if (!open) dossier.goTo(thread.line, thread.indicator, thread.field);
  };
  return (
    <>
      <button
        type="button"
        className={classes(styles.other, open && styles.otherOpen)}
        data-testid="comment-other"
        aria-expanded={open}
        onClick={toggle}
      >
        <span className={styles.otherPlace}>
          {placeLabel(thread.row, thread.field)}
          {resolved && <> · {t`resuelta`}</>}
          {internal && (
            <>
              {" "}
              <EyeOff size={12} aria-hidden /> <span className="hidden-text">{t`interno`}</span>
            </>
          )}
        </span>
        {!open && (
          <>
            <span className={styles.otherText}>
              {first.withdrawn ? (
                <em>{t`${author} retiró este comentario`}</em>
              ) : (
                <>
                  <strong>{author}:</strong> {first.text}
                </>
              )}
            </span>
            {(comments.length > 1 || unread > 0) && (
              <span className={styles.otherCount}>
                {comments.length > 1 &&
                  plural(comments.length - 1, { one: "# respuesta", other: "# respuestas" })}
                {unread > 0 && (
                  <strong className={styles.unread}>
                    {plural(unread, { one: "# sin leer", other: "# sin leer" })}
                  </strong>
                )}
              </span>
            )}
          </>
        )}
      </button>
      {open && (
        <div className={styles.opened}>
          <ThreadView thread={thread} />
        </div>
      )}
    </>
  );
}
