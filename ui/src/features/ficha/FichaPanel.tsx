import { t } from "@lingui/core/macro";

import type { Row } from "../../host";
import { Mark, classes } from "../../kit";
import {
  cellId,
  cellText,
  isText,
  mayEdit,
  useDossier,
  useDossierState,
  useDraft,
  useIsOpen,
} from "../../state";
import { DecideMarks, waits } from "../decide";
import { CellStateWord, EditorBox, cellState, type Closing } from "../editor";
import { fieldLabel, placeLabel } from "../fields";
import styles from "./Ficha.module.css";

/** A row read downwards: every field of it, those of the form and those it does not print. */
export function FichaPanel() {
  const row = useDossierState((state) =>
    state.selection === null ? undefined : state.rows.get(state.selection.key),
  );
  const levels = useDossierState((state) => state.levels);
  const years = useDossierState((state) => state.years);
  if (row === undefined) {
    return (
      <p className={styles.teach}>
        {t`Selecciona un renglón para ver su ficha: todos sus campos, también la línea base y los medios de verificación, que el formato no imprime.`}
      </p>
    );
  }
  const groups: readonly (readonly [title: string, fields: readonly string[]])[] = [
    [t`Línea`, [...levels.map((level) => `headings.${level}`), "actionLine", "responsible"]],
    [
      t`Indicador`,
      [
        "indicatorName",
        "interpretation",
        "unitOfMeasure",
        "formula",
        "frequency",
        "direction",
        "meansOfVerification",
      ],
    ],
    [
      t`Línea base`,
      ["baseline.value", "baseline.year", "baseline.source", "baseline.verification"],
    ],
    [t`Metas`, ["targetBehavior", ...years.map((year) => `targets.${String(year)}`)]],
  ];
  return (
    <div className={styles.ficha} data-testid="ficha-panel">
      <header className={styles.head}>
        <h3 className={styles.title}>{placeLabel(row.row, "")}</h3>
        {row.pendingExternal && <Mark tone="review">{t`Sujeta a revisión`}</Mark>}
        {row.retired && <Mark tone="plain">{t`Retirado`}</Mark>}
      </header>
      {groups.map(([title, fields]) => (
        <section key={title}>
          <h4 className={styles.group}>{title}</h4>
          {fields.map((field) => (
            <FichaField key={field} row={row} field={field} />
          ))}
        </section>
      ))}
    </div>
  );
}

function FichaField({ row, field }: { row: Row; field: string }) {
  const dossier = useDossier();
  const id = cellId(row, field);
  const draft = useDraft(id);
  const open = useIsOpen(id) && draft?.place === "ficha";
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const status = useDossierState((state) => state.status);
  const wasEdited = useDossierState((state) => state.lastEdited === id);
  const text = draft?.text ?? cellText(row, field);
  const label = fieldLabel(field);
  const word =
    (draft !== undefined && draft.phase !== "clean") || wasEdited
      ? cellState(row, field, draft, status)
      : null;
  const key = row.indicator === null ? row.line : `${row.line}:${row.indicator}`;

  const back = (how: Closing, from: HTMLElement | null) => {
    // The button of this field, or of its neighbour, takes the keyboard once the box is gone.
    const fields = [
      ...(from?.closest("[data-testid=ficha-panel]")?.querySelectorAll("[data-ficha]") ?? []),
    ];
    const at = fields.indexOf(from?.closest("[data-ficha]") ?? fields[0] ?? document.body);
    const step = how === "next" ? 1 : how === "previous" ? -1 : 0;
    const target = fields[at + step] ?? fields[at];
    requestAnimationFrame(() => target?.querySelector<HTMLElement>("button")?.focus());
  };

  return (
    <div className={classes(styles.field, waits(row, field) && styles.waits)} data-ficha={field}>
      <span className={styles.label}>{label}</span>
      {open ? (
        <div className={styles.editor}>
          <EditorBox
            draft={draft}
            label={placeLabel(row.row, field)}
            prose={isText(field)}
            onClose={(how) => back(how, document.activeElement as HTMLElement | null)}
          >
            {word === null ? <span /> : <CellStateWord state={word} testId="cell-state" />}
          </EditorBox>
        </div>
      ) : (
        <button
          type="button"
          className={styles.value}
          data-testid="ficha-field"
          data-field={field}
          disabled={!canEdit}
          aria-label={`${label}: ${text === "" ? t`sin escribir` : text}`}
          onClick={() => dossier.edit(key, field, "ficha")}
        >
          {text === "" ? <span className={styles.blank}>{t`Sin escribir`}</span> : text}
        </button>
      )}
      {!open && (waits(row, field) || word !== null) && (
        <div className={styles.marks}>
          <DecideMarks row={row} field={field} />
          {word !== null && <CellStateWord state={word} testId="ficha-state" />}
        </div>
      )}
    </div>
  );
}
