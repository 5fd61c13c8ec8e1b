import { fold } from "../../kit";

/** A text as it is compared: without case, accents, or how it was spaced; "ñ" is not "n". */
export function folded(text: string): string {
  return fold(text).replace(/ +/g, " ").trim();
}
