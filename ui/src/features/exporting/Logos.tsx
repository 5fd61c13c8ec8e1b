import { t } from "@lingui/core/macro";
import { useState } from "react";

import {
  asProblem,
  type ExportOffer,
  type LogoSide,
  type LogoView,
  type Problem,
} from "../../host";
import { Button } from "../../kit";
import { useDossier, useDossierState } from "../../state";
import styles from "./Exporting.module.css";

interface LogosProps {
  offer: ExportOffer;
  onProblem: (problem: Problem | null) => void;
}

/** Pictures for the head of the sheets: kept with the dossier on this computer. */
export function Logos({ offer, onProblem }: LogosProps) {
  const institution = useDossierState((state) => state.institution);
  return (
    <fieldset className={styles.logos}>
      <legend>{t`Logotipos (se recuerdan en esta computadora)`}</legend>
      <Logo
        side="left"
        name={t`Izquierda`}
        alt={t`Logotipo de la Secretaría Ejecutiva`}
        first={offer.logoLeft}
        onProblem={onProblem}
      />
      <Logo
        side="right"
        name={t`Derecha`}
        alt={t`Logotipo de ${institution}`}
        first={offer.logoRight}
        onProblem={onProblem}
      />
    </fieldset>
  );
}

interface LogoProps {
  side: LogoSide;
  name: string;
  alt: string;
  first: LogoView | null;
  onProblem: (problem: Problem | null) => void;
}

function Logo({ side, name, alt, first, onProblem }: LogoProps) {
  const dossier = useDossier();
  const [logo, setLogo] = useState(first);
  const choose = () =>
    void dossier
      .chooseLogo(side, alt)
      .then((chosen) => {
        onProblem(null);
        if (chosen !== null) setLogo(chosen);
      })
      .catch((failure: unknown) => onProblem(asProblem(failure)));
  const remove = () =>
    void dossier
      .removeLogo(side)
      .then(() => setLogo(null))
      .catch((failure: unknown) => onProblem(asProblem(failure)));
  return (
    <div className={styles.logo}>
      <span>{name}</span>
      {logo !== null && <img className={styles.picture} src={logo.url} alt={logo.alt} />}
      <Button
        size="small"
        onPress={choose}
        data-testid={`logo-${side}`}
        aria-label={t`Elegir el logotipo: ${name}`}
      >
        {logo === null ? t`Elegir…` : t`Cambiar…`}
      </Button>
      {logo !== null && (
        <Button size="small" onPress={remove} aria-label={t`Quitar el logotipo: ${name}`}>
          {t`Quitar`}
        </Button>
      )}
    </div>
  );
}
