import { plural, t } from "@lingui/core/macro";
import { useMemo, useState } from "react";

import type { ConsultationView } from "../../host";
import { Button, todayInMexico } from "../../kit";
import { mayComment, useDossier, useDossierState } from "../../state";
import { ConsultationCard } from "./ConsultationCard";
import { consultationJob } from "./jobs";
import styles from "./Consultations.module.css";

/** What was asked of other bodies, each with its own; what waits first. */
export function ConsultationsPanel() {
  const dossier = useDossier();
  const consultations = useDossierState((state) => state.review.consultations);
  const allowed = useDossierState((state) => mayComment(state.role));
  const selected = useDossierState((state) => state.rows.has(state.selection?.key ?? ""));
  const [onlyOpen, showOnlyOpen] = useState(false);
  const bodies = useMemo(
    () => bodiesOf(onlyOpen ? consultations.filter(({ open }) => open) : consultations),
    [consultations, onlyOpen],
  );
  const today = todayInMexico();
  const open = consultations.filter((one) => one.open).length;
  const late = consultations.filter((one) => one.open && (one.dueOn ?? today) < today).length;
  const ask = () => {
    const { selection } = dossier.state.get();
    if (selection !== null) consultationJob(dossier).set({ cell: selection, note: false });
  };
  return (
    <div className={styles.panel} data-testid="consultations-panel">
      {consultations.length > 0 && (
        <div className={styles.summary}>
          <p>
            {plural(open, {
              one: "# espera respuesta",
              other: "# esperan respuesta",
            })}
            {late > 0 && (
              <strong> · {plural(late, { one: "# vencida", other: "# vencidas" })}</strong>
            )}
          </p>
          <Button
            size="small"
            look="quiet"
            aria-pressed={onlyOpen}
            data-testid="consultations-open"
            onPress={() => showOnlyOpen(!onlyOpen)}
          >
            {t`Solo sin respuesta`}
          </Button>
        </div>
      )}
      {bodies.map(({ body, consultations: list }) => (
        <section key={body} className={styles.body}>
          <h3>{body}</h3>
          <ul>
            {list.map((consultation) => (
              <li key={consultation.consultation}>
                <ConsultationCard consultation={consultation} today={today} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {bodies.length === 0 && (
        <div className={styles.teach}>
          <p>
            {consultations.length === 0
              ? t`No se ha consultado a ninguna instancia.`
              : t`Ninguna consulta espera respuesta.`}
          </p>
          {consultations.length === 0 && (
            <p>
              {t`Cuando un renglón dependa de otra instancia, anota aquí a quién se consultó, qué se le preguntó y qué respondió, en vez de escribir «Socializar con…» sobre un dato. Mientras no responda, el renglón se ve sujeto a revisión.`}
            </p>
          )}
        </div>
      )}
      {allowed && (
        <div className={styles.ask}>
          <Button size="small" data-testid="consult-new" isDisabled={!selected} onPress={ask}>
            {t`Consultar a otra instancia…`}
          </Button>
          {!selected && <p className={styles.quiet}>{t`Elige primero un renglón.`}</p>}
        </div>
      )}
    </div>
  );
}

interface Body {
  body: string;
  consultations: readonly ConsultationView[];
}

/** Bodies with what was asked of them; those that owe an answer first, by when they owe it. */
function bodiesOf(consultations: readonly ConsultationView[]): readonly Body[] {
  const bodies = new Map<string, ConsultationView[]>();
  for (const consultation of consultations) {
    const known = bodies.get(consultation.body);
    if (known === undefined) bodies.set(consultation.body, [consultation]);
    else known.push(consultation);
  }
  return [...bodies]
    .map(([body, list]) => ({ body, consultations: list.sort(byUrgency) }))
    .sort((a, b) => byUrgency(a.consultations[0], b.consultations[0]));
}

/** Open before answered, what is due earlier first, what was asked earlier first. */
function byUrgency(a: ConsultationView | undefined, b: ConsultationView | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.open !== b.open) return a.open ? -1 : 1;
  const due = (one: ConsultationView) => one.dueOn ?? "9999";
  return a.open
    ? due(a).localeCompare(due(b)) || a.askedOn.localeCompare(b.askedOn)
    : b.askedOn.localeCompare(a.askedOn);
}
