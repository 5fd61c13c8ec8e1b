import { plural, t } from "@lingui/core/macro";
import { ChevronLeft, ChevronRight, History, Undo2 } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";

import type { Cell } from "../../host";
import { Button, Menu, Notice, OfficialZone, officialTime } from "../../kit";
import {
  DossierContext,
  ROW_FIELD,
  mayEdit,
  useDossier,
  useDossierState,
  useStore,
  type DossierStore,
} from "../../state";
import { NOW, countedChanges, restoringOf, useComparison, timeOf } from "../changes";
import { Grid } from "../matrix";
import { stopAt, stopsOf, type Stop } from "./stops";
import { useMarkedStop, useMirrored, usePicture } from "./usePicture";
import { useMoments } from "./useMoments";
import { useReturn } from "./useReturn";
import styles from "./Versions.module.css";

/** The matrix as it was, read only, with a slider through the times it has been. */
export function PastView({ point }: { point: string | null }) {
  const dossier = useDossier();
  const time = timeOf(dossier);
  const versions = useDossierState((state) => state.review.versions);
  const { moments, problem: unknown } = useMoments();
  const stops = useMemo(() => stopsOf(moments ?? [], versions), [moments, versions]);
  const at = stopAt(stops, point);
  const stop = stops[at];
  const before = stops[at - 1];
  const version = stop?.version ?? null;
  useReturn();
  const {
    picture,
    point: seen,
    problem,
  } = usePicture(moments === null ? null : (stop?.point ?? null));
  const settled = seen !== null && seen === stop?.point;
  const { comparison } = useComparison(
    settled && before !== undefined ? before.point : null,
    stop?.point ?? "",
  );
  useMarkedStop(picture, comparison, settled);
  useMirrored(picture);

  const failed = problem ?? unknown;
  const go = (to: number) => {
    const next = stops[Math.max(0, Math.min(stops.length - 1, to))];
    if (next !== undefined) time.past(next.point);
  };
  return (
    <section className={styles.view} aria-label={t`La matriz como estaba`} data-testid="past-view">
      <header className={styles.pastHead}>
        <History size={18} aria-hidden />
        <h2 className={styles.pastTitle}>
          <span role="status" data-testid="past-title">
            {stop === undefined
              ? t`La matriz como estaba`
              : t`Así estaba el ${officialTime(stop.at)}`}
            {version !== null && <span> · {version.name}</span>}
          </span>
        </h2>
        {stop !== undefined && picture !== null && (
          <RestoreMenu point={stop.point} picture={picture} />
        )}
        {stop !== undefined && (
          <Button
            size="small"
            data-testid="past-compare"
            onPress={() => time.compare(stop.version?.id ?? stop.point, NOW)}
          >
            {t`Comparar con ahora`}
          </Button>
        )}
        <Button
          size="small"
          look="strong"
          data-testid="past-leave"
          onPress={() => {
            time.leave();
            dossier.focusCell();
          }}
        >
          {t`Volver a ahora`}
        </Button>
      </header>
      {stops.length > 0 && <Slider stops={stops} at={at} onGo={go} />}
      <p className={styles.pastSum} role="status" data-testid="past-changes">
        {stop !== undefined && stopWords(stop)}
        {comparison !== null && comparison.differences.length > 0 && (
          <>
            {" "}
            <strong>{countedChanges(comparison.differences)}</strong>{" "}
            <button
              type="button"
              className={styles.go}
              data-testid="past-list"
              onClick={() => time.compare(comparison.from, comparison.to)}
            >
              {t`Ver la lista`}
            </button>
          </>
        )}
        {before === undefined && stop !== undefined && t`Es el principio de su historia.`}
      </p>
      <OfficialZone className={styles.pastSum} />
      {failed !== null && (
        <div className={styles.said}>
          <Notice message={failed.message} next={failed.next} code={failed.code} />
        </div>
      )}
      {moments?.length === 0 && versions.length === 0 && (
        <p className={styles.same}>{t`La matriz todavía no tiene historia.`}</p>
      )}
      {picture !== null && (
        <div className={styles.picture}>
          <DossierContext value={picture}>
            <Grid />
          </DossierContext>
        </div>
      )}
    </section>
  );
}

