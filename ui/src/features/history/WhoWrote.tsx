import { t } from "@lingui/core/macro";
import { useRef, useState, type CSSProperties, type KeyboardEvent } from "react";

import type { BlameSpan } from "../../host";
import { officialTime, personHue } from "../../kit";
import { initials } from "../people";
import { deviceWord } from "./words";
import styles from "./History.module.css";

/**
 * The text of a cell by the hands that wrote it: each run has its person's hue and initials, and
 * says who, when and in which version when it is pointed at or walked to with the arrows.
 */
export function WhoWrote({ words }: { words: readonly BlameSpan[] }) {
  const text = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [pointed, point] = useState<number | null>(null);
  const walked = Math.min(at, words.length - 1);
  const said = words[pointed ?? walked];
  const people = peopleOf(words);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = walk(event.key, walked, words.length);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    text.current?.querySelectorAll<HTMLElement>("[data-run]")[to]?.focus();
  };
  if (said === undefined) return null;
  return (
    <section className={styles.who} aria-label={t`Quién escribió esto`} data-testid="who-wrote">
      <h4 className={styles.part}>{t`Quién escribió esto`}</h4>
      <div
        ref={text}
        className={styles.words}
        role="listbox"
        aria-orientation="horizontal"
        aria-label={t`Palabras de la celda, por quien las escribió`}
        onKeyDown={onKeyDown}
        onPointerLeave={() => point(null)}
      >
        {words.map((run, place) => (
          <span
            key={place}
            role="option"
            aria-selected={place === walked}
            className={styles.run}
            style={hueOf(run.device)}
            tabIndex={place === walked ? 0 : -1}
            data-run=""
            data-testid="who-run"
            data-on={place === (pointed ?? walked) ? "" : undefined}
            onFocus={() => setAt(place)}
            onPointerEnter={() => point(place)}
            onClick={() => setAt(place)}
          >
            <span className={styles.initials} aria-hidden data-initials={initials(run.author)} />
            {run.text}
            <span className="hidden-text">, {run.author}</span>
          </span>
        ))}
      </div>
      <p className={styles.said} role="status" data-testid="who-said">
        <strong>{said.author}</strong>
        {said.acceptedBy !== "" && <> · {t`lo propuso; lo aceptó ${said.acceptedBy}`}</>}
        {" · "}
        {officialTime(said.at)}
        {" · "}
        {deviceWord(said.device)}
        {" · "}
        {said.version === "" ? t`en ninguna versión cerrada todavía` : t`desde «${said.version}»`}
      </p>
      <ul className={styles.legend} aria-label={t`Personas`}>
        {people.map(({ author, device }) => (
          <li key={author} style={hueOf(device)}>
            <span className={styles.face} aria-hidden data-initials={initials(author)} />
            {author}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Those who wrote, in the order in which one meets them; each with the device of their hue. */
function peopleOf(words: readonly BlameSpan[]): readonly BlameSpan[] {
  const people = new Map<string, BlameSpan>();
  for (const run of words) if (!people.has(run.author)) people.set(run.author, run);
  return [...people.values()];
}

function hueOf(device: string): CSSProperties {
  return { "--hue": String(personHue(device)) } as CSSProperties;
}

function walk(key: string, at: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return Math.min(count - 1, at + 1);
    case "ArrowLeft":
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
