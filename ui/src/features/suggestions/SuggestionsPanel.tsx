import { t } from "@lingui/core/macro";
import { useMemo, useState } from "react";

import type { SuggestionView } from "../../host";
import { Button } from "../../kit";
import { mayComment, mayEdit, useDossierState } from "../../state";
import { SuggestionCard } from "./SuggestionCard";
import styles from "./Suggestions.module.css";

/** Which suggestions are looked at. */
type Shown = "open" | "mine" | "decided" | "all";
const SHOWN: readonly Shown[] = ["open", "mine", "decided", "all"];

function isShown({ status, mine }: SuggestionView, shown: Shown): boolean {
  switch (shown) {
    case "open":
      return status === "open" || status === "contested";
    case "mine":
      return mine;
    case "decided":
      return status !== "open" && status !== "contested";
    case "all":
      return true;
  }
}

function shownWord(shown: Shown, count: number): string {
  switch (shown) {
    case "open":
      return t`Abiertas (${count})`;
    case "mine":
      return t`Mías (${count})`;
    case "decided":
      return t`Decididas (${count})`;
    case "all":
      return t`Todas`;
  }
}

/** Every suggestion of the matrix: what it would change, where, and what became of it. */
export function SuggestionsPanel() {
  const suggestions = useDossierState((state) => state.review.suggestions);
  const order = useDossierState((state) => state.order);
  const [shown, show] = useState<Shown>("open");
  const lines = useMemo(() => placesOf(order), [order]);
  const list = useMemo(
    () => sorted(suggestions, shown, lines).filter((one) => isShown(one, shown)),
    [suggestions, shown, lines],
  );
  return (
    <div className={styles.panel} data-testid="suggestions-panel">
      <div className={styles.filters} role="group" aria-label={t`Qué propuestas se ven`}>
        {SHOWN.map((one) => {
          const count = suggestions.filter((suggestion) => isShown(suggestion, one)).length;
          return (
            <Button
              key={one}
              size="small"
              look="quiet"
              aria-pressed={shown === one}
              data-testid={`suggestions-${one}`}
              onPress={() => show(one)}
            >
              {shownWord(one, count)}
            </Button>
          );
        })}
      </div>
      {list.length === 0 ? (
        <Teach shown={shown} />
      ) : (
        <ul className={styles.list}>
          {list.map((suggestion) => (
            <li key={suggestion.suggestion}>
              <SuggestionCard suggestion={suggestion} placed />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What is there to do where there is nothing to see. */
function Teach({ shown }: { shown: Shown }) {
  const role = useDossierState((state) => state.role);
  const how = mayEdit(role)
    ? t`Para proponer sin escribir en la matriz, ponte en la celda y pulsa Ctrl+Alt+P.`
    : t`Para proponer un cambio, ponte en la celda y pulsa Intro. Un renglón nuevo se propone desde los tres puntos junto a su número.`;
  const none = {
    open: t`No hay propuestas por decidir.`,
    mine: t`No has propuesto nada en esta matriz.`,
    decided: t`Todavía no se ha decidido ninguna propuesta.`,
    all: t`Nadie ha propuesto nada en esta matriz.`,
  }[shown];
  return (
    <div className={styles.teach}>
      <p>{none}</p>
      {mayComment(role) && <p>{how}</p>}
    </div>
  );
}

/** Where each line stands. */
function placesOf(order: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  order.forEach((key, at) => {
    const line = key.split(":")[0] ?? key;
    if (!places.has(line)) places.set(line, at);
  });
  return places;
}

/** Open ones in the order of the matrix, where they are decided; the others the newest first. */
function sorted(
  suggestions: readonly SuggestionView[],
  shown: Shown,
  places: ReadonlyMap<string, number>,
): readonly SuggestionView[] {
  if (shown !== "open") return [...suggestions].reverse();
  const place = ({ line }: SuggestionView) => places.get(line) ?? places.size;
  return [...suggestions].sort((a, b) => place(a) - place(b));
}
