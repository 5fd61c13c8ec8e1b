import { t } from "@lingui/core/macro";
import { X } from "lucide-react";

import { Button } from "../kit";
import { useApp, useAppState } from "../state";
import styles from "./App.module.css";

/** Short words about what was just done. */
export function Toasts() {
  const app = useApp();
  const toasts = useAppState((state) => state.toasts);
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={styles.toast} data-testid="toast">
          <span>{toast.text}</span>
          {toast.undo !== null && (
            <Button
              size="small"
              data-testid="toast-undo"
              onPress={() => {
                toast.undo?.();
                app.dropToast(toast.id);
              }}
            >
              {t`Deshacer`}
            </Button>
          )}
          <Button
            look="quiet"
            size="small"
            iconOnly
            aria-label={t`Quitar este aviso`}
            onPress={() => app.dropToast(toast.id)}
          >
            <X size={14} aria-hidden />
          </Button>
        </div>
      ))}
    </div>
  );
}
