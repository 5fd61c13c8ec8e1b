import { plural, t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { Cell, Row, SuggestionView, WhyView } from "../../host";
import {
  Button,
  Mark,
  Notice,
  OfficialZone,
  PlaceLink,
  WordChanges,
  civilDate,
  officialTime,
} from "../../kit";
import { ROW_FIELD, cellId, cellText, useDossier, useDossierState } from "../../state";
import { fieldLabel, placeLabel } from "../fields";
import { useWhy } from "./useWhy";
import styles from "./Why.module.css";

/** Values shown here; the history of the cell has them all. */
const VALUES_SHOWN = 3;

/** The chain of the selected cell: who wrote it, who proposed and agreed it, and what it rests on. */
export function WhyPanel() {
  const field = useDossierState(({ selection }) =>
    selection === null || selection.field === ROW_FIELD ? "actionLine" : selection.field,
  );
  const row = useDossierState((state) => state.rows.get(state.selection?.key ?? ""));
  if (row === undefined) {
    return (
      <p className={styles.teach} data-testid="why-panel">
        {t`Selecciona una celda para ver quién la escribió, quién la propuso, en qué acuerdo y en qué versión se aprobó, y en qué se apoya.`}
      </p>
    );
  }
  return <Why key={cellId(row, field)} row={row} field={field} />;
}

function Why({ row, field }: { row: Row; field: string }) {
  const { line, indicator } = row;
  const cell: Cell = { line, indicator, field };
  const { why, problem } = useWhy(cell, cellText(row, field));
  return (
    <div className={styles.panel} data-testid="why-panel">
      <h3 className={styles.place}>{placeLabel(row.row, field)}</h3>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      {why === null && problem === null && <p className={styles.quiet}>{t`Leyendo…`}</p>}
      {why !== null && <Chain why={why} />}
    </div>
  );
}

function Chain({ why }: { why: WhyView }) {
  const dossier = useDossier();
  const { agreed, agreements, suggestions, consultations, comments, evidence, values } = why;
  return (
    <>
      <p className={styles.value}>{why.value === "" ? t`(vacía)` : why.value}</p>
      <Part title={t`Dónde se acordó`}>
        {agreed === null ? (
          <p className={styles.quiet}>
            {t`Lo que dice ahora no está en ninguna versión cerrada: todavía no está acordado.`}
          </p>
        ) : (
          <p data-testid="why-agreed">
            {t`En la versión «${agreed.name}», que cerró ${agreed.by} el ${officialTime(agreed.at)}.`}{" "}
            {agreed.minutes !== "" && (
              <button
                type="button"
                className={styles.link}
                onClick={() => dossier.minutes.open(agreed.minutes)}
              >
                {agreed.title}
              </button>
            )}
          </p>
        )}
      </Part>
      <Part title={t`Acuerdos que hablan de ella`}>
        {agreements.length === 0 ? (
          <p className={styles.quiet}>
            {t`Ninguno. En la minuta, con «Ligar a renglones…», se dice de qué renglones habla un acuerdo.`}
          </p>
        ) : (
          <ul className={styles.list}>
            {agreements.map((one) => (
              <li key={one.agreement} data-testid="why-agreement">
                <button
                  type="button"
                  className={styles.link}
                  onClick={() => dossier.minutes.open(one.minutes, one.agreement)}
                >
                  {t`${one.title} · acuerdo ${one.number}`}
                </button>
                {one.date !== "" && <span className={styles.quiet}> · {civilDate(one.date)}</span>}{" "}
                <Mark tone="plain">{one.closed ? t`Minuta cerrada` : t`Minuta en borrador`}</Mark>
                <p className={styles.text}>{one.text}</p>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title={t`Quién la escribió`}>
        <OfficialZone className={styles.quiet} />
        {values.length === 0 ? (
          <p className={styles.quiet}>{t`Nadie ha escrito en esta celda.`}</p>
        ) : (
          <ol className={styles.list}>
            {values.slice(0, VALUES_SHOWN).map((one, at) => (
              <li key={at} data-testid="why-value">
                <strong>
                  {one.acceptedBy === ""
                    ? one.author
                    : t`Propuso ${one.author}, aceptó ${one.acceptedBy}`}
                </strong>
                <span className={styles.quiet}> · {officialTime(one.at)}</span>
                <WordChanges spans={one.spans} />
              </li>
            ))}
          </ol>
        )}
        {values.length > VALUES_SHOWN && (
          <Button look="quiet" size="small" onPress={() => dossier.openPanel("history")}>
            {plural(values.length - VALUES_SHOWN, {
              one: "Ver # valor más",
              other: "Ver # valores más",
            })}
          </Button>
        )}
      </Part>
      {suggestions.length > 0 && (
        <Part title={t`Propuestas aceptadas`}>
          <ul className={styles.list}>
            {suggestions.map((one) => (
              <Suggestion key={one.suggestion} one={one} />
            ))}
          </ul>
        </Part>
      )}
      {consultations.length > 0 && (
        <Part title={t`Consultas`}>
          <ul className={styles.list}>
            {consultations.map((one) => (
              <li key={one.consultation}>
                <strong>{one.body}</strong>
                <span className={styles.quiet}> · {civilDate(one.on)}</span>
                <p className={styles.text}>{one.question}</p>
                <p className={one.open ? styles.quiet : styles.text}>
                  {one.open ? t`Sin respuesta.` : one.answer}
                </p>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {comments.length > 0 && (
        <Part title={t`Comentarios`}>
          <ul className={styles.list}>
            {comments.map((one, at) => (
              <li key={at}>
                <strong>{one.author}</strong>
                <span className={styles.quiet}> · {officialTime(one.at)}</span>
                <p className={styles.text}>{one.text}</p>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={t`En qué se apoya`}>
        {evidence.length === 0 ? (
          <p className={styles.quiet}>
            {t`El renglón no dice de dónde sale el dato ni cómo se verifica. Se escribe en la ficha: fuente de la línea base y medio de verificación.`}
          </p>
        ) : (
          <ul className={styles.list}>
            {evidence.map(({ cell, text }) => (
              <li key={cell.field} data-testid="why-evidence">
                <PlaceLink onPress={() => dossier.goTo(cell.line, cell.indicator, cell.field)}>
                  {fieldLabel(cell.field)}
                </PlaceLink>
                <p className={styles.text}>{text}</p>
              </li>
            ))}
          </ul>
        )}
      </Part>
    </>
  );
}

function Suggestion({ one }: { one: SuggestionView }) {
  return (
    <li data-testid="why-suggestion">
      <strong>{one.author}</strong>
      <span className={styles.quiet}> · {officialTime(one.at)}</span>
      <WordChanges spans={one.spans} />
      {one.reason !== "" && <p className={styles.quiet}>{t`Motivo: ${one.reason}`}</p>}
    </li>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h4>{title}</h4>
      {children}
    </section>
  );
}
