import { describe, expect, it } from "vitest";

import { applyEvent, openedState, retiredCount } from "../src/state";
import { applyRows, dismissAway, showRetired, togglePanel } from "../src/state/dossierState";
import { DOSSIER, PRIORITY, comment, opened, row, status } from "./support";

const three = () => openedState(opened([row(1), row(2), row(3)]));
const key = (at: number) => `line-${String(at)}:indicator-${String(at)}`;

describe("rows", () => {
  it("replaces the rows of a patch and leaves the others the same objects", () => {
    const before = three();
    const after = applyEvent(before, {
      type: "rows",
      dossier: DOSSIER,
      rows: [row(2, { actionLine: "Otra" })],
      order: null,
      foreign: true,
      version: "v1",
    });
    expect(after.rows.get(key(2))?.actionLine).toBe("Otra");
    expect(after.rows.get(key(1))).toBe(before.rows.get(key(1)));
    expect(after.shown).toBe(before.shown);
    expect(after.spans).toBe(before.spans);
  });

  it("takes a new order and forgets the rows that are not in it", () => {
    const after = applyEvent(three(), {
      type: "rows",
      dossier: DOSSIER,
      rows: [row(4)],
      order: [key(3), key(4), key(1)],
      foreign: true,
      version: "v1",
    });
    expect(after.shown).toEqual([key(3), key(4), key(1)]);
    expect(after.rows.has(key(2))).toBe(false);
  });

  it("follows a line that gets its first indicator, in its place and with the selection", () => {
    const bare = row(2, { indicator: null });
    const before = {
      ...openedState(opened([row(1), bare, row(3)])),
      selection: { key: "line-2", field: "formula" },
    };
    const after = applyRows(before, [row(2)], null);
    expect(after.shown).toEqual([key(1), key(2), key(3)]);
    expect(after.selection).toEqual({ key: key(2), field: "formula" });
  });

  it("hides a retired row until it is asked for, and counts it", () => {
    const after = applyRows(three(), [row(2, { row: null, retired: true })], null);
    expect(after.shown).toEqual([key(1), key(3)]);
    expect(retiredCount(after)).toBe(1);
    expect(showRetired(after, true).shown).toEqual([key(1), key(2), key(3)]);
  });

  it("keeps a row in view that was retired while somebody edited it", () => {
    const both = row(2, { retired: true, retiredAndEdited: "Luis y Ana" });
    expect(applyRows(three(), [both], null).shown).toContain(key(2));
  });

  it("joins again when a row changes its heading", () => {
    const under = (at: number) => row(at, { headings: [PRIORITY] });
    const before = openedState(opened([under(1), row(2), under(3)]));
    const after = applyRows(before, [under(2)], null);
    expect(before.spans.priority[0]).toEqual({ start: 0, end: 1 });
    expect(after.spans.priority[0]).toEqual({ start: 0, end: 3 });
  });

  it("leaves alone what another dossier's events say", () => {
    const before = three();
    const other = { ...status({ state: "offline" }), dossier: "other" };
    expect(applyEvent(before, { type: "status", status: other })).toBe(before);
    expect(
      applyEvent(before, {
        type: "rows",
        dossier: "other",
        rows: [row(9)],
        order: null,
        foreign: true,
        version: "v1",
      }),
    ).toBe(before);
  });
});

describe("comments, people and status", () => {
  it("groups comments by thread and finds the open ones of a cell", () => {
    const after = applyEvent(three(), {
      type: "comments",
      dossier: DOSSIER,
      comments: [
        comment(1, { thread: "a" }),
        comment(2, { thread: "a" }),
        comment(3, { thread: "b", resolved: true }),
      ],
    });
    expect(after.threads.map((thread) => thread.comments.length)).toEqual([2, 1]);
    expect(after.openThreads.get("line-1|formula")).toHaveLength(1);
  });

  it("takes one's new role from the list of people", () => {
    const after = applyEvent(three(), {
      type: "members",
      dossier: DOSSIER,
      members: [{ device: "a", name: "Ana", institution: "SESEA", role: "reader", me: true }],
    });
    expect(after.role).toBe("reader");
  });

  it("replaces the status", () => {
    const after = applyEvent(three(), {
      type: "status",
      status: status({ state: "offline", waiting: 3 }),
    });
    expect(after.status.waiting).toBe(3);
  });
});

describe("the away list", () => {
  const items = [
    {
      row: 1,
      line: "line-1",
      indicator: "indicator-1",
      field: "formula",
      kind: "changed" as const,
      author: "Luis Mora",
      before: "a",
      after: "b",
    },
  ];

  it("takes the side and gives it back when read", () => {
    const reading = togglePanel(three(), "comments");
    const away = applyEvent(reading, { type: "away", dossier: DOSSIER, items });
    expect(away.panel).toBe("away");
    const read = dismissAway(away);
    expect(read.panel).toBe("comments");
    expect(read.away).toEqual([]);
  });

  it("is open from the start when something waits to be read", () => {
    expect(openedState(opened([row(1)], { away: items })).panel).toBe("away");
  });
});
