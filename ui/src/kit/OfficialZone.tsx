import { officialZoneNote } from "./dates";

/** Says whose hours the official times around it are, where this computer's clock says others. */
export function OfficialZone({ className }: { className?: string | undefined }) {
  const note = officialZoneNote();
  return note === null ? null : (
    <p className={className} data-testid="official-zone">
      {note}
    </p>
  );
}
