import { plural, t } from "@lingui/core/macro";
import { useState } from "react";

import { asProblem, type DifferenceView, type DiffSpan, type Problem } from "../../host";
import { Button, DialogActions, ModalDialog, Notice, WordChanges } from "../../kit";
import { useApp, useDossier, useStore, type DossierStore } from "../../state";
import { placeLabel } from "../fields";
import { isAmong, restoringOf, type Restoring } from "./restoring";
import { NOW, useComparison } from "./useComparison";
import { countedChanges, wayBack } from "./words";
import styles from "./Changes.module.css";

/** Changes listed before they are put back; the rest is counted. */
const LISTED_MAX = 100;

/** Shows what would change before a cell, a row or everything is put back as it was. */
export function RestoreDialog() {
  const dossier = useDossier();
  const restoring = useStore(restoringOf(dossier), (asked) => asked);
  const close = () => {
    restoringOf(dossier).set(null);
  };
  if (restoring === null) return null;
  return (
    <ModalDialog
      title={titleOf(restoring)}
      isOpen
      onClose={close}
      size="wide"
      testId="restore-dialog"
    >
      <Preview restoring={restoring} onClose={close} />
    </ModalDialog>
  );
}

function titleOf({ cells }: Restoring): string {
  if (cells === null) return t`Dejar todo como estaba`;
  return cells.every(({ field }) => field === "")
    ? t`Dejar el renglón como estaba`
    : t`Dejar la celda como estaba`;
}

function Preview({ restoring, onClose }: { restoring: Restoring; onClose: () => void }) {
  const dossier = useDossier();
  const app = useApp();
  const { comparison, problem: unknown } = useComparison(restoring.point, NOW);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const changes = comparison?.differences.filter((one) => isAmong(one, restoring.cells)) ?? null;
  const failed = problem ?? unknown;
  const restore = () => {
    setBusy(true);
    setProblem(null);
    const undoable = lastStep(dossier);
    dossier
      .restore(restoring.point, restoring.cells)
      .then(() => {
        onClose();
        app.toast(t`Quedó como estaba.`, () => {
          if (undoable()) dossier.undo().catch((failure: unknown) => app.fail(failure));
          else app.toast(t`Después hiciste otra cosa. Deshaz paso por paso con Ctrl+Z.`);
        });
      })
      .catch((failure: unknown) => {
        undoable();
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };
  return (
    <>
      {comparison !== null && (
        <p>
          {t`Como estaba en: ${comparison.fromName}.`}{" "}
          {changes !== null && changes.length > 0 && <strong>{countedChanges(changes)}</strong>}
        </p>
      )}
      {comparison === null && unknown === null && <p>{t`Comparando…`}</p>}
      {changes?.length === 0 && <p>{t`Ya está así: no hay nada que cambiar.`}</p>}
      {changes !== null && changes.length > 0 && (
        <>
          <ul className={styles.preview}>
            {changes.slice(0, LISTED_MAX).map((change, at) => (
              <BackTo key={at} change={change} />
            ))}
          </ul>
          {changes.length > LISTED_MAX && (
            <p>{plural(changes.length - LISTED_MAX, { one: "Y # más.", other: "Y # más." })}</p>
          )}
          <p className={styles.byline}>
            {t`Es un cambio como cualquier otro: queda en la historia con tu nombre y se deshace de una vez con Ctrl+Z.`}
          </p>
        </>
      )}
      {failed !== null && <Notice message={failed.message} next={failed.next} code={failed.code} />}
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          data-testid="restore-confirm"
          isDisabled={busy || changes === null || changes.length === 0}
          onPress={restore}
        >
          {changes === null || changes.length === 0
            ? t`Dejar como estaba`
            : plural(changes.length, {
                one: "Dejar como estaba (# cambio)",
                other: "Dejar como estaba (# cambios)",
              })}
        </Button>
      </DialogActions>
    </>
  );
}

/**
 * Follows which step undo takes back, from before something is done: answers whether it is still
 * that one. The shell tells its name before or after it answers.
 */
function lastStep(dossier: DossierStore): () => boolean {
  const was = dossier.state.get().undo;
  let mine = was;
  const stop = dossier.state.subscribe(() => {
    const { undo } = dossier.state.get();
    if (undo === was) return;
    mine = undo;
    stop();
  });
  return () => {
    stop();
    return dossier.state.get().undo === mine;
  };
}

function BackTo({ change }: { change: DifferenceView }) {
  const { row, cell, kind, spans } = change;
  return (
    <li data-testid="restore-item">
      <span className={styles.place}>{placeLabel(row, cell.field)}</span>
      {kind === "changed" ? (
        <WordChanges spans={reversed(spans)} />
      ) : (
        <p>
          {wayBack(kind)}. {change.after === "" ? change.before : change.after}
        </p>
      )}
    </li>
  );
}

/** The difference the other way round: what came goes, what went comes; what goes is said first. */
function reversed(spans: readonly DiffSpan[]): readonly DiffSpan[] {
  const turned: DiffSpan[] = [];
  let comes: DiffSpan[] = [];
  const close = () => {
    turned.push(...comes);
    comes = [];
  };
  for (const span of spans) {
    if (span.kind === "removed") {
      comes.push({ ...span, kind: "added" });
    } else if (span.kind === "added") {
      turned.push({ ...span, kind: "removed" });
    } else {
      close();
      turned.push(span);
    }
  }
  close();
  return turned;
}
