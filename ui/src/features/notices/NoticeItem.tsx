import { t } from "@lingui/core/macro";
import {
  AtSign,
  CalendarClock,
  FilePen,
  Gavel,
  HelpCircle,
  Reply,
  RotateCcw,
  Undo2,
  type LucideIcon,
} from "lucide-react";
import { useState } from "react";

import { asProblem, type NoticeKind, type NoticeView, type Problem } from "../../host";
import { Button, Notice, classes, localTime } from "../../kit";
import { mayEdit, rowKey, useApp, useDossier, useDossierState } from "../../state";
import { commentsOf } from "../comments";
import { placeLabel } from "../fields";
import styles from "./Notices.module.css";
import { goOnWords, noticeSentence, noticeText } from "./words";

const ICONS: Readonly<Record<NoticeKind, LucideIcon>> = {
  mention: AtSign,
  reply: Reply,
  verdict: Gavel,
  suggestion: FilePen,
  answer: HelpCircle,
  lost: Undo2,
  returned: RotateCcw,
  windowClosing: CalendarClock,
};

/** Something for this person: what happened, what it says, and where it leads. */
export function NoticeItem({ notice }: { notice: NoticeView }) {
  const dossier = useDossier();
  const app = useApp();
  const review = useDossierState((state) => state.review);
  const Icon = ICONS[notice.kind];
  const goOn = goOnWords(notice);
  const said = noticeText(notice);
  const read = () => {
    if (!notice.unread) return;
    dossier.markRead([notice.key]).catch((failure: unknown) => app.fail(failure));
  };
  const visit = () => {
    read();
    if (notice.line === "") openSubject();
    else dossier.goTo(notice.line, notice.indicator, notice.field);
  };
  const openSubject = () => {
    read();
    switch (notice.kind) {
      case "mention":
      case "reply":
        commentsOf(dossier).showThread(notice.subject);
        return;
      case "verdict":
      case "suggestion":
        goToCell();
        dossier.openPanel("suggestions");
        return;
      case "answer":
        goToCell();
        dossier.openPanel("consultations");
        return;
      case "windowClosing":
        dossier.openPanel("window");
        return;
      case "lost":
      case "returned":
        return;
    }
  };
  const goToCell = () => {
    if (notice.line !== "") dossier.goTo(notice.line, notice.indicator, notice.field);
  };
  return (
    <li
      className={classes(styles.item, notice.unread && styles.unread)}
      data-testid="notice"
      data-kind={notice.kind}
      {...(notice.unread ? { "data-unread": "" } : {})}
    >
      <span className={styles.icon}>
        <Icon size={15} aria-hidden />
      </span>
      <div className={styles.body}>
        <button type="button" className={styles.go} data-testid="notice-go" onClick={visit}>
          <span className={styles.what}>
            {notice.unread && <span className="hidden-text">{t`Sin leer:`} </span>}
            {noticeSentence(notice, review)}
          </span>
          {notice.line !== "" && (
            <span className={styles.place}>{placeLabel(notice.row, notice.field)}</span>
          )}
        </button>
        {notice.kind === "lost" ? (
          <Lost notice={notice} onRead={read} />
        ) : (
          said !== "" && <p className={styles.text}>{said}</p>
        )}
        <p className={styles.foot}>
          <span className={styles.when}>{localTime(notice.at)}</span>
          {goOn !== null && (
            <Button look="quiet" size="small" data-testid="notice-open" onPress={openSubject}>
              {goOn}
            </Button>
          )}
        </p>
      </div>
    </li>
  );
}

/** A value that lost against another, and the way to have it back. */
function Lost({ notice, onRead }: { notice: NoticeView; onRead: () => void }) {
  const dossier = useDossier();
  const app = useApp();
  const { line, indicator, field, text, now } = notice;
  const may = useDossierState((state) => mayEdit(state.role));
  const row = useDossierState((state) => state.rows.get(rowKey({ line, indicator })));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const recover = () => {
    if (row === undefined) return;
    setBusy(true);
    setProblem(null);
    dossier
      .set(row, field, text)
      .then(() => {
        onRead();
        app.toast(t`Tu valor volvió a la celda. Ctrl+Z lo deshace.`);
        dossier.goTo(line, indicator, field);
      })
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <dl className={styles.values}>
        <dt>{t`Lo tuyo`}</dt>
        <dd>{text === "" ? t`(vacía)` : text}</dd>
        <dt>{t`Quedó`}</dt>
        <dd>{now === "" ? t`(vacía)` : now}</dd>
      </dl>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      {row === undefined ? (
        <p className={styles.when}>{t`El renglón ya no está aquí.`}</p>
      ) : (
        <Button
          size="small"
          data-testid="notice-recover"
          isDisabled={busy || !may}
          onPress={recover}
        >
          <Undo2 size={14} aria-hidden /> {t`Recuperar mi valor`}
        </Button>
      )}
    </>
  );
}
