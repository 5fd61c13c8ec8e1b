/** Why an editor closed, for whoever decides where the keyboard goes next. */
export type Closing = "enter" | "escape" | "next" | "previous";
