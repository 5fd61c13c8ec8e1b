import { plural, t } from "@lingui/core/macro";
import { ChevronDown, ChevronRight, CircleCheck } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";

import type { FindingLevel, FindingView, Problem, Row } from "../../host";
import { Button, Check, Choice, Notice } from "../../kit";
import { rowKey, useDossier, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import { findingsOf } from "./book";
import { FindingItem } from "./FindingItem";
import { FINDING_LEVELS, levelCount, levelTitle, rulesOf } from "./levels";
import { SilencedList } from "./SilencedList";
import { useFindings } from "./useFindings";
import { PAGE_MAX, usePages } from "./usePages";
import styles from "./Findings.module.css";

/** Findings of a rule drawn before "Mostrar más". */
const SHOWN_FIRST = 20;
/** A rule with more findings than this stands folded until it is opened. */
const OPEN_UP_TO = 3;

/** What the matrix finds wrong with itself. */
export function FindingsPanel() {
  const dossier = useDossier();
  const book = findingsOf(dossier);
  const known = useFindings((state) => state.version !== null);
  const problem = useFindings((state) => state.problem);
  const level = useFindings((state) => state.level);
  const selectedOnly = useFindings((state) => state.selectedOnly);
  const selected = useDossierState((state) =>
    state.selection === null ? undefined : state.rows.get(state.selection.key),
  );
  // Asked whenever the panel opens: it must not show what was wrong a while ago.
  useEffect(() => {
    void book.pull();
  }, [book]);

  if (!known) {
    return (
      <div className={styles.panel} data-testid="findings-panel">
        <Waiting problem={problem} />
      </div>
    );
  }
  return (
    <div className={styles.panel} data-testid="findings-panel">
      <div className={styles.filters}>
        <Choice<FindingLevel | "all">
          label={t`Qué hallazgos ver`}
          labelHidden
          value={level}
          testId="findings-level"
          options={[
            { value: "all", text: t`Todos los hallazgos` },
            ...FINDING_LEVELS.map((value) => ({ value, text: levelTitle(value) })),
          ]}
          onChange={(value) => book.show({ level: value })}
        />
        <Check
          checked={selectedOnly}
          testId="findings-selected-only"
          onChange={(only) => book.show({ selectedOnly: only })}
        >
          {selected === undefined
            ? t`Solo los del renglón seleccionado`
            : t`Solo los de: ${placeLabel(selected.row, "")}`}
        </Check>
      </div>
      {problem !== null && <Said problem={problem} />}
      {!selectedOnly ? (
        <OfMatrix level={level} />
      ) : selected === undefined ? (
        <Empty filtered />
      ) : (
        <OfRow key={rowKey(selected)} row={selected} level={level} />
      )}
    </div>
  );
}

/** Those of the whole matrix: what a rule found is asked for when the rule is unfolded. */
function OfMatrix({ level }: { level: FindingLevel | "all" }) {
  const rules = useFindings((state) => state.rules);
  const wanted = rules.filter((rule) => level === "all" || rule.level === level);
  const shown = wanted.filter(({ open }) => open > 0);
  const silenced = wanted.reduce((sum, rule) => sum + rule.silenced, 0);
  return (
    <>
      {shown.length === 0 ? (
        <Empty filtered={level !== "all"} />
      ) : (
        <ByLevel
          rules={shown.map((rule) => ({
            ...rule,
            count: rule.open,
            list: <OfRule code={rule.code} titled={rule.title} />,
          }))}
        />
      )}
      {silenced > 0 && <Silenced key={level} count={silenced} level={level} />}
    </>
  );
}

function OfRule({ code, titled }: { code: string; titled: string }) {
  const pages = usePages({ type: "rule", code }, SHOWN_FIRST);
  if (pages.findings === null) return <Waiting problem={pages.problem} />;
  return (
    <>
      {pages.problem !== null && <Said problem={pages.problem} />}
      <Items findings={pages.findings} titled={titled} />
      <More more={pages.left} onPress={pages.more} />
    </>
  );
}

function Silenced({ count, level }: { count: number; level: FindingLevel | "all" }) {
  const wanted = level === "all" ? null : level;
  const pages = usePages({ type: "silenced", level: wanted }, SHOWN_FIRST);
  return (
    <SilencedList count={count} findings={pages.findings ?? []}>
      {pages.problem !== null && <Said problem={pages.problem} />}
      <More more={pages.left} onPress={pages.more} />
    </SilencedList>
  );
}

/** Those of a row, which are few. */
function OfRow({ row, level }: { row: Row; level: FindingLevel | "all" }) {
  const { line, indicator } = row;
  const pages = usePages({ type: "row", line, indicator }, PAGE_MAX);
  if (pages.findings === null) return <Waiting problem={pages.problem} />;
  const wanted = pages.findings.filter((one) => level === "all" || one.level === level);
  const rules = rulesOf(wanted.filter((finding) => finding.silenced === null));
  const silenced = wanted.filter((finding) => finding.silenced !== null);
  return (
    <>
      {pages.problem !== null && <Said problem={pages.problem} />}
      {rules.length === 0 ? (
        <Empty filtered />
      ) : (
        <ByLevel
          rules={rules.map(({ findings, ...rule }) => ({
            ...rule,
            count: findings.length,
            list: <Items findings={findings} titled={rule.title} />,
          }))}
        />
      )}
      <More more={pages.left} onPress={pages.more} />
      {silenced.length > 0 && <SilencedList count={silenced.length} findings={silenced} />}
    </>
  );
}

/** What a rule found, and how much. */
interface ShownRule {
  code: string;
  level: FindingLevel;
  title: string;
  count: number;
  list: ReactNode;
}

function ByLevel({ rules }: { rules: readonly ShownRule[] }) {
  return FINDING_LEVELS.map((one) => {
    const mine = rules.filter((rule) => rule.level === one);
    if (mine.length === 0) return null;
    const count = mine.reduce((sum, rule) => sum + rule.count, 0);
    return (
      <section key={one} className={styles.level} data-level={one}>
        <h3 className={styles.levelTitle}>{levelCount(one, count)}</h3>
        {mine.map((rule) => (
          <RuleGroup key={rule.code} rule={rule} open={rules.length === 1} />
        ))}
      </section>
    );
  });
}

function RuleGroup({ rule, open }: { rule: ShownRule; open: boolean }) {
  const [chosen, choose] = useState<boolean | null>(null);
  const unfolded = chosen ?? (open || rule.count <= OPEN_UP_TO);
  return (
    <section className={styles.rule} data-testid="finding-rule" data-code={rule.code}>
      <h4>
        <button
          type="button"
          className={styles.ruleTitle}
          aria-expanded={unfolded}
          onClick={() => choose(!unfolded)}
        >
          {unfolded ? (
            <ChevronDown size={15} aria-hidden />
          ) : (
            <ChevronRight size={15} aria-hidden />
          )}
          <span>{rule.title}</span>
          <span className={styles.ruleCount}>{rule.count}</span>
        </button>
      </h4>
      {unfolded && rule.list}
    </section>
  );
}

interface ItemsProps {
  findings: readonly FindingView[];
  /** The title that stands over them. */
  titled: string;
}

function Items({ findings, titled }: ItemsProps) {
  return (
    <ul>
      {findings.map((finding) => (
        <FindingItem key={finding.key} finding={finding} titled={titled} />
      ))}
    </ul>
  );
}

function More({ more, onPress }: { more: number; onPress: () => void }) {
  if (more <= 0) return null;
  return (
    <div className={styles.more}>
      <Button look="quiet" size="small" data-testid="findings-more" onPress={onPress}>
        {plural(more, { one: "Mostrar # más", other: "Mostrar # más" })}
      </Button>
    </div>
  );
}

function Waiting({ problem }: { problem: Problem | null }) {
  if (problem !== null) return <Said problem={problem} />;
  return <p className={styles.quiet}>{t`Revisando la matriz…`}</p>;
}

function Said({ problem }: { problem: Problem }) {
  return <Notice message={problem.message} next={problem.next} code={problem.code} />;
}

function Empty({ filtered }: { filtered: boolean }) {
  return (
    <div className={styles.empty}>
      <CircleCheck size={22} aria-hidden />
      <p>{filtered ? t`No hay hallazgos con este filtro.` : t`La matriz no tiene hallazgos.`}</p>
      <p className={styles.quiet}>
        {filtered
          ? t`Elige «Todos los hallazgos» o quita el filtro del renglón para ver los demás.`
          : t`Cotejo revisa fórmulas, metas, frecuencias y textos mientras escribes. Ningún hallazgo impide guardar ni enviar.`}
      </p>
    </div>
  );
}
