import { plural, t } from "@lingui/core/macro";
import { ArrowLeft, ArrowLeftRight } from "lucide-react";
import { useMemo, useState } from "react";

import type { DifferenceKind } from "../../host";
import { Button, Notice, OfficialZone, classes } from "../../kit";
import { mayEdit, useApp, useDossier, useDossierState } from "../../state";
import {
  NOW,
  changesOf,
  countedChanges,
  restoringOf,
  rowChange,
  useComparison,
  timeOf,
} from "../changes";
import { CompareTable } from "./CompareTable";
import { KINDS } from "./compareLanes";
import { PointChoice } from "./PointChoice";
import { useMoments } from "./useMoments";
import { useReturn } from "./useReturn";
import styles from "./Versions.module.css";

/** Two points in time side by side, in the place of the matrix. */
export function CompareView({ from, to }: { from: string; to: string }) {
  const dossier = useDossier();
  const app = useApp();
  const time = timeOf(dossier);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const { moments, problem: unknown } = useMoments();
  const { comparison, problem } = useComparison(from, to);
  const [kind, setKind] = useState<DifferenceKind | null>(null);
  useReturn();

  const differences = useMemo(() => comparison?.differences ?? [], [comparison]);
  // What is chosen to be seen may be gone when the matrix is compared again.
  const seen = differences.some((one) => one.kind === kind) ? kind : null;
  const shown = useMemo(
    () => (seen === null ? differences : differences.filter((one) => one.kind === seen)),
    [differences, seen],
  );

  const markInMatrix = () => {
    changesOf(dossier).show(from, to);
    time.leave();
    dossier.focusCell();
  };
  const leave = () => {
    time.leave();
    dossier.focusCell();
  };
  const failed = problem ?? unknown;
  return (
    <section
      className={styles.view}
      aria-label={t`Comparar`}
      data-testid="compare-view"
      onKeyDown={(event) => {
        if (event.key === "Escape") leave();
      }}
    >
      <header className={styles.viewHead}>
        <Button size="small" data-testid="compare-leave" autoFocus onPress={leave}>
          <ArrowLeft size={15} aria-hidden /> {t`Volver a la matriz`}
        </Button>
        <PointChoice
          label={t`Antes`}
          value={from}
          name={comparison?.fromName ?? ""}
          moments={moments ?? []}
          testId="compare-from"
          onChange={(point) => time.compare(point, to)}
        />
        <Button
          size="small"
          look="quiet"
          iconOnly
          aria-label={t`Intercambiar antes y después`}
          data-testid="compare-swap"
          onPress={() => time.compare(to, from)}
        >
          <ArrowLeftRight size={16} aria-hidden />
        </Button>
        <PointChoice
          label={t`Después`}
          value={to}
          name={comparison?.toName ?? ""}
          moments={moments ?? []}
          testId="compare-to"
          onChange={(point) => time.compare(from, point)}
        />
        <span className={styles.grow} />
        <Button size="small" data-testid="compare-marks" onPress={markInMatrix}>
          {t`Mostrar cambios en la matriz`}
        </Button>
        {canEdit && to === NOW && (
          <Button
            size="small"
            data-testid="compare-restore"
            isDisabled={differences.length === 0}
            onPress={() => restoringOf(dossier).set({ point: from, cells: null })}
          >
            {t`Dejar todo como estaba…`}
          </Button>
        )}
      </header>
      <div className={styles.sum}>
        <span role="status" data-testid="compare-count">
          {comparison === null
            ? failed === null && t`Comparando…`
            : differences.length === 0
              ? t`No hay diferencias.`
              : countedChanges(differences)}
        </span>
        <OfficialZone />
        <KindChips differences={differences} kind={seen} onChange={setKind} />
      </div>
      {failed !== null && (
        <div className={styles.said}>
          <Notice message={failed.message} next={failed.next} code={failed.code} />
        </div>
      )}
      {comparison !== null && shown.length > 0 && (
        <CompareTable
          key={`${from} ${to} ${seen ?? ""}`}
          differences={shown}
          point={to === NOW && canEdit ? from : null}
          onGo={({ cell, row }) => {
            if (dossier.goTo(cell.line, cell.indicator, cell.field)) return;
            app.toast(
              row === null
                ? t`Ese renglón ya no está en la matriz.`
                : t`El renglón ${row} ya no está en la matriz.`,
            );
          }}
        />
      )}
      {comparison !== null && differences.length === 0 && (
        <p className={styles.same}>
          {t`Las dos dicen lo mismo, celda por celda. Elige otros momentos arriba.`}
        </p>
      )}
    </section>
  );
}

interface KindChipsProps {
  differences: readonly { kind: DifferenceKind }[];
  kind: DifferenceKind | null;
  onChange: (kind: DifferenceKind | null) => void;
}

/** One chip for each kind there is; there are none where all is of one kind. */
function KindChips({ differences, kind, onChange }: KindChipsProps) {
  const counted = KINDS.map((one) => ({
    one,
    count: differences.filter((difference) => difference.kind === one).length,
  })).filter(({ count }) => count > 0);
  if (counted.length < 2) return null;
  return (
    <span className={styles.kinds} role="group" aria-label={t`Qué diferencias ver`}>
      {counted.map(({ one, count }) => (
        <button
          key={one}
          type="button"
          className={classes(styles.kind, kind === one && styles.kindOn)}
          aria-pressed={kind === one}
          data-testid={`compare-kind-${one}`}
          onClick={() => onChange(kind === one ? null : one)}
        >
          {one === "changed"
            ? plural(count, { one: "Solo celdas (#)", other: "Solo celdas (#)" })
            : `${rowChange(one)} (${String(count)})`}
        </button>
      ))}
    </span>
  );
}
