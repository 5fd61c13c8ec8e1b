import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { openWindow } from "./openWindow";
import { DOSSIER, opened, row } from "./support";

describe("a notification of the system that is clicked", () => {
  it("shows what is for this person in the dossier that is open", async () => {
    const { host, dossier } = await openWindow([row(1)]);
    act(() => host.listener({ type: "showNotices", dossier: DOSSIER }));
    await screen.findByTestId("notices-panel");
    // And stays there if it is clicked again.
    act(() => host.listener({ type: "showNotices", dossier: DOSSIER }));
    expect(dossier.state.get().panel).toBe("notices");
  });

  it("opens the dossier it speaks of, from another or from the list", async () => {
    const { app, host, dossier } = await openWindow([row(1)]);
    const other = "f".repeat(32);
    const answer = opened([row(1)]);
    host.openDossier.mockImplementation((id) =>
      Promise.resolve({ ...answer, matrix: { ...answer.matrix, dossier: id } }),
    );
    act(() => host.listener({ type: "showNotices", dossier: other }));
    await waitFor(() => {
      const { screen: shown } = app.state.get();
      expect(shown.name === "dossier" && shown.dossier.id).toBe(other);
      expect(shown.name === "dossier" && shown.dossier.state.get().panel).toBe("notices");
    });
    expect(dossier.state.get().panel).not.toBe("notices");

    await act(() => app.list());
    act(() => host.listener({ type: "showNotices", dossier: DOSSIER }));
    await waitFor(() => {
      const { screen: shown } = app.state.get();
      expect(shown.name === "dossier" && shown.dossier.id).toBe(DOSSIER);
    });
  });
});
