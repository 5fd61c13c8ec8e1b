import { plural, t } from "@lingui/core/macro";
import { useMemo, useState } from "react";

import type { MinutesAction, MinutesPart, Row } from "../../host";
import { Button, Check, Choice, DialogActions, Field, ModalDialog, Notice, fold } from "../../kit";
import { rowKey, useDossierState } from "../../state";
import { fieldLabel } from "../fields";
import { useActs } from "./useActs";
import styles from "./Minutes.module.css";

/** Rows offered at once. */
const OFFERED_MAX = 200;
/** Fields of a row that an acuerdo may speak of; "": the whole row. */
const FIELDS = [
  "",
  "actionLine",
  "indicatorName",
  "interpretation",
  "unitOfMeasure",
  "formula",
  "frequency",
  "baseline.value",
];

interface LinkDialogProps {
  part: MinutesPart;
  onClose: () => void;
}

function named(row: Row, field: string): string {
  const indicator = row.indicator ?? "-";
  return field === "" ? `row:${row.line}:${indicator}` : `cell:${row.line}:${indicator}:${field}`;
}

/** Chooses the rows, or one cell of each, that an acuerdo speaks of; closed versions too. */
export function LinkDialog({ part, onClose }: LinkDialogProps) {
  const rows = useDossierState((state) => state.rows);
  const order = useDossierState((state) => state.order);
  const years = useDossierState((state) => state.years);
  const versions = useDossierState((state) => state.review.versions);
  const selected = useDossierState((state) => state.selection?.key ?? null);
  const { busy, problem, act } = useActs();
  const [field, setField] = useState("");
  const [look, setLook] = useState("");
  const known = useMemo(
    () => new Set(part.agreement?.about.map(({ about }) => about) ?? []),
    [part],
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => {
    const row = selected === null ? undefined : rows.get(selected);
    return new Set(row === undefined || row.retired ? [] : [rowKey(row)]);
  });
  const [version, setVersion] = useState("");
  const wanted = fold(look);
  const shown = order
    .map((key) => rows.get(key))
    .filter((row): row is Row => row !== undefined && !row.retired)
    .filter(
      (row) =>
        wanted === "" ||
        fold(`${String(row.row)} ${row.actionLine} ${row.indicatorName}`).includes(wanted),
    )
    .slice(0, OFFERED_MAX);
  const targets = years.map((year) => `targets.${String(year)}`);
  const actions: MinutesAction[] = [...chosen]
    .map((key) => rows.get(key))
    .filter((row): row is Row => row !== undefined)
    .map((row) => named(row, field))
    .concat(version === "" ? [] : [`version:${version}`])
    .filter((about) => !known.has(about))
    .map((about) => ({ type: "link", part: part.part, about, linked: true }));
  const toggle = (key: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(key);
    else next.delete(key);
    setChosen(next);
  };
  return (
    <ModalDialog
      title={t`De qué habla el acuerdo`}
      isOpen
      onClose={onClose}
      size="wide"
      testId="link-dialog"
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (actions.length > 0 && !busy) {
            void act(actions).then((done) => {
              if (done !== null) onClose();
            });
          }
        }}
      >
        <div className={styles.row}>
          <Field
            label={t`Buscar renglones`}
            value={look}
            onChange={setLook}
            autoFocus
            testId="link-look"
          />
          <Choice
            label={t`Columna`}
            value={field}
            options={[...FIELDS, ...targets].map((value) => ({
              value,
              text: value === "" ? t`Todo el renglón` : fieldLabel(value),
            }))}
            onChange={setField}
            testId="link-field"
          />
          {versions.length > 0 && (
            <Choice
              label={t`Versión cerrada`}
              value={version}
              options={[
                { value: "", text: t`Ninguna` },
                ...versions.toReversed().map(({ id, name }) => ({ value: id, text: name })),
              ]}
              onChange={setVersion}
              testId="link-version"
            />
          )}
        </div>
        <ul className={styles.offered} aria-label={t`Renglones`}>
          {shown.map((row) => {
            const key = rowKey(row);
            const text = row.actionLine === "" ? row.indicatorName : row.actionLine;
            return (
              <li key={key}>
                <Check
                  checked={chosen.has(key)}
                  onChange={(on) => toggle(key, on)}
                  testId="link-row"
                >
                  <strong>{row.row}</strong> {text}
                </Check>
              </li>
            );
          })}
        </ul>
        {problem !== null && (
          <Notice message={problem.message} next={problem.next} code={problem.code} />
        )}
        <DialogActions>
          <Button onPress={onClose}>{t`Cancelar`}</Button>
          <Button
            look="strong"
            type="submit"
            data-testid="link-save"
            isDisabled={busy || actions.length === 0}
          >
            {actions.length === 0
              ? t`Ligar`
              : plural(actions.length, { one: "Ligar # cosa", other: "Ligar # cosas" })}
          </Button>
        </DialogActions>
      </form>
    </ModalDialog>
  );
}
