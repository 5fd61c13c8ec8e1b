import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { SEEN_PAUSE_MS } from "../src/app/useSeen";
import type { MemberSeenView, ReceiptsView } from "../src/host";
import { receiptsOf } from "../src/host/fixture/receipts";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { DOSSIER, FULL, row, status } from "./support";

function member(letter: string, name: string, said: Partial<MemberSeenView> = {}): MemberSeenView {
  return {
    ...{ device: letter.repeat(64), name, institution: "SECOEM", role: "editor", me: false },
    ...{ seenAll: false, heldAll: false, seenAt: null },
    ...said,
  };
}

const SAID: ReceiptsView = {
  ...receiptsOf(status(), []),
  sentence: "Puedes cerrar: lo ha visto 1 de 2 personas.",
  members: [
    member("a", "Ana Ruiz", { me: true, seenAll: true }),
    member("b", "Luis Mora", { seenAll: true, heldAll: true, seenAt: "2023-04-20T10:31:00" }),
    member("c", "Marisol Peña", { heldAll: true }),
  ],
};

beforeEach(() => {
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
});

describe("the state of the dossier", () => {
  it("says whether one may close, and who has seen what was written", async () => {
    const { host, user } = await openWindow([row(1)], {}, (door) =>
      door.receipts.mockResolvedValue(SAID),
    );
    expect(host.receipts).not.toHaveBeenCalled();
    await user.click(screen.getByTestId("dossier-state-open"));
    const detail = await screen.findByTestId("dossier-state-detail");
    await waitFor(() =>
      expect(within(detail).getByTestId("safe-to-close").textContent).toBe(SAID.sentence),
    );
    expect(detail.textContent).toContain("Visto por 1 de 2");
    expect(
      within(detail)
        .getAllByTestId("seen-by")
        .map((one) => one.textContent),
    ).toEqual([
      "Luis Moralo vio todo; 20 de abril de 2023, 10:31",
      "Marisol Peñale llegó todo y falta que lo vea",
    ]);
    expect(await barriers(screen.getByRole("dialog"))).toEqual([]);
    act(() => {
      const receipts = { ...SAID, sentence: "Puedes cerrar: lo han visto 2 de 2 personas." };
      host.listener({ type: "receipts", dossier: DOSSIER, receipts });
    });
    expect(within(detail).getByTestId("safe-to-close").textContent).toContain("2 de 2");
  });

  it("says where one's last change in the selected cell is", async () => {
    const { host, user, dossier } = await openWindow([row(1)]);
    host.receiptOfCell.mockResolvedValue({
      ...{ here: true, atRelay: true },
      ...{ seenBy: ["Luis Mora"], notSeenBy: ["Marisol Peña"] },
    });
    act(() => dossier.select({ key: "line-1:indicator-1", field: "formula" }));
    await user.click(screen.getByTestId("dossier-state-open"));
    expect((await screen.findByTestId("last-change")).textContent).toBe(
      "Tu último cambio en Renglón 1 · Fórmula: visto por Luis Mora; falta 1 persona.",
    );
  });

  it("says how it stands as always when that is not known", async () => {
    const { user } = await openWindow([row(1)], {}, (door) =>
      door.receipts.mockRejectedValue(FULL),
    );
    await user.click(screen.getByTestId("dossier-state-open"));
    expect((await screen.findByTestId("safe-to-close")).textContent).toBe(
      "El servidor tiene todos tus cambios.",
    );
  });
});

describe("what is on screen", () => {
  const changed = (at: number) => ({
    ...{ type: "rows" as const, dossier: DOSSIER, order: null, version: `v${String(at)}` },
    rows: [row(1, { actionLine: `Texto ${String(at)}` })],
    foreign: true,
  });

  it("is told as seen at once, and then at most every few seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    try {
      const { host } = await openWindow([row(1)]);
      expect(host.seen.mock.calls).toEqual([[DOSSIER]]);
      act(() => host.listener(changed(1)));
      act(() => host.listener(changed(2)));
      expect(host.seen).toHaveBeenCalledTimes(1);
      act(() => void vi.advanceTimersByTime(SEEN_PAUSE_MS));
      expect(host.seen).toHaveBeenCalledTimes(2);
      act(() => void vi.advanceTimersByTime(3 * SEEN_PAUSE_MS));
      expect(host.seen).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is not told of a window nobody looks at, until somebody does", async () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(false);
    const { host } = await openWindow([row(1)]);
    act(() => host.listener(changed(1)));
    expect(host.seen).not.toHaveBeenCalled();
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    act(() => void window.dispatchEvent(new Event("focus")));
    expect(host.seen).toHaveBeenCalledTimes(1);
  });
});

describe("leaving", () => {
  it("with text that could not be saved says what the shell knows of it", async () => {
    const rows = [row(1)];
    const { host, user } = await openWindow(rows, {}, (door) => door.editing(rows));
    host.pushText.mockRejectedValue(FULL);
    host.receipts.mockResolvedValue({
      ...SAID,
      ...{ unsaved: 1, safeToClose: false },
      sentence: "No cierres todavía: 1 cambio no se ha podido guardar.",
    });
    const cell = document.querySelector('[data-row="1"][data-field="formula"]');
    await user.dblClick(cell as HTMLElement);
    await user.keyboard("lo último");
    act(() => host.closing());
    const question = await screen.findByRole("alertdialog");
    expect((await within(question).findByTestId("unsafe-to-close")).textContent).toContain(
      "No cierres todavía",
    );
    expect(host.closeWindow).not.toHaveBeenCalled();
  });

  it("asks nothing where all is saved", async () => {
    const { host } = await openWindow([row(1)]);
    act(() => host.closing());
    await waitFor(() => expect(host.closeWindow).toHaveBeenCalled());
    expect(screen.queryByRole("alertdialog")).toBeNull();
    expect(host.receipts).not.toHaveBeenCalled();
  });
});
