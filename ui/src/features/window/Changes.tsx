import { plural, t } from "@lingui/core/macro";
import { Copy, FileDown } from "lucide-react";
import { useState } from "react";

import type { DifferenceView, WindowView } from "../../host";
import {
  Button,
  Check,
  DialogActions,
  Field,
  ModalDialog,
  Notice,
  WordChanges,
  copyText,
  dayOf,
  PlaceLink,
} from "../../kit";
import { useApp, useDossier, useDossierState } from "../../state";
import { ByLine, NOW, countedChanges, rowChange, timeOf, useComparison } from "../changes";
import { placeLabel } from "../fields";
import { notificationText } from "./notification";
import styles from "./Window.module.css";

/** Changes listed before "Mostrar más". */
const SHOWN_FIRST = 6;
const SHOWN_MORE = 50;

/** The notification of changes: everything that differs from what was handed out, ready to send. */
export function Changes({ window }: { window: WindowView }) {
  const dossier = useDossier();
  const app = useApp();
  const title = useDossierState((state) => state.title);
  const institution = useDossierState((state) => state.institution);
  const { comparison, problem } = useComparison(window.version, NOW);
  const [lateOnly, setLateOnly] = useState(false);
  const [shownMost, showMost] = useState(SHOWN_FIRST);
  // Where the web view lets nobody copy, it is shown to be copied by hand.
  const [text, showText] = useState<string | null>(null);
  const all = comparison?.differences ?? [];
  const late = all.filter((one) => one.late);
  const wanted = lateOnly ? late : all;
  const shown = wanted.slice(0, shownMost);
  const save = () =>
    void dossier
      .exportChanges(window.version, NOW)
      .then((path) => {
        if (path !== null) app.toast(t`Se escribió ${path}.`);
      })
      .catch((failure: unknown) => app.fail(failure));
  const copy = async () => {
    if (comparison === null) return;
    const text = notificationText({ title, institution, window, comparison });
    if (await copyText(text, () => undefined)) {
      app.toast(t`Notificación copiada: pégala en el correo.`);
    } else {
      showText(text);
    }
  };
  return (
    <section
      className={styles.section}
      aria-label={t`Notificación de cambios`}
      data-testid="notification"
    >
      <h3 className={styles.title}>{t`Notificación de cambios`}</h3>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      {comparison !== null && (
        <p data-testid="notification-count">
          {all.length === 0
            ? t`Nada ha cambiado desde lo entregado el ${dayOf(window.openedAt)}.`
            : t`Desde lo entregado el ${dayOf(window.openedAt)}: ${countedChanges(all)}.`}
        </p>
      )}
      {all.length > 0 && (
        <>
          <div className={styles.actions}>
            <Button size="small" look="strong" data-testid="notification-save" onPress={save}>
              <FileDown size={15} aria-hidden /> {t`Guardar la notificación…`}
            </Button>
            <Button size="small" data-testid="notification-copy" onPress={() => void copy()}>
              <Copy size={15} aria-hidden /> {t`Copiar`}
            </Button>
            <Button
              size="small"
              look="quiet"
              data-testid="notification-compare"
              onPress={() => timeOf(dossier).compare(window.version, NOW)}
            >
              {t`Ver lado a lado`}
            </Button>
          </div>
          {late.length > 0 && (
            <Check checked={lateOnly} onChange={setLateOnly} testId="notification-late">
              {plural(late.length, {
                one: "Solo la extemporánea (#)",
                other: "Solo las extemporáneas (#)",
              })}
            </Check>
          )}
          <ul className={styles.list}>
            {shown.map((change, at) => (
              <Change key={at} change={change} />
            ))}
          </ul>
          {shown.length < wanted.length && (
            <Button look="quiet" size="small" onPress={() => showMost(shownMost + SHOWN_MORE)}>
              {plural(wanted.length - shown.length, {
                one: "Mostrar # más",
                other: "Mostrar # más",
              })}
            </Button>
          )}
        </>
      )}
      {text !== null && (
        <ModalDialog
          title={t`Notificación de cambios`}
          isOpen
          onClose={() => showText(null)}
          size="wide"
        >
          <Field
            label={t`Cópiala de aquí con Ctrl+A y Ctrl+C`}
            value={text}
            onChange={() => undefined}
            lines={18}
            readOnly
            autoFocus
          />
          <DialogActions>
            <Button onPress={() => showText(null)}>{t`Cerrar`}</Button>
          </DialogActions>
        </ModalDialog>
      )}
    </section>
  );
}

function Change({ change }: { change: DifferenceView }) {
  const dossier = useDossier();
  const { row, cell, kind, spans, before, after } = change;
  return (
    <li className={styles.item} data-testid="notification-change">
      <PlaceLink onPress={() => dossier.goTo(cell.line, cell.indicator, cell.field)}>
        {placeLabel(row, cell.field)}
      </PlaceLink>
      {kind === "changed" ? (
        <WordChanges spans={spans} />
      ) : (
        <p>
          <strong>{rowChange(kind)}.</strong> {after === "" ? before : after}
        </p>
      )}
      <ByLine change={change} />
    </li>
  );
}
