/** To be written. */
export function SuggestionsPanel() {
  return null;
}
