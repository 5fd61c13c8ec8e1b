import { plural, t } from "@lingui/core/macro";
import { FileText, RotateCcw, Stamp, Trash2 } from "lucide-react";
import { useState } from "react";

import type { MinutaView, MinutesPart } from "../../host";
import { Button, Mark, Notice, ReasonForm, civilDate, officialTime } from "../../kit";
import { useApp, useDossier, useDossierState } from "../../state";
import { Agreements } from "./Agreements";
import { CloseDialog } from "./CloseDialog";
import { EntryList } from "./EntryList";
import { FollowUp } from "./FollowUp";
import { People } from "./People";
import { useActs } from "./useActs";
import { ValueBox } from "./ValueBox";
import { WordsBox } from "./WordsBox";
import { partName, said } from "./words";
import styles from "./Minutes.module.css";

interface MinutaFormProps {
  minuta: MinutaView;
  /** An acuerdo to bring into view. */
  wanted: string | null;
}

/** A minuta, its parts in the order of the paper. */
export function MinutaForm({ minuta, wanted }: MinutaFormProps) {
  const coordinates = useDossierState((state) => state.role === "coordinator");
  const closed = minuta.state === "closed";
  const readOnly = !coordinates || closed;
  const { values, minutes } = minuta;
  const box = { part: minutes, readOnly };
  return (
    <article className={styles.sheet} aria-label={minuta.title} data-testid="minuta">
      <Head minuta={minuta} coordinates={coordinates} />
      {!coordinates && !closed && (
        <p className={styles.reason}>
          {t`La escribe quien coordina. Con tu papel la ves como va quedando.`}
        </p>
      )}
      <section className={styles.section} aria-label={t`La sesión`}>
        <div className={styles.row}>
          <ValueBox
            {...box}
            field="session"
            label={t`Mesa`}
            placeholder="08"
            value={values["session"]}
            testId="minuta-session"
          />
          <ValueBox
            {...box}
            field="phase"
            label={t`Fase`}
            placeholder="1"
            value={values["phase"]}
            testId="minuta-phase"
          />
          <ValueBox
            {...box}
            field="title"
            label={t`Título, si no es el de siempre`}
            placeholder={minuta.title}
            value={values["title"]}
            wide
            testId="minuta-title"
          />
        </div>
        <div className={styles.row}>
          <ValueBox
            {...box}
            field="institution"
            label={t`Institución implementadora`}
            value={values["institution"]}
            wide
            testId="minuta-institution"
          />
          <ValueBox
            {...box}
            field="date"
            label={t`Fecha`}
            as="day"
            placeholder="19/04/2023"
            value={values["date"]}
            testId="minuta-date"
          />
        </div>
        <div className={styles.row}>
          <ValueBox
            {...box}
            field="place"
            label={t`Lugar`}
            value={values["place"]}
            wide
            testId="minuta-place"
          />
          <ValueBox
            {...box}
            field="startsAt"
            label={t`Inicio`}
            as="hour"
            placeholder="10:00"
            value={values["startsAt"]}
            testId="minuta-starts"
          />
          <ValueBox
            {...box}
            field="endsAt"
            label={t`Término`}
            as="hour"
            placeholder="12:30"
            value={values["endsAt"]}
            testId="minuta-ends"
          />
          <ValueBox
            {...box}
            field="convenedBy"
            label={t`Convoca`}
            value={values["convenedBy"]}
            wide
            testId="minuta-convened"
          />
        </div>
      </section>
      <EntryList
        minutes={minutes}
        kind="agenda"
        title={t`Orden del día`}
        parts={minuta.agenda}
        readOnly={readOnly}
      />
      <FollowUp
        minutes={minutes}
        followUp={minuta.followUp}
        date={said(values, "date")}
        readOnly={readOnly}
      />
      <Agreements minutes={minutes} parts={minuta.agreements} readOnly={readOnly} wanted={wanted} />
      <People
        minutes={minutes}
        kind="attendee"
        title={t`Asistentes`}
        parts={minuta.attendees}
        readOnly={readOnly}
      />
      <EntryList
        minutes={minutes}
        kind="material"
        title={t`Materiales revisados`}
        parts={minuta.materials}
        readOnly={readOnly}
      />
      <section className={styles.section} aria-label={t`Observaciones`}>
        <h3>{t`Observaciones`}</h3>
        <WordsBox
          {...box}
          field="remarks"
          label={t`Observaciones`}
          labelHidden
          placeholder={t`Ninguna.`}
          value={values["remarks"]}
          testId="minuta-remarks"
        />
      </section>
      <People
        minutes={minutes}
        kind="coordinator"
        title={t`Coordinaron`}
        parts={minuta.coordinators}
        readOnly={readOnly}
      />
      <section className={styles.section} aria-label={t`Lo que cuenta el anexo`}>
        <h3>{t`Lo que cuenta el anexo`}</h3>
        <p data-testid="minuta-counts">{minuta.countsSentence}</p>
        {!readOnly && (
          <ValueBox
            {...box}
            field="counts"
            label={t`Frase propia, si el papel debe decirlo de otro modo`}
            value={values["counts"]}
            wide
            testId="minuta-counts-own"
          />
        )}
      </section>
      {!readOnly && <TakenOut parts={minuta.removed} />}
      {minuta.past.length > 0 && <Past minuta={minuta} />}
    </article>
  );
}

