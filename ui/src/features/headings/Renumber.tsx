import { plural, t } from "@lingui/core/macro";
import { useState } from "react";

import { Button, Choice, Field } from "../../kit";
import { useDossierState } from "../../state";
import type { Do } from "./HeadingsDialog";
import { renumbered, type Numbering } from "./tree";
import { levelName } from "./words";
import styles from "./Headings.module.css";

/** New numbers for the headings of a level, looked at before they are given. */
export function Renumber({ act, onClose }: { act: Do; onClose: () => void }) {
  const headings = useDossierState((state) => state.headings);
  const levels = useDossierState((state) => state.levels);
  const [level, setLevel] = useState<string>(levels.at(-1) ?? "priority");
  const [numbering, setNumbering] = useState<Numbering>("running");
  const [first, setFirst] = useState("1");
  const start = /^\d{1,5}$/.test(first.trim()) ? Number(first) : 1;
  const changes = renumbered(headings, levels, level, numbering, start);
  const give = () =>
    void act(
      t`Renumerar: ${levelName(level)}`,
      changes.map(({ heading, number }) => ({
        type: "setHeading",
        heading: heading.id,
        number,
        text: heading.text,
      })),
    ).then(onClose);
  return (
    <section className={styles.card} aria-label={t`Renumerar`} data-testid="renumber">
      <h3>{t`Renumerar`}</h3>
      <p className={styles.quiet}>
        {t`Cambian los números, en el orden en que están. Cada encabezado sigue siendo el mismo, con sus líneas, sus comentarios y su historia.`}
      </p>
      <Choice
        label={t`Qué nivel`}
        value={level}
        options={levels.map((one) => ({ value: one, text: levelName(one) }))}
        onChange={setLevel}
      />
      <Choice<Numbering>
        label={t`Cómo`}
        value={numbering}
        testId="renumber-how"
        options={[
          { value: "running", text: t`Seguidos en toda la matriz: 1, 2, 3…` },
          { value: "nested", text: t`Con el número del encabezado de arriba: 1.1, 1.2…` },
        ]}
        onChange={setNumbering}
      />
      {numbering === "running" && (
        <div className={styles.start}>
          <Field
            label={t`Empezar en`}
            value={first}
            onChange={setFirst}
            maxLength={5}
            testId="renumber-first"
          />
        </div>
      )}
      {changes.length === 0 ? (
        <p>{t`Ya están numerados así.`}</p>
      ) : (
        // It scrolls: the keyboard must get to it.
        <ul className={styles.changes} tabIndex={0} aria-label={t`Números que cambian`}>
          {changes.map(({ heading, number }) => (
            <li key={heading.id} data-testid="renumber-item">
              <span className={styles.change}>
                <del>{heading.number === "" ? t`sin número` : heading.number}</del> →{" "}
                <ins>{number}</ins>
              </span>
              <span className={styles.text}>{heading.text}</span>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        <Button
          size="small"
          look="strong"
          data-testid="renumber-do"
          isDisabled={changes.length === 0}
          onPress={give}
        >
          {plural(changes.length, {
            one: "Cambiar # número",
            other: "Cambiar # números",
          })}
        </Button>
        <Button size="small" look="quiet" onPress={onClose}>
          {t`Cancelar`}
        </Button>
      </div>
    </section>
  );
}
