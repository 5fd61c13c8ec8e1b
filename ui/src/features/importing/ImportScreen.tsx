import { plural, t } from "@lingui/core/macro";
import { Redo2, Undo2 } from "lucide-react";
import { useEffect, useState } from "react";

import type { ImportCounts } from "../../host";
import { Button, Notice, Tip, useReady } from "../../kit";
import { useApp, useAppState, useStore, type ImportSession } from "../../state";
import { CellDetail } from "./CellDetail";
import { CopyOffer } from "./CopyOffer";
import { FoundPanel } from "./FoundPanel";
import { HeadingDialog } from "./HeadingDialog";
import { ImportTable } from "./ImportTable";
import { RowTools } from "./RowTools";
import { rowsOf, type Selected } from "./selection";
import styles from "./Import.module.css";

/** A file as it is read, to be corrected before anything of it is written. */
export function ImportScreen({ session }: { session: ImportSession }) {
  const app = useApp();
  const view = useStore(session.state, (state) => state.view);
  const problem = useStore(session.state, (state) => state.problem);
  const [selected, setSelected] = useState<Selected>({ index: 0, anchor: 0, column: 0 });
  const [assigning, setAssigning] = useState(false);
  /** Counts jumps, so that the table goes there even if it is there already. */
  const [jump, setJump] = useState(0);
  useReady("importing");
  const goTo = (index: number, field: string | null) => {
    const column = view.columns.findIndex((known) => known.field === field);
    setSelected({ index, anchor: index, column: Math.max(0, column) });
    setJump((count) => count + 1);
  };
  useUndoKeys(session);
  return (
    <div className={styles.screen} data-testid="import-screen">
      <Bar session={session} />
      <div className={styles.body}>
        <FoundPanel session={session} onGo={goTo} />
        <main className={styles.main}>
          <CopyOffer session={session} />
          {view.problem !== null && (
            <Notice
              message={view.problem.message}
              next={t`Di qué es cada columna, o dónde están los encabezados.`}
              code={view.problem.code}
              testId="import-problem"
            />
          )}
          {problem !== null && (
            <Notice message={problem.message} next={problem.next} code={problem.code} />
          )}
          <RowTools session={session} selected={selected} onAssign={() => setAssigning(true)} />
          <ImportTable
            session={session}
            selected={selected}
            jump={jump}
            onSelect={setSelected}
            onAssign={() => setAssigning(true)}
          />
          <CellDetail session={session} selected={selected} />
        </main>
      </div>
      <Foot session={session} />
      {assigning && (
        <HeadingDialog
          session={session}
          rows={rowsOf(session, selected).map((row) => row.at)}
          onClose={() => {
            setAssigning(false);
            // The keyboard goes back to the row it came from.
            if (app.state.get().screen.name === "importing") setJump((count) => count + 1);
          }}
        />
      )}
    </div>
  );
}

/** Ctrl+Z and Ctrl+Y wherever the keyboard is: a button that is no longer of use loses it. */
function useUndoKeys(session: ImportSession) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      // A box has an undo of its own.
      if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) void session.undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) void session.redo();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [session]);
}

function Bar({ session }: { session: ImportSession }) {
  const file = useStore(session.state, (state) => state.view.file);
  const reading = useStore(session.state, (state) => state.reading);
  const canUndo = useStore(session.state, (state) => state.canUndo);
  const canRedo = useStore(session.state, (state) => state.canRedo);
  return (
    <header className={styles.bar}>
      <span className={styles.brand}>Cotejo</span>
      <div className={styles.titles}>
        <h1 className={styles.file}>{t`Importar «${file}»`}</h1>
        <p className={styles.kicker} role="status">
          {reading ? t`Leyendo otra vez…` : t`Todavía no se guarda nada.`}
        </p>
      </div>
      <Tip text={t`Deshacer el último cambio (Ctrl+Z)`}>
        <Button
          look="quiet"
          iconOnly
          aria-label={t`Deshacer el último cambio`}
          data-testid="import-undo"
          isDisabled={!canUndo}
          onPress={() => void session.undo()}
        >
          <Undo2 size={16} aria-hidden />
        </Button>
      </Tip>
      <Tip text={t`Rehacer (Ctrl+Y)`}>
        <Button
          look="quiet"
          iconOnly
          aria-label={t`Rehacer`}
          data-testid="import-redo"
          isDisabled={!canRedo}
          onPress={() => void session.redo()}
        >
          <Redo2 size={16} aria-hidden />
        </Button>
      </Tip>
    </header>
  );
}

function Foot({ session }: { session: ImportSession }) {
  const app = useApp();
  const busy = useAppState((state) => state.busy);
  const reading = useStore(session.state, (state) => state.reading);
  const isCopy = useStore(session.state, (state) => state.matches.length > 0);
  const view = useStore(session.state, (state) => state.view);
  const { found } = view;
  return (
    <footer className={styles.foot}>
      <p className={styles.counts} data-testid="import-counts">
        {view.problem === null ? countsOf(view.found) : t`Así no hay nada que importar.`}
      </p>
      <Button isDisabled={busy} data-testid="import-cancel" onPress={() => void app.cancelImport()}>
        {t`No importar`}
      </Button>
      <Button
        look={isCopy ? "plain" : "strong"}
        isDisabled={busy || reading || view.problem !== null || found.rows === 0}
        data-testid="import-confirm"
        onPress={() => void app.confirmImport(session)}
      >
        {isCopy
          ? t`Importar como expediente nuevo`
          : plural(found.rows, { one: "Importar # renglón", other: "Importar # renglones" })}
      </Button>
    </footer>
  );
}

function countsOf(found: ImportCounts): string {
  const parts = [
    plural(found.rows, { one: "# renglón", other: "# renglones" }),
    plural(found.lines, {
      one: "# línea de acción con texto",
      other: "# líneas de acción con texto",
    }),
  ];
  if (found.pending > 0) {
    parts.push(
      plural(found.pending, { one: "# sujeto a revisión", other: "# sujetos a revisión" }),
    );
  }
  if (found.retired > 0) {
    parts.push(plural(found.retired, { one: "# retirado", other: "# retirados" }));
  }
  if (found.comments > 0) {
    parts.push(plural(found.comments, { one: "# comentario", other: "# comentarios" }));
  }
  if (found.suggestions > 0) {
    parts.push(plural(found.suggestions, { one: "# propuesta", other: "# propuestas" }));
  }
  return parts.join(" · ");
}
