import { plural, t } from "@lingui/core/macro";
import { useMemo, useState } from "react";

import { asProblem, type Problem } from "../../host";
import { Button, Check, DialogActions, ModalDialog, Notice, differences } from "../../kit";
import { useDone, useDossier, useDossierState } from "../../state";
import { fieldLabel } from "../fields";
import { PREVIEW_CHANGES_MAX, STEP_ACTIONS_MAX } from "./limits";
import {
  planPaste,
  type Change,
  type PasteChoices,
  type PasteGround,
  type PastePlan,
  type PlaceOf,
  type Refusal,
} from "./plan";
import type { PastedTable } from "./table";
import styles from "./Clipboard.module.css";

interface PasteDialogProps {
  table: PastedTable;
  /** Where it falls, as the matrix stands when it is called. */
  ground: () => PasteGround;
  onClose: () => void;
}

/** What a paste would change, cell by cell, before it does. */
export function PasteDialog({ table, ground, onClose }: PasteDialogProps) {
  return (
    <ModalDialog
      title={t`Revisa lo que vas a pegar`}
      isOpen
      onClose={onClose}
      size="whole"
      testId="paste-dialog"
    >
      <PastePreview table={table} ground={ground} onClose={onClose} />
    </ModalDialog>
  );
}

function PastePreview({ table, ground, onClose }: PasteDialogProps) {
  const dossier = useDossier();
  const done = useDone();
  const [choices, setChoices] = useState<PasteChoices>({
    header: true,
    empties: true,
    add: true,
    review: false,
  });
  // What others write while one reads the preview is read into it: nothing is pasted over words
  // that nobody saw.
  const rows = useDossierState((state) => state.rows);
  const headings = useDossierState((state) => state.headings);
  const [first] = useState(rows);
  const moved = rows !== first;
  const plan = useMemo(
    () => planPaste(table, ground(), choices),
    // The ground is read from the state, of which these are the parts that matter.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [table, choices, rows, headings],
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const choose = (part: Partial<PasteChoices>) => setChoices({ ...choices, ...part });

  const count = plan.changes.length;
  const isTooMuch = plan.actions.length > STEP_ACTIONS_MAX;
  const paste = () => {
    const label = plural(count, { one: "Pegar # celda", other: "Pegar # celdas" });
    setBusy(true);
    setProblem(null);
    dossier.editors
      .commit()
      .then(() => dossier.act(label, [...plan.actions]))
      .then(() => {
        onClose();
        const said = plural(count, { one: "Se pegó # celda.", other: "Se pegaron # celdas." });
        done(said, label, () => dossier.focusCell());
      })
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };

  return (
    <div className={styles.paste}>
      <p className={styles.counts} data-testid="paste-counts">
        {countsOf(plan)}
      </p>
      <Choices plan={plan} choices={choices} choose={choose} />
      <Notes plan={plan} isNamed={choices.header} />
      {moved && (
        <Notice
          tone="plain"
          message={t`Alguien cambió la matriz mientras revisas.`}
          next={t`La lista ya lo toma en cuenta.`}
        />
      )}
      {(count > 0 || plan.refused.length > 0) && (
        // The list scrolls with the keyboard too.
        <div className={styles.lists} tabIndex={0} role="group" aria-label={t`Cambios`}>
          {plan.refused.length > 0 && <Refusals refused={plan.refused} />}
          {count > 0 && <Changes changes={plan.changes} />}
        </div>
      )}
      {isTooMuch && (
        <Notice
          message={t`Son demasiados cambios para pegarlos de una vez.`}
          next={t`Copia menos renglones y pégalos por partes.`}
        />
      )}
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <DialogActions>
        <Button onPress={onClose} data-testid="paste-cancel" autoFocus={count === 0}>
          {t`Cancelar`}
        </Button>
        <Button
          look="strong"
          data-testid="paste-confirm"
          isDisabled={busy || isTooMuch || plan.actions.length === 0}
          autoFocus={count > 0}
          onPress={paste}
        >
          {plural(count, { one: "Pegar # cambio", other: "Pegar # cambios" })}
        </Button>
      </DialogActions>
    </div>
  );
}

/** "Cambian 14 celdas en 5 renglones, se agregan 2 renglones, 3 no se pueden." */
function countsOf(plan: PastePlan): string {
  const changed = plan.changes.filter(({ place }) => "row" in place).length;
  const rows = plural(plan.rowsChanged, { one: "en # renglón", other: "en # renglones" });
  const parts: string[] = [];
  if (changed > 0) {
    parts.push(
      plural(changed, { one: `Cambia # celda ${rows}`, other: `Cambian # celdas ${rows}` }),
    );
  }
  if (plan.added > 0) {
    parts.push(plural(plan.added, { one: "Se agrega # renglón", other: "Se agregan # renglones" }));
  }
  if (parts.length === 0) parts.push(t`No cambia ninguna celda`);
  if (plan.same > 0) {
    parts.push(plural(plan.same, { one: "# ya dice lo mismo", other: "# ya dicen lo mismo" }));
  }
  const refused = plan.refused.length;
  if (refused > 0) {
    parts.push(plural(refused, { one: "# no se puede", other: "# no se pueden" }));
  }
  return `${parts.join(" · ")}.`;
}

interface ChoicesProps {
  plan: PastePlan;
  choices: PasteChoices;
  choose: (part: Partial<PasteChoices>) => void;
}

function Choices({ plan, choices, choose }: ChoicesProps) {
  const offers = [
    plan.header !== null && (
      <Check
        key="header"
        testId="paste-header"
        checked={choices.header}
        onChange={(header) => choose({ header })}
      >
        {t`La primera fila es el encabezado: acomodar las columnas por su nombre`}
      </Check>
    ),
    plan.beyond > 0 && (
      <Check key="add" testId="paste-add" checked={choices.add} onChange={(add) => choose({ add })}>
        {plural(plan.beyond, {
          one: "Agregar # renglón nuevo con lo que no cabe",
          other: "Agregar # renglones nuevos con lo que no cabe",
        })}
      </Check>
    ),
    plan.emptied > 0 && (
      <Check
        key="empties"
        testId="paste-empties"
        checked={choices.empties}
        onChange={(empties) => choose({ empties })}
      >
        {plural(plan.emptied, {
          one: "Vaciar # celda que viene vacía",
          other: "Vaciar # celdas que vienen vacías",
        })}
      </Check>
    ),
    plan.yellow > 0 && (
      <Check
        key="review"
        testId="paste-review"
        checked={choices.review}
        onChange={(review) => choose({ review })}
      >
        {plural(plan.yellow, {
          one: "# renglón viene en amarillo: marcarlo como sujeto a revisión",
          other: "# renglones vienen en amarillo: marcarlos como sujetos a revisión",
        })}
      </Check>
    ),
  ].filter((offer) => offer !== false);
  return offers.length === 0 ? null : <div className={styles.choices}>{offers}</div>;
}

function Notes({ plan, isNamed }: { plan: PastePlan; isNamed: boolean }) {
  const notes: string[] = [];
  const unknown = plan.header?.unknown ?? [];
  if (isNamed && unknown.length > 0) {
    const names = unknown.map((name) => `«${name}»`).join(", ");
    notes.push(t`Estas columnas no son de la matriz y no se pegan: ${names}.`);
  }
  if (plan.around) notes.push(t`Lo copiado trae texto fuera de la tabla; solo se pega la tabla.`);
  if (plan.sharedLine) {
    notes.push(
      t`Hay renglones nuevos que comparten su línea de acción: se agregan por separado, con el mismo texto. Después puedes unirlos.`,
    );
  }
  return notes.length === 0 ? null : (
    <ul className={styles.notes}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

function placeWord(place: PlaceOf): string {
  if ("added" in place) return t`Nuevo ${place.added}`;
  return place.row === null ? t`Retirado` : String(place.row);
}

function Changes({ changes }: { changes: readonly Change[] }) {
  const rest = changes.length - PREVIEW_CHANGES_MAX;
  return (
    <table className={styles.table} data-testid="paste-changes">
      <caption className="hidden-text">{t`Lo que cambia`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Renglón`}</th>
          <th scope="col">{t`Columna`}</th>
          <th scope="col">{t`Dice ahora`}</th>
          <th scope="col">{t`Dirá`}</th>
        </tr>
      </thead>
      <tbody>
        {changes.slice(0, PREVIEW_CHANGES_MAX).map((change, at) => (
          <tr key={at}>
            <td className={styles.place}>{placeWord(change.place)}</td>
            <td className={styles.field}>{fieldLabel(change.field)}</td>
            <td>
              <Differing text={change.before} other={change.after} tone="before" />
            </td>
            <td>
              <Differing text={change.after} other={change.before} tone="after" />
            </td>
          </tr>
        ))}
      </tbody>
      {rest > 0 && (
        <tfoot>
          <tr>
            <td colSpan={4}>
              {plural(rest, { one: "Y # cambio más.", other: "Y # cambios más." })}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Refusals({ refused }: { refused: readonly Refusal[] }) {
  const rest = refused.length - PREVIEW_CHANGES_MAX;
  return (
    <table className={styles.table} data-testid="paste-refused">
      <caption>{t`No se puede pegar`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Renglón`}</th>
          <th scope="col">{t`Columna`}</th>
          <th scope="col">{t`Lo copiado`}</th>
          <th scope="col">{t`Por qué`}</th>
        </tr>
      </thead>
      <tbody>
        {refused.slice(0, PREVIEW_CHANGES_MAX).map(({ place, field, text, why }, at) => (
          <tr key={at}>
            <td className={styles.place}>{placeWord(place)}</td>
            <td className={styles.field}>{field === null ? "—" : fieldLabel(field)}</td>
            <td className={styles.value}>{short(text)}</td>
            <td>{why}</td>
          </tr>
        ))}
      </tbody>
      {rest > 0 && (
        <tfoot>
          <tr>
            <td colSpan={4}>{plural(rest, { one: "Y # celda más.", other: "Y # celdas más." })}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

interface DifferingProps {
  text: string;
  other: string;
  tone: "before" | "after";
}

/** A text with the words that the other does not have; where they share none, just the text. */
function Differing({ text, other, tone }: DifferingProps) {
  if (text === "") return <span className={styles.empty}>{t`(vacía)`}</span>;
  const Word = tone === "before" ? "del" : "ins";
  return (
    <span className={styles.value}>
      {differences(text, other).map((stretch, at) =>
        stretch.own ? <Word key={at}>{stretch.text}</Word> : stretch.text,
      )}
    </span>
  );
}

/** Letters of a refused text that are shown: enough to know it again. */
const REFUSED_SHOWN_MAX = 160;

function short(text: string): string {
  return text.length > REFUSED_SHOWN_MAX ? `${text.slice(0, REFUSED_SHOWN_MAX)}…` : text;
}
