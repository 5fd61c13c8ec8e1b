import { t } from "@lingui/core/macro";
import { MessageSquarePlus } from "lucide-react";
import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type MouseEvent,
  type ReactNode,
} from "react";

import { Notice } from "../../kit";
import {
  TEXT_UNITS_MAX,
  cellText,
  mayComment,
  rowKey,
  useDossier,
  useDossierState,
  useRow,
  type Draft,
} from "../../state";
import { useCommentsBook } from "../comments";
import { fieldKind, quantitySentence, shownValue, yearSentence, grouped } from "../fields";
import { Claim, usePeopleIn } from "./Claim";
import type { Closing } from "./closing";
import { ListBox } from "./ListBox";
import { TextBox } from "./TextBox";
import { ValueBox } from "./ValueBox";
import styles from "./Editor.module.css";

/** From which length on the counter of a text is in view, in UTF-16 units. */
const COUNTER_FROM = TEXT_UNITS_MAX - 1_000;

interface EditorBoxProps {
  draft: Draft;
  label: string;
  /** Numbers stand in tabular figures. */
  figures?: boolean;
  /** A text of several lines, not a single value. */
  prose: boolean;
  /** Called at once, before the save has been answered. */
  onClose: (how: Closing) => void;
  /** The state word. */
  children: ReactNode;
}

/**
 * The editor of a cell. Enter saves, Esc takes it back, leaving saves; in a text Ctrl+Enter breaks
 * the line. It holds no text of its own: what is written lives in the dossier's editors.
 */
export function EditorBox({
  draft,
  label,
  figures = false,
  prose,
  onClose,
  children,
}: EditorBoxProps) {
  const { editors } = useDossier();
  const people = usePeopleIn(draft);
  const hint = useId();
  const [chosen, setChosen] = useState(false);
  const mayTalk = useDossierState((state) => mayComment(state.role));
  const box = useRef<HTMLDivElement>(null);
  const row = useRow(rowKey(draft));
  const session = draft.kind === "text" ? editors.textSession(draft.id) : null;
  const kind = fieldKind(draft.field);
  const sentence =
    kind === "quantity" ? quantitySentence(draft.text, row?.unitOfMeasure ?? "") : null;
  const said = kind === "year" ? yearSentence(draft.text) : sentence;

  const { problem, foreign, overflow } = draft;
  useLayoutEffect(() => {
    // Also when something to read comes under the text.
    box.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [problem, foreign, overflow]);

  const close = (how: Closing) => {
    onClose(how);
    void (how === "escape" ? editors.cancel() : editors.commit(how === "enter"));
  };

  const onBlur = (event: FocusEvent<HTMLElement>) => {
    const to = event.relatedTarget;
    // Still inside, in the list of the editor, or the whole window lost the keyboard.
    if (event.currentTarget.contains(to) || document.activeElement === event.target) return;
    if (to instanceof Element && to.closest('[data-part="editor-list"]') !== null) return;
    void editors.leave(draft.id);
  };

  /** A click beside the box is no reason to take the keyboard out of it. */
  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (target.closest("textarea, input, button, [contenteditable]") === null) {
      event.preventDefault();
    }
  };

  return (
    <div
      ref={box}
      className={styles.editor}
      data-part="editor"
      onBlur={onBlur}
      onMouseDown={onMouseDown}
    >
      <Claim people={people} />
      {session !== null ? (
        <TextBox
          draft={draft}
          session={session}
          label={label}
          people={people}
          onClose={close}
          onChosen={setChosen}
        />
      ) : kind === "list" ? (
        <ListBox draft={draft} label={label} onClose={close} />
      ) : (
        <ValueBox
          draft={draft}
          label={label}
          figures={figures || kind === "quantity" || kind === "year"}
          lines={kind === "heading"}
          describedBy={said === null ? undefined : hint}
          onClose={close}
        />
      )}
      {said !== null && (
        <p id={hint} className={styles.said} data-testid="editor-hint" aria-live="polite">
          {said}
        </p>
      )}
      <Notices draft={draft} now={row === undefined ? "" : cellText(row, draft.field)} />
      <div className={styles.foot}>
        {children}
        <Counter length={draft.kind === "text" ? draft.text.length : 0} />
        {chosen && mayTalk ? (
          <CommentWords />
        ) : (
          <span className={styles.keys}>
            {prose
              ? t`Intro guarda · Ctrl+Intro otra línea · Esc deshace`
              : t`Intro guarda · Esc deshace`}
          </span>
        )}
      </div>
    </div>
  );
}

/** Says something about the words chosen in the editor. */
function CommentWords() {
  const book = useCommentsBook();
  return (
    <button
      type="button"
      className={styles.words}
      data-testid="editor-comment"
      title={t`Ctrl+Alt+M`}
      onClick={() => book.begin()}
    >
      <MessageSquarePlus size={12} aria-hidden />
      {t`Comentar estas palabras`}
    </button>
  );
}

/** How much of a text is written, once it is nearly all that fits. */
function Counter({ length }: { length: number }) {
  if (length < COUNTER_FROM) return null;
  const [now, most] = [grouped(String(length)), grouped(String(TEXT_UNITS_MAX))];
  return (
    <span className={styles.counter} data-testid="editor-counter">
      {t`${now} de ${most} caracteres`}
    </span>
  );
}

/** What the person has to know before going on. */
function Notices({ draft, now }: { draft: Draft; now: string }) {
  const { foreign, overflow, takenUp, problem, field } = draft;
  return (
    <>
      {foreign !== null && (
        <Notice
          tone="wait"
          message={t`Otra persona cambió este mismo valor mientras escribías. Ahora dice: «${shownValue(field, foreign)}».`}
          next={t`Con Intro queda lo tuyo; con Esc, lo suyo.`}
        />
      )}
      {takenUp && foreign === null && (
        <Notice
          tone="plain"
          testId="editor-taken-up"
          message={t`Dejaste esto sin terminar. La celda dice «${shownValue(field, now)}».`}
          next={t`Con Intro queda lo que escribiste; con Esc se descarta.`}
        />
      )}
      {overflow !== null && (
        <Notice
          tone="wait"
          testId="editor-overflow"
          message={t`No cupo: la celda tendría ${grouped(String(overflow.wanted))} caracteres y admite ${grouped(String(overflow.most))}. Nada se cortó: el texto sigue como estaba.`}
          next={t`Quita algo, o pégalo en partes en otra celda.`}
        />
      )}
      {problem !== null && (
        <Notice
          message={problem.message}
          next={problem.next}
          code={problem.code}
          testId="editor-problem"
        />
      )}
    </>
  );
}
