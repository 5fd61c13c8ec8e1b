import { i18n } from "@lingui/core";
import { useEffect, useLayoutEffect, useState, type ReactNode } from "react";
import { I18nProvider } from "react-aria-components";

import { useApp, useStore } from "../state";
import { speak } from "./language";

/** What the person set, on the page: size of the text, colours, language. */
export function Appearance({ children }: { children: (language: string) => ReactNode }) {
  const app = useApp();
  const { language, textSize, theme } = useStore(app.preferences.state, (settings) => settings);
  const [spoken, setSpoken] = useState(i18n.locale);
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset["textSize"] = textSize;
    root.dataset["theme"] = theme;
  }, [textSize, theme]);
  useEffect(() => {
    let stays = true;
    speak(language)
      .then(() => {
        if (stays) setSpoken(language);
      })
      .catch((failure: unknown) => app.fail(failure));
    return () => {
      stays = false;
    };
  }, [app, language]);
  useLayoutEffect(() => {
    document.documentElement.lang = spoken;
  }, [spoken]);
  return (
    <I18nProvider locale={spoken === "en" ? "en-US" : spoken}>{children(spoken)}</I18nProvider>
  );
}
