import { t } from "@lingui/core/macro";

import { awayOf } from "../features/away";
import { commentsOf } from "../features/comments";
import { decideOf } from "../features/decide";
import { openFicha } from "../features/ficha";
import {
  mayComment,
  useApp,
  useCommands,
  useDossier,
  useDossierState,
  type Command,
  type Panel,
} from "../state";

/** Opens what stands beside the matrix, and goes through what each panel lists. */
export function usePanelCommands(): void {
  const app = useApp();
  const dossier = useDossier();
  const comments = mayComment(useDossierState((state) => state.role));
  const away = useDossierState((state) => state.away.length > 0);
  const open = (panel: Panel) => () => dossier.openPanel(panel);
  const walk = (step: (back: boolean) => boolean, back: boolean, none: string) => () => {
    if (!step(back)) app.toast(none);
  };
  const decide = (back: boolean) =>
    walk((to) => decideOf(dossier).step(to), back, t`No queda nada por decidir.`);
  const talk = (back: boolean) =>
    walk((to) => commentsOf(dossier).step(to), back, t`No hay conversaciones abiertas.`);
  const visit = (back: boolean) =>
    walk((to) => awayOf(dossier).step(to), back, t`No hay cambios que visitar.`);
  const none = away ? null : t`Nada cambió mientras estabas sin conexión.`;

  // The panels by their place in the bar: Alt+1 is the first.
  const list: Command[] = [
    {
      id: "view.notices",
      title: t`Ver lo que es para mí`,
      group: "view",
      keys: "Alt+1",
      run: open("notices"),
    },
    {
      id: "view.decide",
      title: t`Ver lo que está por decidir`,
      group: "view",
      keys: "Alt+2",
      run: open("decide"),
    },
    {
      id: "view.comments",
      title: t`Ver los comentarios`,
      group: "view",
      keys: "Alt+3",
      run: open("comments"),
    },
    {
      id: "view.suggestions",
      title: t`Ver las propuestas`,
      group: "view",
      keys: "Alt+4",
      run: open("suggestions"),
    },
    {
      id: "view.findings",
      title: t`Ver los hallazgos`,
      group: "view",
      keys: "Alt+5",
      run: open("findings"),
    },
    {
      id: "view.ficha",
      title: t`Abrir la ficha del renglón`,
      group: "view",
      keys: "Ctrl+Enter",
      // In an editor they break the line: the grid attends to them.
      ownKeys: true,
      run: () => openFicha(dossier),
    },
    {
      id: "view.consultations",
      title: t`Ver las consultas`,
      group: "view",
      keys: "Alt+6",
      run: open("consultations"),
    },
    {
      id: "view.window",
      title: t`Ver el periodo de revisión`,
      group: "view",
      keys: "Alt+7",
      run: open("window"),
    },
    {
      id: "view.versions",
      title: t`Ver las versiones`,
      group: "view",
      keys: "Alt+8",
      run: open("versions"),
    },
    {
      id: "view.history",
      title: t`Ver la historia de la celda`,
      group: "view",
      keys: "Alt+9, Ctrl+Alt+H",
      run: open("history"),
    },
    {
      id: "view.why",
      title: t`Ver por qué dice esto la celda`,
      group: "view",
      keys: "Ctrl+Alt+Q",
      run: open("why"),
    },
    {
      id: "view.away",
      title: t`Ver qué cambió mientras estabas sin conexión`,
      group: "view",
      disabled: none,
      run: open("away"),
    },
    {
      id: "comments.new",
      title: t`Comentar la celda, o las palabras elegidas`,
      group: "edit",
      keys: "Ctrl+Alt+M",
      disabled: comments ? null : t`Con tu papel puedes leer los comentarios.`,
      run: () => commentsOf(dossier).begin(),
    },
    {
      id: "move.nextDecision",
      title: t`Ir a lo siguiente por decidir`,
      group: "move",
      keys: "F7",
      run: decide(false),
    },
    {
      id: "move.previousDecision",
      title: t`Ir a lo anterior por decidir`,
      group: "move",
      keys: "Shift+F7",
      run: decide(true),
    },
    {
      id: "move.nextComment",
      title: t`Ir a la siguiente conversación`,
      group: "move",
      keys: "F8",
      run: talk(false),
    },
    {
      id: "move.previousComment",
      title: t`Ir a la conversación anterior`,
      group: "move",
      keys: "Shift+F8",
      run: talk(true),
    },
    {
      id: "move.nextAway",
      title: t`Ir al siguiente cambio de cuando no había conexión`,
      group: "move",
      keys: "F9",
      disabled: none,
      run: visit(false),
    },
    {
      id: "move.previousAway",
      title: t`Ir al cambio anterior de cuando no había conexión`,
      group: "move",
      keys: "Shift+F9",
      disabled: none,
      run: visit(true),
    },
  ];
  useCommands(list);
}
