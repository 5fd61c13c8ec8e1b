import { plural, t } from "@lingui/core/macro";
import { useMemo, useState } from "react";

import type { VerificationOutcome } from "../../host";
import { Button, Check, Field, Mark, classes, dayOf, PlaceLink } from "../../kit";
import { mayComment, mayEdit, useAppState, useDossier, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import { baselineKey, baselineState, baselineText, baselinesOf, type Baseline } from "./baselines";
import { ReviewForm } from "./PeriodForms";
import styles from "./Window.module.css";

/** Baselines listed before "Mostrar más". */
const SHOWN_FIRST = 30;
const NAME_LENGTH_MAX = 200;
const VALUE_LENGTH_MAX = 200;
const NOTE_LENGTH_MAX = 500;

/** Each indicator's baseline: who vouches for it, and which still wait. */
export function Baselines() {
  const rows = useDossierState((state) => state.rows);
  const order = useDossierState((state) => state.order);
  const review = useDossierState((state) => state.review);
  const all = useMemo(() => baselinesOf({ rows, order, review }), [rows, order, review]);
  const [pending, setPending] = useState(false);
  const [more, setMore] = useState(false);
  const done = all.filter((one) => baselineState(one) === "done").length;
  const wanted = pending ? all.filter((one) => baselineState(one) !== "done") : all;
  const shown = more ? wanted : wanted.slice(0, SHOWN_FIRST);
  if (all.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t`Líneas base`} data-testid="baselines">
      <h3 className={styles.title}>{t`Líneas base`}</h3>
      <div className={styles.progress}>
        <progress
          max={all.length}
          value={done}
          aria-label={t`Líneas base verificadas`}
          className={styles.bar}
        />
        <span data-testid="baseline-progress">
          {plural(done, {
            one: `# de ${all.length} verificada`,
            other: `# de ${all.length} verificadas`,
          })}
        </span>
      </div>
      {done < all.length && (
        <Check checked={pending} onChange={setPending} testId="baseline-pending">
          {t`Solo las que faltan`}
        </Check>
      )}
      {done === all.length && (
        <p className={styles.quiet}>{t`Todas las líneas base están verificadas.`}</p>
      )}
      <ul className={styles.list}>
        {shown.map((one) => (
          <BaselineItem key={baselineKey(one)} baseline={one} />
        ))}
      </ul>
      {shown.length < wanted.length && (
        <Button look="quiet" size="small" onPress={() => setMore(true)}>
          {plural(wanted.length - shown.length, {
            one: "Mostrar # más",
            other: "Mostrar # más",
          })}
        </Button>
      )}
    </section>
  );
}

function BaselineItem({ baseline }: { baseline: Baseline }) {
  const dossier = useDossier();
  const says = useDossierState((state) => mayComment(state.role));
  const corrects = useDossierState((state) => mayEdit(state.role));
  const [asking, ask] = useState<VerificationOutcome | null>(null);
  const { row, verification } = baseline;
  const state = baselineState(baseline);
  const text = baselineText(row);
  return (
    <li className={styles.item} data-testid="baseline" data-state={state}>
      <PlaceLink onPress={() => dossier.goTo(row.line, row.indicator, "baseline.value")}>
        {placeLabel(row.row, "")}
      </PlaceLink>
      <p className={styles.indicator}>{row.indicatorName}</p>
      <p className={classes(styles.value, text === "" && styles.empty)}>
        {text === "" ? t`Sin línea base` : text}
      </p>
      {verification !== null && (
        <p className={styles.quiet}>
          {verification.outcome === "corrected"
            ? t`Corregida a ${verification.value} por ${verification.person}`
            : t`Verificada por ${verification.person}`}
          {" · "}
          {dayOf(verification.at)}
          {verification.note !== "" && <> · {verification.note}</>}
        </p>
      )}
      {state === "stale" && verification !== null && (
        <p>
          <Mark tone="wait">{t`Cambió después`}</Mark>{" "}
          <span className={styles.quiet}>{t`Se verificó cuando decía ${verification.value}.`}</span>
        </p>
      )}
      {asking === null && says && state !== "none" && (
        <div className={styles.actions}>
          {state !== "done" && (
            <Button
              size="small"
              data-testid="baseline-verify"
              aria-label={t`Verificar la línea base: ${placeLabel(row.row, "")}`}
              onPress={() => ask("verified")}
            >
              {t`Verificar…`}
            </Button>
          )}
          {corrects && (
            <Button
              size="small"
              look="quiet"
              data-testid="baseline-correct"
              aria-label={t`Corregir la línea base: ${placeLabel(row.row, "")}`}
              onPress={() => ask("corrected")}
            >
              {t`Corregir…`}
            </Button>
          )}
        </div>
      )}
      {asking !== null && (
        <VerifyForm baseline={baseline} outcome={asking} onClose={() => ask(null)} />
      )}
    </li>
  );
}

interface VerifyFormProps {
  baseline: Baseline;
  outcome: VerificationOutcome;
  onClose: () => void;
}

/** Who vouches for a baseline, with what it should say where it is corrected. */
function VerifyForm({ baseline, outcome, onClose }: VerifyFormProps) {
  const me = useAppState((state) => state.me?.name ?? "");
  const { row, indicator } = baseline;
  const was = row.baseline?.value ?? "";
  const [value, setValue] = useState(was);
  const [person, setPerson] = useState(me);
  const [note, setNote] = useState("");
  const corrects = outcome === "corrected";
  const ready = person.trim() !== "" && (!corrects || (value.trim() !== "" && value !== was));
  return (
    <ReviewForm
      submit={corrects ? t`Corregir` : t`Verificar`}
      done={corrects ? t`Se corrigió la línea base.` : t`La línea base quedó verificada.`}
      action={
        ready
          ? {
              type: "verifyBaseline",
              line: row.line,
              indicator,
              outcome,
              value: corrects ? value.trim() : null,
              person: person.trim(),
              note: note.trim(),
            }
          : null
      }
      onClose={onClose}
    >
      {corrects && (
        <Field
          label={t`Valor correcto`}
          value={value}
          onChange={setValue}
          maxLength={VALUE_LENGTH_MAX}
          autoFocus
          testId="baseline-value"
        />
      )}
      <Field
        label={t`Quién responde por ella`}
        value={person}
        onChange={setPerson}
        maxLength={NAME_LENGTH_MAX}
        autoFocus={!corrects}
        testId="baseline-person"
      />
      <Field
        label={t`Fuente o nota (opcional)`}
        value={note}
        onChange={setNote}
        maxLength={NOTE_LENGTH_MAX}
        testId="baseline-note"
      />
    </ReviewForm>
  );
}
