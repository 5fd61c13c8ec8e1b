import { plural, t } from "@lingui/core/macro";
import { useState, type ClipboardEvent, type ReactNode } from "react";

import type { Row } from "../../host";
import { editingCommand } from "../../kit";
import {
  ROW_FIELD,
  lockOf,
  rowKey,
  selectedIn,
  useApp,
  useCommands,
  useDone,
  useDossier,
  useDossierState,
  type SpanColumn,
} from "../../state";
import { approvedWords } from "../fields";
import { useOpenCell } from "../states";
import { copied } from "./copied";
import { planClear, planFillDown, planFillRight, type FillPlan } from "./fill";
import { formFields } from "./form";
import { flavoursOf, pastedText, readPasted } from "./pasted";
import { PasteDialog } from "./PasteDialog";
import type { PasteGround } from "./plan";
import { evened, type PastedTable } from "./table";
import { cellHasKeyboard, useClipboardEvents } from "./useClipboardEvents";

/** The part of the grid the clipboard works on. */
export interface ClipboardGround {
  /** Keys of the rows on screen, in the order shown; those of folded groups are not among them. */
  shown: readonly string[];
  /** The visible columns, in the order shown; the row-number column may be among them. */
  columns: readonly { field: string; span: SpanColumn | null }[];
  canEdit: boolean;
}

/** What the grid calls. */
export interface Clipboard {
  onCopy: (event: ClipboardEvent<HTMLElement>) => void;
  onCut: (event: ClipboardEvent<HTMLElement>) => void;
  /** `false`: a text for the one selected cell, which its editor takes (`pastedText`). */
  onPaste: (event: ClipboardEvent<HTMLElement>) => boolean;
  fillDown: () => void;
  fillRight: () => void;
  clear: () => void;
  /** The preview of a paste; drawn anywhere in the grid. */
  dialog: ReactNode;
}

/** A paste the person is looking at before it is done. */
interface Pending {
  table: PastedTable;
  /** The cell it begins in. */
  key: string;
  field: string;
  size: PasteGround["selected"];
}

