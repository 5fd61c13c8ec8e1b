/**
 * An editing command of the browser: deprecated, and still the only way to type a text that its
 * undo takes back, and to copy where the web view has no clipboard. `false` where it is missing.
 */
export function editingCommand(command: "copy" | "insertText", text = ""): boolean {
  const { execCommand } = document as { execCommand?: Document["execCommand"] };
  return execCommand?.call(document, command, false, text) ?? false;
}

/** Copies a text; `false` if the web view lets nobody copy. `select` selects it on screen. */
export async function copyText(text: string, select: () => void): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    select();
    return editingCommand("copy");
  }
}
