import { t } from "@lingui/core/macro";
import { useId } from "react";

import type { ConsolidationView, CoverageView } from "../../host";
import { rowStateWord } from "../states";
import { LevelChoice } from "./Coverage";
import { useConsolidation } from "./useConsolidation";
import { headingWord, levelWord, share } from "./words";
import drawn from "./Charts.module.css";
import styles from "./Consolidation.module.css";

/** A bar of a chart: its parts lie one after another, in the order of the legend. */
interface Bar {
  label: string;
  parts: readonly number[];
}

/** Institutions of the chart of findings. */
const INSTITUTIONS_MAX = 20;
const WIDTH = 760;
const LABEL_WIDTH = 290;
const BAR_PX = 18;
const STEP_PX = 28;
/** Room for the number after a bar. */
const NUMBER_WIDTH = 60;
/** Letters of a label that fit before a bar. */
const LABEL_LETTERS = 44;

/** The same counts as pictures; each has its numbers in words and in a table beside it. */
export function Charts() {
  const view = useConsolidation((state) => state.view);
  const level = useConsolidation((state) => state.level);
  if (view === null) return null;
  const headings = level === "axis" ? view.axes : view.priorities;
  const shown = headings.filter((one) => one.key !== "" || one.coverage.rows > 0);
  const heading = levelWord(level).toLowerCase();
  return (
    <div className={styles.scroll}>
      <LevelChoice />
      <div className={drawn.charts}>
        <Chart
          title={t`Estado de la revisión de las líneas de acción`}
          legend={stateWords()}
          bars={[{ label: t`Todas`, parts: states(view.coverage) }]}
        />
        <Chart
          title={t`Qué tan completos están los renglones`}
          legend={[t`Completos`, t`Les falta`]}
          bars={completeness(view.coverage)}
        />
        <Chart
          title={t`Líneas de acción por ${heading}, según su estado`}
          legend={stateWords()}
          bars={shown.map((one) => ({
            label: headingWord(one, level),
            parts: states(one.coverage),
          }))}
        />
        <Chart
          title={t`Instituciones con renglones, por ${heading}`}
          legend={[t`Con renglones`, t`Sin ninguno`]}
          bars={shown.map((one) => ({
            label: headingWord(one, level),
            parts: [
              one.coverage.institutions,
              view.institutions.length - one.coverage.institutions,
            ],
          }))}
        />
        <Chart
          title={t`Expedientes con más errores y avisos (completos)`}
          legend={[t`Errores`, t`Avisos`]}
          bars={worst(view)}
        />
      </div>
    </div>
  );
}

function stateWords(): string[] {
  return [
    rowStateWord("approved"),
    rowStateWord("inReview"),
    rowStateWord("returned"),
    rowStateWord("draft"),
  ];
}

function states(one: CoverageView): number[] {
  return [one.approved, one.inReview, one.returned, one.draft];
}

function completeness(one: CoverageView): Bar[] {
  const { rows } = one;
  const bar = (label: string, whole: number) => ({ label, parts: [whole, rows - whole] });
  return [
    bar(t`Indicador`, one.indicators),
    bar(t`Metas de todos los años`, one.withTargets),
    bar(t`Línea base`, rows - one.withoutBaseline),
    bar(t`Sin hallazgos`, rows - one.foundIn),
  ];
}

function worst(view: ConsolidationView): Bar[] {
  const bars = view.dossiers.map((one) => ({
    label: one.institution,
    parts: [one.coverage.errors, one.coverage.warnings],
  }));
  const sorted = bars.sort(
    (a, b) => (b.parts[0] ?? 0) - (a.parts[0] ?? 0) || (b.parts[1] ?? 0) - (a.parts[1] ?? 0),
  );
  return sorted.slice(0, INSTITUTIONS_MAX);
}

interface ChartProps {
  title: string;
  legend: readonly string[];
  bars: readonly Bar[];
}

function sum(bar: Bar): number {
  return bar.parts.reduce((total, part) => total + part, 0);
}

