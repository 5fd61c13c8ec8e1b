import { t } from "@lingui/core/macro";

/** Digits of a device shown, to tell two of one person apart. */
const SHORT = 6;

/** A device in short: "equipo 3f0a91". */
export function deviceWord(device: string): string {
  return t`equipo ${device.slice(0, SHORT)}`;
}
