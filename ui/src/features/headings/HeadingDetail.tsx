import { t } from "@lingui/core/macro";
import { ArrowDown, ArrowUp, EyeOff, Plus, RotateCcw } from "lucide-react";
import { useState } from "react";

import type { HeadingView } from "../../host";
import { Button, Choice, Field, Notice } from "../../kit";
import { mayEdit, useDossierState } from "../../state";
import type { Do } from "./HeadingsDialog";
import { levelAbove, levelBelow, nextNumber, putUnder, stepped } from "./tree";
import { addText, headingName, levelName, levelSentence, lineCountText } from "./words";
import styles from "./Headings.module.css";

const NUMBER_LENGTH_MAX = 20;
const TEXT_LENGTH_MAX = 1_000;

interface HeadingDetailProps {
  heading: HeadingView;
  act: Do;
  onAddUnder: (level: string) => void;
}

/** One heading: its number and text, where it stands, and whether it is in use. */
export function HeadingDetail({ heading, act, onAddUnder }: HeadingDetailProps) {
  const headings = useDossierState((state) => state.headings);
  const levels = useDossierState((state) => state.levels);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const name = `${levelName(heading.level)} ${heading.number}`.trim();
  const below = levelBelow(heading.level, levels);
  const up = stepped(headings, heading, true);
  const down = stepped(headings, heading, false);
  if (!canEdit) {
    return (
      <section className={styles.card} aria-label={name}>
        <h3>{name}</h3>
        <p>{heading.text}</p>
        <p className={styles.quiet}>{lineCountText(heading.lines)}</p>
      </section>
    );
  }
  return (
    <section className={styles.card} aria-label={name}>
      <h3>{name}</h3>
      <p className={styles.quiet}>{levelSentence(heading.level)}</p>
      <Words
        // Somebody else may rename it meanwhile: the boxes start again from what it says now.
        key={`${heading.number} ${heading.text}`}
        heading={heading}
        act={act}
        name={name}
      />
      <ParentChoice heading={heading} act={act} name={name} />
      <div className={styles.buttons}>
        <Button
          size="small"
          isDisabled={up === null}
          data-testid="heading-up"
          onPress={() => up !== null && void act(t`Mover ${name}`, [up])}
        >
          <ArrowUp size={14} aria-hidden /> {t`Subir`}
        </Button>
        <Button
          size="small"
          isDisabled={down === null}
          data-testid="heading-down"
          onPress={() => down !== null && void act(t`Mover ${name}`, [down])}
        >
          <ArrowDown size={14} aria-hidden /> {t`Bajar`}
        </Button>
        {below !== null && !heading.retired && (
          <Button size="small" data-testid="heading-add-under" onPress={() => onAddUnder(below)}>
            <Plus size={14} aria-hidden /> {addText(below)}
          </Button>
        )}
        <Button
          size="small"
          look={heading.retired ? "plain" : "danger"}
          data-testid="heading-retire"
          onPress={() =>
            void act(heading.retired ? t`Restaurar ${name}` : t`Retirar ${name}`, [
              { type: "retireHeading", heading: heading.id, retired: !heading.retired },
            ])
          }
        >
          {heading.retired ? (
            <>
              <RotateCcw size={14} aria-hidden /> {t`Restaurar`}
            </>
          ) : (
            <>
              <EyeOff size={14} aria-hidden /> {t`Retirar`}
            </>
          )}
        </Button>
      </div>
      {!heading.retired && heading.lines > 0 && (
        <Notice
          tone="plain"
          message={lineCountText(heading.lines)}
          next={t`Si lo retiras, sus líneas se conservan; asígnales después otro encabezado.`}
        />
      )}
    </section>
  );
}

