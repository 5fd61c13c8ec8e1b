import { t } from "@lingui/core/macro";
import { useState } from "react";

import type { Settings } from "../../host";
import { Button, Choice, DialogActions, Field, ModalDialog } from "../../kit";
import { useApp, useStore } from "../../state";
import { BackupSettings } from "./BackupSettings";
import styles from "./Settings.module.css";

const RELAY_LENGTH_MAX = 300;

/** What a person sets for this computer. Each change is kept at once. */
export function SettingsDialog() {
  const app = useApp();
  const open = useStore(app.overlay, (overlay) => overlay?.name === "settings");
  const close = () => app.overlay.set(null);
  return (
    <ModalDialog title={t`Ajustes`} isOpen={open} onClose={close} size="wide" testId="settings">
      <SettingsForm />
      <DialogActions>
        <Button look="strong" onPress={close} data-testid="settings-close">
          {t`Cerrar`}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}

function SettingsForm() {
  const app = useApp();
  const settings = useStore(app.preferences.state, (known) => known);
  const [relay, setRelay] = useState(settings.relay);
  const keep = (change: Partial<Settings>) =>
    void app.preferences.keep(change).catch((failure: unknown) => app.fail(failure));
  return (
    <div className={styles.form}>
      <section className={styles.section}>
        <h3>{t`Cómo se ve`}</h3>
        <div className={styles.two}>
          <Choice<Settings["language"]>
            label={t`Idioma`}
            value={settings.language}
            testId="settings-language"
            options={[
              { value: "es-MX", text: "Español (México)" },
              { value: "en", text: "English" },
            ]}
            hint={t`Cambia los textos de Cotejo; la matriz queda como está escrita.`}
            onChange={(language) => keep({ language })}
          />
          <Choice<Settings["textSize"]>
            label={t`Tamaño del texto`}
            value={settings.textSize}
            testId="settings-text-size"
            options={[
              { value: "small", text: t`Pequeño` },
              { value: "normal", text: t`Normal` },
              { value: "large", text: t`Grande` },
              { value: "huge", text: t`Muy grande` },
            ]}
            onChange={(textSize) => keep({ textSize })}
          />
          <Choice<Settings["theme"]>
            label={t`Colores`}
            value={settings.theme}
            testId="settings-theme"
            options={[
              { value: "system", text: t`Como esta computadora` },
              { value: "light", text: t`Claros` },
              { value: "dark", text: t`Oscuros` },
              { value: "contrast", text: t`Contraste alto` },
            ]}
            onChange={(theme) => keep({ theme })}
          />
        </div>
      </section>
      <section className={styles.section}>
        <h3>{t`Servidor de enlace`}</h3>
        <Field
          label={t`Dirección que se propone al invitar`}
          hint={t`La da el área de informática de quien coordina. Los expedientes ya compartidos conservan la suya.`}
          placeholder="ws://servidor:7700"
          value={relay}
          onChange={(address) => {
            setRelay(address);
            keep({ relay: address.trim() });
          }}
          maxLength={RELAY_LENGTH_MAX}
          testId="settings-relay"
        />
      </section>
      <section className={styles.section}>
        <h3>{t`Avisos`}</h3>
        <Choice<Settings["notices"]>
          label={t`Avisos del sistema`}
          value={settings.notices}
          testId="settings-notices"
          options={[
            { value: "never", text: t`Nunca` },
            { value: "forMe", text: t`Solo lo que es para mí` },
            { value: "all", text: t`Todo` },
          ]}
          hint={t`Salen cuando no miras la ventana, juntos y sin sonido; dicen quién y dónde, no lo que se escribió. Dentro de Cotejo lo que es para ti siempre está en «Para mí».`}
          onChange={(notices) => keep({ notices })}
        />
      </section>
      <BackupSettings keep={keep} />
    </div>
  );
}
