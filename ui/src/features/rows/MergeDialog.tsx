import { t } from "@lingui/core/macro";
import { ArrowLeftRight } from "lucide-react";
import { useMemo, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";

import { Button, DialogActions, Field, ModalDialog, differences, fold } from "../../kit";
import { headingText, useDossierState } from "../../state";
import { indicatorsOf, short, type Line } from "./lines";
import { ProblemNotice } from "./Problem";
import { useDialogStep } from "./useDialogStep";
import styles from "./Rows.module.css";

/** Lines offered at once; a word or a number finds the others. */
const OFFERED_MAX = 40;
/** UTF-16 units the text of a line may have. */
const TEXT_UNITS_MAX = 20_000;

/** Which text the line that stays will have. */
type Wording = "stays" | "goes" | "both" | "own";

interface MergeDialogProps {
  line: Line;
  lines: readonly Line[];
  onClose: () => void;
}

/** Two lines into one: with which, under which words, and what becomes of the rest. */
export function MergeDialog({ line, lines, onClose }: MergeDialogProps) {
  const number = line.number ?? "";
  return (
    <ModalDialog
      title={t`Unir el renglón ${number} con otro`}
      isOpen
      onClose={onClose}
      size="wide"
      testId="merge-dialog"
    >
      <MergeForm line={line} lines={lines} onClose={onClose} />
    </ModalDialog>
  );
}

function MergeForm({ line, lines, onClose }: MergeDialogProps) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const other = lines.find(({ id }) => id === chosen);
  return other === undefined ? (
    <>
      <OtherLine line={line} lines={lines} query={query} onQuery={setQuery} onChoose={setChosen} />
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
      </DialogActions>
    </>
  ) : (
    <Words line={line} other={other} onBack={() => setChosen(null)} onClose={onClose} />
  );
}

interface OtherLineProps {
  line: Line;
  lines: readonly Line[];
  query: string;
  onQuery: (query: string) => void;
  onChoose: (line: string) => void;
}

function OtherLine({ line, lines, query, onQuery, onChoose }: OtherLineProps) {
  const found = useMemo(() => candidates(line, lines, query), [line, lines, query]);
  const offered = found.slice(0, OFFERED_MAX);
  return (
    <div className={styles.form}>
      <p className={styles.quote}>{line.text}</p>
      <Field
        label={t`¿Con qué renglón?`}
        hint={t`Escribe su número o una palabra de su línea.`}
        value={query}
        onChange={onQuery}
        autoFocus
        testId="merge-search"
      />
      <ListBox
        className={styles.lines ?? ""}
        aria-label={t`Renglones`}
        data-testid="merge-lines"
        renderEmptyState={() => <p className={styles.none}>{t`Ningún renglón dice eso.`}</p>}
        onAction={(key) => onChoose(String(key))}
      >
        {offered.map(({ id, number, text }) => (
          <ListBoxItem
            key={id}
            id={id}
            className={styles.line ?? ""}
            textValue={`${number} ${text}`}
          >
            <span className={styles.number}>{number}</span>
            <span className={text === "" ? styles.blank : undefined}>
              {text === "" ? t`(sin texto de línea)` : short(text, 160)}
            </span>
          </ListBoxItem>
        ))}
      </ListBox>
      {found.length > offered.length && (
        <p className={styles.none}>{t`Hay más: escribe una palabra para encontrarlos.`}</p>
      )}
    </div>
  );
}

/** The lines that can be joined with one, those that stand near it first. */
export function candidates(line: Line, lines: readonly Line[], query: string): readonly Line[] {
  const at = lines.findIndex(({ id }) => id === line.id);
  const wanted = fold(query).trim();
  return lines
    .map((other, place) => ({ other, distance: Math.abs(place - at) }))
    .filter(({ other }) => other.id !== line.id && other.number !== null)
    .filter(
      ({ other }) =>
        wanted === "" ||
        other.rows.some((row) => String(row.row) === wanted) ||
        (/\D/.test(wanted) && fold(other.text).includes(wanted)),
    )
    .sort((a, b) => a.distance - b.distance)
    .map(({ other }) => other);
}

interface WordsProps {
  line: Line;
  other: Line;
  onBack: () => void;
  onClose: () => void;
}

