/** To be written. */
export function WindowPanel() {
  return null;
}
