//! Papers: their PDF, and whether one that somebody hands in is what it claims to be.

use std::path::Path;

use contract::{
    Code, ConsolidationQuery, DifferenceView, DocumentVerdict, ExportOptions, Problem, SheetSize,
};
use engine::{Engine, Printer};
use paper::{Annex, MinutesPaper};
use press::PressError;
use serde_json::json;

use crate::bring::{IMPORT_BYTES_MAX, read};
use crate::print;

/// Differences printed for a person; `--json` has more.
const DIFFERENCES_SHOWN: usize = 20;

/// The typesetter of this program.
struct Press;

impl Printer for Press {
    fn annex(&self, annex: &Annex) -> Option<Vec<u8>> {
        press::annex_pdf(annex).ok()
    }

    fn minutes(&self, minutes: &MinutesPaper, annex: &Annex) -> Option<Vec<u8>> {
        press::minutes_pdf(minutes, Some(annex)).ok()
    }
}

/// The PDF of a dossier's annex.
pub(crate) async fn annex(
    engine: &Engine,
    dossier: String,
    options: ExportOptions,
) -> Result<Vec<u8>, Problem> {
    let annex = engine.annex(dossier, options).await?;
    let printed = tokio::task::spawn_blocking(move || press::annex_pdf(&annex)).await;
    printed
        .map_err(|_| Problem::of(Code::Defect))?
        .map_err(|error| of_press(&error))
}

/// The PDF of a minuta with its annex.
pub(crate) async fn minutes(
    engine: &Engine,
    dossier: String,
    minutes: String,
    paper: SheetSize,
) -> Result<Vec<u8>, Problem> {
    let (minutes, annex) = engine.minutes_paper(dossier, minutes, paper).await?;
    let printed = tokio::task::spawn_blocking(move || press::minutes_pdf(&minutes, Some(&annex)));
    printed
        .await
        .map_err(|_| Problem::of(Code::Defect))?
        .map_err(|error| of_press(&error))
}

/// The PDF of a programme.
pub(crate) async fn consolidation(
    engine: &Engine,
    query: ConsolidationQuery,
    paper: SheetSize,
) -> Result<Vec<u8>, Problem> {
    let report = engine.consolidation_report(query, paper).await?;
    let printed = tokio::task::spawn_blocking(move || press::consolidation_pdf(&report)).await;
    printed
        .map_err(|_| Problem::of(Code::Defect))?
        .map_err(|error| of_press(&error))
}

fn of_press(error: &PressError) -> Problem {
    tracing::error!(%error, "press");
    Problem::of(match error {
        PressError::TooLong | PressError::TooMany => Code::TooMany,
        PressError::Logo => Code::LogoInvalid,
        PressError::Typesetter(_) => Code::Defect,
    })
}

/// Says of a file, or of the text of a code, what is known of it.
pub(crate) async fn verify(
    engine: &Engine,
    file: Option<&Path>,
    code: Option<String>,
    json: bool,
) -> Result<(), Problem> {
    let verdict = match (file, code) {
        (Some(file), _) => {
            let name = file.display().to_string();
            let asked = engine.verify_document(name, read(file, IMPORT_BYTES_MAX)?, Press);
            print::meanwhile("Verificando el documento…", asked).await?
        }
        (None, code) => engine.verify_code(code.unwrap_or_default()).await?,
    };
    print::value(&json!(verdict), json, || words(&verdict));
    Ok(())
}

fn words(verdict: &DocumentVerdict) -> String {
    let mut lines = vec![verdict.sentence.clone(), verdict.next.clone()];
    for (what, said) in [
        ("Expediente", &verdict.title),
        ("Institución", &verdict.institution),
        ("Versión", &verdict.version_name),
        ("Folio", &verdict.folio),
        ("Fecha", &verdict.dated),
        ("Huella del documento", &verdict.digest),
        ("Huella de los datos aquí", &verdict.digest_here),
    ] {
        if !said.is_empty() {
            lines.push(format!("{what}: {said}"));
        }
    }
    if let Some(rows) = &verdict.rows {
        let shown = rows.first.iter().take(DIFFERENCES_SHOWN);
        lines.extend(shown.map(|departure| format!("  {}", departure.sentence)));
        let more = (rows.departures as usize).saturating_sub(DIFFERENCES_SHOWN);
        if more > 0 {
            lines.push(format!("  … y {more} más (todas, con: --json)"));
        }
    }
    match verdict.changes {
        None => {}
        Some(0) => lines.push("Desde entonces no ha cambiado nada en la matriz.".to_owned()),
        Some(changes) => {
            lines.push(format!("Cambios en la matriz desde entonces: {changes}"));
            let shown = verdict.differences.iter().take(DIFFERENCES_SHOWN);
            lines.extend(shown.map(difference));
            if changes as usize > DIFFERENCES_SHOWN {
                lines.push("  … (todos, con: cotejo diff)".to_owned());
            }
        }
    }
    lines.join("\n")
}

fn difference(difference: &DifferenceView) -> String {
    let row = match difference.row {
        Some(row) => format!("renglón {row}"),
        None => "renglón retirado".to_owned(),
    };
    let field = &difference.cell.field;
    if field.is_empty() {
        return format!("  {row}: {:?}", difference.kind);
    }
    format!(
        "  {row}, {field}: «{}» → «{}»",
        difference.before, difference.after
    )
}
