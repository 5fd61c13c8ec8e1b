import { plural, t } from "@lingui/core/macro";

import type { AwayItem } from "../../host";
import { Button } from "../../kit";
import { useApp, useDossier, useDossierState } from "../../state";
import { placeLabel } from "../fields";
import styles from "./Away.module.css";

/** What others did while this computer was without connection; each item leads to its cell. */
export function AwayPanel() {
  const dossier = useDossier();
  const app = useApp();
  const items = useDossierState((state) => state.away);
  return (
    <div className={styles.panel} data-testid="away-panel">
      <p className={styles.lead}>
        {plural(items.length, {
          one: "Llegó # cambio de otras personas. Tus cambios siguen aquí.",
          other: "Llegaron # cambios de otras personas. Tus cambios siguen aquí.",
        })}
      </p>
      <ul>
        {items.map((item, index) => (
          <li key={index}>
            <button
              type="button"
              className={styles.item}
              data-testid="away-item"
              data-kind={item.kind}
              onClick={() => dossier.goTo(item.line, item.indicator, item.field)}
            >
              <span className={styles.place}>{placeLabel(item.row, item.field)}</span>
              <span className={item.kind === "toDecide" ? styles.wait : styles.what}>
                {whatHappened(item)}
              </span>
              <Words item={item} />
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <Button
          data-testid="away-dismiss"
          onPress={() => void dossier.awaySeen().catch((failure: unknown) => app.fail(failure))}
        >
          {t`Ya lo vi`}
        </Button>
      </div>
    </div>
  );
}

function Words({ item }: { item: AwayItem }) {
  if (item.kind === "comment") return <span className={styles.after}>{item.after}</span>;
  if (item.before === item.after) return null;
  return (
    <>
      {item.before !== "" && <span className={styles.before}>{item.before}</span>}
      {item.after !== "" && <span className={styles.after}>{item.after}</span>}
    </>
  );
}

/** What happened to a cell, in a sentence. */
export function whatHappened({ kind, author }: AwayItem): string {
  const who = author === "" ? t`Alguien` : author;
  switch (kind) {
    case "changed":
      return t`${who} la cambió`;
    case "merged":
      return t`${who} también la cambió; los textos se juntaron`;
    case "toDecide":
      return t`Por decidir: ${who} también la cambió`;
    case "comment":
      return t`${who} comentó`;
    case "added":
      return t`${who} agregó el renglón`;
    case "retired":
      return t`${who} retiró el renglón`;
    case "restored":
      return t`${who} restauró el renglón`;
  }
}
