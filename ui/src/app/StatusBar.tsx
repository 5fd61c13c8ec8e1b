import { plural, t } from "@lingui/core/macro";

import { CellStateWord, cellState } from "../features/editor";
import { placeLabel, stateSentence } from "../features/fields";
import { spokenFindings, useFindingsOf } from "../features/findings";
import { Countdown } from "../features/window";
import { Button } from "../kit";
import {
  cellId,
  mayComment,
  mayEdit,
  retiredCount,
  useDossier,
  useDossierState,
  useStore,
} from "../state";
import styles from "./App.module.css";

/** The sentence of how the dossier stands, the selected cell and its state, what is hidden. */
export function StatusBar() {
  const dossier = useDossier();
  const status = useDossierState((state) => state.status);
  const shown = useDossierState((state) => state.shown.length);
  const retired = useDossierState(retiredCount);
  const whole = useDossierState((state) => state.whole);
  const showRetired = useDossierState((state) => state.showRetired);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const proposes = useDossierState((state) => mayComment(state.role));
  return (
    <footer className={styles.status}>
      <span className={styles.sentence} role="status" data-testid="status-sentence">
        {status.problem !== null && status.state !== "sent"
          ? `${stateSentence(status)}. ${status.problem.message}`
          : stateSentence(status)}
      </span>
      <SelectedCell />
      {!canEdit && (
        <span>
          {proposes
            ? t`Con tu papel propones cambios; no escribes en las celdas`
            : t`Con tu papel puedes leer; no cambiar celdas`}
        </span>
      )}
      <Countdown />
      {whole && <span>{plural(shown, { one: "# renglón", other: "# renglones" })}</span>}
      {retired > 0 && (
        <Button look="quiet" size="small" onPress={() => dossier.showRetired(!showRetired)}>
          {showRetired
            ? t`Ocultar retirados`
            : plural(retired, { one: "Mostrar # retirado", other: "Mostrar # retirados" })}
        </Button>
      )}
    </footer>
  );
}

function SelectedCell() {
  const dossier = useDossier();
  const selection = useDossierState((state) => state.selection);
  const row = useDossierState((state) =>
    state.selection === null ? undefined : state.rows.get(state.selection.key),
  );
  const status = useDossierState((state) => state.status);
  const findings = useFindingsOf(selection?.key ?? "", selection?.field ?? "");
  const id = row === undefined || selection === null ? "" : cellId(row, selection.field);
  const draft = useStore(dossier.editors.state, (drafts) => drafts.all.get(id));
  const open = useStore(dossier.editors.state, (drafts) => drafts.open === id);
  if (row === undefined || selection === null) return null;
  const found = spokenFindings(findings);
  const foundWords = found !== "" && (
    <span className={styles.found} title={found} data-testid="status-finding">
      {found}
    </span>
  );
  if (selection.field === "#") {
    return (
      <span className={styles.selected}>
        {foundWords}
        {placeLabel(row.row, "")}
      </span>
    );
  }
  return (
    <span className={styles.selected} data-testid="status-cell">
      {foundWords}
      {placeLabel(row.row, selection.field)}
      {/* The editor says it of what is being written: said here too at every word, the whole
          window between both would be painted anew. */}
      {!open && <CellStateWord state={cellState(row, selection.field, draft, status)} />}
    </span>
  );
}
