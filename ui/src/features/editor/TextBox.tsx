import { Transaction, type EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";

import type { PresenceView } from "../../host";
import {
  anchoredWords,
  cellText,
  rowKey,
  useDossier,
  useDossierState,
  useRow,
  type Draft,
  type TextSession,
} from "../../state";
import { anchors, placeAnchors } from "./anchors";
import { carets, placeCarets } from "./carets";
import type { Closing } from "./closing";
import { adoptSheet } from "./sheet";
import { textKeys } from "./textKeys";
import styles from "./Editor.module.css";

interface TextBoxProps {
  draft: Draft;
  session: TextSession;
  label: string;
  /** Colleagues in the same cell. */
  people: readonly PresenceView[];
  onClose: (how: Closing) => void;
  /** Whether some words are chosen now. */
  onChosen: (chosen: boolean) => void;
}

/**
 * The editor of a text that several people write. The text lives in its session: this is only the
 * place on screen where the person writes it, and sees the carets of others.
 */
export function TextBox({ draft, session, label, people, onClose, onChosen }: TextBoxProps) {
  const dossier = useDossier();
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<EditorView | null>(null);
  const { line, indicator, field, problem } = draft;
  const row = useRow(rowKey(draft));
  const talks = useDossierState((state) => state.openThreads);
  const close = useEffectEvent(onClose);
  const chosen = useEffectEvent(onChosen);
  const invalid = useEffectEvent(() => problem !== null);

  useLayoutEffect(() => {
    if (place.current === null) return undefined;
    adoptSheet();
    const where = { line, indicator, field };
    const here = (state: EditorState) => {
      const { anchor, head } = state.selection.main;
      dossier.here(where, true, anchor, head);
    };
    const view = new EditorView({
      parent: place.current,
      state: session.dressed([
        textKeys((how) => close(how)),
        anchors(),
        carets(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(() => ({
          "data-testid": "cell-editor",
          "aria-label": label,
          "aria-invalid": String(invalid()),
          spellcheck: "true",
          autocorrect: "on",
          lang: "es-MX",
        })),
        EditorView.updateListener.of(({ state, docChanged, selectionSet, transactions }) => {
          if (docChanged) {
            session.took(transactions.some((tr) => tr.annotation(Transaction.remote) !== true));
          }
          if (docChanged || selectionSet) {
            here(state);
            chosen(!state.selection.main.empty);
          }
        }),
      ]),
    });
    session.attach(view);
    shown.current = view;
    view.focus();
    here(view.state);
    return () => {
      session.detach(view);
      view.destroy();
      shown.current = null;
      dossier.here(where, false, null, null);
    };
  }, [dossier, session, label, line, indicator, field]);

  useEffect(() => {
    // The attributes are read again with any update.
    shown.current?.dispatch({});
  }, [problem]);

  useEffect(() => {
    const list = people.flatMap(({ device, name, anchor, head }) =>
      anchor === null || head === null ? [] : [{ device, name, anchor, head }],
    );
    shown.current?.dispatch({ effects: placeCarets(list) });
  }, [people, session]);

  useEffect(() => {
    const view = shown.current;
    // Of a text that is ahead of what the shell told, the words go along by themselves.
    if (view === null || row === undefined) return;
    if (view.state.doc.toString() !== cellText(row, field)) return;
    view.dispatch({ effects: placeAnchors(anchoredWords(talks, row, field)) });
  }, [session, row, field, talks]);

  return <div ref={place} className={styles.text} />;
}
