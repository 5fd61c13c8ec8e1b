//! Whether a paper that somebody hands in is what it claims to be.

use std::path::Path;

use contract::{DifferenceView, DocumentVerdict, Problem};
use engine::Engine;
use printing::Press;
use serde_json::json;

use crate::bring::{IMPORT_BYTES_MAX, read};
use crate::print;

/// Differences printed for a person; `--json` has more.
const DIFFERENCES_SHOWN: usize = 20;

/// Says of a file, or of the text of a code, what is known of it.
pub(crate) async fn run(
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
