import { plural, t } from "@lingui/core/macro";
import { useEffect, useState } from "react";

import {
  asProblem,
  type CommentsWanted,
  type ExportChoices,
  type ExportFormat,
  type ExportOffer,
  type ExportOptions,
  type Problem,
  type SheetSize,
} from "../../host";
import { Button, Check, Choice, DialogActions, dayOf, ModalDialog, Notice } from "../../kit";
import { useDossier, useDossierState } from "../../state";
import { fieldLabel } from "../fields";
import styles from "./Exporting.module.css";
import { Logos } from "./Logos";

const NOW = "now";
/** What is printed; the rest is data for other programs. */
const PRINTED: readonly ExportFormat[] = ["pdf", "docx", "xlsx", "ods"];

/** Asks how the matrix is to be handed out, writes it, and says where it is. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const dossier = useDossier();
  const [offer, setOffer] = useState<ExportOffer | null>(null);
  const [written, setWritten] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let open = true;
    dossier
      .exportOffer()
      .then((found) => open && setOffer(found))
      .catch((failure: unknown) => open && setProblem(asProblem(failure)));
    return () => {
      open = false;
    };
  }, [dossier]);
  return (
    <ModalDialog title={t`Exportar`} isOpen onClose={onClose} testId="export-dialog">
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      {written !== null ? (
        <Done path={written} onClose={onClose} onProblem={setProblem} />
      ) : (
        offer !== null && (
          <ExportForm
            offer={offer}
            onClose={onClose}
            onProblem={setProblem}
            onWritten={setWritten}
          />
        )
      )}
    </ModalDialog>
  );
}

interface ExportFormProps {
  offer: ExportOffer;
  onClose: () => void;
  onProblem: (problem: Problem | null) => void;
  onWritten: (path: string) => void;
}

function ExportForm({ offer, onClose, onProblem, onWritten }: ExportFormProps) {
  const dossier = useDossier();
  const versions = useDossierState((state) => state.review.versions);
  const institution = useDossierState((state) => state.institution);
  const [format, setFormat] = useState(offer.last.format);
  const [options, setOptions] = useState<ExportOptions>({
    ...offer.last.options,
    point: firstPoint(offer.last, versions),
  });
  const [busy, setBusy] = useState(false);
  const change = (changed: Partial<ExportOptions>) => setOptions({ ...options, ...changed });
  const printed = PRINTED.includes(format);
  const tabular = printed || format === "csv";
  const version = versions.find(({ id }) => id === options.point);
  const write = async () => {
    setBusy(true);
    onProblem(null);
    try {
      // What is being written goes out too.
      await dossier.editors.commit();
      const name = [institution, version?.name ?? t`matriz en borrador`].join(" ").trim();
      const path = await dossier.export({ format, options }, name);
      if (path !== null) onWritten(path);
    } catch (failure) {
      onProblem(asProblem(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void write();
      }}
    >
      <Choice
        label={t`Formato`}
        value={format}
        options={formats()}
        hint={formatHint(format)}
        onChange={setFormat}
        testId="export-format"
      />
      {tabular && (
        <Choice
          label={t`Versión`}
          value={options.point}
          options={[
            { value: NOW, text: t`Como está ahora (BORRADOR)` },
            ...versions
              .toReversed()
              .filter(({ here }) => here)
              .map(({ id, name, at }) => ({ value: id, text: `${name} · ${dayOf(at)}` })),
          ]}
          onChange={(point) => change({ point })}
          testId="export-version"
        />
      )}
      {printed && (
        <div className={styles.pair}>
          <Choice<SheetSize>
            label={t`Tamaño de la hoja`}
            value={options.paper}
            options={[
              { value: "carta", text: t`Carta (21.6 × 27.9 cm)` },
              { value: "oficio", text: t`Oficio (21.6 × 34 cm)` },
              { value: "legal", text: t`Legal (21.6 × 35.6 cm)` },
            ]}
            onChange={(paper) => change({ paper })}
            testId="export-paper"
          />
          <Choice
            label={t`Rótulo`}
            value={options.label}
            options={labels(options.label)}
            onChange={(label) => change({ label })}
            testId="export-label"
          />
        </div>
      )}
      {tabular && <Columns offer={offer} options={options} onChange={change} />}
      {printed && (
        <>
          <Choice<CommentsWanted>
            label={t`Comentarios`}
            value={options.comments}
            options={[
              { value: "none", text: t`Sin comentarios` },
              { value: "shared", text: t`Con los comentarios sin resolver, menos los internos` },
              {
                value: "internal",
                text: t`Con todos los comentarios sin resolver, también los internos`,
              },
            ]}
            hint={commentsHint(offer, options.comments)}
            onChange={(comments) => change({ comments })}
            testId="export-comments"
          />
          <Check
            checked={options.initials}
            onChange={(initials) => change({ initials })}
            testId="export-initials"
          >
            {t`Espacio para rúbricas en cada hoja`}
          </Check>
          {format !== "ods" && <Logos offer={offer} onProblem={onProblem} />}
        </>
      )}
      <p role="status" className={styles.busy}>
        {busy ? t`Preparando el archivo…` : ""}
      </p>
      <DialogActions>
        <Button onPress={onClose}>{t`Cancelar`}</Button>
        <Button look="strong" type="submit" data-testid="export-write" isDisabled={busy}>
          {t`Elegir dónde guardar…`}
        </Button>
      </DialogActions>
    </form>
  );
}

interface ColumnsProps {
  offer: ExportOffer;
  options: ExportOptions;
  onChange: (changed: Partial<ExportOptions>) => void;
}

/** Columns beside the form's own; those nobody wrote in come last. */
function Columns({ offer, options, onChange }: ColumnsProps) {
  const toggle = (field: string, chosen: boolean) =>
    onChange({
      columns: chosen
        ? [...options.columns, field]
        : options.columns.filter((known) => known !== field),
    });
  const columns = offer.columns.toSorted((a, b) => Number(a.rows === 0) - Number(b.rows === 0));
  return (
    <fieldset className={styles.columns}>
      <legend>{t`Columnas además de las del formato`}</legend>
      {columns.map(({ field, rows }) => (
        <Check
          key={field}
          checked={options.columns.includes(field)}
          onChange={(chosen) => toggle(field, chosen)}
          testId={`export-column-${field}`}
        >
          {field === "state" ? t`Estado de la revisión` : fieldLabel(field)}
          {rows === 0 && <span className={styles.empty}> {t`(vacía)`}</span>}
        </Check>
      ))}
    </fieldset>
  );
}

