import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { VersionView } from "../src/host";
import { sampleOffer } from "../src/host/fixture/exporting";
import { emptyReview } from "../src/host/fixture/review";
import { barriers } from "./axe";
import { openWindow } from "./openWindow";
import { row } from "./support";

const VERSION: VersionView = {
  id: "0190a5f2-9000-7c1a-9d6b-000000000001",
  name: "Mesa 08",
  note: "",
  by: "Ana",
  at: "2023-04-24T19:05:00Z",
  matrix: "ab",
  digest: "3F9A-22C1",
  rows: 1,
  here: true,
  current: true,
};

async function dialog() {
  const review = { ...emptyReview(), versions: [VERSION] };
  const opened = await openWindow([row(1)], { review }, (host) => {
    host.exportChoose.mockResolvedValue("/home/ana/SECOEM.docx");
  });
  await opened.user.click(screen.getByTestId("export-open"));
  const asked = await screen.findByTestId("export-dialog");
  await within(asked).findByTestId("export-format");
  return { ...opened, asked };
}

describe("exporting", () => {
  it("asks how, remembers nothing that was not chosen, and says where the file is", async () => {
    const { host, user, asked, dossier } = await dialog();
    await user.selectOptions(within(asked).getByTestId("export-paper"), "oficio");
    await user.selectOptions(within(asked).getByTestId("export-comments"), "shared");
    expect(within(asked).getByText(/Va 1 comentario/)).toBeTruthy();
    await user.click(within(asked).getByTestId("export-column-responsible"));
    await user.click(within(asked).getByTestId("export-initials"));
    await user.click(within(asked).getByTestId("export-write"));
    const written = await screen.findByTestId("export-written");
    expect(written.textContent).toContain("/home/ana/SECOEM.docx");
    const [id, choices, name] = host.exportChoose.mock.calls[0] ?? [];
    expect(id).toBe(dossier.id);
    expect(choices).toEqual({
      format: "docx",
      options: {
        ...sampleOffer().last.options,
        paper: "oficio",
        comments: "shared",
        columns: ["responsible"],
        initials: false,
      },
    });
    expect(name).toContain("matriz en borrador");
    host.openExported.mockResolvedValue(undefined);
    await user.click(screen.getByTestId("export-open-file"));
    expect(host.openExported).toHaveBeenCalledWith(false);
  });

  it("stays open when the file dialog was closed, and says what did not work", async () => {
    const { host, user, asked } = await dialog();
    host.exportChoose.mockResolvedValueOnce(null);
    await user.click(within(asked).getByTestId("export-write"));
    expect(screen.queryByTestId("export-written")).toBeNull();
    host.exportChoose.mockRejectedValueOnce({
      code: "FILE_NOT_WRITTEN",
      message: "No se pudo escribir el archivo.",
      next: "Elige otra carpeta.",
    });
    await user.click(within(asked).getByTestId("export-write"));
    expect(await within(asked).findByText(/No se pudo escribir el archivo/)).toBeTruthy();
  });

  it("offers closed versions, and asks nothing of data for other programs", async () => {
    const { asked, user } = await dialog();
    const points = within(asked).getByTestId("export-version");
    const names = within(points)
      .getAllByRole("option")
      .map((option) => option.textContent);
    expect(names).toEqual(["Como está ahora (BORRADOR)", "Mesa 08 · 24 de abril de 2023"]);
    await user.selectOptions(within(asked).getByTestId("export-format"), "automerge");
    expect(within(asked).queryByTestId("export-version")).toBeNull();
    expect(within(asked).queryByTestId("export-paper")).toBeNull();
  });

  it("keeps nobody out", async () => {
    const { asked } = await dialog();
    expect(await barriers(asked)).toEqual([]);
  });
});
