import { t } from "@lingui/core/macro";
import { useState } from "react";

import type { ConsolidatedHeading, ConsolidationView } from "../../host";
import { Choice, classes } from "../../kit";
import { useApp, type CoverageLevel } from "../../state";
import { useConsolidation } from "./useConsolidation";
import { headingWord, levelWord, partWord } from "./words";
import styles from "./Consolidation.module.css";

/** How many institutions, lines and indicators each axis and each priority has, and what lacks. */
export function Coverage() {
  const view = useConsolidation((state) => state.view);
  const level = useConsolidation((state) => state.level);
  if (view === null) return null;
  const headings = level === "axis" ? view.axes : view.priorities;
  return (
    <div className={styles.scroll}>
      <LevelChoice />
      <CoverageTable view={view} level={level} headings={headings} />
      <Meetings view={view} level={level} headings={headings} />
    </div>
  );
}

export function LevelChoice() {
  const { consolidation } = useApp();
  const level = useConsolidation((state) => state.level);
  return (
    <div className={styles.levelChoice}>
      <Choice
        label={t`Ver por`}
        testId="coverage-level"
        value={level}
        options={[
          { value: "axis", text: t`Ejes` },
          { value: "priority", text: t`Prioridades` },
        ]}
        onChange={(chosen) => consolidation.look({ level: chosen })}
      />
    </div>
  );
}

interface LevelProps {
  view: ConsolidationView;
  level: CoverageLevel;
  headings: readonly ConsolidatedHeading[];
}

function CoverageTable({ view, level, headings }: LevelProps) {
  const shown = headings.filter((one) => one.key !== "" || one.coverage.rows > 0);
  const institutions = view.institutions.length;
  return (
    <table className={styles.sheet} data-testid="coverage-table">
      <caption>{t`Qué cubre cada ${levelWord(level).toLowerCase()}, de lo que dejan los filtros`}</caption>
      <thead>
        <tr>
          <th scope="col">{levelWord(level)}</th>
          <th scope="col" className={styles.number}>{t`Instituciones`}</th>
          <th scope="col" className={styles.number}>{t`Líneas de acción`}</th>
          <th scope="col" className={styles.number}>{t`Indicadores`}</th>
          <th scope="col" className={styles.number}>{t`Con todas sus metas`}</th>
          <th scope="col" className={styles.number}>{t`Sin línea base`}</th>
          <th scope="col" className={styles.number}>{t`Sujetas a revisión`}</th>
          <th scope="col" className={styles.number}>{t`Con hallazgos`}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((one) => (
          <CoverageRow key={one.key} one={one} level={level} institutions={institutions} />
        ))}
      </tbody>
    </table>
  );
}

interface CoverageRowProps {
  one: ConsolidatedHeading;
  level: CoverageLevel;
  institutions: number;
}

function CoverageRow({ one, level, institutions }: CoverageRowProps) {
  const { consolidation } = useApp();
  const counted = one.coverage;
  const words = headingWord(one, level);
  const spellings = one.spellings.join(" / ");
  const show = () => {
    consolidation.look({ tab: "table" });
    consolidation.ask(level === "axis" ? { axes: [one.key] } : { priorities: [one.key] });
  };
  return (
    <tr className={counted.rows === 0 ? styles.empty : undefined}>
      <th scope="row">
        <button type="button" className={styles.opens} onClick={show} title={t`Ver sus renglones`}>
          {words}
        </button>
        {one.spellings.length > 0 && (
          <span className={styles.remark}>{t`También escrito: ${spellings}`}</span>
        )}
        {one.sharesNumber && (
          <span className={classes(styles.remark, styles.wait)}>
            {t`Otro encabezado lleva el mismo número y dice otra cosa`}
          </span>
        )}
        {counted.rows === 0 && <span className={styles.remark}>{t`Ningún renglón`}</span>}
      </th>
      <td className={styles.number}>{partWord(counted.institutions, institutions)}</td>
      <td className={styles.number}>{counted.lines}</td>
      <td className={styles.number}>{counted.indicators}</td>
      <td className={styles.number}>{partWord(counted.withTargets, counted.rows)}</td>
      <td className={styles.number}>{partWord(counted.withoutBaseline, counted.rows)}</td>
      <td className={styles.number}>{counted.subject}</td>
      <td className={styles.number}>{partWord(counted.foundIn, counted.rows)}</td>
    </tr>
  );
}

/** Institutions drawn at once: a table of hundreds of rows and twenty columns is heavy. */
const INSTITUTIONS_AT_ONCE = 60;

/** Which institution has how many lines under which heading. */
function Meetings({ view, level, headings }: LevelProps) {
  const [most, setMost] = useState(INSTITUTIONS_AT_ONCE);
  const meetings = level === "axis" ? view.axisMeetings : view.priorityMeetings;
  const lines = new Map<string, number>();
  const of = new Set<number>();
  for (const one of meetings) {
    lines.set(`${String(one.institution)} ${String(one.heading)}`, one.lines);
    of.add(one.institution);
  }
  const columns = headings.flatMap((one, place) => (one.coverage.rows > 0 ? [{ one, place }] : []));
  const rows = view.institutions.flatMap((name, place) => (of.has(place) ? [{ name, place }] : []));
  const without = view.institutions.filter((_, place) => !of.has(place));
  if (rows.length === 0) return null;
  return (
    <>
      <div className={styles.wide} tabIndex={0} role="region" aria-label={t`Matriz de cobertura`}>
        <table className={classes(styles.sheet, styles.meetings)} data-testid="coverage-matrix">
          <caption>{t`Líneas de acción de cada institución en cada ${levelWord(level).toLowerCase()}`}</caption>
          <thead>
            <tr>
              <th scope="col">{t`Institución`}</th>
              {columns.map(({ one }) => (
                <th
                  key={one.key}
                  scope="col"
                  className={styles.number}
                  title={headingWord(one, level)}
                >
                  <span className="hidden-text">{headingWord(one, level)}</span>
                  <span aria-hidden>{shortHeading(one, level)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map(({ name, place }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {columns.map((column) => {
                  const count = lines.get(`${String(place)} ${String(column.place)}`);
                  return (
                    <td key={column.one.key} className={styles.number}>
                      {count ?? <span className={styles.none}>–</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && (
        <button
          type="button"
          className={styles.more}
          onClick={() => setMost(most + INSTITUTIONS_AT_ONCE)}
        >
          {t`Ver más instituciones (${most} de ${rows.length})`}
        </button>
      )}
      {without.length > 0 && (
        <p className={styles.remark}>
          {t`Sin ningún renglón que pase los filtros: ${without.join(", ")}.`}
        </p>
      )}
    </>
  );
}

function shortHeading(one: ConsolidatedHeading, level: CoverageLevel): string {
  if (one.number !== "") return one.number;
  return one.key === "" ? headingWord(one, level) : `${one.text.slice(0, 12)}…`;
}
