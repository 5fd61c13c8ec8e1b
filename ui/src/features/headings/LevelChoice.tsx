import { t } from "@lingui/core/macro";

import { Check } from "../../kit";
import { LEVELS, mayEdit, useDossierState } from "../../state";
import type { Do } from "./HeadingsDialog";
import { withLevel } from "./tree";
import { levelName, levelSentence } from "./words";
import styles from "./Headings.module.css";

/** Which levels this matrix uses. */
export function LevelChoice({ act }: { act: Do }) {
  const levels = useDossierState((state) => state.levels);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  return (
    <details className={styles.levels} data-testid="levels">
      <summary>
        {t`Niveles en uso`}: {levels.map(levelName).join(" → ")}
      </summary>
      <p className={styles.quiet}>
        {t`Cada política tiene los suyos. Quitar un nivel solo lo esconde de la matriz: sus encabezados se conservan y vuelven si lo marcas otra vez.`}
      </p>
      {LEVELS.map((level) => {
        const used = levels.includes(level);
        return (
          <div key={level}>
            <Check
              checked={used}
              disabled={!canEdit || (used && levels.length === 1)}
              testId={`level-${level}`}
              onChange={(checked) =>
                void act(
                  checked
                    ? t`Usar el nivel ${levelName(level)}`
                    : t`Quitar el nivel ${levelName(level)}`,
                  [{ type: "setLevels", levels: withLevel(levels, level, checked) }],
                )
              }
            >
              <strong>{levelName(level)}</strong>{" "}
              <span className={styles.quiet}>{levelSentence(level)}</span>
            </Check>
          </div>
        );
      })}
    </details>
  );
}
