import { Store, companion } from "../../state";

/** What takes the place of the matrix. */
export type TimeView =
  | { name: "compare"; from: string; to: string }
  /** The matrix as it was; `point` `null`: at the last stop before now. */
  | { name: "past"; point: string | null };

/** Looks at an open dossier at other times. */
export class Time {
  /** `null`: the matrix of now is looked at. */
  readonly view = new Store<TimeView | null>(null);

  compare(from: string, to: string): void {
    this.view.set({ name: "compare", from, to });
  }

  past(point: string | null): void {
    this.view.set({ name: "past", point });
  }

  /** Back to the matrix of now. */
  leave(): void {
    this.view.set(null);
  }
}

/** Which time an open dossier is looked at. */
export const timeOf = companion(() => new Time());
