import { t } from "@lingui/core/macro";
import { useState } from "react";

import { Button, Check, DialogActions, ModalDialog } from "../../kit";
import { firstCut } from "./cut";
import { CutText } from "./CutText";
import { indicatorsOf, type Line } from "./lines";
import { ProblemNotice } from "./Problem";
import { useDialogStep } from "./useDialogStep";
import styles from "./Rows.module.css";

interface SplitDialogProps {
  line: Line;
  onClose: () => void;
}

/** One line into two: where its text is cut, and which indicators go with the second half. */
export function SplitDialog({ line, onClose }: SplitDialogProps) {
  const number = line.number ?? "";
  return (
    <ModalDialog
      title={t`Dividir el renglón ${number}`}
      isOpen
      onClose={onClose}
      size="wide"
      testId="split-dialog"
    >
      <SplitForm line={line} onClose={onClose} />
    </ModalDialog>
  );
}

function SplitForm({ line, onClose }: SplitDialogProps) {
  // The text as it was when one began: a place in it means nothing in another.
  const [text] = useState(line.text);
  const [at, setAt] = useState(() => firstCut(text));
  const [going, setGoing] = useState<ReadonlySet<string>>(new Set());
  const { run, busy, problem } = useDialogStep(onClose);
  const number = line.number ?? "";
  const indicators = indicatorsOf(line);
  const changed = line.text !== text;
  const halves = [text.slice(0, at).trim(), text.slice(at).trim()] as const;

  const toggle = (indicator: string, goes: boolean) => {
    const next = new Set(going);
    if (goes) next.add(indicator);
    else next.delete(indicator);
    setGoing(next);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        run({
          label: t`Dividir un renglón`,
          said: t`Se dividió el renglón ${number}.`,
          actions: [{ type: "splitLine", line: line.id, at, indicators: [...going] }],
          line: line.id,
        });
      }}
    >
      <p className={styles.how}>
        {t`Haz clic donde empieza la segunda línea, o mueve el corte con las flechas.`}
      </p>
      <CutText text={text} at={at} onCut={setAt} />
      <div className={styles.sides}>
        <Half title={t`Se queda en el renglón ${number}`} text={halves[0]} />
        <Half title={t`Renglón nuevo, debajo`} text={halves[1]} />
      </div>
      {indicators.length > 0 && (
        <fieldset className={styles.choices}>
          <legend>{t`Indicadores que se van al renglón nuevo`}</legend>
          {indicators.map((row) => (
            <Check
              key={row.indicator}
              testId="split-indicator"
              checked={going.has(row.indicator ?? "")}
              onChange={(goes) => toggle(row.indicator ?? "", goes)}
            >
              {row.indicatorName === "" ? t`(indicador sin nombre)` : row.indicatorName}
            </Check>
          ))}
        </fieldset>
      )}
      {changed && (
        <p className={styles.wrong}>
          {t`Alguien cambió el texto de esta línea mientras lo divides. Cierra y empieza otra vez.`}
        </p>
      )}
      <ProblemNotice problem={problem} />
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          type="submit"
          isDisabled={busy || changed}
          data-testid="split-confirm"
        >
          {t`Dividir el renglón ${number}`}
        </Button>
      </DialogActions>
    </form>
  );
}

function Half({ title, text }: { title: string; text: string }) {
  return (
    <section className={styles.side} aria-label={title}>
      <h3>{title}</h3>
      <p className={text === "" ? styles.blank : styles.text}>
        {text === "" ? t`(sin texto de línea)` : text}
      </p>
    </section>
  );
}
