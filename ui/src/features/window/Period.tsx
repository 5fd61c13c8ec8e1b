import { plural, t } from "@lingui/core/macro";
import { CalendarPlus } from "lucide-react";
import { useState } from "react";

import type { WindowView } from "../../host";
import { Button, Mark, OfficialZone, civilDate, officialTime } from "../../kit";
import { useDossierState } from "../../state";
import { CloseForm, MoveForm, OpenForm } from "./PeriodForms";
import { countdown } from "./words";
import styles from "./Window.module.css";

/** Until when changes are notified and to whom; the coordinator opens, moves and closes it. */
export function Period() {
  const windows = useDossierState((state) => state.review.windows);
  const coordinates = useDossierState((state) => state.role === "coordinator");
  const [asking, ask] = useState<"open" | "move" | "close" | null>(null);
  const last = windows.at(-1);
  const open = last !== undefined && last.status !== "closed";
  const before = open ? windows.slice(0, -1) : windows;
  const done = () => ask(null);
  return (
    <section className={styles.section} aria-label={t`Periodo`}>
      {open ? (
        <OpenPeriod window={last} />
      ) : (
        <div className={styles.teach}>
          <p>{t`No hay un periodo de revisión abierto.`}</p>
          <p className={styles.quiet}>
            {coordinates
              ? t`Ábrelo al repartir la matriz: di hasta qué día se reciben cambios y a quién se notifican. Cotejo cuenta los días y junta la notificación.`
              : t`Quien coordina lo abre al repartir la matriz, con su último día.`}
          </p>
        </div>
      )}
      {coordinates && asking === null && (
        <div className={styles.actions}>
          {open ? (
            <>
              <Button size="small" data-testid="window-move" onPress={() => ask("move")}>
                {t`Cambiar el último día…`}
              </Button>
              <Button size="small" data-testid="window-close" onPress={() => ask("close")}>
                {t`Cerrar el periodo…`}
              </Button>
            </>
          ) : (
            <Button
              size="small"
              look="strong"
              data-testid="window-open"
              onPress={() => ask("open")}
            >
              <CalendarPlus size={15} aria-hidden /> {t`Abrir un periodo…`}
            </Button>
          )}
        </div>
      )}
      {asking === "open" && <OpenForm onClose={done} />}
      {asking === "move" && open && <MoveForm window={last} onClose={done} />}
      {asking === "close" && open && <CloseForm window={last} onClose={done} />}
      {before.length > 0 && (
        <details className={styles.before}>
          <summary>
            {plural(before.length, { one: "# periodo anterior", other: "# periodos anteriores" })}
          </summary>
          <ul>
            {before.toReversed().map((window) => (
              <Earlier key={window.window} window={window} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function OpenPeriod({ window }: { window: WindowView }) {
  const { notifyTo, note, openedBy, openedAt, reason, changedCells, arrivedLate, madeLate } =
    window;
  return (
    <>
      <p className={styles.until} data-testid="window-until">
        {countdown(window)}
        {window.status === "past" && (
          <>
            {" "}
            <Mark tone="wait">{t`Sin cerrar`}</Mark>
          </>
        )}
      </p>
      <dl className={styles.facts}>
        <dt>{t`Último día`}</dt>
        <dd>{t`${civilDate(window.closesOn)}, completo, hora de la Ciudad de México`}</dd>
        {notifyTo !== "" && (
          <>
            <dt>{t`Se notifica a`}</dt>
            <dd>{notifyTo}</dd>
          </>
        )}
        <dt>{t`Lo abrió`}</dt>
        <dd>
          {openedBy} · {officialTime(openedAt)}
        </dd>
        {note !== "" && (
          <>
            <dt>{t`Nota`}</dt>
            <dd>{note}</dd>
          </>
        )}
        {reason !== "" && (
          <>
            <dt>{t`Cambió de día`}</dt>
            <dd>{reason}</dd>
          </>
        )}
      </dl>
      <p className={styles.quiet}>
        {plural(changedCells, {
          one: "# celda cambiada desde que se abrió",
          other: "# celdas cambiadas desde que se abrió",
        })}
        {arrivedLate > 0 && (
          <>
            {" · "}
            {plural(arrivedLate, {
              one: "# hecha a tiempo que llegó después",
              other: "# hechas a tiempo que llegaron después",
            })}
          </>
        )}
        {madeLate > 0 && (
          <>
            {" · "}
            {plural(madeLate, { one: "# extemporánea", other: "# extemporáneas" })}
          </>
        )}
      </p>
      <OfficialZone className={styles.quiet} />
    </>
  );
}

function Earlier({ window }: { window: WindowView }) {
  const { openedAt, closesOn, closedBy, closedAt, reason } = window;
  return (
    <li className={styles.earlier}>
      <p>{t`Del ${officialTime(openedAt)} al ${civilDate(closesOn)}`}</p>
      <p className={styles.quiet}>
        {closedAt !== null && t`Lo cerró ${closedBy} el ${officialTime(closedAt)}.`}
        {reason !== "" && ` ${reason}`}
      </p>
    </li>
  );
}
