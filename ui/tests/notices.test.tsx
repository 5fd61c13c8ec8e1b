import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { NoticeView, OpenedDossier } from "../src/host";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { DOSSIER, FULL, comment, row } from "./support";

function notice(at: number, said: Partial<NoticeView> = {}): NoticeView {
  return {
    key: `notice-${String(at)}`,
    kind: "mention",
    row: 1,
    line: "line-1",
    indicator: "indicator-1",
    field: "formula",
    subject: "thread-1",
    author: "Luis Mora",
    at: `2023-04-${String(at).padStart(2, "0")}T10:32:00`,
    text: "¿Va al revés?",
    now: "",
    unread: false,
    ...said,
  };
}

const LOST = { kind: "lost" as const, field: "targets.2024", subject: "", text: "85", now: "90" };

async function open(notices: NoticeView[], said: Partial<OpenedDossier> = {}) {
  const opened = await openWindow([row(1), row(2)], { notices, ...said }, (host) =>
    host.markRead.mockResolvedValue(),
  );
  await opened.user.click(screen.getByTestId("panel-notices"));
  return { ...opened, panel: await screen.findByTestId("notices-panel") };
}

describe("what is for me", () => {
  it("is counted on the bell; the unread comes first, the newest of it before", async () => {
    const { panel } = await open([
      notice(12, { kind: "reply" }),
      notice(10, { unread: true }),
      notice(11, { ...LOST, unread: true }),
    ]);
    expect(screen.getByTestId("panel-notices").textContent).toContain("2");
    const kinds = within(panel)
      .getAllByTestId("notice")
      .map((one) => one.dataset["kind"]);
    expect(kinds).toEqual(["lost", "mention", "reply"]);
    expect(panel.textContent).toContain("Luis Mora te mencionó");
    expect(panel.textContent).toContain("10 de abril de 2023, 10:32");
    expect(await barriers(panel)).toEqual([]);
  });

  it("leads to its cell and is read by it", async () => {
    const { host, panel, user, dossier } = await open([notice(10, { unread: true })]);
    await user.click(within(panel).getByTestId("notice-go"));
    expect(dossier.state.get().selection).toEqual({
      key: "line-1:indicator-1",
      field: "formula",
    });
    expect(host.markRead).toHaveBeenCalledWith(DOSSIER, ["notice-10"]);
  });

  it("opens its conversation beside the matrix", async () => {
    const { panel, user } = await open([notice(10)], { comments: [comment(1)] });
    await user.click(within(panel).getByTestId("notice-open"));
    const thread = await screen.findByTestId("thread");
    expect(thread.dataset["thread"]).toBe("thread-1");
  });

  it("says how a suggestion was decided, and of the period where it is", async () => {
    const { panel, user, dossier } = await open([
      notice(10, {
        kind: "windowClosing",
        line: "",
        row: null,
        field: "",
        subject: "w",
        text: "2023-04-24",
        now: "la Secretaría Técnica",
        author: "",
      }),
      notice(9, { kind: "verdict", line: "", row: null, field: "", subject: "?" }),
    ]);
    expect(panel.textContent).toContain("Luis Mora decidió sobre tu propuesta");
    expect(panel.textContent).toContain(
      "Cierra el 24 de abril de 2023; los cambios se notifican a la Secretaría Técnica.",
    );
    await user.click(within(panel).getAllByTestId("notice-go")[0] as HTMLElement);
    expect(dossier.state.get().panel).toBe("window");
  });

  it("brings back a value that lost, in one action", async () => {
    const { host, panel, user } = await open([notice(10, { ...LOST, unread: true })]);
    const item = within(panel).getByTestId("notice");
    expect(item.textContent).toContain("Lo tuyo85");
    expect(item.textContent).toContain("Quedó90");
    host.edit.mockRejectedValueOnce(FULL);
    await user.click(within(item).getByTestId("notice-recover"));
    expect((await screen.findByRole("alert")).textContent).toContain("El disco está lleno.");
    host.edit.mockResolvedValue({ row: row(1, { targets: { "2024": "85" } }), version: "v1" });
    await user.click(within(item).getByTestId("notice-recover"));
    await waitFor(() => expect(host.markRead).toHaveBeenCalledWith(DOSSIER, ["notice-10"]));
    expect(host.edit.mock.lastCall?.[0]).toMatchObject({
      line: "line-1",
      indicator: "indicator-1",
      field: "targets.2024",
      value: "85",
    });
    const cell = document.querySelector('[data-row="1"][data-field="targets.2024"]');
    expect(cell?.textContent).toContain("85");
  });

  it("is not brought back by who only reads", async () => {
    const { panel } = await open([notice(10, LOST)], { role: "reader" });
    expect(within(panel).getByTestId("notice-recover")).toHaveProperty("disabled", true);
  });

  it("is all read at once", async () => {
    const { host, panel, user } = await open([notice(10, { unread: true })]);
    await user.click(within(panel).getByTestId("notices-read"));
    expect(host.markRead).toHaveBeenCalledWith(DOSSIER, null);
    act(() => {
      host.listener({ type: "notices", dossier: DOSSIER, notices: [notice(10)] });
    });
    expect(panel.textContent).toContain("Ya leíste todo.");
  });

  it("says what will come here while there is nothing", async () => {
    const { panel } = await open([]);
    expect(panel.textContent).toContain("No hay nada para ti.");
    expect(await barriers(panel)).toEqual([]);
  });
});
