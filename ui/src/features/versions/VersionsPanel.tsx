/** To be written. */
export function VersionsPanel() {
  return null;
}
