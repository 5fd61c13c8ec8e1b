import { plural, t } from "@lingui/core/macro";
import { ArrowDown, ArrowUp, Replace, Search, X } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent } from "react";

import { Button, Check, Tip } from "../../kit";
import { mayEdit, useDossierState, useStore } from "../../state";
import { FilterBar } from "./FilterBar";
import { ReplaceDialog } from "./ReplaceDialog";
import { MATCHES_MAX, type Match } from "./search";
import { useFinder, useLook } from "./useFind";
import styles from "./Find.module.css";

const QUERY_LENGTH_MAX = 300;

/** The bar under the title bar: text to look for, and what to look at. */
export function FindBar() {
  const open = useLook((look) => look.open);
  return (
    <>
      {open && <SearchRow />}
      <LookNotice />
      <ReplaceDialog />
    </>
  );
}

function SearchRow() {
  const finder = useFinder();
  const query = useLook((look) => look.query);
  const wholeWord = useLook((look) => look.wholeWord);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const boxWanted = useStore(finder.boxWanted, (wanted) => wanted);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    box.current?.focus();
    box.current?.select();
  }, [boxWanted]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      finder.step(event.shiftKey);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      finder.close();
    }
  };
  return (
    <div
      role="search"
      aria-label={t`Buscar en la matriz`}
      className={styles.bar}
      data-testid="find-bar"
      onKeyDown={(event) => {
        if (event.key === "Escape") finder.close();
      }}
    >
      <div className={styles.box}>
        <Search size={15} aria-hidden />
        <input
          ref={box}
          type="text"
          className={styles.input}
          data-testid="find-query"
          aria-label={t`Texto que buscas`}
          placeholder={t`Buscar en la matriz`}
          maxLength={QUERY_LENGTH_MAX}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => finder.look({ query: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
        <MatchCount />
      </div>
      <Tip text={t`Anterior (Mayús+F3)`}>
        <Button
          look="quiet"
          size="small"
          iconOnly
          aria-label={t`Coincidencia anterior`}
          data-testid="find-previous"
          onPress={() => finder.step(true)}
        >
          <ArrowUp size={16} aria-hidden />
        </Button>
      </Tip>
      <Tip text={t`Siguiente (F3)`}>
        <Button
          look="quiet"
          size="small"
          iconOnly
          aria-label={t`Coincidencia siguiente`}
          data-testid="find-next"
          onPress={() => finder.step()}
        >
          <ArrowDown size={16} aria-hidden />
        </Button>
      </Tip>
      <Check
        checked={wholeWord}
        testId="find-whole-word"
        onChange={(checked) => finder.look({ wholeWord: checked })}
      >
        {t`Palabra completa`}
      </Check>
      {canEdit && (
        <Button size="small" data-testid="replace-open" onPress={() => finder.replace(true)}>
          <Replace size={14} aria-hidden /> {t`Reemplazar…`}
        </Button>
      )}
      <FilterBar />
      <Button
        look="quiet"
        size="small"
        iconOnly
        aria-label={t`Cerrar la búsqueda`}
        data-testid="find-close"
        onPress={() => finder.close()}
      >
        <X size={16} aria-hidden />
      </Button>
    </div>
  );
}

/** "3 de 17"; told aloud when it changes. */
function MatchCount() {
  const query = useLook((look) => look.query);
  const matches = useLook((look) => look.matches);
  const current = useLook((look) => look.current);
  if (query.trim() === "") return null;
  return (
    <output className={styles.count} aria-live="polite" data-testid="find-count">
      {countText(matches, current)}
    </output>
  );
}

function countText(matches: readonly Match[], current: Match | null): string {
  const total = matches.length;
  if (total === 0) return t`Sin coincidencias`;
  if (total >= MATCHES_MAX) return t`Más de ${MATCHES_MAX}`;
  const at = current === null ? -1 : matches.indexOf(current);
  return at < 0
    ? plural(total, { one: "# coincidencia", other: "# coincidencias" })
    : t`${at + 1} de ${total}`;
}

/** Says that one does not look at the whole matrix, or not in its order, and the way back. */
function LookNotice() {
  const finder = useFinder();
  const sorting = useLook((look) => look.sorting);
  const filtered = useDossierState((state) => state.filtered !== null);
  const shown = useDossierState((state) => state.shown.length);
  const total = useDossierState(wholeCount);
  if (!filtered && sorting === null) return null;
  return (
    <div className={styles.notice} role="status">
      {filtered && (
        <>
          <span data-testid="filter-notice">
            {plural(total, {
              one: `Mostrando ${shown} de # renglón`,
              other: `Mostrando ${shown} de # renglones`,
            })}
          </span>
          <Button
            look="quiet"
            size="small"
            data-testid="filter-clear"
            onPress={() => finder.clearFilters()}
          >
            {t`Quitar filtros`}
          </Button>
        </>
      )}
      {sorting !== null && (
        <>
          <span data-testid="sort-notice">{t`Vista ordenada: el documento conserva su orden`}</span>
          <Button
            look="quiet"
            size="small"
            data-testid="sort-clear"
            onPress={() => finder.sort(null)}
          >
            {t`Volver al orden de la matriz`}
          </Button>
        </>
      )}
    </div>
  );
}

/** Rows there would be without filters. */
function wholeCount({
  rows,
  showRetired,
}: {
  rows: ReadonlyMap<string, { retired: boolean; retiredAndEdited: string | null }>;
  showRetired: boolean;
}): number {
  let count = 0;
  for (const row of rows.values()) {
    if (!row.retired || row.retiredAndEdited !== null || showRetired) count += 1;
  }
  return count;
}
