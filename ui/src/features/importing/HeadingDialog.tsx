import { plural, t } from "@lingui/core/macro";
import { useId, useState } from "react";

import { Button, Choice, DialogActions, Field, ModalDialog } from "../../kit";
import { LEVELS, useStore, type ImportSession } from "../../state";
import { fieldLabel } from "../fields";
import { giveHeading } from "./steps";

interface HeadingDialogProps {
  session: ImportSession;
  /** Rows of the file. */
  rows: readonly number[];
  onClose: () => void;
}

/** Gives rows a heading: one of those met in the file, or another. */
export function HeadingDialog({ session, rows, onClose }: HeadingDialogProps) {
  const headings = useStore(session.state, (state) => state.view.headings);
  const columns = useStore(session.state, (state) => state.view.columns);
  const here = LEVELS.filter((level) => columns.some(({ field }) => field === `headings.${level}`));
  const [level, setLevel] = useState<string>(here.at(-1) ?? "priority");
  const [text, setText] = useState("");
  const list = useId();
  const name = fieldLabel(`headings.${level}`);
  const give = (given: string | null) => {
    void session.change(giveHeading(rows, level, given));
    onClose();
  };
  return (
    <ModalDialog
      title={plural(rows.length, {
        one: "Asignar eje o prioridad a # renglón",
        other: "Asignar eje o prioridad a # renglones",
      })}
      isOpen
      onClose={onClose}
      testId="import-heading"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== "") give(text.trim());
        }}
      >
        <Choice
          label={t`Nivel`}
          value={level}
          testId="import-heading-level"
          options={LEVELS.map((value) => ({ value, text: fieldLabel(`headings.${value}`) }))}
          onChange={setLevel}
        />
        <Field
          label={name}
          value={text}
          onChange={setText}
          list={list}
          autoFocus
          hint={t`Elige uno de los que trae el archivo o escribe otro, por ejemplo «7. Fomentar la denuncia».`}
          testId="import-heading-text"
        />
        <datalist id={list}>
          {(headings[level] ?? []).map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
        <DialogActions>
          <Button data-testid="import-heading-file" onPress={() => give(null)}>
            {t`Como en el archivo`}
          </Button>
          <Button data-testid="import-heading-none" onPress={() => give("")}>
            {t`Dejar sin encabezado`}
          </Button>
          <Button
            look="strong"
            data-testid="import-heading-give"
            type="submit"
            isDisabled={text.trim() === ""}
          >
            {t`Asignar`}
          </Button>
        </DialogActions>
      </form>
    </ModalDialog>
  );
}