function Words({ heading, act, name }: { heading: HeadingView; act: Do; name: string }) {
  const [number, setNumber] = useState(heading.number);
  const [text, setText] = useState(heading.text);
  const same = number.trim() === heading.number && text.trim() === heading.text;
  return (
    <form
      className={styles.words}
      onSubmit={(event) => {
        event.preventDefault();
        if (same || text.trim() === "") return;
        void act(t`Cambiar ${name}`, [
          {
            type: "setHeading",
            heading: heading.id,
            number: number.trim(),
            text: text.trim(),
          },
        ]);
      }}
    >
      <Field
        label={t`Número`}
        value={number}
        onChange={setNumber}
        maxLength={NUMBER_LENGTH_MAX}
        testId="heading-number"
      />
      <Field
        label={t`Texto`}
        value={text}
        onChange={setText}
        lines={3}
        maxLength={TEXT_LENGTH_MAX}
        testId="heading-text"
      />
      <Button
        size="small"
        look="strong"
        type="submit"
        data-testid="heading-save"
        isDisabled={same || text.trim() === ""}
      >
        {t`Guardar el cambio`}
      </Button>
    </form>
  );
}

/** The heading it hangs from, among those of the level above. */
function ParentChoice({ heading, act, name }: { heading: HeadingView; act: Do; name: string }) {
  const headings = useDossierState((state) => state.headings);
  const levels = useDossierState((state) => state.levels);
  const above = levelAbove(heading.level, levels);
  if (above === null) return null;
  const parents = headings.filter((one) => one.level === above && !one.retired);
  return (
    <Choice
      label={t`Está bajo`}
      value={heading.parent ?? ""}
      testId="heading-parent"
      options={[
        { value: "", text: t`Ninguno` },
        ...parents.map((one) => ({ value: one.id, text: headingName(one) })),
      ]}
      onChange={(parent) => {
        const wanted = parent === "" ? null : parent;
        if (wanted !== heading.parent) {
          void act(t`Mover ${name}`, [putUnder(headings, heading, wanted)]);
        }
      }}
    />
  );
}

interface NewHeadingProps {
  level: string;
  parent: string | null;
  act: Do;
  onClose: (made: string | null) => void;
}

/** A heading to be. */
export function NewHeading({ level, parent, act, onClose }: NewHeadingProps) {
  const headings = useDossierState((state) => state.headings);
  const levels = useDossierState((state) => state.levels);
  const [number, setNumber] = useState(() => nextNumber(headings, level));
  const [text, setText] = useState("");
  const [under, setUnder] = useState(parent ?? "");
  const above = levelAbove(level, levels);
  const parents = headings.filter((one) => one.level === above && !one.retired);
  const add = async () => {
    const chosen = under === "" ? null : under;
    const last = headings.findLast((one) => one.parent === chosen && one.level === level);
    const made = await act(t`Agregar ${levelName(level)} ${number.trim()}`, [
      {
        type: "addHeading",
        level,
        parent: chosen,
        after: last?.id ?? null,
        number: number.trim(),
        text: text.trim(),
      },
    ]);
    if (made[0] !== undefined) onClose(made[0]);
  };
  return (
    <form
      className={styles.card}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") void add();
      }}
    >
      <h3>{addText(level)}</h3>
      <p className={styles.quiet}>{levelSentence(level)}</p>
      <div className={styles.words}>
        <Field
          label={t`Número`}
          value={number}
          onChange={setNumber}
          maxLength={NUMBER_LENGTH_MAX}
          testId="new-heading-number"
        />
        <Field
          label={t`Texto`}
          value={text}
          onChange={setText}
          lines={3}
          maxLength={TEXT_LENGTH_MAX}
          autoFocus
          testId="new-heading-text"
        />
      </div>
      {above !== null && (
        <Choice
          label={t`Está bajo`}
          value={under}
          options={[
            { value: "", text: t`Ninguno` },
            ...parents.map((one) => ({ value: one.id, text: headingName(one) })),
          ]}
          onChange={setUnder}
        />
      )}
      <div className={styles.buttons}>
        <Button
          size="small"
          look="strong"
          type="submit"
          data-testid="new-heading-save"
          isDisabled={text.trim() === ""}
        >
          {t`Agregar`}
        </Button>
        <Button size="small" look="quiet" onPress={() => onClose(null)}>
          {t`Cancelar`}
        </Button>
      </div>
    </form>
  );
}