function Words({ line, other, onBack, onClose }: WordsProps) {
  const [swapped, setSwapped] = useState(false);
  const [stays, goes] = swapped ? [other, line] : [line, other];
  const [wording, setWording] = useState<Wording>("stays");
  const [own, setOwn] = useState<string | null>(null);
  const { run, busy, problem } = useDialogStep(onClose);
  const text = { stays: stays.text, goes: goes.text, both: joined(stays, goes), own: own ?? "" }[
    wording
  ];
  const tooLong = text.length > TEXT_UNITS_MAX;
  const numbers = { stays: stays.number ?? "", goes: goes.number ?? "" };
  const wordings: readonly (readonly [Wording, string])[] = [
    ["stays", t`El del renglón ${numbers.stays}`],
    ["goes", t`El del renglón ${numbers.goes}`],
    ["both", t`Los dos, uno después del otro`],
    ["own", t`Otro, que escribo aquí`],
  ];

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        run({
          label: t`Unir dos renglones`,
          said: t`Se unieron los renglones ${numbers.stays} y ${numbers.goes}.`,
          actions: [
            {
              type: "mergeLines",
              from: goes.id,
              into: stays.id,
              text: text === stays.text ? null : text,
            },
          ],
          line: stays.id,
        });
      }}
    >
      <div className={styles.sides}>
        <Side line={stays} other={goes} title={t`Renglón ${numbers.stays}: se queda`} />
        <Side line={goes} other={stays} title={t`Renglón ${numbers.goes}: sale de la matriz`} />
      </div>
      <div>
        <Button size="small" onPress={() => setSwapped(!swapped)} data-testid="merge-swap">
          <ArrowLeftRight size={14} aria-hidden /> {t`Que se quede el renglón ${numbers.goes}`}
        </Button>
      </div>
      <fieldset className={styles.choices}>
        <legend>{t`Texto de la línea que queda`}</legend>
        {wordings.map(([value, words]) => (
          <label key={value} className={styles.choice}>
            <input
              type="radio"
              name="wording"
              value={value}
              checked={wording === value}
              // Where the work begins once both lines are seen.
              autoFocus={value === "stays"}
              onChange={() => {
                if (value === "own" && own === null) setOwn(text);
                setWording(value);
              }}
            />
            {words}
          </label>
        ))}
      </fieldset>
      {wording === "own" ? (
        <Field
          label={t`Texto`}
          value={own ?? ""}
          onChange={setOwn}
          lines={4}
          maxLength={TEXT_UNITS_MAX}
          testId="merge-text"
        />
      ) : (
        <p className={styles.quote} data-testid="merge-result">
          {text === "" ? t`(sin texto de línea)` : text}
        </p>
      )}
      <Consequences stays={stays} goes={goes} />
      {tooLong && (
        <p className={styles.wrong}>{t`Los dos textos juntos no caben en una línea: acórtalos.`}</p>
      )}
      <ProblemNotice problem={problem} />
      <DialogActions>
        <Button onPress={onBack}>{t`Elegir otro renglón`}</Button>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          type="submit"
          isDisabled={busy || tooLong}
          data-testid="merge-confirm"
        >
          {t`Unir los renglones ${numbers.stays} y ${numbers.goes}`}
        </Button>
      </DialogActions>
    </form>
  );
}

function Side({ line, other, title }: { line: Line; other: Line; title: string }) {
  const heading = headingText(line.rows[0]?.headings.at(-1) ?? null);
  return (
    <section className={styles.side} aria-label={title}>
      <h3>{title}</h3>
      {heading !== "" && <p className={styles.under}>{heading}</p>}
      <p className={styles.text}>
        {line.text === ""
          ? t`(sin texto de línea)`
          : differences(line.text, other.text).map((stretch, at) =>
              stretch.own ? <mark key={at}>{stretch.text}</mark> : stretch.text,
            )}
      </p>
      <IndicatorNames line={line} />
    </section>
  );
}

function IndicatorNames({ line }: { line: Line }) {
  const indicators = indicatorsOf(line);
  if (indicators.length === 0) return <p className={styles.under}>{t`Sin indicadores`}</p>;
  return (
    <ul className={styles.indicators}>
      {indicators.map((row) => (
        <li key={row.indicator}>
          {row.indicatorName === "" ? t`(indicador sin nombre)` : row.indicatorName}
        </li>
      ))}
    </ul>
  );
}

/** What becomes of everything that is not the text. */
function Consequences({ stays, goes }: { stays: Line; goes: Line }) {
  const threads = useDossierState((state) => state.threads);
  const open = threads.filter((thread) => thread.line === goes.id && !thread.resolved).length;
  const to = stays.number ?? "";
  const from = goes.number ?? "";
  const heading = headingText(stays.rows[0]?.headings.at(-1) ?? null);
  return (
    <ul className={styles.consequences}>
      {indicatorsOf(goes).length > 0 && (
        <li>{t`Los indicadores del renglón ${from} pasan al ${to}, con sus metas.`}</li>
      )}
      {stays.heading !== goes.heading && heading !== "" && (
        <li>{t`La línea queda bajo «${heading}».`}</li>
      )}
      {open > 0 && <li>{t`Los comentarios del renglón ${from} se verán en el ${to}.`}</li>}
      <li>{t`El renglón ${from} no se borra: queda entre los retirados con su texto y su historia.`}</li>
    </ul>
  );
}

function joined(stays: Line, goes: Line): string {
  return [stays.text.trim(), goes.text.trim()].filter((text) => text !== "").join("\n");
}
