import type { App } from "../../state";
import { timeOf } from "../changes";
import { finderOf } from "../find";

/** The chapter about what one is doing. */
export function chapterNow(app: App): string {
  const { screen } = app.state.get();
  if (screen.name === "reading" || screen.name === "importing") return "importar";
  if (screen.name !== "dossier") return "empezar";
  const { dossier } = screen;
  if (dossier.minutes.look.get() !== null) return "minutas";
  if (timeOf(dossier).view.get() !== null) return "versiones";
  if (finderOf(dossier).state.get().open) return "buscar";
  switch (dossier.state.get().panel) {
    case "findings":
      return "hallazgos";
    case "comments":
    case "notices":
      return "comentarios";
    case "suggestions":
    case "consultations":
      return "revision";
    case "window":
      return "periodo";
    case "why":
      return "minutas";
    case "history":
    case "versions":
      return "versiones";
    case "decide":
    case "away":
      return "personas";
    case "ficha":
      return "ficha";
    case null:
      return "escribir";
  }
}
