import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { DocumentVerdict, FileDeparture } from "../src/host";
import { verifiedCode, verifiedPaper } from "../src/host/fixture/papers";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { FULL, row, type FakeHost } from "./support";

function verdict(said: Partial<DocumentVerdict>): DocumentVerdict {
  return { ...verifiedPaper().verdict, ...said };
}

const CELL: FileDeparture = {
  kind: "cell",
  row: 4,
  field: "targets.2024",
  column: "Meta 2024",
  exported: "100%",
  file: "90%",
  sentence: "Renglón 4, Meta 2024: se exportó «100%» y el archivo dice «90%».",
};

async function dialog(prepare: (host: FakeHost) => void = () => undefined) {
  const window = await openWindow([row(1)], {}, prepare);
  window.app.overlay.set({ name: "verify" });
  return { ...window, asked: await screen.findByTestId("verify") };
}

describe("verifying a document", () => {
  it("says of a file what it is, its facts and what changed since", async () => {
    const { host, user, asked, container } = await dialog();
    host.verifyChoose.mockResolvedValue(verifiedPaper());
    await user.click(within(asked).getByTestId("verify-choose"));
    const said = await within(asked).findByTestId("verdict-said");
    expect(said.dataset).toMatchObject({ outcome: "version", file: "added" });
    expect(said.textContent).toContain("El original está intacto");
    const shown = within(asked).getByTestId("verdict");
    expect(shown.textContent).toContain("SECOEM anexo firmado.pdf");
    expect(shown.textContent).toContain("SECOEM-2023-04-24-3F9A-22C1");
    const since = within(asked).getByTestId("verdict-changes");
    expect(since.textContent).toContain("Desde entonces hubo 1 cambio en la matriz");
    expect(since.textContent).toContain("Renglón 4 · Meta 2024");
    expect(within(asked).queryByTestId("verdict-departures")).toBeNull();
    expect(await barriers(container)).toEqual([]);
  });

  it("shows in what a file that was edited departs, the first of them and how many there are", async () => {
    const { host, user, asked } = await dialog();
    const departures = Array.from({ length: 22 }, (_, at) => ({
      ...CELL,
      row: at + 1,
      sentence: `Renglón ${String(at + 1)}, Meta 2024: se exportó «100%» y el archivo dice «90%».`,
    }));
    const edited = verdict({
      file: "changed",
      sentence: "Dice ser de esta versión cerrada, pero sus renglones ya no dicen lo mismo.",
      rows: { readable: true, departures: 30, cells: 30, first: departures },
      changes: 0,
      differences: [],
    });
    host.verifyChoose.mockResolvedValue({ name: "matriz.xlsx", verdict: edited });
    await user.click(within(asked).getByTestId("verify-choose"));
    const list = await within(asked).findByTestId("verdict-departures");
    expect(list.textContent).toContain("30 diferencias entre el archivo y lo que se exportó");
    const items = within(list).getAllByRole("listitem");
    expect(items).toHaveLength(20);
    expect(items[3]?.textContent).toBe(CELL.sentence);
    expect(list.textContent).toContain("Y 10 diferencias más.");
    expect(within(asked).getByTestId("verdict-changes").textContent).toContain(
      "no ha cambiado nada",
    );
  });

  it("lists nothing where a file says the same, or can be read no more", async () => {
    const { host, user, asked } = await dialog();
    const same = { readable: true, departures: 0, cells: 0, first: [] };
    for (const [file, rows] of [
      ["sameContent", same],
      ["changed", { ...same, readable: false }],
    ] as const) {
      const said = verdict({ file, rows });
      host.verifyChoose.mockResolvedValueOnce({ name: `${file}.docx`, verdict: said });
      await user.click(within(asked).getByTestId("verify-choose"));
      await within(asked).findByText(`${file}.docx`);
      expect(within(asked).getByTestId("verdict-said").dataset.file).toBe(file);
      expect(within(asked).queryByTestId("verdict-departures")).toBeNull();
    }
  });

  it("takes what is typed from a paper, and says aloud what is wrong with one", async () => {
    const { host, user, asked } = await dialog();
    host.verifyCode.mockResolvedValueOnce(verifiedCode());
    expect(within(asked).getByTestId("verify-typed")).toHaveProperty("disabled", true);
    await user.type(within(asked).getByTestId("verify-code"), "3F9A-22C1");
    await user.click(within(asked).getByTestId("verify-typed"));
    await within(asked).findByTestId("verdict");
    expect(host.verifyCode).toHaveBeenCalledWith("3F9A-22C1");
    const altered = verdict({ outcome: "mismatch", file: "notCompared", changes: null });
    host.verifyCode.mockResolvedValueOnce({ name: "", verdict: altered });
    await user.click(within(asked).getByTestId("verify-typed"));
    expect(await within(asked).findByRole("alert")).toBe(within(asked).getByTestId("verdict-said"));
    expect(within(asked).queryByTestId("verdict-changes")).toBeNull();
    host.verifyCode.mockRejectedValueOnce(FULL);
    await user.click(within(asked).getByTestId("verify-typed"));
    expect((await within(asked).findByTestId("verify-problem")).textContent).toContain(
      FULL.message,
    );
    expect(within(asked).queryByTestId("verdict")).toBeNull();
  });

  it("keeps what was found when the file dialog is closed without a file", async () => {
    const { host, user, asked } = await dialog();
    host.verifyChoose.mockResolvedValueOnce(verifiedPaper()).mockResolvedValueOnce(null);
    await user.click(within(asked).getByTestId("verify-choose"));
    await within(asked).findByTestId("verdict");
    await user.click(within(asked).getByTestId("verify-choose"));
    expect(within(asked).getByTestId("verdict").textContent).toContain("SECOEM anexo firmado.pdf");
  });
});
