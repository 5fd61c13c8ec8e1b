import { createContext, useContext, useEffect, useRef } from "react";

import { Store } from "./store";

/** Where a command stands in the palette and on the sheet of shortcuts. */
export type CommandGroup = "edit" | "rows" | "move" | "view" | "dossier" | "help";

/** Something a person can do by name or by keys. */
export interface Command {
  /** Names it for good: "row.duplicate". */
  id: string;
  /** What it does, in the person's words: "Duplicar el renglón". */
  title: string;
  group: CommandGroup;
  /** Keys as printed on the sheet: "Ctrl+D", "Alt+ArrowUp", "F7". */
  keys?: string;
  /**
   * Whoever offers the command attends to its keys itself (they only work in the grid, say); other
   * keys work wherever the person is.
   */
  ownKeys?: boolean;
  /** Why it cannot be done now; such a command is shown, not run. */
  disabled?: string | null;
  run: () => void;
}

/** The commands there are now, in the order in which they were offered. */
export class Commands {
  readonly state = new Store<readonly Command[]>([]);
  readonly #offers: { current: readonly Command[] }[] = [];

  /** Offers commands until the returned function is called; `tell` after `current` changed. */
  offer(list: { current: readonly Command[] }): { tell: () => void; end: () => void } {
    this.#offers.push(list);
    const tell = () => {
      this.state.set(this.#offers.flatMap((offer) => offer.current));
    };
    tell();
    return {
      tell,
      end: () => {
        this.#offers.splice(this.#offers.indexOf(list), 1);
        tell();
      },
    };
  }
}

export const CommandsContext = createContext(new Commands());

/** Offers commands while the component is on screen. */
export function useCommands(list: readonly Command[]): void {
  const commands = useContext(CommandsContext);
  const current = useRef(list);
  const telling = useRef<(() => void) | null>(null);
  useEffect(() => {
    const { tell, end } = commands.offer(current);
    telling.current = tell;
    return end;
  }, [commands]);
  useEffect(() => {
    current.current = list;
    telling.current?.();
  });
}
