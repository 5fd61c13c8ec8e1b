import { plural, t } from "@lingui/core/macro";
import { ClipboardList, EyeOff, Highlighter, Plus, RotateCcw } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";

import type { Row } from "../../host";
import { Menu, classes, type MenuEntry } from "../../kit";
import { mayEdit, rowKey, useApp, useDossier, useDossierState } from "../../state";
import { ROW_FIELD } from "./columns";
import styles from "./Grid.module.css";

/** The number of a row, which opens what can be done with it. */
export function RowNumber({ row }: { row: Row }) {
  const dossier = useDossier();
  const app = useApp();
  const key = rowKey(row);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const selected = useDossierState(
    (state) => state.selection?.key === key && state.selection.field === ROW_FIELD,
  );
  const rowSelected = useDossierState((state) => state.selection?.key === key);
  const fail = (failure: unknown) => app.fail(failure);

  const retire = (retired: boolean) => {
    dossier
      .retireLine(row.line, retired)
      .then(() => {
        const undo = () => void dossier.retireLine(row.line, !retired).catch(fail);
        app.toast(
          retired
            ? t`Se retiró el renglón ${row.row ?? ""}. No se borró: se puede restaurar.`
            : t`Se restauró el renglón.`,
          undo,
        );
      })
      .catch(fail);
  };
  const siblings = useDossierState((state) => linesOf(state.rows, row.line));

  const entries: MenuEntry[] = [
    {
      id: "ficha",
      text: t`Abrir la ficha del renglón`,
      icon: <ClipboardList size={15} aria-hidden />,
      onAction: () => {
        dossier.select({ key, field: "actionLine" });
        dossier.openPanel("ficha");
      },
    },
  ];
  if (canEdit) {
    entries.push(
      {
        id: "add",
        text: t`Agregar un renglón debajo`,
        icon: <Plus size={15} aria-hidden />,
        onAction: () => void dossier.addLine(row.line).catch(fail),
      },
      {
        id: "pending",
        text: row.pendingExternal ? t`Quitar «sujeta a revisión»` : t`Marcar sujeta a revisión`,
        icon: <Highlighter size={15} aria-hidden />,
        onAction: () =>
          void dossier.set(row, "pendingExternal", String(!row.pendingExternal)).catch(fail),
      },
      row.retired
        ? {
            id: "restore",
            text: t`Restaurar el renglón`,
            icon: <RotateCcw size={15} aria-hidden />,
            onAction: () => retire(false),
          }
        : {
            id: "retire",
            text:
              siblings > 1
                ? plural(siblings, {
                    one: "Retirar la línea",
                    other: "Retirar la línea y sus # indicadores",
                  })
                : t`Retirar el renglón`,
            icon: <EyeOff size={15} aria-hidden />,
            onAction: () => retire(true),
          },
    );
  }

  return (
    <div
      role="rowheader"
      aria-colindex={1}
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      data-testid="cell"
      data-cell=""
      data-row={row.row ?? ""}
      data-field={ROW_FIELD}
      data-key={key}
      className={classes(
        styles.cell,
        styles.first,
        styles.number,
        selected && styles.selected,
        rowSelected && styles.numberOn,
      )}
      style={NUMBER_PLACE}
    >
      <Menu label={t`Renglón ${row.row ?? ""}`} entries={entries}>
        <AriaButton
          className={styles.numberButton ?? ""}
          data-testid="row-menu"
          excludeFromTabOrder
          aria-label={
            row.row === null ? t`Renglón retirado: opciones` : t`Renglón ${row.row}: opciones`
          }
        >
          {row.row ?? "–"}
        </AriaButton>
      </Menu>
    </div>
  );
}

const NUMBER_PLACE = { gridColumn: 1 } as const;

function linesOf(rows: ReadonlyMap<string, Row>, line: string): number {
  let count = 0;
  for (const row of rows.values()) if (row.line === line) count += 1;
  return count;
}
