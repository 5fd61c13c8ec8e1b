import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { Window } from "../src/app/Window";
import type { BackupContents, Problem } from "../src/host";
import { App, AppContext } from "../src/state";
import { openWindow } from "./openWindow";
import { FULL, FakeHost, SETTINGS, row } from "./support";

const LOCKED: BackupContents = {
  file: "/media/usb/todo.cotejo-respaldo",
  locked: true,
  madeAt: "",
  person: "",
  institution: "",
  dossiers: [],
  dossierCount: 0,
  here: 2,
};
const OPEN: BackupContents = {
  ...LOCKED,
  locked: false,
  madeAt: "2023-04-19T10:32:00",
  person: "Ana Torres",
  institution: "SECOEM",
  dossiers: [{ title: "Matriz", institution: "SECOEM", rows: 26 }],
  dossierCount: 3,
};
const WRONG: Problem = {
  code: "PASSPHRASE_WRONG",
  message: "Con esa contraseña no se abre.",
  next: "Escríbela otra vez.",
};

describe("restoring a backup", () => {
  it("asks for its passphrase, says what it holds and what becomes of what is here, and begins again", async () => {
    const user = userEvent.setup();
    const host = new FakeHost();
    host.start.mockResolvedValue({ me: null, version: "0.1.0", problem: null });
    host.restoreChoose.mockResolvedValue(LOCKED);
    host.restoreUnlock.mockRejectedValueOnce(WRONG).mockResolvedValue(OPEN);
    host.restoreConfirm.mockResolvedValue({ dossiers: 3, aside: "/home/ana/antes-de-restaurar" });
    const app = new App(host);
    await app.begin();
    render(
      <AppContext value={app}>
        <Window />
      </AppContext>,
    );
    await user.click(await screen.findByTestId("first-restore"));
    const dialog = await screen.findByTestId("restore-backup");
    const passphrase = within(dialog).getByTestId("restore-passphrase");
    expect(passphrase).toHaveProperty("type", "password");
    await user.type(passphrase, "otra");
    await user.click(within(dialog).getByTestId("restore-unlock"));
    expect((await within(dialog).findByTestId("restore-problem")).textContent).toContain(
      WRONG.message,
    );
    await user.click(within(dialog).getByTestId("restore-unlock"));
    expect((await within(dialog).findByTestId("restore-facts")).textContent).toBe(
      "Ana Torres, SECOEM · copia del 19 de abril de 2023, 10:32",
    );
    expect(dialog.textContent).toContain("26 renglones");
    expect(dialog.textContent).toContain("y 2 expedientes más");
    expect(within(dialog).getByTestId("restore-here").textContent).toContain("2 expedientes");
    expect(host.restoreConfirm).not.toHaveBeenCalled();
    await user.click(within(dialog).getByTestId("restore-confirm"));
    expect((await within(dialog).findByTestId("restore-done")).textContent).toContain(
      "/home/ana/antes-de-restaurar",
    );
    host.start.mockResolvedValue({
      me: { name: "Ana Torres", institution: "SECOEM", device: "a".repeat(64) },
      version: "0.1.0",
      problem: null,
    });
    await user.click(within(dialog).getByTestId("restore-begin"));
    await waitFor(() => expect(app.state.get().screen.name).toBe("list"));
    expect(screen.queryByTestId("restore-backup")).toBeNull();
  });

  it("changes nothing when the person thinks better of it", async () => {
    const { user, host } = await openWindow([row(1)]);
    host.restoreChoose.mockResolvedValueOnce(null).mockResolvedValue(OPEN);
    host.restoreCancel.mockResolvedValue();
    await user.keyboard("{Control>},{/Control}");
    await user.click(await screen.findByTestId("backup-restore"));
    expect(screen.queryByTestId("restore-backup")).toBeNull();
    await user.click(screen.getByTestId("backup-restore"));
    const dialog = await screen.findByTestId("restore-backup");
    await user.click(within(dialog).getByText("Cancelar"));
    await waitFor(() => expect(screen.queryByTestId("restore-backup")).toBeNull());
    expect(host.restoreCancel).toHaveBeenCalledOnce();
  });
});

describe("backups", () => {
  it("get a passphrase that is written twice, and lose it again", async () => {
    const { user, host } = await openWindow([row(1)]);
    const is = (on: boolean) => ({
      ...SETTINGS,
      backups: { ...SETTINGS.backups, protected: on },
    });
    host.protectBackups.mockResolvedValueOnce(is(true)).mockResolvedValue(is(false));
    await user.keyboard("{Control>},{/Control}");
    await user.click(await screen.findByTestId("backup-protect"));
    const dialog = await screen.findByTestId("passphrase");
    const set = within(dialog).getByTestId("passphrase-set");
    await user.type(within(dialog).getByTestId("passphrase-first"), "el río crece");
    await user.type(within(dialog).getByTestId("passphrase-second"), "el rio crece");
    expect(set).toHaveProperty("disabled", true);
    expect(dialog.textContent).toContain("Las dos no son iguales.");
    await user.clear(within(dialog).getByTestId("passphrase-second"));
    await user.type(within(dialog).getByTestId("passphrase-second"), "el río crece");
    await user.click(set);
    await waitFor(() => expect(host.protectBackups).toHaveBeenCalledWith("el río crece"));
    expect((await screen.findByTestId("backup-protection")).textContent).toContain("Protegidas");
    await user.click(screen.getByTestId("backup-unprotect"));
    await waitFor(() => expect(host.protectBackups).toHaveBeenLastCalledWith(null));
  });

  it("that are due and cannot be made are told in one banner until one is made", async () => {
    const { app } = await openWindow([row(1)]);
    act(() => app.hear({ type: "backup", problem: FULL }));
    expect((await screen.findByTestId("backup-banner")).textContent).toContain(FULL.message);
    act(() => app.hear({ type: "backup", problem: null }));
    await waitFor(() => expect(screen.queryByTestId("backup-banner")).toBeNull());
  });
});
