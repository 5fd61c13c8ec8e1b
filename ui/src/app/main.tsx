/**
 * The screen: what a person sees and touches of Cotejo. It shows the read model that the shell
 * sends, asks it for edits, and shows what it answers.
 *
 * It must never know Automerge, the wire or the disk, and only `host/` may import Tauri. The
 * arrows go app -> features -> state -> host; `kit` knows nothing of dossiers. Read
 * `host/host.ts` first, then `state/dossierState.ts`.
 */
import "../kit/tokens.css";
import "../kit/base.css";

import { i18n } from "@lingui/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nProvider } from "react-aria-components";

import { loadHost } from "../host";
import { messages } from "../locales/es-MX.po";
import { App, AppContext } from "../state";
import { Fault } from "./Fault";
import { Window } from "./Window";

const LOCALE = "es-MX";
/** The grid measures text before it draws it; a font that does not come is not waited for. */
const FONT_WAIT_MS = 800;

async function fontReady(): Promise<void> {
  const loading = Promise.all(
    ["400", "600"].map((weight) => document.fonts.load(`${weight} 14px "Source Sans 3"`)),
  );
  await Promise.race([loading, new Promise((done) => setTimeout(done, FONT_WAIT_MS))]);
}

async function begin(): Promise<void> {
  i18n.loadAndActivate({ locale: LOCALE, messages });
  const [host] = await Promise.all([loadHost(), fontReady()]);
  const app = new App(host);
  void app.begin();
  const root = document.getElementById("root");
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale={LOCALE}>
        <AppContext value={app}>
          <Fault>
            <Window />
          </Fault>
        </AppContext>
      </I18nProvider>
    </StrictMode>,
  );
}

void begin();
