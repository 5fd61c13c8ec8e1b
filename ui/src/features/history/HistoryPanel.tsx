import { plural, t } from "@lingui/core/macro";
import { useState } from "react";

import type { Cell, PastValueView, Row } from "../../host";
import { Button, Mark, Notice, OfficialZone, WordChanges, officialTime } from "../../kit";
import { cellId, cellText, mayEdit, useDossier, useDossierState } from "../../state";
import { restoringOf } from "../changes";
import { placeLabel } from "../fields";
import { useCellPast } from "./useCellPast";
import { WhoWrote } from "./WhoWrote";
import { deviceWord } from "./words";
import styles from "./History.module.css";

/** Values shown before "Mostrar más". */
const SHOWN_FIRST = 20;

/** The past of the selected cell: who wrote its words, and every value it has had. */
export function HistoryPanel() {
  const field = useDossierState(({ selection }) =>
    selection === null || selection.field === "#" ? "actionLine" : selection.field,
  );
  const row = useDossierState((state) =>
    state.selection === null ? undefined : state.rows.get(state.selection.key),
  );
  if (row === undefined) {
    return (
      <p className={styles.teach} data-testid="history-panel">
        {t`Selecciona una celda para ver todos los valores que ha tenido, quién los escribió y cuándo.`}
      </p>
    );
  }
  return <CellHistory key={cellId(row, field)} row={row} field={field} />;
}

function CellHistory({ row, field }: { row: Row; field: string }) {
  const { line, indicator } = row;
  const cell: Cell = { line, indicator, field };
  const { values, words, problem } = useCellPast(cell, cellText(row, field));
  const [more, setMore] = useState(false);
  const shown = more ? values : values?.slice(0, SHOWN_FIRST);
  return (
    <div className={styles.panel} data-testid="history-panel">
      <h3 className={styles.place}>{placeLabel(row.row, field)}</h3>
      <OfficialZone className={styles.quiet} />
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      {values === null && problem === null && (
        <p className={styles.quiet}>{t`Leyendo la historia…`}</p>
      )}
      {values?.length === 0 && <p className={styles.quiet}>{t`Nadie ha escrito en esta celda.`}</p>}
      {words.length > 0 && <WhoWrote words={words} />}
      {shown !== undefined && shown !== null && shown.length > 0 && (
        <section aria-label={t`Valores que ha tenido`}>
          <h4 className={styles.part}>{t`Valores que ha tenido`}</h4>
          <ol className={styles.values}>
            {shown.map((value, at) => (
              <PastValue key={at} value={value} cell={cell} />
            ))}
          </ol>
          {values !== null && shown.length < values.length && (
            <Button look="quiet" size="small" onPress={() => setMore(true)}>
              {plural(values.length - shown.length, {
                one: "Mostrar # más",
                other: "Mostrar # más",
              })}
            </Button>
          )}
        </section>
      )}
    </div>
  );
}

function PastValue({ value, cell }: { value: PastValueView; cell: Cell }) {
  const dossier = useDossier();
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const { author, acceptedBy, at, device, version, current, spans, point } = value;
  return (
    <li className={styles.value} data-testid="past-value">
      <p className={styles.byline}>
        {acceptedBy === "" ? (
          <strong>{author}</strong>
        ) : (
          <strong>{t`Propuso ${author}, aceptó ${acceptedBy}`}</strong>
        )}
        {" · "}
        {officialTime(at)}
        {" · "}
        {deviceWord(device)}
      </p>
      {value.value === "" ? (
        <p className={styles.empty}>{t`(vacía)`}</p>
      ) : (
        <WordChanges spans={spans} />
      )}
      <p className={styles.marks}>
        {current && <Mark tone="plain">{t`Es lo que dice ahora`}</Mark>}
        {version !== "" && <Mark tone="plain">{t`En «${version}»`}</Mark>}
        {canEdit && !current && (
          <Button
            size="small"
            look="quiet"
            data-testid="past-value-restore"
            onPress={() => restoringOf(dossier).set({ point, cells: [cell] })}
          >
            {t`Dejar este valor…`}
          </Button>
        )}
      </p>
    </li>
  );
}
