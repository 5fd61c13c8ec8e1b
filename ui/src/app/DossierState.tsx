import { plural, t } from "@lingui/core/macro";
import { Check, CheckCheck, RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";

import { StateWord, placeLabel, stateSentence } from "../features/fields";
import type { ChangeReceiptView, MemberSeenView } from "../host";
import { Button, DialogTrigger, Notice, Popover, localTime } from "../kit";
import { ROW_FIELD, useApp, useDossier, useDossierState } from "../state";
import styles from "./App.module.css";

/** How the dossier stands; pressed, whether one may close, and who has seen what one wrote. */
export function DossierState() {
  const status = useDossierState((state) => state.status);
  return (
    <DialogTrigger>
      <Button look="quiet" size="small" data-testid="dossier-state-open">
        <StateWord status={status} />
      </Button>
      <Popover label={t`Estado del expediente`} placement="bottom end">
        <Detail />
      </Popover>
    </DialogTrigger>
  );
}

function Detail() {
  const dossier = useDossier();
  const app = useApp();
  const status = useDossierState((state) => state.status);
  const receipts = useDossierState((state) => state.receipts);
  useEffect(() => {
    // Without an answer the state of the dossier is said, as always.
    dossier.askReceipts().catch(() => undefined);
  }, [dossier]);
  return (
    <div className={styles.stateDetail} data-testid="dossier-state-detail">
      <p>
        <strong data-testid="safe-to-close">{receipts?.sentence ?? stateSentence(status)}</strong>
      </p>
      {status.problem !== null && (
        <Notice
          tone={status.state === "stuck" ? "wrong" : "plain"}
          message={status.problem.message}
          next={status.problem.next}
          code={status.problem.code}
        />
      )}
      <LastChange />
      <Seen members={receipts?.members.filter((member) => !member.me) ?? []} />
      <dl className={styles.facts}>
        <dt>{t`Guardados aquí`}</dt>
        <dd>{status.saved}</dd>
        <dt>{t`Enviados`}</dt>
        <dd>{status.sent}</dd>
        <dt>{t`Por enviar`}</dt>
        <dd>{status.waiting}</dd>
        <dt>{t`Servidor de enlace`}</dt>
        <dd>{status.relay ?? t`ninguno todavía`}</dd>
        {status.relay !== null && (
          <>
            <dt>{t`Último contacto`}</dt>
            <dd>
              {status.lastContact === null ? t`todavía no hay` : localTime(status.lastContact)}
            </dd>
          </>
        )}
      </dl>
      {status.relay !== null && (
        <Button
          size="small"
          data-testid="sync-now"
          onPress={() => void dossier.syncNow().catch((failure: unknown) => app.fail(failure))}
        >
          <RefreshCw size={14} aria-hidden /> {t`Intentar conectar ahora`}
        </Button>
      )}
    </div>
  );
}

/** Who of the others has had on screen everything that is written here. */
function Seen({ members }: { members: readonly MemberSeenView[] }) {
  if (members.length === 0) return null;
  const seen = members.filter((member) => member.seenAll).length;
  const total = members.length;
  return (
    <section className={styles.seen} aria-label={t`Quién lo ha visto`}>
      <h3>{t`Visto por ${seen} de ${total}`}</h3>
      <ul>
        {members.map((member) => (
          <li key={member.device} data-testid="seen-by">
            <span className={styles.seenIcon}>
              {member.seenAll ? (
                <CheckCheck size={14} aria-hidden />
              ) : member.heldAll ? (
                <Check size={14} aria-hidden />
              ) : null}
            </span>
            <span>
              {member.name}
              <span className={styles.seenHow}>{seenWords(member)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function seenWords({ seenAll, heldAll, seenAt }: MemberSeenView): string {
  const when = seenAt === null ? null : localTime(seenAt);
  if (seenAll) return when === null ? t`lo vio todo` : t`lo vio todo; ${when}`;
  const how = heldAll ? t`le llegó todo y falta que lo vea` : t`falta que le llegue lo último`;
  return when === null ? how : t`${how}; miró el ${when}`;
}

/** Where one's last change in the selected cell is by now. */
function LastChange() {
  const dossier = useDossier();
  const selection = useDossierState((state) => state.selection);
  const row = useDossierState((state) => state.rows.get(state.selection?.key ?? ""));
  const receipts = useDossierState((state) => state.receipts);
  const [known, setKnown] = useState<ChangeReceiptView | null>(null);
  const field = selection?.field === ROW_FIELD ? "" : (selection?.field ?? "");
  const { line, indicator } = row ?? { line: "", indicator: null };
  useEffect(() => {
    if (line === "") return undefined;
    let gone = false;
    dossier
      .receiptOfCell({ line, indicator, field })
      .then((answer) => {
        if (!gone) setKnown(answer);
      })
      // Nothing is said of a change nobody knows about.
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [dossier, line, indicator, field, receipts]);
  if (row === undefined || known?.here !== true) return null;
  const place = placeLabel(row.row, field);
  return (
    <p className={styles.lastChange} data-testid="last-change">
      {t`Tu último cambio en ${place}:`} {whereWords(known)}
    </p>
  );
}

function whereWords({ atRelay, seenBy, notSeenBy }: ChangeReceiptView): string {
  if (!atRelay) return t`está en esta computadora y falta enviarlo.`;
  const names = seenBy.join(", ");
  const missing = notSeenBy.length;
  if (seenBy.length === 0) return t`está en el servidor; nadie lo ha visto todavía.`;
  if (missing === 0) return t`lo vieron todas las personas: ${names}.`;
  return plural(missing, {
    one: `visto por ${names}; falta # persona.`,
    other: `visto por ${names}; faltan # personas.`,
  });
}
