import { i18n, type Messages } from "@lingui/core";

import type { Settings } from "../host";
import { messages as spanish } from "../locales/es-MX.po";

type Language = Settings["language"];

/** Spanish of Mexico comes with the window; other languages are fetched when they are asked for. */
const CATALOGUES: Readonly<Record<Language, () => Promise<{ messages: Messages }>>> = {
  "es-MX": () => Promise.resolve({ messages: spanish }),
  en: () => import("../locales/en.po"),
};

/** Makes the screen speak a language. */
export async function speak(language: Language): Promise<void> {
  const { messages } = await CATALOGUES[language]();
  i18n.loadAndActivate({ locale: language, messages });
}
