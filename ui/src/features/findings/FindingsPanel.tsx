import { plural, t } from "@lingui/core/macro";
import { ChevronDown, ChevronRight, CircleCheck } from "lucide-react";
import { useEffect, useState } from "react";

import type { FindingLevel, FindingView } from "../../host";
import { Button, Check, Choice, Notice } from "../../kit";
import { useDossier, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import { findingsOf } from "./book";
import { FindingItem } from "./FindingItem";
import { FINDING_LEVELS, isOf, levelCount, levelTitle, rulesOf, type Rule } from "./levels";
import { SilencedList } from "./SilencedList";
import { useFindings } from "./useFindings";
import styles from "./Findings.module.css";

/** Findings of a rule drawn before "Mostrar más". */
const SHOWN_FIRST = 20;
/** A rule with more findings than this stands folded until it is opened. */
const OPEN_UP_TO = 3;

/** What the matrix finds wrong with itself. */
export function FindingsPanel() {
  const dossier = useDossier();
  const book = findingsOf(dossier);
  const all = useFindings((state) => state.all);
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

  if (all === null) {
    return (
      <div className={styles.panel} data-testid="findings-panel">
        {problem === null ? (
          <p className={styles.quiet}>{t`Revisando la matriz…`}</p>
        ) : (
          <Notice message={problem.message} next={problem.next} code={problem.code} />
        )}
      </div>
    );
  }
  const wanted = all.filter(
    (finding) =>
      (level === "all" || finding.level === level) &&
      (!selectedOnly ||
        (selected !== undefined && isOf(finding, selected.line, selected.indicator))),
  );
  const open = wanted.filter((finding) => finding.silenced === null);
  const silenced = wanted.filter((finding) => finding.silenced !== null);
  const rules = rulesOf(open);
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
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      {open.length === 0 ? (
        <Empty filtered={level !== "all" || selectedOnly} />
      ) : (
        FINDING_LEVELS.map((one) => {
          const mine = rules.filter((rule) => rule.level === one);
          if (mine.length === 0) return null;
          const count = mine.reduce((sum, rule) => sum + rule.findings.length, 0);
          return (
            <section key={one} className={styles.level} data-level={one}>
              <h3 className={styles.levelTitle}>{levelCount(one, count)}</h3>
              {mine.map((rule) => (
                <RuleGroup key={rule.code} rule={rule} open={rules.length === 1} />
              ))}
            </section>
          );
        })
      )}
      {silenced.length > 0 && <SilencedList findings={silenced} />}
    </div>
  );
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

function RuleGroup({ rule, open }: { rule: Rule; open: boolean }) {
  const [chosen, choose] = useState<boolean | null>(null);
  const [most, showMost] = useState(SHOWN_FIRST);
  const count = rule.findings.length;
  const unfolded = chosen ?? (open || count <= OPEN_UP_TO);
  const more = count - most;
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
          <span className={styles.ruleCount}>{count}</span>
        </button>
      </h4>
      {unfolded && (
        <ul>
          {shownOf(rule.findings, most).map((finding) => (
            <FindingItem key={finding.key} finding={finding} titled={rule.title} />
          ))}
        </ul>
      )}
      {unfolded && more > 0 && (
        <div className={styles.more}>
          <Button look="quiet" size="small" onPress={() => showMost(most + 10 * SHOWN_FIRST)}>
            {plural(more, { one: "Mostrar # más", other: "Mostrar # más" })}
          </Button>
        </div>
      )}
    </section>
  );
}

function shownOf(findings: readonly FindingView[], most: number): readonly FindingView[] {
  return findings.length <= most ? findings : findings.slice(0, most);
}
