import { t } from "@lingui/core/macro";

import type { Problem } from "./contract";

/** Whether something thrown is a `Problem` of the shell. */
export function isProblem(failure: unknown): failure is Problem {
  return (
    typeof failure === "object" &&
    failure !== null &&
    "code" in failure &&
    "message" in failure &&
    "next" in failure
  );
}

/** Anything thrown, as a `Problem`: what is not one is a defect of Cotejo, and says so. */
export function asProblem(failure: unknown): Problem {
  if (isProblem(failure)) return failure;
  const detail = failure instanceof Error ? failure.message : String(failure);
  return {
    code: "DEFECT",
    message: t`Algo falló dentro de Cotejo: ${detail}.`,
    next: t`Lo que ya estaba guardado sigue aquí. Inténtalo otra vez; si se repite, cierra y abre Cotejo.`,
  };
}
