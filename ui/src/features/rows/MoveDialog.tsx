import { t } from "@lingui/core/macro";
import { useEffect, useRef, useState } from "react";

import type { MatrixAction } from "../../host";
import { Button, Choice, DialogActions, ModalDialog, type Option } from "../../kit";
import { headingText, useDossierState } from "../../state";
import { headingPlaces, short, type HeadingPlace, type Line } from "./lines";
import { ProblemNotice } from "./Problem";
import { useDialogStep } from "./useDialogStep";
import styles from "./Rows.module.css";

/** Letters of a heading or a line in a list. */
const LISTED_MAX = 90;

interface MoveDialogProps {
  line: Line;
  lines: readonly Line[];
  onClose: () => void;
}

/** A line to another place: under which heading, and after which line. */
export function MoveDialog({ line, lines, onClose }: MoveDialogProps) {
  const number = line.number ?? "";
  return (
    <ModalDialog
      title={t`Mover el renglón ${number}`}
      isOpen
      onClose={onClose}
      size="wide"
      testId="move-dialog"
    >
      <MoveForm line={line} lines={lines} onClose={onClose} />
    </ModalDialog>
  );
}

function MoveForm({ line, lines, onClose }: MoveDialogProps) {
  const catalogue = useDossierState((state) => state.headings);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("select")?.focus(), []);
  const number = line.number ?? "";
  const [heading, setHeading] = useState(line.heading ?? "");
  const [after, setAfter] = useState(() => placeIn(line, lines, line.heading));
  const { run, busy, problem } = useDialogStep(onClose);
  const group = groupOf(line, lines, heading === "" ? null : heading);
  const stays = heading === (line.heading ?? "") && after === placeIn(line, lines, line.heading);

  const places = headingPlaces(catalogue);
  const bare = line.heading === null || lines.some((known) => known.heading === null);
  const headings: Option<string>[] = [
    ...(bare ? [{ value: "", text: t`Sin encabezado` }] : []),
    ...places.map((place) => ({ value: place.heading.id, text: placeText(place) })),
  ];
  const positions: Option<string>[] = [
    { value: "", text: group.length === 0 ? t`El único de este encabezado` : t`Al principio` },
    ...group.map((known) => {
      const words = known.text === "" ? t`(sin texto de línea)` : short(known.text, LISTED_MAX);
      return { value: known.id, text: t`Después del ${known.number ?? ""}: ${words}` };
    }),
  ];

  return (
    <form
      ref={form}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        run({
          label: t`Mover un renglón`,
          said: t`Se movió el renglón ${number}.`,
          actions: moveActions(line, heading, after),
          line: line.id,
        });
      }}
    >
      <p className={styles.quote}>{line.text === "" ? t`(sin texto de línea)` : line.text}</p>
      <Choice
        label={t`Encabezado`}
        value={heading}
        options={headings}
        testId="move-heading"
        onChange={(value) => {
          setHeading(value);
          const id = value === "" ? null : value;
          const last = groupOf(line, lines, id).at(-1)?.id ?? "";
          setAfter(id === line.heading ? placeIn(line, lines, id) : last);
        }}
      />
      <Choice
        label={t`Lugar`}
        value={after}
        options={positions}
        onChange={setAfter}
        testId="move-after"
      />
      <p className={styles.under}>
        {t`Los números de los renglones cambian; los comentarios y la historia van con la línea.`}
      </p>
      <ProblemNotice problem={problem} />
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button look="strong" type="submit" isDisabled={busy || stays} data-testid="move-confirm">
          {t`Mover el renglón ${number}`}
        </Button>
      </DialogActions>
    </form>
  );
}

/** The active lines right under a heading, but for the one that moves. */
function groupOf(line: Line, lines: readonly Line[], heading: string | null): readonly Line[] {
  return lines.filter(
    (known) => known.heading === heading && known.number !== null && known.id !== line.id,
  );
}

/** The line after which one stands now among those of its heading; "" for the first. */
function placeIn(line: Line, lines: readonly Line[], heading: string | null): string {
  const at = lines.findIndex(({ id }) => id === line.id);
  const before = lines.slice(0, at);
  return before.findLast((known) => known.heading === heading && known.number !== null)?.id ?? "";
}

/** What a move does; the first place of a heading has no line to go after. */
export function moveActions(line: Line, heading: string, after: string): MatrixAction[] {
  const to = after === "" ? null : after;
  if (heading !== "") return [{ type: "moveLine", line: line.id, after: to, heading }];
  const move: MatrixAction = { type: "moveLine", line: line.id, after: to, heading: null };
  if (line.heading === null) return [move];
  // First out from under its heading: "the first of its heading" is then said of those without.
  return [{ type: "assignHeading", line: line.id, heading: null }, move];
}

function placeText({ heading, depth }: HeadingPlace): string {
  // A list of options has no other way to show what stands under what.
  const indent = "\u00a0\u00a0\u00a0".repeat(depth);
  return indent + short(headingText(heading), LISTED_MAX);
}
