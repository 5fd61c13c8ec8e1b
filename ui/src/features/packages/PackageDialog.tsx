import { t } from "@lingui/core/macro";
import { FolderOpen, HardDriveDownload } from "lucide-react";
import { useEffect, useState } from "react";

import {
  asProblem,
  type PackageLack,
  type PackageMade,
  type PackageOffer,
  type PackagePerson,
  type Problem,
} from "../../host";
import { Button, Check, DialogActions, ModalDialog, Notice, fileSize } from "../../kit";
import { useApp, useDossier, useDossierState } from "../../state";
import styles from "./Packages.module.css";

/** Takes changes to others in a file, where there is no network, and takes in what they bring. */
export function PackageDialog({ to, onClose }: { to: string | null; onClose: () => void }) {
  return (
    <ModalDialog title={t`Llevar cambios en un archivo`} isOpen onClose={onClose} testId="package">
      <PackageForm to={to} onClose={onClose} />
    </ModalDialog>
  );
}

function lackText(lacks: PackageLack): string {
  switch (lacks) {
    case "nothing":
      return t`Tiene todo lo que hay aquí`;
    case "part":
      return t`Le faltan cambios de aquí`;
    case "everything":
      return t`No se sabe que tenga algo: llevará todo`;
  }
}

function PackageForm({ to, onClose }: { to: string | null; onClose: () => void }) {
  const app = useApp();
  const dossier = useDossier();
  const institution = useDossierState((state) => state.institution);
  const [offer, setOffer] = useState<PackageOffer | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [made, setMade] = useState<PackageMade | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let wanted = true;
    dossier
      .packageOffer()
      .then((found) => {
        if (!wanted) return;
        setOffer(found);
        const lacking = found.people.filter(({ device, lacks }) =>
          to === null ? lacks !== "nothing" : device === to,
        );
        setChosen(new Set(lacking.map(({ device }) => device)));
      })
      .catch((failure: unknown) => {
        if (wanted) setProblem(asProblem(failure));
      });
    return () => {
      wanted = false;
    };
  }, [dossier, to]);

  const save = (devices: readonly string[]) => {
    setBusy(true);
    setProblem(null);
    const name = institution === "" ? t`Paquete` : t`Paquete de ${institution}`;
    dossier
      .packageSave([...devices], name)
      .then((answer) => {
        // The file dialog was closed: what was chosen stays.
        if (answer !== null) setMade(answer);
      })
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };

  if (made !== null) return <Saved made={made} onClose={onClose} />;
  if (offer === null || chosen === null) {
    return problem === null ? (
      <p role="status">{t`Revisando qué le falta a cada quien…`}</p>
    ) : (
      <Notice message={problem.message} next={problem.next} code={problem.code} />
    );
  }
  const nobody = offer.people.length === 0;
  return (
    <div className={styles.form}>
      <p>
        {t`Guarda en un archivo lo que a otros les falta y dáselo en una memoria o por correo. Va cifrado: solo lo abre quien está en el expediente. Abrirlo dos veces no repite nada.`}
      </p>
      {nobody ? (
        <p className={styles.quiet} data-testid="package-nobody">
          {offer.invitations === 0
            ? t`Todavía no hay nadie más en este expediente: invita primero a alguien.`
            : t`Nadie más ha entrado todavía. El archivo llevará todo, para quien entre con una invitación tuya.`}
        </p>
      ) : (
        <fieldset className={styles.people}>
          <legend>{t`¿Para quién es?`}</legend>
          {offer.people.map((person) => (
            <PersonCheck
              key={person.device}
              person={person}
              checked={chosen.has(person.device)}
              onChange={(checked) => {
                const next = new Set(chosen);
                if (checked) next.add(person.device);
                else next.delete(person.device);
                setChosen(next);
              }}
            />
          ))}
        </fieldset>
      )}
      {problem !== null && (
        <Notice
          message={problem.message}
          next={problem.next}
          code={problem.code}
          testId="problem-banner"
        />
      )}
      <DialogActions>
        <Button
          look="quiet"
          data-testid="package-choose"
          isDisabled={busy}
          onPress={() => void app.choosePackage()}
        >
          <FolderOpen size={15} aria-hidden />
          {t`Abrir uno que me dieron…`}
        </Button>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button
          look="strong"
          data-testid="package-save"
          isDisabled={busy || (nobody ? offer.invitations === 0 : chosen.size === 0)}
          onPress={() => save(nobody ? [] : [...chosen])}
        >
          <HardDriveDownload size={15} aria-hidden />
          {t`Guardar el archivo…`}
        </Button>
      </DialogActions>
    </div>
  );
}

interface PersonCheckProps {
  person: PackagePerson;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function PersonCheck({ person, checked, onChange }: PersonCheckProps) {
  return (
    <Check checked={checked} onChange={onChange} testId="package-person">
      <strong>{person.name}</strong> <span className={styles.quiet}>{person.institution}</span>
      <span className={styles.lacks} data-lacks={person.lacks}>
        {lackText(person.lacks)}
      </span>
    </Check>
  );
}

function Saved({ made, onClose }: { made: PackageMade; onClose: () => void }) {
  const dossier = useDossier();
  const app = useApp();
  const size = fileSize(made.bytes);
  return (
    <div className={styles.form}>
      <Notice
        tone="plain"
        testId="package-made"
        message={
          made.carries
            ? t`El archivo está listo (${size}).`
            : t`El archivo está listo (${size}): no les falta nada, solo lleva tu acuse.`
        }
        next={t`Dáselo a esas personas. Cuando lo abran, pídeles el suyo de vuelta: así sabrás qué recibieron.`}
      />
      <p className={styles.path}>{made.file}</p>
      <DialogActions>
        <Button
          onPress={() =>
            void dossier.openExported(true).catch((failure: unknown) => app.fail(failure))
          }
        >
          {t`Ver en su carpeta`}
        </Button>
        <Button look="strong" data-testid="package-done" onPress={onClose}>
          {t`Listo`}
        </Button>
      </DialogActions>
    </div>
  );
}
