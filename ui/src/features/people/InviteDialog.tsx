import { t } from "@lingui/core/macro";
import { Copy, Check } from "lucide-react";
import { useRef, useState } from "react";

import { asProblem, type Problem, type RoleName } from "../../host";
import { Button, DialogActions, Field, ModalDialog, Notice, copyText } from "../../kit";
import { useApp, useDossier, useDossierState } from "../../state";
import { roleLabel } from "../fields";
import { RoleChoice } from "./RoleChoice";
import styles from "./People.module.css";

const RELAY_LENGTH_MAX = 300;

/** Makes a link that lets somebody in with a role, through a relay. */
export function InviteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <ModalDialog title={t`Invitar a alguien`} isOpen={isOpen} onClose={onClose}>
      <InviteForm onClose={onClose} />
    </ModalDialog>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const dossier = useDossier();
  const known = useDossierState((state) => state.status.relay);
  const [role, setRole] = useState<RoleName>("editor");
  // A dossier without one is offered the address of the settings.
  const usual = useApp().preferences.state.get().relay;
  const [relay, setRelay] = useState(known ?? usual);
  const [link, setLink] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const create = () => {
    setBusy(true);
    setProblem(null);
    dossier
      .invite(role, relay.trim())
      .then((invitation) => setLink(invitation.link))
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };

  if (link !== null) return <LinkReady link={link} role={role} onClose={onClose} />;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <RoleChoice legend={t`Qué podrá hacer`} role={role} onChange={setRole} testId="invite-role" />
      <Field
        label={t`Dirección del servidor de enlace`}
        hint={t`La da el área de informática de quien coordina. El servidor entrega los cambios sin poder leerlos.`}
        placeholder="ws://servidor:7700"
        value={relay}
        onChange={setRelay}
        maxLength={RELAY_LENGTH_MAX}
        testId="invite-relay"
      />
      {problem !== null && (
        <Notice
          message={problem.message}
          next={problem.next}
          code={problem.code}
          testId="problem-banner"
        />
      )}
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          type="submit"
          data-testid="invite-create"
          isDisabled={busy || relay.trim() === ""}
        >
          {t`Crear el enlace`}
        </Button>
      </DialogActions>
    </form>
  );
}

function LinkReady({ link, role, onClose }: { link: string; role: RoleName; onClose: () => void }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void copyText(link, () => box.current?.select()).then(setCopied);
  };
  return (
    <div className={styles.form}>
      <Notice
        tone="plain"
        message={t`Quien tenga este enlace entra con el papel «${roleLabel(role)}».`}
        next={t`Envíalo solo a esa persona, por un medio en que confíes. Sirve aunque esta computadora esté apagada.`}
      />
      <textarea
        ref={box}
        className={styles.link}
        data-testid="invite-link"
        aria-label={t`Enlace de invitación`}
        readOnly
        // The form that had the keyboard is gone: the link takes it, selected.
        autoFocus
        rows={4}
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <DialogActions>
        <Button onPress={onClose}>{t`Cerrar`}</Button>
        <Button look="strong" onPress={copy} data-testid="invite-copy">
          {copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          {copied ? t`Copiado` : t`Copiar el enlace`}
        </Button>
      </DialogActions>
    </div>
  );
}
