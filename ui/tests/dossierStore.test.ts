import { expect, it } from "vitest";

import type { EditReceipt } from "../src/host";
import { DossierStore } from "../src/state/dossierStore";
import { DOSSIER, FakeHost, opened, row } from "./support";

it("never lets a late answer put back what an event told after it was asked for", async () => {
  const before = row(4);
  const host = new FakeHost();
  let answer: (receipt: EditReceipt) => void = () => undefined;
  host.edit.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  const store = new DossierStore(host, opened([before]));

  const editing = store.set(before, "frequency", "Mensual");
  const saved = { ...before, frequency: "Mensual", unsent: ["frequency"] };
  const sent = { ...before, frequency: "Mensual", unsent: [] };
  for (const told of [saved, sent]) {
    store.hear({
      type: "rows",
      dossier: DOSSIER,
      rows: [told],
      order: null,
      foreign: false,
      version: "v1",
    });
  }
  answer({ row: saved, version: "v1" });
  await editing;
  expect([...store.state.get().rows.values()]).toEqual([sent]);

  const again = store.set(before, "frequency", "Anual");
  const unheard = { ...before, frequency: "Anual", unsent: ["frequency"] };
  answer({ row: unheard, version: "v2" });
  await again;
  expect([...store.state.get().rows.values()]).toEqual([unheard]);
});
