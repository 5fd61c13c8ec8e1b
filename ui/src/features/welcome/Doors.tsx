import { t } from "@lingui/core/macro";
import { BookOpen, FileSpreadsheet, History, Link2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";

import { useApp, useAppState } from "../../state";
import { useRestoreBackup } from "../backups";
import { JoinDialog } from "../people";
import styles from "./Welcome.module.css";

/** The ways to a first matrix: the example, a file, a link, a backup. */
export function Doors() {
  const app = useApp();
  const busy = useAppState((state) => state.busy);
  const [joining, setJoining] = useState(false);
  const restore = useRestoreBackup();
  return (
    <>
      <ul className={styles.doors}>
        <Door
          testId="door-example"
          icon={<BookOpen size={20} aria-hidden />}
          title={t`Abrir el ejemplo de SECOEM`}
          text={t`Una matriz verdadera de 26 renglones, para conocer Cotejo sin tocar nada tuyo.`}
          disabled={busy}
          onPress={() => void app.openExample()}
        />
        <Door
          testId="door-import"
          icon={<FileSpreadsheet size={20} aria-hidden />}
          title={t`Importar un archivo de Word, Excel o CSV`}
          text={t`Verás qué se leyó y qué quedó en duda antes de guardar algo.`}
          disabled={busy}
          onPress={() => void app.chooseImport()}
        />
        <Door
          testId="door-join"
          icon={<Link2 size={20} aria-hidden />}
          title={t`Unirme con un enlace`}
          text={t`Si alguien te invitó a su expediente.`}
          disabled={busy}
          onPress={() => setJoining(true)}
        />
        <Door
          testId="door-restore"
          icon={<History size={20} aria-hidden />}
          title={t`Restaurar una copia de respaldo`}
          text={t`Todo lo que había en otra computadora, desde su archivo de respaldo.`}
          disabled={busy}
          onPress={restore.choose}
        />
      </ul>
      <JoinDialog isOpen={joining} onClose={() => setJoining(false)} />
      {restore.dialog}
    </>
  );
}

interface DoorProps {
  testId: string;
  icon: ReactNode;
  title: string;
  text: string;
  disabled: boolean;
  onPress: () => void;
}

function Door({ testId, icon, title, text, disabled, onPress }: DoorProps) {
  return (
    <li>
      <AriaButton
        className={styles.door ?? ""}
        data-testid={testId}
        isDisabled={disabled}
        onPress={onPress}
      >
        <span className={styles.doorIcon}>{icon}</span>
        <span className={styles.doorWords}>
          <strong>{title}</strong>
          <span>{text}</span>
        </span>
      </AriaButton>
    </li>
  );
}
