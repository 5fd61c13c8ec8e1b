import { plural, t } from "@lingui/core/macro";

import type { FindingLevel, FindingView } from "../../host";
import type { Mark } from "./book";

/** From what must be mended to what is good to know. */
export const FINDING_LEVELS: readonly FindingLevel[] = ["error", "warning", "info"];

/** A level, as a word for several. */
export function levelTitle(level: FindingLevel): string {
  switch (level) {
    case "error":
      return t`Errores`;
    case "warning":
      return t`Avisos`;
    case "info":
      return t`Para saber`;
  }
}

/** How many of a level, in words. */
export function levelCount(level: FindingLevel, count: number): string {
  switch (level) {
    case "error":
      return plural(count, { one: "# error", other: "# errores" });
    case "warning":
      return plural(count, { one: "# aviso", other: "# avisos" });
    case "info":
      return plural(count, { one: "# dato para saber", other: "# datos para saber" });
  }
}

/** Findings of the same rule. */
export interface Rule {
  code: string;
  level: FindingLevel;
  title: string;
  findings: FindingView[];
}

/** Findings by level, then by rule, in the order in which the rules first appear. */
export function rulesOf(findings: readonly FindingView[]): Rule[] {
  const rules = new Map<string, Rule>();
  for (const finding of findings) {
    const { code, level, title } = finding;
    const name = `${level} ${code}`;
    const rule = rules.get(name);
    if (rule === undefined) rules.set(name, { code, level, title, findings: [finding] });
    else rule.findings.push(finding);
  }
  return FINDING_LEVELS.flatMap((level) =>
    [...rules.values()].filter((rule) => rule.level === level),
  );
}

/** "1 aviso: La fórmula parece invertida"; "" for nothing. */
export function spokenFindings(findings: readonly Mark[] | undefined): string {
  if (findings === undefined) return "";
  return FINDING_LEVELS.flatMap((level) => {
    const mine = findings.filter((finding) => finding.level === level);
    const titles = mine.map(({ title }) => title).join("; ");
    return mine.length === 0 ? [] : [`${levelCount(level, mine.length)}: ${titles}`];
  }).join(". ");
}
