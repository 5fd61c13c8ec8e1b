import { t } from "@lingui/core/macro";
import { ArrowLeft, Plus } from "lucide-react";
import { useEffect, type ReactNode } from "react";

import type { MinutaView } from "../../host";
import { Button, Mark, Notice, classes, todayInMexico } from "../../kit";
import { useDossier, useDossierState, useStore } from "../../state";
import { MinutaForm, dayWords } from "./MinutaForm";
import { useActs } from "./useActs";
import { minutaNote, nextSession, said } from "./words";
import styles from "./Minutes.module.css";

/** The matrix, or the minutas in its place. */
export function MinutesOr({ children }: { children: ReactNode }) {
  const look = useStore(useDossier().minutes.look, (looked) => looked);
  return look === null ? children : <MinutesScreen />;
}

/** Whether minutas are looked at in the place of the matrix. */
export function useMinutesOpen(): boolean {
  return useStore(useDossier().minutes.look, (look) => look !== null);
}

function MinutesScreen() {
  const dossier = useDossier();
  const desk = dossier.minutes;
  const view = useStore(desk.view, (shown) => shown);
  const look = useStore(desk.look, (looked) => looked);
  const problem = useStore(desk.problem, (what) => what);
  useEffect(() => {
    void desk.read();
  }, [desk]);
  const wanted = look?.name === "minuta" ? look.minutes : null;
  const all = view?.minutes ?? [];
  const chosen = all.find(({ minutes }) => minutes === wanted) ?? null;
  return (
    <div className={styles.screen} data-testid="minutes-screen">
      <nav className={styles.side} aria-label={t`Minutas`}>
        <Button
          look="quiet"
          size="small"
          data-testid="minutes-leave"
          onPress={() => {
            desk.leave();
            dossier.focusCell();
          }}
        >
          <ArrowLeft size={15} aria-hidden /> {t`Volver a la matriz`}
        </Button>
        <ul className={styles.listed}>
          {all.toReversed().map((minuta) => (
            <li key={minuta.minutes}>
              <button
                type="button"
                className={classes(styles.one, minuta === chosen && styles.oneChosen)}
                aria-current={minuta === chosen}
                data-testid="minuta-open"
                onClick={() => desk.open(minuta.minutes)}
              >
                <strong>{minuta.title}</strong>
                <span className={styles.quiet}>{dayWords(minuta)}</span>
                <span className={styles.quiet}>
                  {minuta.state === "closed" ? t`Cerrada` : t`Borrador`} · {minutaNote(minuta)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <Begin minutes={all} />
      </nav>
      <div className={styles.body}>
        {problem !== null && (
          <Notice message={problem.message} next={problem.next} code={problem.code} />
        )}
        {chosen !== null ? (
          <MinutaForm
            key={chosen.minutes}
            minuta={chosen}
            wanted={look?.name === "minuta" ? look.agreement : null}
          />
        ) : (
          view !== null && <Teach minutes={all} />
        )}
      </div>
    </div>
  );
}

function Begin({ minutes }: { minutes: readonly MinutaView[] }) {
  const dossier = useDossier();
  const coordinates = useDossierState((state) => state.role === "coordinator");
  const { busy, problem, act } = useActs();
  if (!coordinates) return null;
  const begin = async () => {
    const values: Record<string, string> = { date: todayInMexico() };
    const session = nextSession(minutes);
    const last = minutes.at(-1);
    if (session !== "") values["session"] = session;
    const phase = last === undefined ? "" : said(last.values, "phase");
    if (phase !== "") values["phase"] = phase;
    const made = await act([{ type: "begin", values }]);
    const id = made?.[0];
    if (id !== undefined) dossier.minutes.open(id);
  };
  return (
    <>
      <Button
        look="strong"
        size="small"
        isDisabled={busy}
        data-testid="minuta-new"
        onPress={() => void begin()}
      >
        <Plus size={15} aria-hidden /> {t`Empezar una minuta`}
      </Button>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
    </>
  );
}

/** What stands where no minuta is chosen. */
function Teach({ minutes }: { minutes: readonly MinutaView[] }) {
  const dossier = useDossier();
  const coordinates = useDossierState((state) => state.role === "coordinator");
  const open = minutes.flatMap((minuta) =>
    minuta.agreements.flatMap((part) =>
      part.agreement !== null && ["pending", "inProgress"].includes(part.agreement.state)
        ? [{ minuta, part, agreement: part.agreement }]
        : [],
    ),
  );
  if (minutes.length === 0) {
    return (
      <div className={styles.teach} data-testid="minutes-teach">
        <h2>{t`Todavía no hay minutas`}</h2>
        <p>
          {t`La minuta dice quién estuvo en la mesa, qué se revisó y qué se acordó. Al cerrarla queda fija junto con la versión de la matriz que es su anexo, y sale en Word y PDF lista para firmarse.`}
        </p>
        <p>
          {coordinates
            ? t`Empieza una con el botón de la izquierda. Los acuerdos que queden abiertos se ofrecen en la siguiente.`
            : t`La empieza quien coordina; aquí la verás mientras se escribe.`}
        </p>
      </div>
    );
  }
  return (
    <div className={styles.teach} data-testid="minutes-open-agreements">
      <h2>{t`Acuerdos abiertos`}</h2>
      {open.length === 0 ? (
        <p>{t`No queda ningún acuerdo abierto.`}</p>
      ) : (
        <ul className={styles.cards}>
          {open.map(({ minuta, part, agreement }) => (
            <li key={part.part} className={styles.card}>
              <div className={styles.cardHead}>
                <button
                  type="button"
                  className={styles.link}
                  onClick={() => dossier.minutes.open(minuta.minutes, part.part)}
                >
                  {minuta.title} · {agreement.number}
                </button>
                <Mark tone="plain">
                  {agreement.state === "pending" ? t`Pendiente` : t`En proceso`}
                </Mark>
              </div>
              <p className={styles.read}>{said(part.values, "text")}</p>
              <p className={styles.quiet}>{said(part.values, "responsible")}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
