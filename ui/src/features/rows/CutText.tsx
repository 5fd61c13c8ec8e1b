import { t } from "@lingui/core/macro";
import { Scissors } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from "react";

import { classes } from "../../kit";
import { cutsOf, nextCut } from "./cut";
import styles from "./Rows.module.css";

interface CutTextProps {
  text: string;
  at: number;
  onCut: (at: number) => void;
}

/** Words read out on either side of the cut. */
const WORDS_SAID = 4;

/** A text with the place where it is cut: arrows move it word by word, a click puts it. */
export function CutText({ text, at, onCut }: CutTextProps) {
  const cuts = cutsOf(text);
  // The dialog is about this: the keyboard begins here.
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      event.currentTarget.closest("form")?.requestSubmit();
      return;
    }
    const to = {
      ArrowLeft: nextCut(text, at, true),
      ArrowUp: nextCut(text, at, true),
      ArrowRight: nextCut(text, at, false),
      ArrowDown: nextCut(text, at, false),
      Home: cuts[0],
      End: text.length,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onCut(to);
  };
  const onClick = (event: MouseEvent) => {
    const word = (event.target as HTMLElement).closest<HTMLElement>("[data-at]");
    const place = Number(word?.dataset["at"]);
    if (word !== null && place > 0) onCut(place);
  };
  const before = text.slice(0, at).trimEnd();
  const after = text.slice(at);
  const said = before.split(/\s+/).slice(-WORDS_SAID).join(" ");
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      className={styles.cut}
      aria-label={t`Lugar del corte`}
      aria-valuemin={1}
      aria-valuemax={cuts.length}
      aria-valuenow={cuts.indexOf(at) + 1}
      aria-valuetext={after === "" ? t`al final` : t`después de «${said}»`}
      data-testid="split-cut"
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <Words text={text} from={0} to={at} />
      <span className={styles.scissors}>
        <Scissors size={14} aria-hidden />
      </span>
      <Words text={text} from={at} to={text.length} second />
    </div>
  );
}

interface WordsProps {
  text: string;
  from: number;
  to: number;
  second?: boolean;
}

function Words({ text, from, to, second = false }: WordsProps) {
  const words = [...text.slice(from, to).matchAll(/\S+\s*|\s+/g)];
  return (
    <span className={classes(second && styles.secondHalf)}>
      {words.map((word) => (
        <span key={word.index} data-at={from + word.index}>
          {word[0]}
        </span>
      ))}
    </span>
  );
}
