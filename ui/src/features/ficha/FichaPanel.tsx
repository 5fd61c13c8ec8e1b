import { t } from "@lingui/core/macro";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, type KeyboardEvent } from "react";

import type { Row } from "../../host";
import { Button, Mark, MarksInTabOrder } from "../../kit";
import { isPending, rowKey, stateGiven, useDossier, useDossierState, useStore } from "../../state";
import { placeLabel } from "../fields";
import { StateDetail, rowStateTone, rowStateWord } from "../states";
import { FichaField } from "./FichaField";
import { focusField, fieldOf } from "./focus";
import { Formula } from "./Formula";
import { HeadingField } from "./HeadingField";
import { neighbour, rowsOfLine } from "./lines";
import { fichaWanted } from "./open";
import { ReviewField } from "./ReviewField";
import styles from "./Ficha.module.css";

/**
 * A line read downwards: its own fields once, then those of each of its indicators, also the ones
 * the form does not print. A form for who reads with the ears, and for who wants to see it whole.
 */
export function FichaPanel() {
  const dossier = useDossier();
  const panel = useRef<HTMLDivElement>(null);
  const wanted = useStore(fichaWanted(dossier), (asked) => asked);
  const selection = useDossierState((state) => state.selection);
  const row = useDossierState((state) =>
    state.selection === null ? undefined : state.rows.get(state.selection.key),
  );

  const given = useDossierState((state) =>
    row === undefined ? null : stateGiven(state, row.line),
  );
  const pending = useDossierState((state) => row !== undefined && isPending(state, row));

  useLayoutEffect(() => {
    if (!wanted || panel.current === null) return;
    fichaWanted(dossier).set(false);
    focusField(panel.current, selection?.field ?? "", selection?.key ?? "");
  }, [dossier, wanted, selection, row]);

  const go = (back: boolean, field: string) => {
    const state = dossier.state.get();
    const key = neighbour(state, state.selection?.key ?? "", back);
    if (key === null) return;
    void dossier.editors.commit();
    dossier.select({ key, field: state.selection?.field ?? "actionLine" });
    dossier.showCell();
    requestAnimationFrame(() => {
      if (panel.current !== null) focusField(panel.current, field, key);
    });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing) return;
    const pages = event.key === "PageUp" || event.key === "PageDown";
    if (pages && event.altKey) {
      event.preventDefault();
      go(event.key === "PageUp", fieldOf(event.target));
    } else if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      dossier.focusCell();
    }
  };

  if (row === undefined) {
    return (
      <p className={styles.teach}>
        {t`Selecciona un renglón para ver su ficha: todos sus campos, también la línea base y los medios de verificación, que el formato no imprime.`}
      </p>
    );
  }
  return (
    <MarksInTabOrder value={true}>
      <div ref={panel} className={styles.ficha} data-testid="ficha-panel" onKeyDown={onKeyDown}>
        <header className={styles.head}>
          <h3 className={styles.title}>{placeLabel(row.row, "")}</h3>
          {pending && <Mark tone="review">{t`Sujeta a revisión`}</Mark>}
          {row.retired && <Mark tone="plain">{t`Retirado`}</Mark>}
          <Neighbours row={row} onGo={go} />
        </header>
        {given !== null && (
          <section className={styles.given} aria-label={t`Estado del renglón`}>
            <Mark tone={rowStateTone(given.state)}>{rowStateWord(given.state)}</Mark>
            <StateDetail row={row} given={given} />
          </section>
        )}
        <LineFields row={row} />
        <Indicators row={row} />
        <p className={styles.keys}>
          {t`Tab recorre los campos · Intro escribe · Alt+RePág y Alt+AvPág cambian de renglón · Esc vuelve a la matriz`}
        </p>
      </div>
    </MarksInTabOrder>
  );
}

function Neighbours({ row, onGo }: { row: Row; onGo: (back: boolean, field: string) => void }) {
  const before = useDossierState((state) => neighbour(state, rowKey(row), true));
  const after = useDossierState((state) => neighbour(state, rowKey(row), false));
  return (
    <span className={styles.neighbours}>
      <Button
        look="quiet"
        size="small"
        iconOnly
        data-testid="ficha-previous"
        aria-label={t`Renglón anterior`}
        isDisabled={before === null}
        onPress={() => onGo(true, "previous")}
      >
        <ChevronUp size={16} aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="small"
        iconOnly
        data-testid="ficha-next"
        aria-label={t`Renglón siguiente`}
        isDisabled={after === null}
        onPress={() => onGo(false, "next")}
      >
        <ChevronDown size={16} aria-hidden />
      </Button>
    </span>
  );
}

function LineFields({ row }: { row: Row }) {
  const levels = useDossierState((state) => state.levels);
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t`Línea`}</legend>
      {levels.map((level) => (
        <HeadingField key={level} row={row} level={level} />
      ))}
      <FichaField row={row} field="actionLine" />
      <FichaField row={row} field="responsible" />
      <FichaField row={row} field="stage" />
      <ReviewField row={row} />
    </fieldset>
  );
}

function Indicators({ row }: { row: Row }) {
  const order = useDossierState((state) => state.order);
  const rows = useDossierState((state) => state.rows);
  const shown = useDossierState((state) => state.showRetired);
  const dossier = useDossier();
  const list = useMemo(
    () => rowsOfLine({ ...dossier.state.get(), order, rows, showRetired: shown }, row),
    [dossier, order, rows, shown, row],
  );
  return list.map((one, at) => (
    <IndicatorFields key={rowKey(one)} row={one} at={at} count={list.length} />
  ));
}

function IndicatorFields({ row, at, count }: { row: Row; at: number; count: number }) {
  const years = useDossierState((state) => state.years);
  const title = count === 1 ? t`Indicador de la línea` : t`Indicador ${at + 1} de ${count}`;
  return (
    <fieldset className={styles.group} data-testid="ficha-indicator">
      <legend className={styles.legend}>{title}</legend>
      {["indicatorName", "interpretation", "unitOfMeasure"].map((field) => (
        <FichaField key={field} row={row} field={field} />
      ))}
      <Formula row={row} />
      {["frequency", "direction", "meansOfVerification"].map((field) => (
        <FichaField key={field} row={row} field={field} />
      ))}
      <h4 className={styles.part}>{t`Línea base`}</h4>
      {["value", "year", "source", "verification"].map((part) => (
        <FichaField key={part} row={row} field={`baseline.${part}`} />
      ))}
      <h4 className={styles.part}>{t`Metas`}</h4>
      <FichaField row={row} field="targetBehavior" />
      <div className={styles.years}>
        {years.map((year, place) => (
          <FichaField key={year} row={row} field={`targets.${String(year)}`} brief={place > 0} />
        ))}
      </div>
    </fieldset>
  );
}
