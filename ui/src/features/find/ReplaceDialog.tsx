import { plural, t } from "@lingui/core/macro";
import { useMemo, useState } from "react";

import { asProblem, type Problem } from "../../host";
import { Button, Check, DialogActions, Field, ModalDialog, Notice } from "../../kit";
import { useDone, useDossier, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import { actionOf, replacementsIn, type Piece, type Replacement } from "./replacing";
import { useFinder, useLook } from "./useFind";
import styles from "./Find.module.css";

const TEXT_LENGTH_MAX = 300;
/** Replacements drawn; all that are chosen are done. */
const SHOWN_MAX = 300;
/** Letters kept around a change in a long text. */
const AROUND = 70;

/** Every replacement before it is made, and the ones that are not wanted. */
export function ReplaceDialog() {
  const finder = useFinder();
  const open = useLook((look) => look.replacing);
  return (
    <ModalDialog
      title={t`Buscar y reemplazar`}
      isOpen={open}
      onClose={() => finder.replace(false)}
      size="wide"
      testId="replace-dialog"
    >
      <ReplaceForm onClose={() => finder.replace(false)} />
    </ModalDialog>
  );
}

function ReplaceForm({ onClose }: { onClose: () => void }) {
  const dossier = useDossier();
  const finder = useFinder();
  const done = useDone();
  const query = useLook((look) => look.query);
  const wholeWord = useLook((look) => look.wholeWord);
  const shown = useDossierState((state) => state.shown);
  const rows = useDossierState((state) => state.rows);
  const levels = useDossierState((state) => state.levels);
  const years = useDossierState((state) => state.years);
  const review = useDossierState((state) => state.review);
  const filtered = useDossierState((state) => state.filtered !== null);
  const [by, setBy] = useState("");
  const [figures, setFigures] = useState(false);
  const [left, leave] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const all = useMemo(
    () => replacementsIn({ shown, rows, levels, years, review }, { query, by, wholeWord, figures }),
    [shown, rows, levels, years, review, query, by, wholeWord, figures],
  );
  const chosen = all.filter(({ id, waits, locked }) => !waits && !locked && !left.has(id));
  const count = chosen.reduce((sum, one) => sum + one.count, 0);
  const cells = chosen.length;
  const words = plural(cells, {
    one: `Reemplazar ${count} en # celda`,
    other: `Reemplazar ${count} en # celdas`,
  });

  const replace = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await dossier.editors.commit();
      const { version } = dossier.state.get();
      const label = t`Reemplazar «${query}»`;
      await dossier.act(
        label,
        chosen.map((one) => actionOf(one, version)),
      );
      done(
        plural(cells, {
          one: `Se reemplazó ${count} en # celda.`,
          other: `Se reemplazaron ${count} en # celdas.`,
        }),
        label,
      );
      onClose();
    } catch (failure) {
      setProblem(asProblem(failure));
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.replace}
      onSubmit={(event) => {
        event.preventDefault();
        if (cells > 0 && !busy) void replace();
      }}
    >
      <div className={styles.replaceFields}>
        <Field
          label={t`Buscar`}
          value={query}
          onChange={(text) => finder.look({ query: text })}
          maxLength={TEXT_LENGTH_MAX}
          autoFocus={query === ""}
          testId="replace-query"
        />
        <Field
          label={t`Reemplazar por`}
          value={by}
          onChange={setBy}
          maxLength={TEXT_LENGTH_MAX}
          autoFocus={query !== ""}
          testId="replace-by"
        />
      </div>
      <div className={styles.replaceOptions}>
        <Check checked={wholeWord} onChange={(checked) => finder.look({ wholeWord: checked })}>
          {t`Palabra completa`}
        </Check>
        <Check checked={figures} onChange={setFigures} testId="replace-figures">
          {t`También en metas y líneas base`}
        </Check>
        {filtered && <span className={styles.quiet}>{t`Solo en los renglones que ves.`}</span>}
      </div>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <ReplacementList
        all={all}
        asked={query.trim() !== ""}
        left={left}
        onToggle={(id, on) => {
          const next = new Set(left);
          if (on) next.delete(id);
          else next.add(id);
          leave(next);
        }}
      />
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          type="submit"
          data-testid="replace-do"
          isDisabled={busy || cells === 0}
        >
          {words}
        </Button>
      </DialogActions>
    </form>
  );
}

interface ListProps {
  all: readonly Replacement[];
  asked: boolean;
  left: ReadonlySet<string>;
  onToggle: (id: string, on: boolean) => void;
}

function ReplacementList({ all, asked, left, onToggle }: ListProps) {
  if (all.length === 0) {
    return (
      <p className={styles.quiet}>
        {asked
          ? t`Nada que reemplazar. No importan mayúsculas ni acentos; la ñ sí cuenta.`
          : t`Escribe qué buscas y por qué se reemplaza; aquí verás cada cambio antes de hacerlo.`}
      </p>
    );
  }
  return (
    <ul className={styles.replacements} aria-label={t`Reemplazos`}>
      {all.slice(0, SHOWN_MAX).map((one) => (
        <li key={one.id} data-testid="replace-item">
          <Check
            checked={!one.waits && !one.locked && !left.has(one.id)}
            disabled={one.waits || one.locked}
            onChange={(on) => onToggle(one.id, on)}
          >
            <span className={styles.replacePlace}>{placeLabel(one.row.row, one.field)}</span>
            <span className={styles.replaceText}>
              {one.pieces.map((piece, at) => (
                <PieceText
                  key={at}
                  piece={piece}
                  first={at === 0}
                  last={at === one.pieces.length - 1}
                />
              ))}
            </span>
            {one.locked && (
              <span className={styles.quiet}>
                {t`El renglón está aprobado: quien coordina lo reabre primero.`}
              </span>
            )}
            {one.waits && (
              <span className={styles.quiet}>
                {t`Espera una decisión: decide primero qué texto queda.`}
              </span>
            )}
          </Check>
        </li>
      ))}
      {all.length > SHOWN_MAX && (
        <li className={styles.quiet}>{t`Y ${all.length - SHOWN_MAX} celdas más.`}</li>
      )}
    </ul>
  );
}

interface PieceTextProps {
  piece: Piece;
  first: boolean;
  last: boolean;
}

/** What stays, shortened where it is long; what goes, and what comes in its place. */
function PieceText({ piece: { before, after }, first, last }: PieceTextProps) {
  if (before !== after) {
    return (
      <>
        <del>{before}</del>
        {after !== "" && <ins>{after}</ins>}
      </>
    );
  }
  if (before.length <= 2 * AROUND) return before;
  const start = first ? "" : before.slice(0, AROUND);
  const end = last ? "" : before.slice(-AROUND);
  return `${start} … ${end}`;
}
