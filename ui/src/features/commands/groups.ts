import { t } from "@lingui/core/macro";

import type { CommandGroup } from "../../state";

/** Groups in the order of the sheet. */
export const GROUPS: readonly CommandGroup[] = ["edit", "rows", "move", "view", "dossier", "help"];

/** What a group of commands is about. */
export function groupTitle(group: CommandGroup): string {
  switch (group) {
    case "edit":
      return t`Escribir`;
    case "rows":
      return t`Renglones`;
    case "move":
      return t`Moverse`;
    case "view":
      return t`Ver`;
    case "dossier":
      return t`Expediente`;
    case "help":
      return t`Ayuda`;
  }
}
