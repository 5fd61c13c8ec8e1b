import { plural, t } from "@lingui/core/macro";
import { PackageCheck, PackageX } from "lucide-react";

import type { PackageTaken } from "../../host";
import { Button, DialogActions, ModalDialog, localTime } from "../../kit";
import { useApp, useAppState, useStore } from "../../state";
import styles from "./Packages.module.css";

/** What came of a package that was opened. */
export function TakenDialog() {
  const app = useApp();
  const overlay = useStore(app.overlay, (shown) => (shown?.name === "taken" ? shown : null));
  const close = () => app.overlay.set(null);
  if (overlay === null) return null;
  return (
    <ModalDialog title={t`Paquete recibido`} isOpen onClose={close} testId="taken">
      <Taken taken={overlay.taken} onClose={close} />
    </ModalDialog>
  );
}

function Taken({ taken, onClose }: { taken: PackageTaken; onClose: () => void }) {
  const app = useApp();
  const isOpen = useAppState(
    ({ screen }) => screen.name === "dossier" && screen.dossier.id === taken.dossier,
  );
  const odd = oddities(taken);
  const Icon = odd.length === 0 ? PackageCheck : PackageX;
  const reply = async () => {
    if (!isOpen) await app.open(taken.dossier);
    app.overlay.set({ name: "package", to: taken.author });
  };
  const { name, title } = taken;
  const when = localTime(taken.madeAt);
  return (
    <div className={styles.form}>
      <div className={styles.said} data-testid="taken-said">
        <Icon size={24} aria-hidden />
        <div>
          <strong>{changesText(taken)}</strong>
          <p>{title === "" ? t`De ${name}, ${when}.` : t`«${title}», de ${name}, ${when}.`}</p>
        </div>
      </div>
      {odd.length > 0 && (
        <ul className={styles.odd} data-testid="taken-odd">
          {odd.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <p className={styles.quiet}>
        {taken.back === "nothing"
          ? t`Con un archivo de vuelta, ${name} sabrá que esto llegó.`
          : t`A ${name} le falta lo que se ha escrito aquí: dale un archivo de vuelta.`}
      </p>
      <DialogActions>
        {!isOpen && (
          <Button
            onPress={() => {
              onClose();
              void app.open(taken.dossier);
            }}
          >
            {t`Abrir el expediente`}
          </Button>
        )}
        <Button data-testid="taken-close" onPress={onClose}>
          {t`Cerrar`}
        </Button>
        <Button look="strong" data-testid="taken-reply" onPress={() => void reply()}>
          {t`Guardar un archivo de vuelta…`}
        </Button>
      </DialogActions>
    </div>
  );
}

function changesText({ changes, known }: PackageTaken): string {
  if (changes > 0) {
    return plural(changes, { one: "Llegó # cambio.", other: "Llegaron # cambios." });
  }
  return known > 0 ? t`Todo lo que trae ya estaba aquí.` : t`No trae cambios: solo su acuse.`;
}

/** What of a package was not taken, and what to do about it. */
function oddities({ early, leftOut, refused, name }: PackageTaken): string[] {
  const odd: string[] = [];
  if (early > 0) {
    odd.push(
      t`Falta un archivo anterior: pide a ${name} que haga otro para ti y ábrelo; este sirve después.`,
    );
  }
  if (leftOut > 0) {
    odd.push(
      plural(leftOut, {
        one: "# parte es de alguien que ya no puede escribir aquí; se dejó fuera.",
        other: "# partes son de alguien que ya no puede escribir aquí; se dejaron fuera.",
      }),
    );
  }
  if (refused > 0) {
    odd.push(
      plural(refused, {
        one: "# parte está dañada o nadie del expediente la firmó; no se tomó.",
        other: "# partes están dañadas o nadie del expediente las firmó; no se tomaron.",
      }),
    );
  }
  return odd;
}
