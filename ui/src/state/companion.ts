import type { DossierStore } from "./dossierStore";

/**
 * Something a feature keeps for each open dossier (what is searched, what was found), made when it
 * is first asked for and gone with the dossier.
 */
export function companion<T>(make: (dossier: DossierStore) => T): (dossier: DossierStore) => T {
  const known = new WeakMap<DossierStore, T>();
  return (dossier) => {
    const mine = known.get(dossier) ?? make(dossier);
    known.set(dossier, mine);
    return mine;
  };
}