export function useClipboard({ shown, columns, canEdit }: ClipboardGround): Clipboard {
  const app = useApp();
  const dossier = useDossier();
  const done = useDone();
  const openCell = useOpenCell();
  const [pending, setPending] = useState<Pending | null>(null);
  const nothingSelected = useDossierState((state) => state.selection === null);

  const refuseRole = () =>
    app.toast(
      t`Con tu papel en este expediente no se cambian celdas. Puedes pedirlo a quien coordina.`,
    );
  const selected = () => selectedIn(dossier.state.get());
  const isLocked = (row: Row, field: string) => lockOf(dossier.state.get(), row, field) !== null;

  const write = (data: DataTransfer | null): boolean => {
    const several = dossier.state.get().rangeEnd !== null;
    // Words selected with the mouse are the browser's to copy.
    const isMine = cellHasKeyboard() && (several || (document.getSelection()?.isCollapsed ?? true));
    const cells = isMine ? selected() : null;
    if (cells === null || data === null) return false;
    const { html, text } = copied(cells);
    data.setData("text/plain", text);
    if (html !== null) data.setData("text/html", html);
    return true;
  };
  const cut = (data: DataTransfer | null): boolean => {
    if (!write(data)) return false;
    if (canEdit) clear();
    else refuseRole();
    return true;
  };

  /** Does a fill or a clearing as one step, and says what it left alone. */
  const fill = (plan: FillPlan | null, label: (count: number) => string, said?: string) => {
    if (plan === null) return;
    if (plan.left !== null) app.toast(plan.left);
    const locked = approvedWords(plan.locked);
    if (locked !== null) app.toast(locked);
    if (plan.count === 0) return;
    const name = label(plan.count);
    dossier.editors
      .commit()
      .then(() => dossier.act(name, [...plan.actions]))
      .then(() => {
        if (said !== undefined) done(said, name, () => dossier.focusCell());
      })
      .catch((failure: unknown) => app.fail(failure));
  };

  const clear = () => {
    const cells = selected();
    if (cells === null) return;
    if (!canEdit) {
      refuseRole();
      return;
    }
    const plan = planClear(cells, isLocked);
    const said = plural(plan.count, {
      one: "Se vació # celda.",
      other: "Se vaciaron # celdas.",
    });
    fill(
      plan,
      (count) => plural(count, { one: "Vaciar # celda", other: "Vaciar # celdas" }),
      plan.count > 1 ? said : undefined,
    );
  };

  const fillDown = () => {
    const cells = selected();
    if (cells === null) return;
    if (!canEdit) {
      refuseRole();
      return;
    }
    const first = cells.rows[0];
    const above = shown[shown.indexOf(first === undefined ? "" : rowKey(first)) - 1];
    fill(planFillDown(cells, dossier.row(above ?? ""), isLocked), (count) =>
      plural(count, {
        one: "Rellenar # celda hacia abajo",
        other: "Rellenar # celdas hacia abajo",
      }),
    );
  };

  const fillRight = () => {
    const cells = selected();
    if (cells === null) return;
    if (!canEdit) {
      refuseRole();
      return;
    }
    const fields = fieldsOf(columns);
    const before = fields[fields.indexOf(cells.fields[0] ?? "") - 1];
    fill(planFillRight(cells, before, isLocked), (count) =>
      plural(count, {
        one: "Rellenar # celda hacia la derecha",
        other: "Rellenar # celdas hacia la derecha",
      }),
    );
  };

  const rowsOf = (keys: readonly string[]): Row[] =>
    keys.map((key) => dossier.row(key)).filter((row): row is Row => row !== undefined);

  /** Where a paste falls, as the matrix stands now. */
  const groundOf = ({ key, field, size }: Pending): PasteGround => {
    const state = dossier.state.get();
    const rows = rowsOf(shown.slice(Math.max(0, shown.indexOf(key))));
    const fields = fieldsOf(columns);
    const last = rows.at(-1);
    return {
      rows,
      fields: fields.slice(Math.max(0, fields.indexOf(field))),
      selected: size,
      form: formFields(state),
      catalogue: state.headings,
      // In another order than the document's, "after the last one seen" is nowhere in particular.
      after: state.sorted === null ? (last?.line ?? null) : null,
      rowsTotal: state.rows.size,
      isLocked,
    };
  };

  /** `false`: a text for the one selected cell, which its editor takes. */
  const paste = (data: DataTransfer | null): boolean => {
    const cells = cellHasKeyboard() ? selected() : null;
    if (cells === null || data === null) return false;
    const several = cells.rows.length > 1 || cells.fields.length > 1;
    const pasted = readPasted(flavoursOf(data), cells.rows.length > 1);
    const isSingle =
      pasted.kind === "text" ||
      (pasted.kind === "table" && pasted.table.rows.length === 1 && pasted.table.width === 1);
    if (isSingle && !several) return false;
    if (!canEdit) {
      refuseRole();
      return true;
    }
    if (pasted.kind === "nothing") {
      app.toast(t`Lo copiado no tiene texto que se pueda pegar.`);
      return true;
    }
    if (pasted.kind === "tooLarge") {
      app.toast(t`Lo copiado es demasiado grande para pegarlo de una vez. Pégalo por partes.`);
      return true;
    }
    const first = cells.rows[0];
    const field = cells.fields[0];
    if (first === undefined || field === undefined) return true;
    const table =
      pasted.kind === "table"
        ? pasted.table
        : evened([[{ text: pasted.text, covered: null, yellow: false }]], false);
    const size = { rows: cells.rows.length, columns: cells.fields.length };
    setPending({ table, key: rowKey(first), field, size });
    return true;
  };
  const pasteText = (data: DataTransfer | null) => {
    const { selection } = dossier.state.get();
    if (selection === null || selection.field === ROW_FIELD || data === null) return;
    openCell(selection, "grid", pastedText(data));
  };
  useClipboardEvents((kind, data) => {
    if (kind === "copy") return write(data);
    if (kind === "cut") return cut(data);
    if (!paste(data)) pasteText(data);
    return true;
  });

  const copyBy = (then: () => void) => () => {
    dossier.focusCell();
    requestAnimationFrame(() => {
      if (editingCommand("copy")) then();
      else app.toast(t`Aquí solo se copia con las teclas: Ctrl+C.`);
    });
  };
  const nothing = nothingSelected ? t`Elige primero una celda.` : null;
  const mayNot = canEdit ? nothing : t`Con tu papel no se cambian celdas.`;
  useCommands([
    {
      id: "edit.copy",
      title: t`Copiar`,
      group: "edit",
      keys: "Ctrl+C",
      ownKeys: true,
      disabled: nothing,
      run: copyBy(() => undefined),
    },
    {
      id: "edit.cut",
      title: t`Cortar`,
      group: "edit",
      keys: "Ctrl+X",
      ownKeys: true,
      disabled: mayNot,
      run: copyBy(clear),
    },
    {
      id: "edit.paste",
      title: t`Pegar`,
      group: "edit",
      keys: "Ctrl+V",
      ownKeys: true,
      disabled: t`Usa las teclas: Cotejo lee lo copiado solo cuando tú pegas.`,
      run: () => undefined,
    },
    {
      id: "edit.clear",
      title: t`Vaciar las celdas elegidas`,
      group: "edit",
      keys: "Delete",
      ownKeys: true,
      disabled: mayNot,
      run: clear,
    },
    {
      id: "edit.fillDown",
      title: t`Rellenar hacia abajo`,
      group: "edit",
      keys: "Ctrl+D",
      ownKeys: true,
      disabled: mayNot,
      run: fillDown,
    },
    {
      id: "edit.fillRight",
      title: t`Rellenar hacia la derecha`,
      group: "edit",
      keys: "Ctrl+R",
      ownKeys: true,
      disabled: mayNot,
      run: fillRight,
    },
  ]);

  return {
    onCopy: (event) => taken(event, write(event.clipboardData)),
    onCut: (event) => taken(event, cut(event.clipboardData)),
    onPaste: (event) => {
      const isMine = paste(event.clipboardData);
      taken(event, isMine);
      return isMine;
    },
    fillDown,
    fillRight,
    clear,
    dialog:
      pending === null ? null : (
        <PasteDialog
          table={pending.table}
          ground={() => groundOf(pending)}
          onClose={() => {
            setPending(null);
            dossier.focusCell();
          }}
        />
      ),
  };
}

function taken(event: { preventDefault: () => void }, isMine: boolean): void {
  if (isMine) event.preventDefault();
}

function fieldsOf(columns: ClipboardGround["columns"]): string[] {
  return columns.map((column) => column.field).filter((field) => field !== ROW_FIELD);
}
