import { t } from "@lingui/core/macro";
import { Link2, Plus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import type { AboutView, CountMismatch, MinutesPart } from "../../host";
import { Button, Choice, Mark, Notice, PlaceLink, ReasonForm, civilDate } from "../../kit";
import { useDossier } from "../../state";
import { placeLabel } from "../fields";
import { LinkDialog } from "./LinkDialog";
import { PartTools, RemovedMeanwhile } from "./PartTools";
import { useActs } from "./useActs";
import { ValueBox } from "./ValueBox";
import { WordsBox } from "./WordsBox";
import { mismatchWords, said, stateOptions, stateWord } from "./words";
import styles from "./Minutes.module.css";

interface AgreementsProps {
  minutes: string;
  parts: readonly MinutesPart[];
  readOnly: boolean;
  /** The acuerdo to bring into view. */
  wanted: string | null;
}

/** What was agreed. */
export function Agreements({ minutes, parts, readOnly, wanted }: AgreementsProps) {
  const acts = useActs();
  return (
    <section className={styles.section} aria-label={t`Acuerdos`} data-testid="minutes-agreement">
      <h3>{t`Acuerdos`}</h3>
      {parts.length === 0 && (
        <p className={styles.quiet}>
          {readOnly
            ? t`No se tomaron acuerdos.`
            : t`Escribe cada acuerdo por separado: así se le puede dar seguimiento en las mesas que vienen.`}
        </p>
      )}
      <ol className={styles.cards}>
        {parts.map((part, at) => (
          <Agreement
            key={part.part}
            parts={parts}
            at={at}
            readOnly={readOnly}
            wanted={wanted === part.part}
          />
        ))}
      </ol>
      {acts.problem !== null && (
        <Notice message={acts.problem.message} next={acts.problem.next} code={acts.problem.code} />
      )}
      {!readOnly && (
        <Button
          size="small"
          isDisabled={acts.busy}
          data-testid="agreement-add"
          onPress={() =>
            void acts.act([{ type: "add", minutes, kind: "agreement", after: null, values: {} }])
          }
        >
          <Plus size={15} aria-hidden /> {t`Agregar un acuerdo`}
        </Button>
      )}
    </section>
  );
}

interface AgreementProps {
  parts: readonly MinutesPart[];
  at: number;
  readOnly: boolean;
  wanted: boolean;
}

function Agreement({ parts, at, readOnly, wanted }: AgreementProps) {
  const acts = useActs();
  const card = useRef<HTMLLIElement>(null);
  const [linking, setLinking] = useState(false);
  useEffect(() => {
    if (wanted) card.current?.scrollIntoView({ block: "center" });
  }, [wanted]);
  const part = parts[at];
  const more = part?.agreement;
  if (part === undefined || more === null || more === undefined) return null;
  const state = said(part.values, "state");
  const later = more.followUps.length > 0;
  return (
    <li
      ref={card}
      className={wanted ? styles.cardWanted : styles.card}
      data-testid="agreement"
      data-agreement={part.part}
    >
      <div className={styles.cardHead}>
        <strong className={styles.number}>{t`Acuerdo ${more.number}`}</strong>
        {(later || readOnly) && <Mark tone="plain">{stateWord(more.state)}</Mark>}
        {more.contested && <Mark tone="wait">{t`Dos dijeron distinto`}</Mark>}
        <span className={styles.grow} />
        {!readOnly && <PartTools parts={parts} at={at} acts={acts} />}
      </div>
      {!readOnly && <RemovedMeanwhile part={part} acts={acts} />}
      <WordsBox
        part={part.part}
        field="text"
        label={t`Acuerdo`}
        value={part.values["text"]}
        readOnly={readOnly}
        placeholder={t`Qué se acordó`}
        testId="agreement-text"
      />
      {more.counts.map((count) => (
        <Mismatch
          key={`${count.of} ${String(count.said)}`}
          part={part.part}
          count={count}
          readOnly={readOnly}
        />
      ))}
      {(!readOnly || said(part.values, "remarks") !== "") && (
        <WordsBox
          part={part.part}
          field="remarks"
          label={t`Observaciones`}
          value={part.values["remarks"]}
          readOnly={readOnly}
          testId="agreement-remarks"
        />
      )}
      {readOnly ? (
        <p className={styles.quiet}>
          {[said(part.values, "responsible"), dueWords(said(part.values, "dueDate"))]
            .filter((word) => word !== "")
            .join(" · ")}
        </p>
      ) : (
        <div className={styles.row}>
          <ValueBox
            part={part.part}
            field="responsible"
            label={t`Responsable`}
            value={part.values["responsible"]}
            readOnly={false}
            wide
            testId="agreement-responsible"
          />
          <ValueBox
            part={part.part}
            field="dueDate"
            label={t`Para cuándo`}
            as="day"
            placeholder="24/04/2023"
            value={part.values["dueDate"]}
            readOnly={false}
            testId="agreement-due"
          />
          <div className={styles.box}>
            <span className={styles.label} aria-hidden>{t`Cómo va`}</span>
            <Choice
              label={t`Cómo va`}
              labelHidden
              value={state === "" ? "pending" : state}
              options={stateOptions()}
              testId="agreement-state"
              onChange={(value) =>
                void acts.act([{ type: "set", part: part.part, field: "state", value }])
              }
            />
          </div>
        </div>
      )}
      <About
        part={part.part}
        about={more.about}
        readOnly={readOnly}
        onLink={() => setLinking(true)}
      />
      {later && (
        <ol className={styles.followed} aria-label={t`Qué fue de él`}>
          {more.followUps.map((one, place) => (
            <li key={place}>
              {stateWord(one.state)}
              {one.on !== "" && ` · ${civilDate(one.on)}`}
              {one.title !== "" && ` · ${one.title}`}
              {one.remark !== "" && `: ${one.remark}`}
              <span className={styles.quiet}> · {one.by}</span>
            </li>
          ))}
        </ol>
      )}
      {acts.problem !== null && (
        <Notice message={acts.problem.message} next={acts.problem.next} code={acts.problem.code} />
      )}
      {linking && <LinkDialog part={part} onClose={() => setLinking(false)} />}
    </li>
  );
}

function dueWords(due: string): string {
  return due === "" ? "" : t`para el ${civilDate(due)}`;
}

interface MismatchProps {
  part: string;
  count: CountMismatch;
  readOnly: boolean;
}

/** What the acuerdo says of the matrix that is not so: a warning, or why it is right. */
function Mismatch({ part, count, readOnly }: MismatchProps) {
  const { busy, problem, act } = useActs();
  const [noting, setNoting] = useState(false);
  const noted = count.note !== "";
  return (
    <div
      className={noted ? styles.noted : styles.warning}
      role="status"
      data-testid="count-mismatch"
    >
      <p>
        {!noted && <strong>{t`Aviso:`} </strong>}
        {mismatchWords(count)}
      </p>
      {noted && <p>{t`Nota de ${count.notedBy}: ${count.note}`}</p>}
      {!readOnly && !noting && (
        <Button size="small" look="quiet" data-testid="count-note" onPress={() => setNoting(true)}>
          {noted ? t`Cambiar la nota…` : t`Está bien así, dejar una nota…`}
        </Button>
      )}
      {noting && (
        <ReasonForm
          label={t`Por qué es correcto`}
          hint={t`La nota queda junto al acuerdo.`}
          action={t`Dejar la nota`}
          testId="count"
          busy={busy}
          problem={problem}
          onSave={(note) =>
            void act([{ type: "countNote", agreement: part, said: count.said, note }]).then(
              (done) => done !== null && setNoting(false),
            )
          }
          onClose={() => setNoting(false)}
        />
      )}
    </div>
  );
}

interface AboutProps {
  part: string;
  about: readonly AboutView[];
  readOnly: boolean;
  onLink: () => void;
}

function aboutWords({ row, field, name, line }: AboutView): string {
  if (line === "") return name === "" ? t`Una versión cerrada` : t`Versión «${name}»`;
  return placeLabel(row, field);
}

/** What the acuerdo speaks of, each a way there. */
function About({ part, about, readOnly, onLink }: AboutProps) {
  const dossier = useDossier();
  const { busy, act } = useActs();
  if (readOnly && about.length === 0) return null;
  return (
    <div className={styles.about}>
      <span className={styles.quiet}>
        {about.length === 0 ? t`No está ligado a ningún renglón.` : t`Habla de:`}
      </span>
      {about.map((one) => (
        <span key={one.about} className={styles.chip}>
          {one.line === "" ? (
            <span>{aboutWords(one)}</span>
          ) : (
            <PlaceLink
              testId="about-go"
              onPress={() => {
                dossier.minutes.leave();
                dossier.goTo(one.line, one.indicator, one.field);
              }}
            >
              {aboutWords(one)}
            </PlaceLink>
          )}
          {!readOnly && (
            <button
              type="button"
              className={styles.chipOut}
              disabled={busy}
              aria-label={t`Desligar: ${aboutWords(one)}`}
              onClick={() => void act([{ type: "link", part, about: one.about, linked: false }])}
            >
              <X size={13} aria-hidden />
            </button>
          )}
        </span>
      ))}
      {!readOnly && (
        <Button size="small" look="quiet" data-testid="agreement-link" onPress={onLink}>
          <Link2 size={15} aria-hidden /> {t`Ligar a renglones…`}
        </Button>
      )}
    </div>
  );
}
