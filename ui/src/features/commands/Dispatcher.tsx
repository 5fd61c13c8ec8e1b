import { use, useEffect } from "react";

import { CommandsContext, useApp } from "../../state";
import { isForBox, isPressed } from "./keys";

function writes(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null;
  return element?.closest("input, textarea, select, [contenteditable=true]") !== null;
}

/** Runs the command whose keys are pressed, wherever the person is but in a dialog. */
export function Dispatcher() {
  const app = useApp();
  const commands = use(CommandsContext);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      if (document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null) return;
      if (writes(event.target) && isForBox(event)) return;
      const command = commands.state
        .get()
        .find(
          ({ keys, ownKeys }) => keys !== undefined && ownKeys !== true && isPressed(keys, event),
        );
      if (command === undefined) return;
      event.preventDefault();
      const { disabled = null } = command;
      if (disabled === null) command.run();
      else app.toast(disabled);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [app, commands]);
  return null;
}
