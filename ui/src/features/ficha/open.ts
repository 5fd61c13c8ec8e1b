import { Store, companion, type DossierStore } from "../../state";

/** Whether the keyboard should go to the ficha once it is on screen. */
export const fichaWanted = companion(() => new Store(false));

/** Opens the ficha of the selected row and takes the keyboard there. */
export function openFicha(dossier: DossierStore): void {
  dossier.openPanel("ficha");
  fichaWanted(dossier).set(true);
}
