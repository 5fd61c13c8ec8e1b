import { createContext } from "react";

/** Takes the keyboard to the cell after or before the selected one; the grid provides it. */
export const StepContext = createContext<(back: boolean) => void>(() => undefined);
