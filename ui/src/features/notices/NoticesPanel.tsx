/** To be written. */
export function NoticesPanel() {
  return null;
}
