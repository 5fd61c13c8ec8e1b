import { t } from "@lingui/core/macro";
import { ArrowLeft, ArrowRight, EyeOff, Heading, PanelTop, Plus } from "lucide-react";

import { Button, Tip } from "../../kit";
import { useStore, type ImportSession } from "../../state";
import { rowsOf, type Selected } from "./selection";
import { shiftRows, toggleSkipped } from "./steps";
import styles from "./Import.module.css";

interface RowToolsProps {
  session: ImportSession;
  selected: Selected;
  onAssign: () => void;
}

/** What can be done with the selected rows. */
export function RowTools({ session, selected, onAssign }: RowToolsProps) {
  useStore(session.state, (state) => state.pages);
  const rows = rowsOf(session, selected);
  const at = rows.map((row) => row.at);
  const first = at[0];
  const last = at.at(-1);
  const none = first === undefined || last === undefined;
  const allOut = !none && rows.every((row) => row.kind === "skipped");
  return (
    <div className={styles.tools} role="toolbar" aria-label={t`Renglones elegidos`}>
      <span className={styles.toolsPlace} data-testid="import-selected">
        {none ? "" : first === last ? t`Fila ${first}` : t`Filas ${first} a ${last}`}
      </span>
      <Tip text={t`Mover las celdas una columna a la izquierda (Alt+←)`}>
        <Button
          size="small"
          data-testid="import-left"
          isDisabled={none}
          onPress={() => void session.change(shiftRows(at, -1))}
        >
          <ArrowLeft size={14} aria-hidden /> {t`Mover a la izquierda`}
        </Button>
      </Tip>
      <Tip text={t`Mover las celdas una columna a la derecha (Alt+→)`}>
        <Button
          size="small"
          data-testid="import-right"
          isDisabled={none}
          onPress={() => void session.change(shiftRows(at, 1))}
        >
          {t`Mover a la derecha`} <ArrowRight size={14} aria-hidden />
        </Button>
      </Tip>
      <Tip text={t`Dejar fuera lo elegido, o volver a tomarlo (Supr)`}>
        <Button
          size="small"
          data-testid="import-skip"
          isDisabled={none}
          onPress={() => void session.change(toggleSkipped(at))}
        >
          {allOut ? <Plus size={14} aria-hidden /> : <EyeOff size={14} aria-hidden />}{" "}
          {allOut ? t`Incluir` : t`Omitir`}
        </Button>
      </Tip>
      <Button size="small" data-testid="import-assign" isDisabled={none} onPress={onAssign}>
        <Heading size={14} aria-hidden /> {t`Asignar eje o prioridad…`}
      </Button>
      <Button
        size="small"
        data-testid="import-header"
        isDisabled={none}
        onPress={() => {
          if (none) return;
          void session.change((mapping) => ({ ...mapping, header: { first, last } }), "columns");
        }}
      >
        <PanelTop size={14} aria-hidden /> {t`Son los encabezados`}
      </Button>
    </div>
  );
}
