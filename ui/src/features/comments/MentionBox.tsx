import { t } from "@lingui/core/macro";
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";

import { Field, classes } from "../../kit";
import { useDossierState } from "../../state";
import { roleLabel } from "../fields";
import styles from "./Comments.module.css";
import { matching, typingAt, type Typing } from "./mentions";

const COMMENT_LENGTH_MAX = 8_000;
/** People listed under the box at once. */
const LISTED_MAX = 6;

interface MentionBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Ctrl+Enter. */
  onSend: () => void;
  onEscape?: () => void;
  lines: number;
  /** Takes the keyboard when it comes on screen, or once this is said. */
  focus?: boolean;
  hint?: string;
  testId: string;
}

/** A box for a comment: an "@" lists the people of the dossier whose names go on as what is typed. */
export function MentionBox(props: MentionBoxProps) {
  const { label, value, onChange, onSend, onEscape, lines, focus = false, hint, testId } = props;
  const members = useDossierState((state) => state.members);
  const box = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [typing, setTyping] = useState<Typing | null>(null);
  const [marked, mark] = useState(0);
  /** Where the caret goes once the chosen name is in the text. */
  const [caret, setCaret] = useState<number | null>(null);
  const others = members.filter((member) => !member.me);
  const people = typing === null ? [] : matching(typing.query, others).slice(0, LISTED_MAX);
  const open = people.length > 0;
  const at = Math.min(marked, people.length - 1);

  useLayoutEffect(() => {
    if (focus) box.current?.focus();
  }, [focus]);
  useLayoutEffect(() => {
    if (caret !== null) box.current?.setSelectionRange(caret, caret);
  }, [caret]);

  const look = () => {
    const { selectionStart, selectionEnd, value: text } = box.current ?? {};
    const still = selectionStart !== undefined && selectionStart === selectionEnd;
    const next = still && text !== undefined ? typingAt(text, selectionStart) : null;
    if (next?.at === typing?.at && next?.query === typing?.query) return;
    setTyping(next);
    mark(0);
  };

  const choose = (name: string) => {
    if (typing === null) return;
    const { at: from, query } = typing;
    const rest = value.slice(from + 1 + query.length);
    const before = `${value.slice(0, from)}@${name} `;
    onChange(before + rest.replace(/^ /, ""));
    setCaret(before.length);
    setTyping(null);
    box.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSend();
      return;
    }
    if (!open) {
      if (event.key === "Escape" && onEscape !== undefined) {
        event.preventDefault();
        onEscape();
      }
      return;
    }
    const name = people[at]?.name;
    if (event.key === "ArrowDown") mark((at + 1) % people.length);
    else if (event.key === "ArrowUp") mark((at + people.length - 1) % people.length);
    else if (event.key === "Escape") setTyping(null);
    else if ((event.key === "Enter" || event.key === "Tab") && name !== undefined) choose(name);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <Field
      label={label}
      value={value}
      onChange={(text) => {
        setCaret(null);
        onChange(text);
      }}
      lines={lines}
      maxLength={COMMENT_LENGTH_MAX}
      testId={testId}
      {...(hint === undefined ? {} : { hint })}
      area={{
        ref: box,
        onKeyDown,
        onInput: look,
        onSelect: look,
        onBlur: () => setTyping(null),
        "aria-autocomplete": "list",
        "aria-haspopup": "listbox",
        ...(open
          ? { "aria-controls": list, "aria-activedescendant": `${list}-${String(at)}` }
          : {}),
      }}
    >
      {open && (
        <ul
          id={list}
          role="listbox"
          aria-label={t`Personas a quienes mencionar`}
          className={styles.people}
          data-testid="mention-list"
        >
          {people.map((person, index) => (
            <li
              key={person.device}
              id={`${list}-${String(index)}`}
              role="option"
              aria-selected={index === at}
              className={classes(styles.mentioned, index === at && styles.marked)}
              data-testid="mention-person"
              // The box keeps the keyboard.
              onMouseDown={(event) => {
                event.preventDefault();
                choose(person.name);
              }}
            >
              <strong>{person.name}</strong>
              <span>
                {person.institution} · {roleLabel(person.role)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Field>
  );
}
