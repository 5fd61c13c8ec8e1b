import { t } from "@lingui/core/macro";
import { Printer } from "lucide-react";
import { use } from "react";

import { Button, DialogActions, ModalDialog } from "../../kit";
import { CommandsContext, useApp, useStore, type CommandGroup } from "../../state";
import { GROUPS, groupTitle } from "./groups";
import { Keys } from "./Keys";
import styles from "./Commands.module.css";

interface Line {
  title: string;
  keys: string;
}

/** Keys of boxes and grids everywhere, which are no commands of anybody. */
function commonKeys(group: CommandGroup): readonly Line[] {
  if (group === "edit") {
    return [
      { title: t`Abrir la celda para escribir`, keys: "Enter" },
      { title: t`Renglón nuevo dentro de la celda`, keys: "Ctrl+Enter" },
      { title: t`Dejar la celda como estaba`, keys: "Esc" },
    ];
  }
  if (group === "move") {
    return [
      { title: t`Ir a la celda de junto`, keys: "ArrowUp, ArrowDown, ArrowLeft, ArrowRight" },
      { title: t`Celda siguiente`, keys: "Tab" },
      { title: t`Celda anterior`, keys: "Shift+Tab" },
      { title: t`Principio y fin del renglón`, keys: "Home, End" },
      { title: t`Primera y última celda`, keys: "Ctrl+Home, Ctrl+End" },
      { title: t`Abrir las marcas de la celda`, keys: "Alt+Enter" },
    ];
  }
  return [];
}

/** The sheet of shortcuts, made of the same list as the palette; it can be printed. */
export function Shortcuts() {
  const app = useApp();
  const open = useStore(app.overlay, (overlay) => overlay?.name === "shortcuts");
  const close = () => app.overlay.set(null);
  return (
    <ModalDialog
      title={t`Atajos de teclado`}
      isOpen={open}
      onClose={close}
      size="wide"
      testId="shortcuts"
    >
      <Sheet />
      <DialogActions>
        <Button onPress={() => window.print()}>
          <Printer size={15} aria-hidden /> {t`Imprimir`}
        </Button>
        <Button look="strong" autoFocus onPress={close}>
          {t`Cerrar`}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}

function Sheet() {
  const commands = useStore(use(CommandsContext).state, (all) => all);
  return (
    <div className={styles.sheet} data-print="">
      {GROUPS.map((group) => {
        const lines = linesOf(group, commands);
        if (lines.length === 0) return null;
        return (
          <section key={group} className={styles.group}>
            <h3>{groupTitle(group)}</h3>
            <dl>
              {lines.map(({ title, keys }) => (
                <div key={`${title} ${keys}`} className={styles.line}>
                  <dt>{title}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
}

/** Commands with keys, then the common keys no command has said already. */
function linesOf(
  group: CommandGroup,
  commands: readonly { title: string; group: CommandGroup; keys?: string }[],
): readonly Line[] {
  const offered = commands.flatMap((command) =>
    command.group === group && command.keys !== undefined
      ? [{ title: command.title, keys: command.keys }]
      : [],
  );
  const taken = new Set(offered.flatMap(({ keys }) => keys.split(", ")));
  const common = commonKeys(group).filter(({ keys }) =>
    keys.split(", ").every((way) => !taken.has(way)),
  );
  return [...offered, ...common];
}
