import type { DecisionKind, DecisionView } from "../../host";
import { Store, companion, stepped, type DossierStore } from "../../state";

/** What marks in the cell itself say, with its choices. */
const MARKED: ReadonlySet<DecisionKind> = new Set([
  "values",
  "numeral",
  "overlap",
  "retiredAndEdited",
]);

/** What waits for a decision, gone through one by one. */
export class DecideBook {
  /** Names the one where one stands. */
  readonly current = new Store<string | null>(null);
  readonly #dossier: DossierStore;

  constructor(dossier: DossierStore) {
    this.#dossier = dossier;
  }

  /** Goes to the next thing to decide, or back; `false` if there is none. */
  step(back: boolean): boolean {
    const state = this.#dossier.state.get();
    const current = this.current.get();
    const next = stepped(state, {
      list: state.review.decisions.map((one) => ({ ...one, field: fieldOf(one) })),
      isHere: ({ key }) => key === current,
      back,
    });
    if (next === null) return false;
    this.show(next);
    return true;
  }

  /** Goes to where one is; what no mark of a cell says is read in the panel. */
  show(decision: DecisionView): void {
    this.current.set(decision.key);
    const found = this.#dossier.goTo(decision.line, decision.indicator, fieldOf(decision));
    if (!found || !MARKED.has(decision.kind)) this.#dossier.openPanel("decide");
  }
}

/** The cell that stands for a decision about a whole row. */
function fieldOf({ field }: DecisionView): string {
  return field === "" ? "actionLine" : field;
}

/** What waits for a decision in a dossier. */
export const decideOf = companion((dossier) => new DecideBook(dossier));
