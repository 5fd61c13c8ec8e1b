import { createContext, use } from "react";

import type { Row } from "../host";
import type { App, AppState } from "./app";
import type { DossierState } from "./dossierState";
import type { DossierStore } from "./dossierStore";
import type { Draft } from "./editors";
import { useStore } from "./store";

export const AppContext = createContext<App | null>(null);
export const DossierContext = createContext<DossierStore | null>(null);

/** The window. */
export function useApp(): App {
  const app = use(AppContext);
  if (app === null) throw new Error("useApp outside of AppContext");
  return app;
}

/** The open dossier. */
export function useDossier(): DossierStore {
  const dossier = use(DossierContext);
  if (dossier === null) throw new Error("useDossier outside of DossierContext");
  return dossier;
}

export function useAppState<S>(select: (state: AppState) => S): S {
  return useStore(useApp().state, select);
}

export function useDossierState<S>(select: (state: DossierState) => S): S {
  return useStore(useDossier().state, select);
}

/** A row by its key; renders again only when that row changes. */
export function useRow(key: string): Row | undefined {
  return useDossierState((state) => state.rows.get(key));
}

/** The draft of a cell, if it is being written or could not be saved. */
export function useDraft(id: string): Draft | undefined {
  return useStore(useDossier().editors.state, (drafts) => drafts.all.get(id));
}

/** Whether the editor of a cell is open here. */
export function useIsOpen(id: string): boolean {
  return useStore(useDossier().editors.state, (drafts) => drafts.open === id);
}