function Head({ minuta, coordinates }: { minuta: MinutaView; coordinates: boolean }) {
  const dossier = useDossier();
  const acts = useActs();
  const [closing, setClosing] = useState(false);
  const [reopening, setReopening] = useState(false);
  const closed = minuta.state === "closed";
  const { closing: how, removal } = minuta;
  return (
    <header className={styles.sheetHead}>
      <div className={styles.titleRow}>
        <h2 data-testid="minuta-heading">{minuta.title}</h2>
        <Mark tone="plain">{closed ? t`Cerrada` : t`Borrador`}</Mark>
        <span className={styles.grow} />
        <ExportButtons minuta={minuta} />
        {coordinates && !closed && (
          <>
            {minuta.past.length === 0 && (
              <Button
                look="quiet"
                size="small"
                isDisabled={acts.busy}
                data-testid="minuta-remove"
                onPress={() =>
                  void acts
                    .act([{ type: "remove", part: minuta.minutes, removed: true }])
                    .then((done) => done !== null && dossier.minutes.open())
                }
              >
                <Trash2 size={15} aria-hidden /> {t`Quitar`}
              </Button>
            )}
            <Button
              look="strong"
              size="small"
              data-testid="minuta-close"
              onPress={() => setClosing(true)}
            >
              <Stamp size={15} aria-hidden /> {t`Cerrar la minuta…`}
            </Button>
          </>
        )}
        {coordinates && closed && (
          <Button
            look="quiet"
            size="small"
            data-testid="minuta-reopen"
            onPress={() => setReopening(true)}
          >
            <RotateCcw size={15} aria-hidden /> {t`Reabrir para corregir…`}
          </Button>
        )}
      </div>
      {how !== null && (
        <p className={styles.quiet} data-testid="minuta-closing">
          {t`La cerró ${how.by}, ${officialTime(how.at)}.`}{" "}
          {how.here
            ? t`Anexo: «${how.versionName}», huella ${how.digest}.`
            : t`A esta computadora todavía no llega todo su anexo.`}
        </p>
      )}
      {how !== null && how.alsoBy.length > 0 && (
        <p className={styles.asked}>
          {t`También la cerró ${how.alsoBy.join(", ")} a la vez. Si no es la misma versión, reábrela y ciérrala otra vez.`}
        </p>
      )}
      {minuta.changedSince > 0 && (
        <p className={styles.asked}>
          {plural(minuta.changedSince, {
            one: "Alguien cambió # parte sin saber que ya estaba cerrada. Lo escrito se conserva y no está en la minuta: para incluirlo, reábrela.",
            other:
              "Alguien cambió # partes sin saber que ya estaba cerrada. Lo escrito se conserva y no está en la minuta: para incluirlo, reábrela.",
          })}
        </p>
      )}
      {removal !== null && removal.editedBy !== "" && (
        <p className={styles.asked}>
          {t`${removal.removedBy} quitó esta minuta mientras ${removal.editedBy} escribía en ella; se quedó. Al escribir en ella se conserva.`}
        </p>
      )}
      {acts.problem !== null && (
        <Notice message={acts.problem.message} next={acts.problem.next} code={acts.problem.code} />
      )}
      {reopening && (
        <ReasonForm
          label={t`Por qué se reabre`}
          hint={t`Queda escrito en la minuta, con tu nombre.`}
          action={t`Reabrir`}
          testId="reopen"
          busy={acts.busy}
          problem={acts.problem}
          onSave={(reason) =>
            void acts
              .act([{ type: "reopen", minutes: minuta.minutes, reason }])
              .then((done) => done !== null && setReopening(false))
          }
          onClose={() => setReopening(false)}
        />
      )}
      {closing && <CloseDialog minuta={minuta} onClose={() => setClosing(false)} />}
    </header>
  );
}

/** The minuta with its annex, to print and sign. A draft says so on every page. */
function ExportButtons({ minuta }: { minuta: MinutaView }) {
  const dossier = useDossier();
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const write = async (format: "docx" | "pdf") => {
    setBusy(true);
    try {
      const path = await dossier.minutes.export(minuta, format);
      if (path !== null) app.toast(t`Se guardó en ${path}.`);
    } catch (failure) {
      app.fail(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        look="quiet"
        size="small"
        isDisabled={busy}
        data-testid="minuta-docx"
        onPress={() => void write("docx")}
      >
        <FileText size={15} aria-hidden /> {t`Exportar en Word…`}
      </Button>
      <Button
        look="quiet"
        size="small"
        isDisabled={busy}
        data-testid="minuta-pdf"
        onPress={() => void write("pdf")}
      >
        {t`Exportar en PDF…`}
      </Button>
    </>
  );
}

/** What was taken out, and can come back. */
function TakenOut({ parts }: { parts: readonly MinutesPart[] }) {
  const acts = useActs();
  if (parts.length === 0) return null;
  return (
    <details className={styles.section}>
      <summary>
        {plural(parts.length, { one: "# parte quitada", other: "# partes quitadas" })}
      </summary>
      <ul className={styles.entries}>
        {parts.map((part, at) => (
          <li key={part.part} className={styles.entry}>
            <p className={styles.read}>
              {[said(part.values, "text"), said(part.values, "name")].find((one) => one !== "") ??
                partName(part, at + 1)}
            </p>
            <Button
              size="small"
              isDisabled={acts.busy}
              data-testid="part-back"
              onPress={() => void acts.act([{ type: "remove", part: part.part, removed: false }])}
            >
              {t`Devolver`}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Past({ minuta }: { minuta: MinutaView }) {
  return (
    <section className={styles.section} aria-label={t`Cierres y reaperturas`}>
      <h3>{t`Cierres y reaperturas`}</h3>
      <ol className={styles.list}>
        {minuta.past.map(({ closed, by, at, reason }, place) => (
          <li key={place}>
            {closed ? t`La cerró ${by}` : t`La reabrió ${by}`}, {officialTime(at)}
            {reason !== "" && `: ${reason}`}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The day of a minuta, in words. */
export function dayWords(minuta: MinutaView): string {
  const date = said(minuta.values, "date");
  return date === "" ? t`sin fecha` : civilDate(date);
}
