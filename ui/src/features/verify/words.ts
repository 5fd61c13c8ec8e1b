import { t } from "@lingui/core/macro";

import type { DocumentVerdict } from "../../host";

/** How good the news is. */
export type VerdictTone = "good" | "care" | "wrong";

/** How good the news is: only an original, whole, is good. */
export function toneOf({ outcome, file }: DocumentVerdict): VerdictTone {
  switch (outcome) {
    case "version":
      return file === "exact" || file === "sameContent" ? "good" : "care";
    case "draft":
    case "versionUnknown":
    case "dossierUnknown":
      return "care";
    case "mismatch":
    case "notOurs":
      return "wrong";
  }
}

/** What a document says and what is known here, by name; what is not known is left out. */
export function factsOf(verdict: DocumentVerdict): readonly (readonly [string, string])[] {
  const { title, institution, versionName, folio, dated, digest, digestHere, outcome } = verdict;
  const facts = [
    [t`Expediente`, [title, institution].filter((part) => part !== "").join(" · ")],
    [t`Versión`, versionName],
    [t`Folio`, folio],
    [outcome === "draft" ? t`Impreso` : t`Cerrada`, dated],
    [t`Huella del documento`, digest],
    [t`Huella de los datos aquí`, digestHere],
  ] as const;
  return facts.filter(([, said]) => said !== "");
}
