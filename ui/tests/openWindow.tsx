import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";

// Fetched when a matrix is opened; here it is at hand, so that no test waits for it.
import "../src/app/DossierScreen";
import { Window } from "../src/app/Window";
import type { OpenedDossier, Row } from "../src/host";
import { App, AppContext, Commands, CommandsContext, type DossierStore } from "../src/state";
import { DOSSIER, FakeHost, opened } from "./support";

export const ME = { name: "Ana Ruiz", institution: "SESEA", device: "a".repeat(64) };

/** The window with its dossier open, as after a click on its card. */
export async function openWindow(
  rows: Row[],
  said: Partial<OpenedDossier> = {},
  prepare: (host: FakeHost) => void = () => undefined,
) {
  const host = new FakeHost();
  host.start.mockResolvedValue({ me: ME, version: "0.1.0", problem: null });
  host.openDossier.mockResolvedValue(opened(rows, said));
  prepare(host);
  const app = new App(host);
  await app.preferences.load();
  await app.begin();
  await app.open(DOSSIER);
  const { container } = render(
    <CommandsContext value={new Commands()}>
      <AppContext value={app}>
        <Window />
      </AppContext>
    </CommandsContext>,
  );
  await screen.findByTestId("more-open");
  const shown = app.state.get().screen;
  if (shown.name !== "dossier") throw new Error("no dossier");
  const dossier: DossierStore = shown.dossier;
  return { host, app, dossier, container, user: userEvent.setup() };
}
