import { t } from "@lingui/core/macro";
import { useEffect, useId, useRef, useState } from "react";

import { asProblem, type MinutesValue, type Problem } from "../../host";
import { civilDate, parseCivilDate } from "../../kit";
import { useDossier } from "../../state";
import { ChoicesOf } from "./ChoicesOf";
import styles from "./Minutes.module.css";

/** How long a value rests before it is saved; leaving the box saves it at once. */
export const SAVE_MS = 500;
/** How long a box that could not save waits before it tries again. */
const RETRY_MS = 2_000;
/** Longest short value, in UTF-16 units: the shell takes no more. */
const VALUE_LENGTH_MAX = 400;

interface ValueBoxProps {
  part: string;
  field: string;
  label: string;
  value: MinutesValue | undefined;
  readOnly: boolean;
  /** A day is written as people write it; an hour too. */
  as?: "text" | "day" | "hour";
  hint?: string;
  placeholder?: string;
  labelHidden?: boolean;
  testId?: string;
  /** Grows along in a row of boxes. */
  wide?: boolean;
}

/** What is kept, as it is written in the box. */
function written(as: ValueBoxProps["as"], kept: string): string {
  return as === "day" && kept !== "" ? civilDate(kept) : kept;
}

/** What is written in the box, as it is kept; `null` while it is nothing that can be. */
function kept(as: ValueBoxProps["as"], text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  if (as === "day") return parseCivilDate(trimmed);
  if (as !== "hour") return trimmed;
  const match = /^(\d{1,2})(?::|\.|h|\s)?(\d{2})?\s*(?:h|hrs?\.?|horas)?$/iu.exec(trimmed);
  const [hour, minute] = [Number(match?.[1] ?? 99), Number(match?.[2] ?? 0)];
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/**
 * A short value of a minuta. It is saved when the person rests or leaves the box; what others write
 * shows at once unless the person is writing, and two values written at once are both offered.
 */
export function ValueBox(props: ValueBoxProps) {
  const { part, field, label, value, readOnly, as = "text", labelHidden = false } = props;
  const dossier = useDossier();
  const id = useId();
  const now = value?.text ?? "";
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef({ text, now, part, field, as });
  useEffect(() => {
    latest.current = { text, now, part, field, as };
  });

  const [save] = useState(() => {
    let running: Promise<boolean> | null = null;
    const saveNow = async (): Promise<boolean> => {
      const { text: typed, now: shown, part: of, field: named, as: how } = latest.current;
      if (typed === null) return true;
      const wanted = kept(how, typed);
      // What is no day is not saved: it says so, and waits.
      if (wanted === null) return true;
      if (wanted !== shown) {
        try {
          await dossier.minutes.act([{ type: "set", part: of, field: named, value: wanted }]);
        } catch (failure) {
          setProblem(asProblem(failure));
          clearTimeout(timer.current);
          timer.current = setTimeout(() => void saveOne(), RETRY_MS);
          return false;
        }
      }
      setProblem(null);
      return true;
    };
    const saveOne = (): Promise<boolean> => {
      clearTimeout(timer.current);
      running ??= saveNow().finally(() => {
        running = null;
      });
      return running;
    };
    return saveOne;
  });
  useEffect(() => {
    const forget = dossier.minutes.keep(save);
    return () => {
      void save();
      forget();
    };
  }, [dossier, save]);

  const shown = text ?? written(as, now);
  const understood = text === null ? now : kept(as, text);
  const wrong = understood === null;
  const hint = wrong
    ? as === "day"
      ? t`Escribe el día así: 24/04/2023 o 24 de abril de 2023.`
      : t`Escribe la hora así: 10:00`
    : props.hint;
  return (
    <div
      className={
        props.wide === true ? styles.wide : `${styles.box} ${as === "day" ? styles.day : ""}`
      }
    >
      <label htmlFor={id} className={labelHidden ? "hidden-text" : styles.label}>
        {label}
      </label>
      <input
        id={id}
        className={styles.input}
        value={shown}
        readOnly={readOnly}
        maxLength={VALUE_LENGTH_MAX}
        placeholder={readOnly ? "" : (props.placeholder ?? "")}
        autoComplete="off"
        aria-invalid={wrong || problem !== null}
        aria-describedby={hint === undefined && problem === null ? undefined : `${id}-hint`}
        data-testid={props.testId}
        onChange={(event) => {
          setText(event.currentTarget.value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => void save(), SAVE_MS);
        }}
        onBlur={() => {
          void save().then((saved) => {
            // What was understood shows as it is kept.
            if (saved && latest.current.text !== null) {
              if (kept(as, latest.current.text) !== null) setText(null);
            }
          });
        }}
      />
      {(problem !== null || hint !== undefined) && (
        <p id={`${id}-hint`} className={problem !== null || wrong ? styles.wrong : styles.quiet}>
          {problem === null ? hint : `${problem.message} ${problem.next}`}
        </p>
      )}
      {value !== undefined && (
        <ChoicesOf
          part={part}
          field={field}
          label={label}
          value={value}
          readOnly={readOnly}
          as={(kept) => written(as, kept)}
        />
      )}
    </div>
  );
}
