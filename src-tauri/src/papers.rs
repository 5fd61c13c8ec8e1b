//! The PDF of a paper: the engine says what is on it, this program has the typesetter.

use contract::{Code, ExportOptions, Problem};
use engine::{Engine, Printer};
use paper::Annex;
use press::PressError;

/// The typesetter of this program.
pub(crate) struct Press;

impl Printer for Press {
    fn annex(&self, annex: &Annex) -> Option<Vec<u8>> {
        press::annex_pdf(annex).ok()
    }
}

/// The PDF of a dossier's annex.
pub(crate) async fn annex(
    engine: &Engine,
    dossier: String,
    options: ExportOptions,
) -> Result<Vec<u8>, Problem> {
    let annex = engine.annex(dossier, options).await?;
    let printed = tauri::async_runtime::spawn_blocking(move || press::annex_pdf(&annex)).await;
    printed
        .map_err(|_| Problem::of(Code::Defect))?
        .map_err(|error| {
            tracing::error!(%error, "press");
            Problem::of(match error {
                PressError::TooLong | PressError::TooMany => Code::TooMany,
                PressError::Logo => Code::LogoInvalid,
                PressError::Typesetter(_) => Code::Defect,
            })
        })
}
