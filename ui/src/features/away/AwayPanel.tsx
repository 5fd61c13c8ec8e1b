import { plural, t } from "@lingui/core/macro";
import { ChevronLeft, ChevronRight, Download } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";

import type { AwayItem } from "../../host";
import { Button, Tip, WordChanges, classes } from "../../kit";
import { useApp, useDossier, useDossierState, useStore } from "../../state";
import { placeLabel } from "../fields";
import styles from "./Away.module.css";
import { awayGroups, awayOf } from "./book";
import { awayTitle, sideOf, whatHappened } from "./words";

/** What others did while this computer was without connection; each item leads to its cell. */
export function AwayPanel() {
  const items = useDossierState((state) => state.away);
  const groups = useMemo(() => awayGroups(items), [items]);
  if (items.length === 0) {
    return <p className={styles.lead}>{t`Nada cambió mientras estabas sin conexión.`}</p>;
  }
  return (
    <div className={styles.panel} data-testid="away-panel">
      <Visits />
      <p className={styles.lead}>
        {plural(items.length, {
          one: "Llegó # cambio de otras personas. Tus cambios siguen aquí.",
          other: "Llegaron # cambios de otras personas. Tus cambios siguen aquí.",
        })}
      </p>
      {groups.map(([kind, group]) => (
        <section key={kind} data-testid="away-group" data-kind={kind}>
          <h3 className={classes(styles.title, kind === "toDecide" && styles.wait)}>
            {awayTitle(kind, group.length)}
          </h3>
          <ul>
            {group.map((item, index) => (
              <Change key={index} item={item} />
            ))}
          </ul>
        </section>
      ))}
      <Foot />
    </div>
  );
}

/** One by one: which of them, and the way to the others. */
function Visits() {
  const dossier = useDossier();
  const book = awayOf(dossier);
  const items = useDossierState((state) => state.away);
  const current = useStore(book.current, (item) => item);
  const list = useMemo(() => awayGroups(items).flatMap(([, group]) => group), [items]);
  const at = current === null ? -1 : list.indexOf(current);
  const [place, total] = [at + 1, list.length];
  return (
    <div className={styles.visits} role="group" aria-label={t`Visitar uno por uno`}>
      <span aria-live="polite">{at < 0 ? t`Visítalos uno por uno` : t`${place} de ${total}`}</span>
      <Tip text={t`Anterior (Mayús+F9)`}>
        <Button
          look="quiet"
          size="small"
          iconOnly
          data-testid="away-previous"
          aria-label={t`Cambio anterior`}
          onPress={() => book.step(true)}
        >
          <ChevronLeft size={16} aria-hidden />
        </Button>
      </Tip>
      <Tip text={t`Siguiente (F9)`}>
        <Button
          look="quiet"
          size="small"
          iconOnly
          data-testid="away-next"
          aria-label={t`Cambio siguiente`}
          onPress={() => book.step(false)}
        >
          <ChevronRight size={16} aria-hidden />
        </Button>
      </Tip>
    </div>
  );
}

function Change({ item }: { item: AwayItem }) {
  const book = awayOf(useDossier());
  const current = useStore(book.current, (one) => one === item);
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) place.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <li ref={place} className={styles.change} {...(current ? { "data-current": "" } : {})}>
      <button
        type="button"
        className={styles.item}
        data-testid="away-item"
        data-kind={item.kind}
        aria-current={current}
        onClick={() => book.visit(item)}
      >
        <span className={styles.place}>{placeLabel(item.row, item.field)}</span>
        <span className={styles.what}>{whatHappened(item)}</span>
      </button>
      <Words item={item} />
    </li>
  );
}

/** Before and after, the words that differ marked. */
function Words({ item: { kind, before, after } }: { item: AwayItem }) {
  if (kind === "comment") return <p className={styles.said}>{after}</p>;
  if (before === after) return null;
  return (
    <dl className={styles.words}>
      {before !== "" && (
        <>
          <dt>{t`Antes`}</dt>
          <dd>
            <WordChanges spans={sideOf(before, after, "removed")} />
          </dd>
        </>
      )}
      <dt>{t`Ahora`}</dt>
      <dd>
        {after === "" ? (
          <span className={styles.empty}>{t`(vacía)`}</span>
        ) : (
          <WordChanges spans={sideOf(after, before, "added")} />
        )}
      </dd>
    </dl>
  );
}

function Foot() {
  const dossier = useDossier();
  const app = useApp();
  const fail = (failure: unknown) => app.fail(failure);
  const write = () =>
    void dossier
      .exportAway()
      .then((path) => {
        if (path !== null) app.toast(t`Se escribió ${path}.`);
      })
      .catch(fail);
  return (
    <div className={styles.foot}>
      <Button
        look="strong"
        size="small"
        data-testid="away-dismiss"
        onPress={() => void dossier.awaySeen().catch(fail)}
      >
        {t`Ya lo vi`}
      </Button>
      <Button size="small" data-testid="away-export" onPress={write}>
        <Download size={14} aria-hidden /> {t`Guardar esta lista…`}
      </Button>
    </div>
  );
}
