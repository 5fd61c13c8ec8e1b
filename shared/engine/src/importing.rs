//! Bringing a file in: opened, read under a mapping as often as a person changes it, and only then
//! made a dossier. All but the last is pure work off the loop.

mod mapping;
mod minuta;
mod reading;

use std::sync::Arc;

use contract::{Code, ImportGuess, ImportMapping, ImportReport, Problem};
use exchange::Book;

pub use reading::ImportReading;
pub(crate) use reading::credit;

use crate::calls::{Engine, blocking};
use crate::ids::dossier_id;
use crate::trouble;

/// A file opened, and nothing written yet. Clones are the same file.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// Its name, without its folder.
    pub(crate) name: String,
    pub(crate) book: Arc<Book>,
}

impl Engine {
    /// Opens a file. Its format is known by its content; the name only breaks ties.
    pub async fn import_open(&self, name: String, bytes: Vec<u8>) -> Result<ImportFile, Problem> {
        let opened = blocking(move || {
            let book = exchange::read(&name, &bytes).map_err(|error| trouble::of_import(&error))?;
            let book = Arc::new(book);
            Ok(ImportFile { name, book })
        });
        self.said(opened.await)
    }

    /// Reads a file under a mapping; without one, under what Cotejo guesses. `again`: what of the
    /// mapping is to be guessed anew.
    pub async fn import_read(
        &self,
        file: &ImportFile,
        mapping: Option<ImportMapping>,
        again: Option<ImportGuess>,
    ) -> Result<ImportReading, Problem> {
        let (file, language) = (file.clone(), self.language());
        let read = blocking(move || {
            let book = &file.book;
            let mapping = match mapping {
                Some(mapping) => {
                    let mapping = mapping::read(book, &mapping)?;
                    match again {
                        None => mapping,
                        Some(ImportGuess::Table) => book.guess_in(mapping.table),
                        Some(ImportGuess::Columns) => book.with_header(&mapping, mapping.header),
                    }
                }
                // A person may see more in it than Cotejo does: they are shown the first table.
                None => book.guess().unwrap_or_else(|_| book.guess_in(0)),
            };
            Ok(ImportReading::of(file, mapping, language))
        });
        self.said(read.await)
    }

    /// Makes a dossier of what was read.
    pub async fn import_write(&self, reading: Arc<ImportReading>) -> Result<ImportReport, Problem> {
        self.call(move |desk| {
            let report = desk.found(&reading)?;
            if let Some(found) = reading.minutes() {
                let dossier = dossier_id(&report.dossier)?;
                // The matrix is on this disk by then: a minuta that cannot be written down is no
                // reason to say that nothing was.
                if let Err(problem) = desk.minutes_act(dossier, minuta::actions(found)) {
                    tracing::warn!(%problem, "the minuta of a file was not kept");
                }
            }
            Ok(report)
        })
        .await
    }

    /// Makes a dossier of a file as Cotejo reads it by itself.
    pub async fn import(&self, name: String, bytes: Vec<u8>) -> Result<ImportReport, Problem> {
        let file = self.import_open(name, bytes).await?;
        let reading = self.import_read(&file, None, None).await?;
        self.import_write(Arc::new(reading)).await
    }

    /// Opens the example.
    pub async fn import_open_example(&self) -> Result<ImportFile, Problem> {
        let example = exchange::EXAMPLE_XLSX.to_vec();
        self.import_open("ejemplo.xlsx".to_owned(), example).await
    }

    /// Makes a dossier of the example.
    pub async fn import_example(&self) -> Result<ImportReport, Problem> {
        let example = exchange::EXAMPLE_XLSX.to_vec();
        self.import("ejemplo.xlsx".to_owned(), example).await
    }
}

impl ImportReading {
    /// What can be written; else why not.
    pub(crate) fn whole(&self) -> Result<&exchange::Imported, Problem> {
        match (&self.imported, &self.view().problem) {
            (Some(imported), None) => Ok(imported),
            (_, problem) => Err(problem
                .clone()
                .unwrap_or_else(|| Problem::of(Code::FileNotMatrix))),
        }
    }
}