/** Bars side by side in a drawing, and the same in words and in a table. */
function Chart({ title, legend, bars }: ChartProps) {
  const id = useId();
  const longest = Math.max(1, ...bars.map(sum));
  const scale = (WIDTH - LABEL_WIDTH - NUMBER_WIDTH) / longest;
  const height = bars.length * STEP_PX + 4;
  if (bars.length === 0) return null;
  return (
    <figure className={drawn.chart} data-testid="chart">
      <figcaption id={`${id}-title`}>{title}</figcaption>
      <ul className={drawn.legend} aria-hidden>
        {legend.map((words, part) => (
          <li key={words}>
            <svg width="14" height="14">
              <Swatch part={part} x={0} y={0} width={14} height={14} id={id} />
            </svg>
            {words}
          </li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${String(WIDTH)} ${String(height)}`}
        className={drawn.drawing}
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-words`}
      >
        <Patterns id={id} />
        {bars.map((bar, at) => (
          <ChartBar key={`${bar.label} ${String(at)}`} bar={bar} at={at} scale={scale} id={id} />
        ))}
      </svg>
      <p id={`${id}-words`} className="hidden-text">
        {bars.map((bar) => barWords(bar, legend)).join(". ")}
      </p>
      <details>
        <summary>{t`Ver los números`}</summary>
        <ChartTable title={title} legend={legend} bars={bars} />
      </details>
    </figure>
  );
}

function barWords(bar: Bar, legend: readonly string[]): string {
  const parts = bar.parts.map((part, place) => `${legend[place] ?? ""} ${String(part)}`);
  return `${bar.label}: ${parts.join(", ")}`;
}

interface ChartBarProps {
  bar: Bar;
  at: number;
  scale: number;
  id: string;
}

function ChartBar({ bar, at, scale, id }: ChartBarProps) {
  const top = at * STEP_PX + 4;
  const label =
    bar.label.length > LABEL_LETTERS ? `${bar.label.slice(0, LABEL_LETTERS - 1)}…` : bar.label;
  const total = sum(bar);
  const begins = bar.parts.map((_, part) =>
    bar.parts.slice(0, part).reduce((before, one) => before + one, 0),
  );
  const first = share(bar.parts[0] ?? 0, total);
  const words =
    bar.parts.length === 2 && first !== null
      ? `${String(total)} · ${String(first)} %`
      : String(total);
  return (
    <g>
      <title>{bar.label}</title>
      <text x={LABEL_WIDTH - 8} y={top + BAR_PX - 4} textAnchor="end" className={drawn.barLabel}>
        {label}
      </text>
      {bar.parts.map((part, place) => {
        const width = part * scale;
        const x = LABEL_WIDTH + (begins[place] ?? 0) * scale;
        return (
          part > 0 && (
            <g key={place}>
              <Swatch part={place} x={x} y={top} width={width} height={BAR_PX} id={id} />
              {width > String(part).length * 9 + 8 && (
                <text
                  x={x + width / 2}
                  y={top + BAR_PX - 5}
                  textAnchor="middle"
                  className={place === 0 ? drawn.inBarDark : drawn.inBar}
                >
                  {part}
                </text>
              )}
            </g>
          )
        );
      })}
      <text x={LABEL_WIDTH + total * scale + 6} y={top + BAR_PX - 4} className={drawn.barNumber}>
        {words}
      </text>
    </g>
  );
}

interface SwatchProps {
  part: number;
  x: number;
  y: number;
  width: number;
  height: number;
  id: string;
}

/** Parts differ by their pattern too: nobody has to tell colours apart. */
function Swatch({ part, x, y, width, height, id }: SwatchProps) {
  const box = { x, y, width, height };
  const fills = [drawn.solid, drawn.soft, undefined, drawn.hollow];
  return (
    <>
      <rect {...box} className={fills[part] ?? drawn.soft} />
      {part === 1 && <rect {...box} fill={`url(#${id}-lines)`} />}
      {part === 2 && <rect {...box} fill={`url(#${id}-dots)`} />}
      <rect {...box} className={drawn.outline} />
    </>
  );
}

function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-lines`} width="6" height="6" patternUnits="userSpaceOnUse">
        <path d="M0 6 L6 0" className={drawn.patternLine} />
      </pattern>
      <pattern id={`${id}-dots`} width="5" height="5" patternUnits="userSpaceOnUse">
        <circle cx="2" cy="2" r="1" className={drawn.patternDot} />
      </pattern>
    </defs>
  );
}

function ChartTable({ title, legend, bars }: ChartProps) {
  return (
    <table className={styles.sheet}>
      <caption className="hidden-text">{title}</caption>
      <thead>
        <tr>
          <td />
          {legend.map((words) => (
            <th key={words} scope="col" className={styles.number}>
              {words}
            </th>
          ))}
          <th scope="col" className={styles.number}>{t`En todo`}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar, at) => (
          <tr key={`${bar.label} ${String(at)}`}>
            <th scope="row">{bar.label}</th>
            {bar.parts.map((part, place) => (
              <td key={place} className={styles.number}>
                {part}
              </td>
            ))}
            <td className={styles.number}>{sum(bar)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
