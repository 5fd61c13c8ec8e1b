import { plural, t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import type { ImportDoubt, ImportMeaning, ImportView } from "../../host";
import { Button, Check, Choice, PlaceLink } from "../../kit";
import { useStore, type ImportSession } from "../../state";
import { ColourSwatch } from "./ColourSwatch";
import { sayColour } from "./steps";
import styles from "./Import.module.css";

interface PanelProps {
  session: ImportSession;
  /** Goes to a row of the table, and to the column of a field. */
  onGo: (index: number, field: string | null) => void;
}

/** What was found in the file, and what is asked of the person about the whole of it. */
export function FoundPanel({ session, onGo }: PanelProps) {
  const view = useStore(session.state, (state) => state.view);
  return (
    <aside className={styles.panel} aria-label={t`Lo que se encontró`} tabIndex={0}>
      <p className={styles.title} data-testid="import-title">
        {view.found.title === "" ? t`Sin título` : view.found.title}
      </p>
      {view.found.institution !== "" && (
        <p className={styles.institution}>{view.found.institution}</p>
      )}
      <Doubts view={view} onGo={onGo} />
      <TableChoice session={session} view={view} />
      <Colours session={session} view={view} onGo={onGo} />
      <Beside session={session} view={view} />
      <MinutesFound view={view} />
    </aside>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2 className={styles.subtitle}>{title}</h2>
      {children}
    </section>
  );
}

function Doubts({ view, onGo }: { view: ImportView; onGo: PanelProps["onGo"] }) {
  const { doubts } = view;
  const title =
    doubts.length === 0 ? t`Sin dudas` : plural(doubts.length, { one: "# duda", other: "# dudas" });
  return (
    <Section title={title}>
      <p className={styles.lead}>
        {doubts.length === 0
          ? t`Todas las celdas se entendieron.`
          : t`El texto entra tal como está escrito; nada se corrige sin que lo decidas.`}
      </p>
      {doubts.length > 0 && (
        <ol className={styles.list}>
          {doubts.map((doubt, index) => (
            <li key={index} data-testid="import-doubt">
              <DoubtItem doubt={doubt} onGo={onGo} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

/** A doubt; each press goes to the next of its cells. */
function DoubtItem({ doubt, onGo }: { doubt: ImportDoubt; onGo: PanelProps["onGo"] }) {
  const [next, setNext] = useState(0);
  const count = doubt.places.length;
  const place = doubt.places[next % Math.max(1, count)];
  const turn = (next % Math.max(1, count)) + 1;
  return (
    <>
      <p className={styles.doubt}>{doubt.sentence}</p>
      {place !== undefined && (
        <PlaceLink
          testId="import-doubt-go"
          onPress={() => {
            onGo(place.index, place.field);
            setNext(next + 1);
          }}
        >
          {count === 1 ? t`Ver en la tabla` : t`Ver en la tabla (${turn} de ${count})`}
        </PlaceLink>
      )}
    </>
  );
}

function TableChoice({ session, view }: { session: ImportSession; view: ImportView }) {
  const { header, table } = view.mapping;
  const place =
    header === null
      ? t`Sin encabezados: la primera fila ya es un renglón.`
      : header.first === header.last
        ? t`Los encabezados están en la fila ${header.first}.`
        : t`Los encabezados están en las filas ${header.first} a ${header.last}.`;
  return (
    <Section title={t`Tabla`}>
      {view.tables.length > 1 && (
        <Choice
          label={t`Tabla del archivo`}
          value={String(table)}
          testId="import-table"
          options={view.tables.map((one, index) => ({
            value: String(index + 1),
            text: `${one.name} (${plural(one.rows, { one: "# fila", other: "# filas" })})`,
          }))}
          onChange={(chosen) =>
            void session.change((mapping) => ({ ...mapping, table: Number(chosen) }), "table")
          }
        />
      )}
      <p className={styles.lead} data-testid="import-header-place">
        {place}
      </p>
      {header !== null && (
        <Button
          size="small"
          data-testid="import-no-header"
          onPress={() => void session.change((mapping) => ({ ...mapping, header: null }))}
        >
          {t`No tiene encabezados`}
        </Button>
      )}
      <p className={styles.lead}>
        {t`Para decir cuáles son, elige sus filas en la tabla y pulsa «Son los encabezados».`}
      </p>
    </Section>
  );
}

function Colours({
  session,
  view,
  onGo,
}: {
  session: ImportSession;
  view: ImportView;
  onGo: PanelProps["onGo"];
}) {
  if (view.colours.length === 0) return null;
  const meanings: { value: ImportMeaning; text: string }[] = [
    { value: "pendingExternal", text: t`Sujeta a revisión` },
    { value: "retired", text: t`Fuera de la matriz (retirada)` },
    { value: "nothing", text: t`Nada` },
  ];
  return (
    <Section title={t`¿Qué significa cada color?`}>
      <ul className={styles.colours}>
        {view.colours.map((met) => {
          const { colour, name, rows, first } = met;
          const count = plural(rows, { one: "# renglón", other: "# renglones" });
          return (
            <li key={colour} className={styles.colour} data-testid="import-colour">
              <p className={styles.colourName}>
                <ColourSwatch colour={colour} /> {name} · {count}
              </p>
              <Choice
                label={t`Qué significa el ${name} (${colour})`}
                labelHidden
                value={met.meaning}
                testId="import-meaning"
                options={meanings}
                onChange={(meaning) => void session.change(sayColour(colour, meaning))}
              />
              {first !== null && (
                <PlaceLink onPress={() => onGo(first, null)}>{t`Ver en la tabla`}</PlaceLink>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function Beside({ session, view }: { session: ImportSession; view: ImportView }) {
  const { comments, suggestions } = view.found;
  const { mapping } = view;
  const withComments = comments > 0 || !mapping.comments;
  const withTracked = suggestions > 0 || !mapping.tracked;
  if (!withComments && !withTracked) return null;
  return (
    <Section title={t`Comentarios y cambios`}>
      {withComments && (
        <Check
          checked={mapping.comments}
          testId="import-comments"
          onChange={(on) => void session.change((before) => ({ ...before, comments: on }))}
        >
          {mapping.comments
            ? plural(comments, {
                one: "Traer # comentario, con su autor y su fecha",
                other: "Traer # comentarios, con su autor y su fecha",
              })
            : t`Traer los comentarios, con su autor y su fecha`}
        </Check>
      )}
      {withTracked && (
        <Check
          checked={mapping.tracked}
          testId="import-tracked"
          onChange={(on) => void session.change((before) => ({ ...before, tracked: on }))}
        >
          {mapping.tracked
            ? plural(suggestions, {
                one: "Traer # cambio controlado como propuesta",
                other: "Traer # cambios controlados como propuestas",
              })
            : t`Traer los cambios controlados como propuestas`}
        </Check>
      )}
    </Section>
  );
}

function MinutesFound({ view }: { view: ImportView }) {
  const { minutes } = view;
  if (minutes === null) return null;
  const facts = [
    plural(minutes.agreements.length, { one: "# acuerdo", other: "# acuerdos" }),
    plural(minutes.attendees.length, { one: "# asistente", other: "# asistentes" }),
    plural(minutes.coordinators.length, { one: "# coordinó", other: "# coordinaron" }),
  ];
  return (
    <Section title={t`Minuta`}>
      <div data-testid="import-minutes">
        <p className={styles.minutes}>{minutes.title}</p>
        <p className={styles.lead}>
          {[minutes.date, ...facts].filter((fact) => fact !== "").join(" · ")}
        </p>
      </div>
    </Section>
  );
}
