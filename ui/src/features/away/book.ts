import type { AwayItem, AwayKind } from "../../host";
import { Store, companion, type DossierStore } from "../../state";

/** From what asks something of the person to what is only good to know. */
export const AWAY_ORDER: readonly AwayKind[] = [
  "toDecide",
  "merged",
  "changed",
  "restored",
  "retired",
  "added",
  "comment",
];

/** What changed, by kind; of one kind, in the order in which it is told. */
export function awayGroups(items: readonly AwayItem[]): readonly [AwayKind, readonly AwayItem[]][] {
  return AWAY_ORDER.map((kind): [AwayKind, AwayItem[]] => [
    kind,
    items.filter((item) => item.kind === kind),
  ]).filter(([, group]) => group.length > 0);
}

/** What changed while away, visited one by one. */
export class AwayBook {
  /** The change one stands at. */
  readonly current = new Store<AwayItem | null>(null);
  readonly #dossier: DossierStore;

  constructor(dossier: DossierStore) {
    this.#dossier = dossier;
  }

  /** The changes in the order of the panel. */
  get list(): readonly AwayItem[] {
    return awayGroups(this.#dossier.state.get().away).flatMap(([, group]) => group);
  }

  /** Visits the next change, or the one before; `false` if there is none. */
  step(back: boolean): boolean {
    const list = this.list;
    const current = this.current.get();
    const at = current === null ? -1 : list.indexOf(current);
    const from = at < 0 ? (back ? 0 : -1) : at;
    const next = list[(from + (back ? -1 : 1) + list.length) % list.length];
    if (next === undefined) return false;
    this.visit(next);
    return true;
  }

  visit(item: AwayItem): void {
    this.current.set(item);
    this.#dossier.openPanel("away");
    this.#dossier.goTo(item.line, item.indicator, item.field);
  }
}

/** What changed in a dossier while away. */
export const awayOf = companion((dossier) => new AwayBook(dossier));
