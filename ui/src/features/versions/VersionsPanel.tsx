import { plural, t } from "@lingui/core/macro";
import { Columns2, History, Stamp } from "lucide-react";
import { useState } from "react";

import type { VersionView } from "../../host";
import { Button, Check, Mark, OfficialZone, officialTime } from "../../kit";
import { mayEdit, useDossier, useDossierState, useStore } from "../../state";
import { NOW, changesOf, countedChanges, restoringOf, useComparison, timeOf } from "../changes";
import { useFinder, useLook } from "../find";
import { CloseVersionDialog } from "./CloseVersionDialog";
import styles from "./Versions.module.css";

/** Versions shown before "Mostrar más": each asks what changed since it. */
const SHOWN_FIRST = 5;

/** What was agreed: the closed versions, newest first, and the ways to look at other times. */
export function VersionsPanel() {
  const dossier = useDossier();
  const versions = useDossierState((state) => state.review.versions);
  const coordinates = useDossierState((state) => state.role === "coordinator");
  const [closing, setClosing] = useState(false);
  const [more, setMore] = useState(false);
  const newest = versions.toReversed();
  const shown = more ? newest : newest.slice(0, SHOWN_FIRST);
  const last = newest[0];
  return (
    <div className={styles.panel} data-testid="versions-panel">
      <div className={styles.tools}>
        {coordinates && (
          <Button
            look="strong"
            size="small"
            data-testid="version-close-open"
            onPress={() => setClosing(true)}
          >
            <Stamp size={15} aria-hidden /> {t`Cerrar una versión…`}
          </Button>
        )}
        {last !== undefined && (
          <Button
            size="small"
            data-testid="versions-compare"
            onPress={() => timeOf(dossier).compare(last.id, NOW)}
          >
            <Columns2 size={15} aria-hidden /> {t`Comparar`}
          </Button>
        )}
        <Button size="small" data-testid="versions-past" onPress={() => timeOf(dossier).past(null)}>
          <History size={15} aria-hidden /> {t`Recorrer el tiempo`}
        </Button>
      </div>
      {newest.length === 0 ? (
        <div className={styles.teach}>
          <p>{t`Todavía no se ha cerrado ninguna versión.`}</p>
          <p>
            {coordinates
              ? t`Cuando la mesa acuerde la matriz, ciérrala con un nombre. Después se podrá ver qué cambió desde entonces, celda por celda, y volver a lo acordado.`
              : t`Quien coordina cierra una versión cuando la mesa acuerda la matriz. Después se podrá ver qué cambió desde entonces, celda por celda.`}
          </p>
        </div>
      ) : (
        <ul>
          {shown.map((version) => (
            <Version key={version.id} version={version} isLast={version === last} />
          ))}
        </ul>
      )}
      {newest.length > 0 && <OfficialZone className={styles.quiet} />}
      {shown.length < newest.length && (
        <div className={styles.more}>
          <Button look="quiet" size="small" onPress={() => setMore(true)}>
            {plural(newest.length - shown.length, {
              one: "Mostrar # más",
              other: "Mostrar # más",
            })}
          </Button>
        </div>
      )}
      {closing && <CloseVersionDialog onClose={() => setClosing(false)} />}
    </div>
  );
}

function Version({ version, isLast }: { version: VersionView; isLast: boolean }) {
  const dossier = useDossier();
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const { id, name, note, by, at, digest, rows, here } = version;
  const time = timeOf(dossier);
  return (
    <li className={styles.version} data-testid="version" data-version={id}>
      <h3 className={styles.name}>{name}</h3>
      <p className={styles.quiet}>
        {by} · {officialTime(at)}
      </p>
      <p className={styles.quiet}>
        {plural(rows, { one: "# renglón", other: "# renglones" })} · {t`huella`}{" "}
        <code className={styles.digest}>{digest}</code>
      </p>
      {note !== "" && <p className={styles.note}>{note}</p>}
      {here ? (
        <Since version={version} isLast={isLast} />
      ) : (
        <p className={styles.quiet}>
          {t`A esta computadora todavía no llega todo lo de esta versión.`}
        </p>
      )}
      {here && (
        <div className={styles.actions}>
          <Button
            size="small"
            data-testid="version-compare"
            aria-label={t`Comparar «${name}» con ahora`}
            onPress={() => time.compare(id, NOW)}
          >
            {t`Comparar`}
          </Button>
          <Button
            size="small"
            data-testid="version-past"
            aria-label={t`Ver cómo estaba en «${name}»`}
            onPress={() => time.past(id)}
          >
            {t`Ver cómo estaba`}
          </Button>
          {canEdit && !version.current && (
            <Button
              size="small"
              look="quiet"
              data-testid="version-restore"
              aria-label={t`Dejar todo como estaba en «${name}»`}
              onPress={() => restoringOf(dossier).set({ point: id, cells: null })}
            >
              {t`Restaurar…`}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** Whether the matrix still says what the version says. */
function Since({ version, isLast }: { version: VersionView; isLast: boolean }) {
  const { comparison } = useComparison(version.current ? null : version.id, NOW);
  if (version.current || comparison?.differences.length === 0) {
    return (
      <p data-testid="version-since">
        <Mark tone="plain">{t`Es la actual`}</Mark>
      </p>
    );
  }
  return (
    <>
      <p data-testid="version-since">
        {comparison === null
          ? t`Cambió desde entonces.`
          : t`Cambió desde entonces: ${countedChanges(comparison.differences)}.`}
      </p>
      {isLast && <LookAtChanges version={version} />}
    </>
  );
}

/** What changed since the agreed version, marked in the matrix or alone in it. */
function LookAtChanges({ version }: { version: VersionView }) {
  const dossier = useDossier();
  const finder = useFinder();
  const changes = changesOf(dossier);
  const marked = useStore(changes.state, ({ points }) => points?.from === version.id);
  const filtered = useLook(({ filters }) => filters.since?.kind === "agreed");
  const looksNow = useStore(timeOf(dossier).view, (view) => view === null);
  const show = (what: () => void) => {
    what();
    if (!looksNow) timeOf(dossier).leave();
  };
  return (
    <div className={styles.looks}>
      <Check
        checked={marked}
        testId="version-marks"
        onChange={(on) =>
          show(() => {
            if (on) changes.show(version.id, NOW);
            else changes.hide();
          })
        }
      >
        {t`Marcar los cambios en la matriz`}
      </Check>
      <Check
        checked={filtered}
        testId="version-filter"
        onChange={(on) => show(() => finder.filter({ since: on ? { kind: "agreed" } : null }))}
      >
        {t`Ver solo los renglones que cambiaron`}
      </Check>
    </div>
  );
}
