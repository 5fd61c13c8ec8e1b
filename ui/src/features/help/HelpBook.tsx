import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { Notice, classes } from "../../kit";
import { useApp } from "../../state";
import { Keys } from "../commands";
import { chapterNow } from "./chapterNow";
import { CHAPTERS, lookUp, pictureOf } from "./manual";
import type { Block, Chapter, Words } from "./markdown";
import styles from "./Help.module.css";

const QUERY_LENGTH_MAX = 100;

/**
 * The manual: its chapters, what is looked for in it, and the one that is read: at first the one asked
 * for, or the one about what one is doing.
 */
export function HelpBook({ chapter: asked }: { chapter: string | null }) {
  const app = useApp();
  const [id, setId] = useState(() => asked ?? chapterNow(app));
  const [query, setQuery] = useState("");
  const page = useRef<HTMLDivElement>(null);
  const chapter = CHAPTERS.find((known) => known.id === id) ?? CHAPTERS[0];
  const hits = lookUp(query);
  useEffect(() => {
    if (page.current !== null) page.current.scrollTop = 0;
  }, [id]);
  if (chapter === undefined) return null;
  return (
    <div className={styles.book}>
      <nav className={styles.side} aria-label={t`Capítulos`}>
        <div className={styles.box}>
          <Search size={14} aria-hidden />
          <input
            type="text"
            aria-label={t`Buscar en la ayuda`}
            placeholder={t`Buscar en la ayuda`}
            data-testid="help-query"
            maxLength={QUERY_LENGTH_MAX}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </div>
        <ul lang="es-MX">
          {query.trim() === ""
            ? CHAPTERS.map((known) => (
                <li key={known.id}>
                  <ChapterLink chapter={known} current={known === chapter} onOpen={setId} />
                </li>
              ))
            : hits.map(({ chapter: found, before, match, after }) => (
                <li key={found.id} data-testid="help-hit">
                  <ChapterLink chapter={found} current={found === chapter} onOpen={setId} />
                  <p className={styles.hit}>
                    …{before}
                    <mark>{match}</mark>
                    {after}…
                  </p>
                </li>
              ))}
        </ul>
        {query.trim() !== "" && hits.length === 0 && (
          <p className={styles.quiet} role="status">
            {t`La ayuda no dice nada de eso. Prueba con otra palabra.`}
          </p>
        )}
      </nav>
      <div
        ref={page}
        className={styles.page}
        // It scrolls: the keyboard must get to it.
        tabIndex={0}
        role="region"
        aria-label={chapter.title}
      >
        {i18n.locale !== "es-MX" && (
          <Notice tone="plain" message={t`Este manual está en español.`} />
        )}
        <article lang="es-MX" className={styles.chapter} data-testid="help-chapter">
          <h3>{chapter.title}</h3>
          {chapter.blocks.map((block, at) => (
            <BlockView key={at} block={block} onOpen={setId} />
          ))}
        </article>
      </div>
    </div>
  );
}

interface ChapterLinkProps {
  chapter: Chapter;
  current: boolean;
  onOpen: (id: string) => void;
}

function ChapterLink({ chapter, current, onOpen }: ChapterLinkProps) {
  return (
    <button
      type="button"
      className={classes(styles.link, current && styles.current)}
      aria-current={current ? "page" : undefined}
      onClick={() => onOpen(chapter.id)}
    >
      {chapter.title}
    </button>
  );
}

function BlockView({ block, onOpen }: { block: Block; onOpen: (id: string) => void }) {
  switch (block.kind) {
    case "title":
      return (
        <h4>
          <WordsView words={block.words} onOpen={onOpen} />
        </h4>
      );
    case "paragraph":
      return (
        <p>
          <WordsView words={block.words} onOpen={onOpen} />
        </p>
      );
    case "note":
      return (
        <p className={styles.note}>
          <WordsView words={block.words} onOpen={onOpen} />
        </p>
      );
    case "list":
    case "steps": {
      const List = block.kind === "list" ? "ul" : "ol";
      return (
        <List>
          {block.items.map((words, at) => (
            <li key={at}>
              <WordsView words={words} onOpen={onOpen} />
            </li>
          ))}
        </List>
      );
    }
    case "picture": {
      const picture = pictureOf(block.name);
      return picture === null ? null : (
        <img className={styles.picture} src={picture} alt={block.text} />
      );
    }
  }
}

function WordsView({ words, onOpen }: { words: readonly Words[]; onOpen: (id: string) => void }) {
  return words.map((word, at) => {
    switch (word.kind) {
      case "text":
        return word.text;
      case "strong":
        return <strong key={at}>{word.text}</strong>;
      case "em":
        return <em key={at}>{word.text}</em>;
      case "key":
        return <Keys key={at} keys={word.text} />;
      case "link":
        return (
          <button
            key={at}
            type="button"
            className={styles.inline}
            onClick={() => onOpen(word.chapter)}
          >
            {word.text}
          </button>
        );
    }
  });
}
