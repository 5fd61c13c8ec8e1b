import { plural, t } from "@lingui/core/macro";

import type { RepeatGroup, RepeatedLine } from "../../host";
import { Choice, Mark, ownWords } from "../../kit";
import { LIKENESSES, useApp } from "../../state";
import { openRow } from "./Table";
import { useConsolidation } from "./useConsolidation";
import { likenessWord } from "./words";
import styles from "./Consolidation.module.css";

/** Lines in which institutions repeat each other. Nothing is merged: whoever reads decides. */
export function Repeats() {
  const { consolidation } = useApp();
  const repeats = useConsolidation((state) => state.repeats);
  const likeness = useConsolidation((state) => state.likeness);
  const told = repeats?.groups.length ?? 0;
  return (
    <div className={styles.scroll}>
      <div className={styles.levelChoice}>
        <Choice
          label={t`Líneas que`}
          testId="likeness"
          value={String(likeness)}
          options={LIKENESSES.map((one) => ({ value: String(one), text: likenessWord(one) }))}
          onChange={(value) => consolidation.look({ likeness: Number(value) })}
        />
        <p className={styles.remark}>
          {t`Se comparan las de instituciones distintas. Aquí nada se une ni se borra: sirve para acordar quién hace qué.`}
        </p>
      </div>
      {repeats === null && <p className={styles.waiting}>{t`Comparando las líneas…`}</p>}
      {repeats !== null && (
        <p role="status" className={styles.summary} data-testid="repeats-summary">
          {repeats.count === 0
            ? t`Ninguna línea se repite entre instituciones.`
            : [
                plural(repeats.count, {
                  one: "# grupo de líneas",
                  other: "# grupos de líneas",
                }),
                plural(repeats.lines, { one: "# línea", other: "# líneas" }),
                told < repeats.count ? t`se muestran los primeros ${told}` : "",
              ]
                .filter((word) => word !== "")
                .join(" · ")}
        </p>
      )}
      {repeats?.groups.map((group) => (
        <Group
          key={`${group.lines[0]?.dossier ?? ""} ${group.lines[0]?.line ?? ""}`}
          group={group}
        />
      ))}
    </div>
  );
}

/** Lines of a group drawn before somebody asks for the others. */
const LINES_AT_FIRST = 12;

function Group({ group }: { group: RepeatGroup }) {
  const [first] = group.lines;
  if (first === undefined) return null;
  const institutions = plural(group.institutions, {
    one: "# institución",
    other: "# instituciones",
  });
  const lines = plural(group.count, { one: "# línea", other: "# líneas" });
  const kind = group.exact ? t`dicen lo mismo` : t`se parecen`;
  const rest = group.lines.slice(LINES_AT_FIRST);
  return (
    <section className={styles.repeat} data-testid="repeat-group">
      <h2 className={styles.repeatTitle}>{`${institutions} · ${lines} · ${kind}`}</h2>
      <p className={styles.repeatText}>{first.text}</p>
      <ul className={styles.lines}>
        {group.lines.slice(0, LINES_AT_FIRST).map((line) => (
          <Line key={`${line.dossier} ${line.line}`} line={line} first={first.text} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary>
            {plural(rest.length, { one: "Ver # línea más", other: "Ver # líneas más" })}
          </summary>
          <ul className={styles.lines}>
            {rest.map((line) => (
              <Line key={`${line.dossier} ${line.line}`} line={line} first={first.text} />
            ))}
          </ul>
        </details>
      )}
      {group.count > group.lines.length && (
        <p className={styles.remark}>
          {plural(group.count - group.lines.length, {
            one: "Y # línea más que no se muestra.",
            other: "Y # líneas más que no se muestran.",
          })}
        </p>
      )}
    </section>
  );
}

function Line({ line, first }: { line: RepeatedLine; first: string }) {
  const app = useApp();
  const number = line.row;
  const percent = line.likeness;
  return (
    <li className={styles.repeated}>
      <button type="button" className={styles.opens} onClick={() => void openRow(app, line)}>
        {t`${line.institution}, renglón ${number}`}
      </button>
      {percent < 100 && <Mark tone="plain">{t`${percent} %`}</Mark>}
      <span className={styles.quiet}>{line.priority === "" ? line.axis : line.priority}</span>
      {percent < 100 && (
        <span className={styles.otherWords}>
          {ownWords(line.text, first).map((stretch, place) =>
            stretch.own ? (
              <mark key={place} title={t`Estas palabras no son iguales`}>
                {stretch.text}
              </mark>
            ) : (
              <span key={place}>{stretch.text}</span>
            ),
          )}
        </span>
      )}
    </li>
  );
}
