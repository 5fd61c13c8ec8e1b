import type { ComparisonView, DifferenceView } from "../../host";
import {
  Store,
  cellId,
  companion,
  rowKey,
  useDossier,
  useStore,
  type DossierState,
  type DossierStore,
} from "../../state";

type Marks = ReadonlyMap<string, readonly DifferenceView[]>;

/** Changes marked in the matrix between two points in time. */
export interface Marked {
  /** The points compared; `null`: nothing is marked. */
  points: { from: string; to: string } | null;
  /** Where the marked values come from: what "as it was" means. */
  comparison: ComparisonView | null;
  /** By the cell of the document. */
  marks: Marks;
}

const NOTHING: Marked = { points: null, comparison: null, marks: new Map() };

/** Which cells of an open dossier are marked as changed. */
export class Changes {
  readonly state = new Store<Marked>(NOTHING);
  readonly #dossier: DossierStore;

  constructor(dossier: DossierStore) {
    this.#dossier = dossier;
  }

  /** Marks what changed between two points; the answer comes with `told`. */
  show(from: string, to: string): void {
    this.state.set({ ...NOTHING, points: { from, to } });
  }

  told(comparison: ComparisonView): void {
    const marks = marksOf(comparison.differences, this.#dossier.state.get());
    this.state.update((state) => ({ ...state, comparison, marks }));
  }

  hide(): void {
    this.state.set(NOTHING);
  }
}

/** Differences by the cell they are seen in; those of a row stand by its first text. */
function marksOf(
  differences: readonly DifferenceView[],
  { rows, order }: Pick<DossierState, "rows" | "order">,
): Marks {
  const byLine = new Map<string, string>();
  for (const key of order) {
    const line = key.split(":")[0] ?? "";
    if (!byLine.has(line)) byLine.set(line, key);
  }
  const marks = new Map<string, DifferenceView[]>();
  for (const difference of differences) {
    const { cell } = difference;
    const row = rows.get(rowKey(cell)) ?? rows.get(byLine.get(cell.line) ?? "");
    if (row === undefined) continue;
    const id = cellId(row, cell.field === "" ? "actionLine" : cell.field);
    const known = marks.get(id);
    if (known === undefined) marks.set(id, [difference]);
    else known.push(difference);
  }
  return marks;
}

/** The changes marked in an open dossier. */
export const changesOf = companion((dossier) => new Changes(dossier));

/** What changed in a cell, if changes are marked; renders again only when that changes. */
export function useChanges(id: string): readonly DifferenceView[] | undefined {
  return useStore(changesOf(useDossier()).state, ({ marks }) => marks.get(id));
}
