import { t } from "@lingui/core/macro";
import { useState } from "react";

import { asProblem, type MemberView, type Problem, type RoleName } from "../../host";
import { Button, DialogActions, ModalDialog, Notice } from "../../kit";
import { useDossier } from "../../state";
import { RoleChoice } from "./RoleChoice";
import styles from "./People.module.css";

/** What a coordinator decides about a person: what they may do, or that they are out. */
export function PersonDialog({ person, onClose }: { person: MemberView; onClose: () => void }) {
  const [leaving, setLeaving] = useState(false);
  return (
    <ModalDialog
      title={leaving ? t`Quitar a ${person.name}` : person.name}
      isOpen
      onClose={onClose}
    >
      {leaving ? (
        <Leaving person={person} onBack={() => setLeaving(false)} onClose={onClose} />
      ) : (
        <RoleForm person={person} onLeave={() => setLeaving(true)} onClose={onClose} />
      )}
    </ModalDialog>
  );
}

interface RoleFormProps {
  person: MemberView;
  onLeave: () => void;
  onClose: () => void;
}

function RoleForm({ person, onLeave, onClose }: RoleFormProps) {
  const [role, setRole] = useState<RoleName>(person.role);
  const { change, busy, problem } = useChange(person, onClose);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (role === person.role) onClose();
        else change(role);
      }}
    >
      <RoleChoice legend={t`Qué puede hacer`} role={role} onChange={setRole} testId="person-role" />
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <DialogActions>
        <Button look="quiet" onPress={onLeave} data-testid="person-leave">
          {t`Quitar del expediente…`}
        </Button>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button look="strong" type="submit" data-testid="person-save" isDisabled={busy}>
          {t`Guardar`}
        </Button>
      </DialogActions>
    </form>
  );
}

interface LeavingProps {
  person: MemberView;
  onBack: () => void;
  onClose: () => void;
}

/** Says what a removal does and what it cannot, before it is done. */
function Leaving({ person, onBack, onClose }: LeavingProps) {
  const { change, busy, problem } = useChange(person, onClose);
  return (
    <div className={styles.form}>
      <p>{t`Desde ahora no recibe nada de lo que se escriba, ni aunque copie lo que pasa por el servidor.`}</p>
      <p>{t`Conserva lo que ya tenía en su computadora y puede exportarlo. Lo que escribió se queda, con su nombre.`}</p>
      <p>{t`El enlace con el que entró deja de servir: quien falte por usarlo necesita uno nuevo.`}</p>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <DialogActions>
        <Button onPress={onBack}>{t`Volver`}</Button>
        <Button
          look="strong"
          data-testid="person-leave-confirm"
          isDisabled={busy}
          onPress={() => change(null)}
        >
          {t`Quitar a ${person.name}`}
        </Button>
      </DialogActions>
    </div>
  );
}

function useChange(person: MemberView, onDone: () => void) {
  const dossier = useDossier();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (role: RoleName | null) => {
    setBusy(true);
    setProblem(null);
    dossier
      .changeRole(person.device, role)
      .then(onDone)
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  return { change, busy, problem };
}
