//! The PDF of a paper: the engine says what is on it, this program has the typesetter.

use contract::{Code, ConsolidationQuery, ExportOptions, Problem, SheetSize};
use engine::{Engine, Printer};
use paper::{Annex, MinutesPaper};
use press::PressError;

/// The typesetter of this program.
pub(crate) struct Press;

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
    let printed = tauri::async_runtime::spawn_blocking(move || press::annex_pdf(&annex)).await;
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
    let printed =
        tauri::async_runtime::spawn_blocking(move || press::minutes_pdf(&minutes, Some(&annex)));
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
    let printed =
        tauri::async_runtime::spawn_blocking(move || press::consolidation_pdf(&report)).await;
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
