/** To be written. */
export function HistoryPanel() {
  return null;
}
