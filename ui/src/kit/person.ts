/** Hues far enough from each other and from the red, amber and yellow that mean something. */
const HUES = [205, 265, 160, 230, 300, 185, 140, 320] as const;

/** The hue a person's marks have everywhere, in degrees: always the same for the same device. */
export function personHue(device: string): number {
  // FNV-1a, and its high bits folded in: alike names must not get alike colours.
  let sum = 0x811c9dc5;
  for (let at = 0; at < device.length; at += 1) {
    sum = Math.imul(sum ^ device.charCodeAt(at), 0x01000193);
  }
  const mixed = (sum ^ (sum >>> 15)) >>> 0;
  return HUES[mixed % HUES.length] ?? HUES[0];
}
