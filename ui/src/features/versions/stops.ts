import type { MomentView, VersionView } from "../../host";
import { versionAt } from "./PointChoice";

/** A stop of the slider through time. */
export interface Stop {
  point: string;
  at: string;
  authors: readonly string[];
  changes: number;
  /** The version closed here. */
  version: VersionView | null;
}

/** Every moment, and the versions that are at none of them, oldest first. */
export function stopsOf(
  moments: readonly MomentView[],
  versions: readonly VersionView[],
): readonly Stop[] {
  const stops: Stop[] = moments.map((moment) => ({
    ...moment,
    version: versionAt(moment, versions),
  }));
  for (const version of versions) {
    if (!version.here || stops.some((stop) => stop.version === version)) continue;
    stops.push({ point: version.id, at: version.at, authors: [], changes: 0, version });
  }
  return stops.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Where a point stands among the stops; without one, the last stop before the end. */
export function stopAt(stops: readonly Stop[], point: string | null): number {
  const found = stops.findIndex((stop) => stop.point === point || stop.version?.id === point);
  return found >= 0 ? found : Math.max(0, stops.length - 2);
}
