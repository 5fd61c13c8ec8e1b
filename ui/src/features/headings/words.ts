import { plural, t } from "@lingui/core/macro";

import type { HeadingView } from "../../host";
import { headingText } from "../../state";

/** The name of a level. */
export function levelName(level: string): string {
  switch (level) {
    case "axis":
      return t`Eje`;
    case "objective":
      return t`Objetivo`;
    case "priority":
      return t`Prioridad`;
    case "strategy":
      return t`Estrategia`;
    default:
      return level;
  }
}

/** What a level is for, in plain words. */
export function levelSentence(level: string): string {
  switch (level) {
    case "axis":
      return t`Los grandes temas de la política. Casi siempre hay pocos.`;
    case "objective":
      return t`Lo que se quiere lograr en cada eje. No todas las políticas lo usan.`;
    case "priority":
      return t`Cada camino que marca la política; de aquí cuelgan las líneas de acción.`;
    case "strategy":
      return t`Un paso entre la prioridad y la línea de acción. Úsalo si tu política lo tiene.`;
    default:
      return "";
  }
}

/** "Agregar un eje". */
export function addText(level: string): string {
  switch (level) {
    case "axis":
      return t`Agregar un eje`;
    case "objective":
      return t`Agregar un objetivo`;
    case "priority":
      return t`Agregar una prioridad`;
    case "strategy":
      return t`Agregar una estrategia`;
    default:
      return t`Agregar`;
  }
}

/** "Eje 1. Combatir la impunidad", shortened where it is long. */
export function headingName(heading: HeadingView): string {
  const text = headingText(heading);
  return text.length > 70 ? `${text.slice(0, 70).trimEnd()}…` : text;
}

export function lineCountText(lines: number): string {
  return plural(lines, { one: "# línea", other: "# líneas" });
}
