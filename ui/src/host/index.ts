import type { Host } from "./host";

export type * from "./contract";
export type { CellPlace, EditRequest, Host, ReportFormat } from "./host";
export { asProblem } from "./problem";

/**
 * The host of this build. The fixture one exists only in `vite build --mode fixture`: the mode is a
 * constant at build time, so that the shipped bundle holds no trace of it.
 */
export async function loadHost(): Promise<Host> {
  if (import.meta.env.MODE === "fixture") {
    const { fixtureHost } = await import("./fixture");
    return fixtureHost();
  }
  const { tauriHost } = await import("./tauri");
  return tauriHost();
}
