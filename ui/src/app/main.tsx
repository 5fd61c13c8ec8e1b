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

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { loadHost } from "../host";
import { App, AppContext } from "../state";
import { Appearance } from "./Appearance";
import { Fault } from "./Fault";
import { speak } from "./language";
import { Window } from "./Window";

/** How long the settings may take before the window shows without them. */
const SETTINGS_WAIT_MS = 1_500;
/** The grid measures text before it draws it; a font that does not come is not waited for. */
const FONT_WAIT_MS = 800;

async function fontReady(): Promise<void> {
  const loading = Promise.all(
    ["400", "600"].map((weight) => document.fonts.load(`${weight} 14px "Source Sans 3"`)),
  );
  await Promise.race([loading, new Promise((done) => setTimeout(done, FONT_WAIT_MS))]);
}

async function begin(): Promise<void> {
  const fonts = fontReady();
  const app = new App(await loadHost());
  // The first word on screen is in the language, the size and the colours the person set.
  const settings = Promise.race([
    app.preferences.load(),
    new Promise((done) => setTimeout(done, SETTINGS_WAIT_MS)),
  ]);
  void app.begin();
  await settings;
  await Promise.all([fonts, speak(app.preferences.state.get().language)]);
  const root = document.getElementById("root");
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <Appearance>
          {(language) => (
            <Fault>
              <Window key={language} />
            </Fault>
          )}
        </Appearance>
      </AppContext>
    </StrictMode>,
  );
}

void begin();
