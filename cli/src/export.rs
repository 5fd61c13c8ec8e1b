//! Writing what a dossier hands out.

use contract::{CommentsWanted, ExportFormat, ExportOptions, Problem, SheetSize};
use engine::Engine;

use crate::arguments::{ExportArguments, Format, Paper};
use crate::run::write;
use crate::{past, print};

pub(crate) async fn run(
    engine: &Engine,
    dossier: String,
    wanted: ExportArguments,
    json: bool,
) -> Result<(), Problem> {
    let point = match &wanted.version {
        Some(version) => past::point(&past::closed(engine, &dossier).await?, version),
        None => "now".to_owned(),
    };
    let options = ExportOptions {
        point,
        paper: match wanted.paper {
            Paper::Carta => SheetSize::Carta,
            Paper::Oficio => SheetSize::Oficio,
            Paper::Legal => SheetSize::Legal,
        },
        columns: wanted.columns,
        comments: match (wanted.comments, wanted.internal) {
            (false, _) => CommentsWanted::None,
            (true, false) => CommentsWanted::Shared,
            (true, true) => CommentsWanted::Internal,
        },
        label: wanted.label,
        initials: !wanted.no_initials,
    };
    let format = match wanted.format {
        Format::Docx => ExportFormat::Docx,
        Format::Xlsx => ExportFormat::Xlsx,
        Format::Ods => ExportFormat::Ods,
        Format::Pdf => ExportFormat::Pdf,
        Format::Csv => ExportFormat::Csv,
        Format::Json => ExportFormat::Json,
        Format::Automerge => ExportFormat::Automerge,
    };
    let made = async {
        match format {
            ExportFormat::Pdf => printing::annex(engine, dossier, options).await,
            other => engine.export(dossier, other, options).await,
        }
    };
    let bytes = print::meanwhile("Preparando el archivo…", made).await?;
    write(&wanted.output, &bytes)?;
    print::exported(&wanted.output, bytes.len(), json);
    Ok(())
}