/** "En este tramo: 14 cambios de Ana y Luis." */
function stopWords({ changes, authors }: Stop): string {
  if (changes === 0) return "";
  const who = authors.join(", ");
  return plural(changes, {
    one: `En este tramo: # cambio de ${who}.`,
    other: `En este tramo: # cambios de ${who}.`,
  });
}

interface SliderProps {
  stops: readonly Stop[];
  at: number;
  onGo: (at: number) => void;
}

/** Stops from the oldest to the newest: arrows, Home and End go through them; versions are named. */
function Slider({ stops, at, onGo }: SliderProps) {
  const range = useRef<HTMLInputElement>(null);
  useEffect(() => {
    range.current?.focus();
  }, []);
  const stop = stops[at];
  const last = Math.max(1, stops.length - 1);
  const said = (one: Stop) =>
    [officialTime(one.at), one.version?.name ?? ""].filter((part) => part !== "").join(". ");
  return (
    <div className={styles.slider}>
      <Button
        size="small"
        look="quiet"
        iconOnly
        aria-label={t`Un paso atrás`}
        isDisabled={at === 0}
        data-testid="past-earlier"
        onPress={() => onGo(at - 1)}
      >
        <ChevronLeft size={16} aria-hidden />
      </Button>
      <div className={styles.track}>
        <input
          ref={range}
          type="range"
          className={styles.range}
          min={0}
          max={stops.length - 1}
          step={1}
          value={at}
          aria-label={t`Momento de la matriz`}
          aria-valuetext={stop === undefined ? "" : said(stop)}
          data-testid="past-slider"
          onChange={(event) => onGo(Number(event.currentTarget.value))}
        />
        {stops.map((one, place) =>
          one.version === null ? null : (
            <button
              key={one.point}
              type="button"
              className={styles.tick}
              // Its width is that of the track less the thumb, which never leaves it.
              style={{ left: `calc(8px + (100% - 16px) * ${String(place / last)})` }}
              data-edge={place / last < 0.15 ? "start" : place / last > 0.85 ? "end" : undefined}
              tabIndex={-1}
              title={said(one)}
              onClick={() => onGo(place)}
            >
              {one.version.name}
            </button>
          ),
        )}
      </div>
      <Button
        size="small"
        look="quiet"
        iconOnly
        aria-label={t`Un paso adelante`}
        isDisabled={at >= stops.length - 1}
        data-testid="past-later"
        onPress={() => onGo(at + 1)}
      >
        <ChevronRight size={16} aria-hidden />
      </Button>
      <span className={styles.count}>{t`${at + 1} de ${stops.length}`}</span>
    </div>
  );
}

/** Puts the selected cell, its row or everything back as it was then. */
function RestoreMenu({ point, picture }: { point: string; picture: DossierStore }) {
  const dossier = useDossier();
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const nowhere = useStore(picture.state, (state) => state.selection === null);
  if (!canEdit) return null;
  const ask = (whole: boolean) => () => {
    const { selection, rows } = picture.state.get();
    const row = rows.get(selection?.key ?? "");
    if (selection === null || row === undefined) return;
    const field = whole || selection.field === ROW_FIELD ? "" : selection.field;
    const cell: Cell = { line: row.line, indicator: row.indicator, field };
    restoringOf(dossier).set({ point, cells: [cell] });
  };
  return (
    <Menu
      label={t`Restaurar`}
      entries={[
        {
          id: "cell",
          text: t`Dejar la celda como estaba…`,
          disabled: nowhere,
          onAction: ask(false),
        },
        {
          id: "row",
          text: t`Dejar el renglón como estaba…`,
          disabled: nowhere,
          onAction: ask(true),
        },
        {
          id: "all",
          text: t`Dejar todo como estaba…`,
          onAction: () => restoringOf(dossier).set({ point, cells: null }),
        },
      ]}
    >
      <Button size="small" data-testid="past-restore">
        <Undo2 size={15} aria-hidden /> {t`Restaurar…`}
      </Button>
    </Menu>
  );
}
