const NAME = "cotejo.commands";
const KEPT_MAX = 8;

/** Names of the commands used lately, the last one first. A window without memory has none. */
export function recentCommands(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === "string") : [];
  } catch {
    return [];
  }
}

/** Notes that a command was used. */
export function noteCommand(id: string): void {
  const kept = [id, ...recentCommands().filter((known) => known !== id)].slice(0, KEPT_MAX);
  try {
    localStorage.setItem(NAME, JSON.stringify(kept));
  } catch {
    // Without memory the list starts anew with each window.
  }
}
