import { plural, t } from "@lingui/core/macro";
import { X } from "lucide-react";

import { Button, Notice } from "../kit";
import {
  DossierContext,
  useApp,
  useAppState,
  useDossier,
  useDossierState,
  useStore,
} from "../state";

/** One banner per cause: the disk, what was asked for and failed, what keeps the dossier stuck. */
export function Banners() {
  const app = useApp();
  const disk = useAppState((state) => state.disk);
  const backup = useAppState((state) => state.backup);
  const notice = useAppState((state) => state.notice);
  const screen = useAppState((state) => state.screen);
  return (
    <>
      {disk !== null && (
        <Notice
          bar
          message={disk.message}
          next={disk.next}
          code={disk.code}
          testId="problem-banner"
        >
          {screen.name === "dossier" && (
            <DossierContext value={screen.dossier}>
              <StuckDrafts />
            </DossierContext>
          )}
        </Notice>
      )}
      {screen.name === "dossier" && (
        <DossierContext value={screen.dossier}>
          <DossierBanner diskCode={disk?.code ?? null} />
        </DossierContext>
      )}
      {backup !== null && (
        <Notice
          bar
          tone="wait"
          message={backup.message}
          next={backup.next}
          code={backup.code}
          testId="backup-banner"
        />
      )}
      {notice !== null && (
        <Notice
          bar
          message={notice.message}
          next={notice.next}
          code={notice.code}
          testId="problem-banner"
        >
          <Button
            look="quiet"
            size="small"
            iconOnly
            aria-label={t`Quitar este aviso`}
            onPress={() => app.dismissNotice()}
          >
            <X size={15} aria-hidden />
          </Button>
        </Notice>
      )}
    </>
  );
}

/** Why the dossier is stuck, unless the banner of the disk says it already. */
function DossierBanner({ diskCode }: { diskCode: string | null }) {
  const problem = useDossierState((state) =>
    state.status.state === "stuck" ? state.status.problem : null,
  );
  if (problem === null || problem.code === diskCode) return null;
  return (
    <Notice
      bar
      message={problem.message}
      next={problem.next}
      code={problem.code}
      testId="problem-banner"
    />
  );
}

/** How many texts wait in memory for the disk, and a way to try at once. */
function StuckDrafts() {
  const { editors } = useDossier();
  const count = useStore(
    editors.state,
    (drafts) => [...drafts.all.values()].filter((draft) => draft.problem !== null).length,
  );
  if (count === 0) return null;
  return (
    <>
      <span>{plural(count, { one: "# celda sin guardar", other: "# celdas sin guardar" })}</span>
      <Button size="small" onPress={() => void editors.retryAll()}>
        {t`Guardar ahora`}
      </Button>
    </>
  );
}
