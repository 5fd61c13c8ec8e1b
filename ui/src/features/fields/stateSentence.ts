import { plural, t } from "@lingui/core/macro";

import type { DossierStatus } from "../../host";

/** How a dossier stands, in a sentence with its counts. */
export function stateSentence({ state, waiting }: DossierStatus): string {
  switch (state) {
    case "local":
      return t`Vive solo en esta computadora. Invita a alguien para compartirlo.`;
    case "offline":
      return waiting === 0
        ? t`Trabajas sin conexión. No hay cambios tuyos por enviar.`
        : plural(waiting, {
            one: "# cambio guardado aquí, espera conexión",
            other: "# cambios guardados aquí, esperan conexión",
          });
    case "saved":
      return plural(waiting, {
        one: "# cambio guardado aquí, en camino al servidor",
        other: "# cambios guardados aquí, en camino al servidor",
      });
    case "sent":
      return t`El servidor tiene todos tus cambios.`;
    case "stuck":
      return waiting === 0
        ? t`Hay algo que impide guardar o enviar.`
        : plural(waiting, {
            one: "# cambio guardado aquí, sin poder enviarse",
            other: "# cambios guardados aquí, sin poder enviarse",
          });
  }
}
