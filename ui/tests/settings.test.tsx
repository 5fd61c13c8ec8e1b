import { i18n } from "@lingui/core";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import { Appearance } from "../src/app/Appearance";
import { speak } from "../src/app/language";
import { Window } from "../src/app/Window";
import { localTime } from "../src/kit";
import { App, AppContext, Preferences } from "../src/state";
import { openWindow } from "./openWindow";
import { FULL, FakeHost, SETTINGS, row } from "./support";

afterEach(async () => {
  await speak("es-MX");
  document.documentElement.removeAttribute("data-theme");
});

describe("settings", () => {
  it("are kept at once, one after the other", async () => {
    const host = new FakeHost();
    const preferences = new Preferences(host);
    await preferences.load();
    await Promise.all([
      preferences.keep({ theme: "dark" }),
      preferences.keep({ textSize: "huge" }),
    ]);
    expect(
      host.setSettings.mock.calls.map(([settings]) => [settings.theme, settings.textSize]),
    ).toEqual([
      ["dark", "normal"],
      ["dark", "huge"],
    ]);
  });

  it("go back to what is kept when they could not be kept", async () => {
    const host = new FakeHost();
    const preferences = new Preferences(host);
    await preferences.load();
    host.setSettings.mockRejectedValue(FULL);
    await expect(preferences.keep({ theme: "dark" })).rejects.toBe(FULL);
    expect(preferences.state.get().theme).toBe("system");
  });

  it("have defaults while the store does not open", async () => {
    const host = new FakeHost();
    host.settings.mockRejectedValue(FULL);
    const preferences = new Preferences(host);
    await preferences.load();
    expect(preferences.state.get().language).toBe("es-MX");
    expect(preferences.loaded).toBe(false);
  });

  it("change size, colours and the address that invitations begin with", async () => {
    const { user, host, app } = await openWindow([row(1)], {
      role: "coordinator",
      status: {
        dossier: "d".repeat(32),
        state: "local",
        saved: 0,
        waiting: 0,
        sent: 0,
        relay: null,
        lastContact: null,
        problem: null,
      },
    });
    await user.keyboard("{Control>},{/Control}");
    const dialog = await screen.findByTestId("settings");
    await user.selectOptions(within(dialog).getByTestId("settings-text-size"), "large");
    await user.selectOptions(within(dialog).getByTestId("settings-theme"), "contrast");
    await user.type(within(dialog).getByTestId("settings-relay"), "ws://enlace:7700");
    await waitFor(() =>
      expect(host.setSettings).toHaveBeenLastCalledWith({
        ...SETTINGS,
        textSize: "large",
        theme: "contrast",
        relay: "ws://enlace:7700",
      }),
    );
    await user.click(within(dialog).getByTestId("settings-close"));
    act(() => app.overlay.set({ name: "invite" }));
    expect(await screen.findByTestId("invite-relay")).toHaveProperty("value", "ws://enlace:7700");
  });

  it("make a copy now and say where it is, or why not", async () => {
    const { user, host } = await openWindow([row(1)]);
    host.backupNow.mockRejectedValueOnce(FULL).mockResolvedValue({
      file: "/media/usb/todo.cotejo-respaldo",
      bytes: 9,
      protected: false,
      dossiers: 1,
    });
    host.chooseBackupFolder.mockResolvedValue("/media/usb");
    await user.keyboard("{Control>},{/Control}");
    const dialog = await screen.findByTestId("settings");
    await user.click(within(dialog).getByTestId("backup-now"));
    expect((await within(dialog).findByRole("alert")).textContent).toContain(
      "El disco está lleno.",
    );
    await user.click(within(dialog).getByTestId("backup-now"));
    expect((await within(dialog).findByTestId("backup-made")).textContent).toContain(
      "/media/usb/todo.cotejo-respaldo",
    );
    await user.click(within(dialog).getByTestId("backup-choose"));
    await waitFor(() =>
      expect(host.setSettings.mock.lastCall?.[0].backups.folder).toBe("/media/usb"),
    );
    await user.selectOptions(within(dialog).getByTestId("backup-every"), "weekly");
    await waitFor(() => expect(host.setSettings.mock.lastCall?.[0].backups.every).toBe("weekly"));
    await user.click(within(dialog).getByTestId("backup-at-closing"));
    await waitFor(() => expect(host.setSettings.mock.lastCall?.[0].backups.atClosing).toBe(true));
  });
});

describe("the language", () => {
  it("changes every word of the window, the dates and the page, and loses nothing", async () => {
    const host = new FakeHost();
    host.start.mockResolvedValue({
      me: { name: "Ana", institution: "SESEA", device: "a".repeat(64) },
      version: "0.1.0",
      problem: null,
    });
    const app = new App(host);
    await app.begin();
    render(
      <AppContext value={app}>
        <Appearance>{(language) => <Window key={language} />}</Appearance>
      </AppContext>,
    );
    act(() => app.overlay.set({ name: "settings" }));
    expect(await screen.findByText("Ajustes")).toBeTruthy();
    await act(() => app.preferences.keep({ language: "en", theme: "dark", textSize: "huge" }));
    expect(await screen.findByText("Settings")).toBeTruthy();
    expect(screen.queryByText("Ajustes")).toBeNull();
    const { lang, dataset } = document.documentElement;
    expect([lang, dataset["theme"], dataset["textSize"]]).toEqual(["en", "dark", "huge"]);
    expect(i18n.locale).toBe("en");
    expect(localTime("2023-04-19T10:32:00")).toBe("April 19, 2023, 10:32");
    await act(() => app.preferences.keep({ language: "es-MX" }));
    expect(await screen.findByText("Ajustes")).toBeTruthy();
    expect(localTime("2023-04-19T10:32:00")).toBe("19 de abril de 2023, 10:32");
  });
});
