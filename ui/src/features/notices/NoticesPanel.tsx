import { plural, t } from "@lingui/core/macro";
import { CheckCheck, Inbox } from "lucide-react";
import { useMemo, useState } from "react";

import { Button } from "../../kit";
import { useApp, useDossier, useDossierState } from "../../state";
import { NoticeItem } from "./NoticeItem";
import styles from "./Notices.module.css";
import { inOrder } from "./words";

/** Notices drawn before "Mostrar más". */
const SHOWN_FIRST = 40;

/** What is for this person's eyes: mentions, answers, verdicts, values that lost. */
export function NoticesPanel() {
  const notices = useDossierState((state) => state.notices);
  const [most, setMost] = useState(SHOWN_FIRST);
  const list = useMemo(() => inOrder(notices), [notices]);
  const unread = notices.filter((notice) => notice.unread).length;
  if (list.length === 0) return <Empty />;
  const left = list.length - most;
  return (
    <div className={styles.panel} data-testid="notices-panel">
      <Head unread={unread} />
      <ul>
        {list.slice(0, most).map((notice) => (
          <NoticeItem key={notice.key} notice={notice} />
        ))}
      </ul>
      {left > 0 && (
        <div className={styles.more}>
          <Button look="quiet" size="small" onPress={() => setMost(most + SHOWN_FIRST)}>
            {plural(left, { one: "Mostrar # más", other: "Mostrar # más" })}
          </Button>
        </div>
      )}
    </div>
  );
}

function Head({ unread }: { unread: number }) {
  const dossier = useDossier();
  const app = useApp();
  return (
    <div className={styles.head}>
      <span>
        {unread === 0
          ? t`Ya leíste todo.`
          : plural(unread, { one: "# sin leer", other: "# sin leer" })}
      </span>
      {unread > 0 && (
        <Button
          look="quiet"
          size="small"
          data-testid="notices-read"
          onPress={() => void dossier.markRead(null).catch((failure: unknown) => app.fail(failure))}
        >
          <CheckCheck size={14} aria-hidden /> {t`Marcar todo como leído`}
        </Button>
      )}
    </div>
  );
}

function Empty() {
  return (
    <div className={styles.empty} data-testid="notices-panel">
      <Inbox size={22} aria-hidden />
      <p>{t`No hay nada para ti.`}</p>
      <p className={styles.hint}>
        {t`Aquí llega lo que te toca: cuando alguien te mencione con @, conteste en tus conversaciones, decida sobre lo que propusiste o elija otro valor en lugar del tuyo.`}
      </p>
    </div>
  );
}