interface DoneProps {
  path: string;
  onClose: () => void;
  onProblem: (problem: Problem) => void;
}

/** Where the file is, and the way to it. */
function Done({ path, onClose, onProblem }: DoneProps) {
  const dossier = useDossier();
  const open = (folder: boolean) => () =>
    void dossier.openExported(folder).catch((failure: unknown) => onProblem(asProblem(failure)));
  return (
    <>
      <p role="status" data-testid="export-written">
        {t`Se escribió el archivo:`} <span className={styles.path}>{path}</span>
      </p>
      <DialogActions>
        <Button onPress={open(false)} data-testid="export-open-file">{t`Abrir`}</Button>
        <Button onPress={open(true)}>{t`Mostrar en la carpeta`}</Button>
        <Button look="strong" onPress={onClose} autoFocus>{t`Listo`}</Button>
      </DialogActions>
    </>
  );
}

function formats(): { value: ExportFormat; text: string }[] {
  return [
    { value: "pdf", text: t`PDF, para firmar y guardar (.pdf)` },
    { value: "docx", text: t`Word (.docx)` },
    { value: "xlsx", text: t`Excel (.xlsx)` },
    { value: "ods", text: t`Calc (.ods)` },
    { value: "csv", text: t`Tabla sin formato (.csv)` },
    { value: "automerge", text: t`Para otros programas: documento con su historia (.automerge)` },
    { value: "json", text: t`Para otros programas: datos (.json)` },
  ];
}

function formatHint(format: ExportFormat): string {
  switch (format) {
    case "pdf":
      return t`El anexo listo para imprimirse y firmarse; después se puede verificar que es el original.`;
    case "docx":
      return t`El anexo como se firma: se puede editar y vuelve a importarse.`;
    case "xlsx":
    case "ods":
      return t`La misma tabla en una hoja de cálculo, lista para imprimir.`;
    case "csv":
      return t`Las celdas solas, sin colores ni encabezado.`;
    case "automerge":
      return t`La matriz como está ahora, con quién escribió cada cambio.`;
    case "json":
      return t`La matriz como está ahora, para programas.`;
  }
}

/** The two labels of the mesas, none, and one that was chosen elsewhere. */
function labels(chosen: string): { value: string; text: string }[] {
  const known = ["ANEXO", "ANEXO ÚNICO"];
  const other = chosen !== "" && !known.includes(chosen) ? [chosen] : [];
  return [
    ...[...known, ...other].map((label) => ({ value: label, text: label })),
    { value: "", text: t`Sin rótulo` },
  ];
}

function commentsHint(offer: ExportOffer, wanted: CommentsWanted): string {
  const count = wanted === "shared" ? offer.comments - offer.internal : offer.comments;
  if (wanted === "none") return t`Quien reciba el archivo no verá lo que se ha comentado.`;
  return plural(count, {
    one: "Va # comentario, con el nombre de quien lo escribió.",
    other: "Van # comentarios, con el nombre de quien los escribió.",
  });
}

/** The version chosen the last time, if it is still there; else now. */
function firstPoint(
  last: ExportChoices,
  versions: readonly { id: string; here: boolean }[],
): string {
  const here = versions.filter((version) => version.here);
  if (here.some(({ id }) => id === last.options.point)) return last.options.point;
  return NOW;
}
