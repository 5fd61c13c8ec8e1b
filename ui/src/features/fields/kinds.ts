import { isSharedText, levelOf } from "../../state";
import { offersOf } from "./lists";

/** What a field holds, which decides how it is written. */
export type FieldKind = "text" | "heading" | "list" | "quantity" | "year" | "switch" | "value";

export function fieldKind(field: string): FieldKind {
  if (isSharedText(field)) return "text";
  if (levelOf(field) !== null) return "heading";
  if (offersOf(field) !== null) return "list";
  if (field.startsWith("targets.") || field === "baseline.value" || field === "formula.factor") {
    return "quantity";
  }
  if (field === "baseline.year") return "year";
  return field === "pendingExternal" ? "switch" : "value";
}
