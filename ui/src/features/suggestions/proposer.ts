import type { Row } from "../../host";
import {
  Store,
  cellId,
  cellText,
  companion,
  useDossier,
  useStore,
  type DossierStore,
  type EditorPlace,
} from "../../state";

/** A change of a cell that is being put into words and was not sent. */
export interface Proposal {
  line: string;
  indicator: string | null;
  field: string;
  /** What the cell said when it was begun, and the version of the matrix that said so. */
  said: string;
  base: string | null;
  text: string;
  reason: string;
}

/** Proposals that were begun, by cell; at most one has its box open. */
export interface Proposals {
  open: { id: string; place: EditorPlace } | null;
  all: ReadonlyMap<string, Proposal>;
}

const NOTHING: Proposals = { open: null, all: new Map() };

/**
 * What a person proposes and has not sent yet. It stays while the dossier is open, whatever they look
 * at meanwhile, until they send it or discard it; the matrix knows nothing of it.
 */
export class Proposer {
  readonly state = new Store<Proposals>(NOTHING);
  readonly #dossier: DossierStore;

  constructor(dossier: DossierStore) {
    this.#dossier = dossier;
  }

  /** Opens the box of a cell, on what was left in it; with other text if the person began by typing. */
  open(row: Row, field: string, place: EditorPlace, firstText?: string): void {
    this.leave();
    void this.#dossier.editors.commit();
    const id = cellId(row, field);
    const { line, indicator } = row;
    const said = cellText(row, field);
    const base = this.#dossier.state.get().version;
    const fresh: Proposal = { line, indicator, field, said, base, text: said, reason: "" };
    const known = this.state.get().all.get(id) ?? fresh;
    const proposal = firstText === undefined ? known : { ...known, text: firstText };
    this.state.update(({ all }) => ({
      open: { id, place },
      all: new Map(all).set(id, proposal),
    }));
  }

  write(id: string, part: Partial<Pick<Proposal, "text" | "reason">>): void {
    this.state.update(({ open, all }) => {
      const proposal = all.get(id);
      if (proposal === undefined) return { open, all };
      return { open, all: new Map(all).set(id, { ...proposal, ...part }) };
    });
  }

  /** The keyboard left: the box closes; what was begun is kept, if anything was. */
  leave(): void {
    const { open, all } = this.state.get();
    if (open === null) return;
    const proposal = all.get(open.id);
    if (proposal !== undefined && !isBegun(proposal)) this.discard(open.id);
    else this.state.set({ open: null, all });
  }

  discard(id: string): void {
    this.state.update(({ open, all }) => {
      const left = new Map(all);
      left.delete(id);
      return { open: open?.id === id ? null : open, all: left };
    });
  }

  /** Sends a proposal; it leaves memory once the shell has it. */
  async send(id: string): Promise<void> {
    const proposal = this.state.get().all.get(id);
    if (proposal === undefined) return;
    const { line, indicator, field, base, text: value, reason } = proposal;
    await this.#dossier.review([
      { type: "suggest", line, indicator, field, value, base, reason: reason.trim() },
    ]);
    this.discard(id);
  }
}

/** Whether there is something in it that its person would miss. */
export function isBegun({ text, said, reason }: Proposal): boolean {
  return text !== said || reason.trim() !== "";
}

export const proposerOf = companion((dossier) => new Proposer(dossier));

/** How a cell stands with a proposal: none, one that was begun and left, or its box open here. */
export type ProposalHere = "none" | "kept" | "open";

/** Whether the box of a cell is open in a place. */
export function useProposal(id: string, place: EditorPlace): ProposalHere {
  return useStore(proposerOf(useDossier()).state, ({ open, all }) => {
    if (open?.id === id) return open.place === place ? "open" : "none";
    return all.has(id) ? "kept" : "none";
  });
}
