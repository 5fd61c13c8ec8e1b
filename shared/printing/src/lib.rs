//! The PDF of what an engine hands out: the engine says what is on a paper, the press sets it. A room
//! of its own, which only the programs a person starts depend on, so that window and command line print
//! alike and nothing else waits for the typesetter.
//!
//! This room must never know a window, a terminal or a file. Read [`annex`] first.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

use contract::{Code, ConsolidationQuery, ExportOptions, Problem, SheetSize};
use engine::{Engine, Printer};
use paper::{Annex, MinutesPaper};
use press::PressError;

/// The typesetter, for whoever prints a paper again to compare it.
#[derive(Debug, Clone, Copy)]
pub struct Press;

impl Printer for Press {
    fn annex(&self, annex: &Annex) -> Option<Vec<u8>> {
        told(press::annex_pdf(annex))
    }

    fn minutes(&self, minutes: &MinutesPaper, annex: &Annex) -> Option<Vec<u8>> {
        told(press::minutes_pdf(minutes, Some(annex)))
    }
}

/// A print that failed is told to the log: whoever compares goes on without it, and says so.
fn told(printed: Result<Vec<u8>, PressError>) -> Option<Vec<u8>> {
    printed
        .inspect_err(|error| tracing::error!(%error, "press"))
        .ok()
}

/// The PDF of a dossier's annex.
pub async fn annex(
    engine: &Engine,
    dossier: String,
    options: ExportOptions,
) -> Result<Vec<u8>, Problem> {
    let annex = engine.annex(dossier, options).await?;
    set(move || press::annex_pdf(&annex)).await
}

/// The PDF of a minuta with its annex.
pub async fn minutes(
    engine: &Engine,
    dossier: String,
    minutes: String,
    sheet: SheetSize,
) -> Result<Vec<u8>, Problem> {
    let (minutes, annex) = engine.minutes_paper(dossier, minutes, sheet).await?;
    set(move || press::minutes_pdf(&minutes, Some(&annex))).await
}

/// The PDF of a programme.
pub async fn consolidation(
    engine: &Engine,
    query: ConsolidationQuery,
    sheet: SheetSize,
) -> Result<Vec<u8>, Problem> {
    let report = engine.consolidation_report(query, sheet).await?;
    set(move || press::consolidation_pdf(&report)).await
}

/// Sets a paper away from the threads that must not wait.
async fn set(
    print: impl FnOnce() -> Result<Vec<u8>, PressError> + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    let printed = tokio::task::spawn_blocking(print).await;
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
