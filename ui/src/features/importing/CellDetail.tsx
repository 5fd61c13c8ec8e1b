import { t } from "@lingui/core/macro";

import { useStore, type ImportSession } from "../../state";
import { fieldLabel } from "../fields";
import type { Selected } from "./selection";
import styles from "./Import.module.css";

/** Names the element that says what is uncertain of the cell the keyboard is in. */
export const DETAIL_DOUBTS_ID = "import-detail-doubts";

/** The whole text of the cell the keyboard is in, and what is uncertain of it. */
export function CellDetail({ session, selected }: { session: ImportSession; selected: Selected }) {
  const view = useStore(session.state, (state) => state.view);
  useStore(session.state, (state) => state.pages);
  const row = session.row(selected.index);
  const column = view.columns[selected.column];
  if (row === undefined || column === undefined) return <div className={styles.detail} />;
  const place = [
    t`Fila ${row.at}`,
    row.row === null ? null : t`renglón ${row.row}`,
    column.field === null ? t`columna ${column.column}, no se importa` : fieldLabel(column.field),
  ];
  const doubts = row.doubts.filter(
    (doubt) => doubt.column === selected.column || doubt.column === null,
  );
  const sentences = new Set(doubts.map((doubt) => view.doubts[doubt.doubt]?.sentence ?? ""));
  const text = row.cells[selected.column] ?? "";
  return (
    <section className={styles.detail} aria-label={t`Celda`} data-testid="import-detail">
      <p className={styles.detailPlace}>{place.filter((part) => part !== null).join(" · ")}</p>
      <p className={styles.detailText}>{text === "" ? t`(vacía)` : text}</p>
      <div id={DETAIL_DOUBTS_ID}>
        {[...sentences].map((sentence) => (
          <p key={sentence} className={styles.detailDoubt}>
            {sentence}
          </p>
        ))}
      </div>
    </section>
  );
}
