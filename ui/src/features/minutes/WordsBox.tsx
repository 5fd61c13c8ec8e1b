import { historyKeymap, standardKeymap } from "@codemirror/commands";
import { Transaction } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { t } from "@lingui/core/macro";
import { useEffectEvent, useId, useLayoutEffect, useRef, useState } from "react";

import type { MinutesValue } from "../../host";
import { classes } from "../../kit";
import { plain, useDossier, type TextSession } from "../../state";
import { adoptSheet } from "../editor";
import { ChoicesOf } from "./ChoicesOf";
import styles from "./Minutes.module.css";

interface WordsBoxProps {
  part: string;
  field: string;
  label: string;
  value: MinutesValue | undefined;
  readOnly: boolean;
  labelHidden?: boolean;
  placeholder?: string;
  testId?: string;
}

/**
 * A text of a minuta that several may write in at once. It is an editor while the keyboard is in it,
 * over the same session as the cells of the matrix have: every word is on disk a moment after it was
 * typed, and what others type shows where they type it.
 */
export function WordsBox(props: WordsBoxProps) {
  const { part, field, label, value, readOnly, labelHidden = false } = props;
  const id = useId();
  const [writing, setWriting] = useState(false);
  const text = value?.text ?? "";
  return (
    <div className={styles.wide}>
      <span id={id} className={labelHidden ? "hidden-text" : styles.label}>
        {label}
      </span>
      {writing && !readOnly ? (
        <Editor {...props} text={text} onDone={() => setWriting(false)} />
      ) : (
        <div
          role="textbox"
          aria-multiline
          aria-readonly={readOnly}
          aria-labelledby={id}
          tabIndex={0}
          className={classes(styles.words, readOnly && styles.locked)}
          data-testid={props.testId}
          onFocus={() => setWriting(true)}
        >
          {text === "" ? (
            <span className={styles.quiet}>{readOnly ? "—" : (props.placeholder ?? "")}</span>
          ) : (
            text
          )}
        </div>
      )}
      {value !== undefined && (
        <ChoicesOf part={part} field={field} label={label} value={value} readOnly={readOnly} />
      )}
    </div>
  );
}

interface EditorProps extends WordsBoxProps {
  text: string;
  onDone: () => void;
}

function Editor({ part, field, label, text, testId, onDone }: EditorProps) {
  const dossier = useDossier();
  const place = useRef<HTMLDivElement>(null);
  const [session, setSession] = useState<TextSession | null>(null);
  const [, redraw] = useState(0);
  const done = useEffectEvent(onDone);
  const began = useEffectEvent(() => text);

  useLayoutEffect(() => {
    if (place.current === null) return undefined;
    adoptSheet();
    const opened = dossier.minutes.text(part, field, began(), () => redraw((count) => count + 1));
    setSession(opened);
    const view = new EditorView({
      parent: place.current,
      state: opened.dressed([
        keymap.of([
          {
            key: "Escape",
            run: () => {
              done();
              return true;
            },
          },
          ...historyKeymap,
          ...standardKeymap,
        ]),
        EditorView.clipboardInputFilter.of((pasted) => plain(pasted).replace(/\n$/, "")),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "data-testid": testId ?? "",
          "aria-label": label,
          spellcheck: "true",
          autocorrect: "on",
          lang: "es-MX",
        }),
        EditorView.domEventHandlers({
          blur: () => {
            done();
            return false;
          },
        }),
        EditorView.updateListener.of(({ docChanged, transactions }) => {
          if (!docChanged) return;
          opened.took(transactions.some((tr) => tr.annotation(Transaction.remote) !== true));
        }),
      ]),
    });
    opened.attach(view);
    view.focus();
    return () => {
      opened.detach(view);
      view.destroy();
      void dossier.minutes.finish(opened);
    };
  }, [dossier, part, field, label, testId]);

  const problem = session?.problem ?? null;
  const overflow = session?.overflow ?? null;
  return (
    <>
      <div ref={place} className={styles.editor} />
      <p
        className={problem === null && overflow === null ? styles.state : styles.wrong}
        role="status"
      >
        {problem !== null
          ? `${problem.message} ${problem.next}`
          : overflow !== null
            ? t`No cabe: el texto puede tener hasta ${overflow.most} caracteres.`
            : phaseWord(session)}
      </p>
    </>
  );
}

function phaseWord(session: TextSession | null): string {
  switch (session?.phase) {
    case "typing":
      return t`escribiendo`;
    case "saving":
      return t`guardando`;
    case "saved":
      return t`guardado aquí`;
    case "clean":
    case "kept":
    case "stuck":
    case undefined:
      return "\u00a0";
  }
}
