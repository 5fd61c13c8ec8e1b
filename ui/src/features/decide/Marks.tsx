import { plural, t } from "@lingui/core/macro";
import { Scale, Split, Undo2 } from "lucide-react";

import type { Row } from "../../host";
import { DialogTrigger, MarkButton, Popover } from "../../kit";
import { conflictOf, toDecideOf, useDossier } from "../../state";
import { fieldLabel } from "../fields";
import { ConflictChoices, MergeChoices, RetiredChoices } from "./Choices";

/** The marks of a cell that waits for a decision, each with its choices; nothing for other cells. */
export function DecideMarks({ row, field }: { row: Row; field: string }) {
  const dossier = useDossier();
  const conflict = conflictOf(row, field);
  const decide = toDecideOf(row, field);
  // Once decided the mark goes, and its popover with it: the keyboard goes back to the cell.
  const onDone = () => dossier.focusCell();
  const retired = field === "actionLine" && row.retiredAndEdited !== null;
  return (
    <>
      {conflict !== null && (
        <DialogTrigger>
          <MarkButton
            tone="wait"
            testId="conflict-mark"
            label={plural(conflict.values.length, {
              one: "# valor; decidir cuál queda",
              other: "# valores; decidir cuál queda",
            })}
          >
            <Split size={12} aria-hidden />
            {plural(conflict.values.length, { one: "# valor", other: "# valores" })}
          </MarkButton>
          <Popover label={t`Valores de ${fieldLabel(field)}`}>
            <ConflictChoices row={row} field={field} conflict={conflict} onDone={onDone} />
          </Popover>
        </DialogTrigger>
      )}
      {decide !== null && (
        <DialogTrigger>
          <MarkButton
            tone="wait"
            testId="decide-mark"
            label={t`Por revisar: elegir qué texto queda`}
          >
            <Scale size={12} aria-hidden />
            {t`Por revisar`}
          </MarkButton>
          <Popover label={t`Textos de ${fieldLabel(field)}`}>
            <MergeChoices row={row} field={field} decide={decide} onDone={onDone} />
          </Popover>
        </DialogTrigger>
      )}
      {retired && (
        <DialogTrigger>
          <MarkButton
            tone="wait"
            testId="retired-mark"
            label={t`Retirado y editado a la vez: decidir`}
          >
            <Undo2 size={12} aria-hidden />
            {t`Retirado y editado`}
          </MarkButton>
          <Popover label={t`Renglón retirado y editado`}>
            <RetiredChoices row={row} onDone={onDone} />
          </Popover>
        </DialogTrigger>
      )}
    </>
  );
}

/** Whether a cell of this row waits for a decision. */
export function waits(row: Row, field: string): boolean {
  return (
    conflictOf(row, field) !== null ||
    toDecideOf(row, field) !== null ||
    (field === "actionLine" && row.retiredAndEdited !== null)
  );
}
