import { t } from "@lingui/core/macro";

import type { FindingView } from "../../host";
import { useDone, useDossier } from "../../state";
import { findingsOf } from "./book";

/** Says a finding is right as it is, or (`null`) that it should be told again. */
export function useSilence(): (finding: FindingView, reason: string | null) => Promise<void> {
  const dossier = useDossier();
  const done = useDone();
  return async (finding, reason) => {
    const label = reason === null ? t`Volver a mostrar un hallazgo` : t`Callar un hallazgo`;
    await dossier.act(label, [{ type: "silence", key: finding.key, reason }]);
    await findingsOf(dossier).pull();
    done(
      reason === null
        ? t`El hallazgo se muestra otra vez.`
        : t`Ya no se avisará: ${finding.title}.`,
      label,
      () => void findingsOf(dossier).pull(),
    );
  };
}
