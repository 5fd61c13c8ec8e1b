/** To be written. */
export function ConsultationsPanel() {
  return null;
}
