import { plural, t } from "@lingui/core/macro";
import { useState } from "react";

import {
  asProblem,
  type FileComparison,
  type FileDifference,
  type FileMatch,
  type Problem,
} from "../../host";
import { Button, DialogActions, Field, Mark, ModalDialog, Notice, differences } from "../../kit";
import { useApp, type ImportSession } from "../../state";
import { fieldLabel, placeLabel } from "../fields";
import styles from "./Import.module.css";

/** Letters of a name. */
const SENDER_LENGTH_MAX = 120;
/** Changes listed at most; the counts speak of all. */
const LISTED_MAX = 200;

interface MergeDialogProps {
  session: ImportSession;
  match: FileMatch;
  onClose: () => void;
}

/** What a changed copy would propose in its dossier, and by whom, before anything is written. */
export function MergeDialog({ session, match, onClose }: MergeDialogProps) {
  const app = useApp();
  const [sender, setSender] = useState("");
  const [told, setTold] = useState<FileComparison | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = (task: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    task()
      .catch((failure: unknown) => setProblem(asProblem(failure)))
      .finally(() => setBusy(false));
  };
  const name = sender.trim();
  const stale = told === null || told.sender !== name;
  const compare = () => attempt(async () => setTold(await session.compare(match.dossier, name)));
  return (
    <ModalDialog
      title={t`Comparar con «${match.title}»`}
      isOpen
      onClose={onClose}
      size="whole"
      testId="merge-dialog"
    >
      <form
        className={styles.merge}
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== "" && stale && !busy) compare();
        }}
      >
        <Field
          label={t`¿Quién envió este archivo?`}
          value={sender}
          onChange={setSender}
          maxLength={SENDER_LENGTH_MAX}
          autoFocus
          hint={t`Con ese nombre se verán sus propuestas. Los comentarios conservan el autor que dice el archivo.`}
          testId="merge-sender"
        />
        {problem !== null && (
          <Notice message={problem.message} next={problem.next} code={problem.code} />
        )}
        {told !== null && <Summary told={told} />}
        <DialogActions>
          <Button data-testid="merge-cancel" onPress={onClose}>{t`Cancelar`}</Button>
          {stale ? (
            <Button
              look="strong"
              type="submit"
              data-testid="merge-compare"
              isDisabled={name === "" || busy}
            >
              {t`Comparar`}
            </Button>
          ) : (
            <Button
              look="strong"
              data-testid="merge-confirm"
              isDisabled={busy || told.items.length === 0}
              onPress={() =>
                attempt(() => app.mergeImport(session, match.dossier, name, panelOf(told)))
              }
            >
              {plural(told.items.length, {
                one: "Llevar # cambio al expediente",
                other: "Llevar # cambios al expediente",
              })}
            </Button>
          )}
        </DialogActions>
      </form>
    </ModalDialog>
  );
}

/** Where what the file brought is seen. */
function panelOf({ changed, added, missing }: FileComparison): "suggestions" | "comments" {
  return changed + added + missing > 0 ? "suggestions" : "comments";
}

function Summary({ told }: { told: FileComparison }) {
  const { changed, clashing, added, missing, comments, known, items, base, sender } = told;
  const parts = [
    changed > 0
      ? plural(changed, {
          one: "# celda cambiada se propondrá",
          other: "# celdas cambiadas se propondrán",
        })
      : "",
    clashing > 0
      ? plural(clashing, {
          one: "# también cambió aquí: se verán las dos",
          other: "# también cambiaron aquí: se verán las dos",
        })
      : "",
    added > 0
      ? plural(added, {
          one: "# renglón nuevo se propondrá",
          other: "# renglones nuevos se propondrán",
        })
      : "",
    missing > 0
      ? plural(missing, {
          one: "# línea que ya no está se propondrá retirar",
          other: "# líneas que ya no están se propondrá retirar",
        })
      : "",
    comments > 0
      ? plural(comments, {
          one: "# comentario abrirá una conversación",
          other: "# comentarios abrirán conversaciones",
        })
      : "",
    known > 0
      ? plural(known, { one: "# cambio ya estaba aquí", other: "# cambios ya estaban aquí" })
      : "",
  ];
  return (
    <>
      <p className={styles.mergeCounts} data-testid="merge-summary">
        {items.length === 0
          ? t`El archivo no trae nada que este expediente no tenga ya.`
          : parts.filter((part) => part !== "").join(" · ")}
      </p>
      <p className={styles.lead}>
        {t`Comparado con: ${base}. De parte de ${sender}. Nada cambia en la matriz hasta que alguien acepte cada propuesta.`}
      </p>
      {told.partial && (
        <Notice
          tone="plain"
          message={t`El archivo no parece completo.`}
          next={t`Lo que le falta no se propone retirar.`}
        />
      )}
      {items.length > 0 && (
        <div
          className={styles.mergeList}
          tabIndex={0}
          role="group"
          aria-label={t`Lo que trae el archivo`}
        >
          <table className={styles.mergeTable} data-testid="merge-items">
            <caption className="hidden-text">{t`Lo que trae el archivo`}</caption>
            <thead>
              <tr>
                <th scope="col">{t`Dónde`}</th>
                <th scope="col">{t`Decía`}</th>
                <th scope="col">{t`En el archivo`}</th>
                <th scope="col">{t`Quién`}</th>
              </tr>
            </thead>
            <tbody>
              {items.slice(0, LISTED_MAX).map((item, at) => (
                <Item key={at} item={item} />
              ))}
            </tbody>
          </table>
          {items.length > LISTED_MAX && (
            <p className={styles.lead}>
              {plural(items.length - LISTED_MAX, {
                one: "Y # cambio más.",
                other: "Y # cambios más.",
              })}
            </p>
          )}
        </div>
      )}
    </>
  );
}

function Item({ item }: { item: FileDifference }) {
  return (
    <tr>
      <td>
        {whereOf(item)}
        {item.clashes && (
          <>
            {" "}
            <Mark tone="wait">{t`cambió también aquí`}</Mark>
          </>
        )}
      </td>
      <td>
        {item.kind !== "comment" && <Words text={item.before} other={item.file} tone="before" />}
        {item.clashes && <p className={styles.lead}>{t`Ahora dice: «${item.now}».`}</p>}
      </td>
      <td>
        {item.kind === "missing" ? (
          t`Ya no está`
        ) : (
          <Words text={item.file} other={item.before} tone="after" />
        )}
      </td>
      <td>{item.author}</td>
    </tr>
  );
}

function whereOf({ kind, row, field }: FileDifference): string {
  switch (kind) {
    case "added":
      return t`Renglón nuevo`;
    case "missing":
      return placeLabel(row, "");
    case "comment": {
      const place = placeLabel(row, field);
      return t`${place} (comentario)`;
    }
    case "cell":
      return field === "pendingExternal"
        ? `${placeLabel(row, "")} · ${fieldLabel(field)}`
        : placeLabel(row, field);
  }
}

function Words({ text, other, tone }: { text: string; other: string; tone: "before" | "after" }) {
  if (text === "true") return t`sí`;
  if (text === "false") return t`no`;
  if (text === "") return <span className={styles.faint}>{t`(vacía)`}</span>;
  if (other === "") return text;
  const Word = tone === "before" ? "del" : "ins";
  return differences(text, other).map((stretch, at) =>
    stretch.own ? <Word key={at}>{stretch.text}</Word> : stretch.text,
  );
}
