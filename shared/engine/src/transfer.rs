//! In and out: files become dossiers, dossiers become files. Bytes only; whoever asks reads and
//! writes the disk.

use contract::{Code, ImportReport, MatrixView, Problem};
use exchange::{Columns, Imported};
use replica::{Found, FoundNote};
use review::Credit;

use crate::desk::Desk;
use crate::trouble;
use wire::{DocumentKind, DossierId};

/// What a dossier can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// The matrix document as any Automerge tool opens it.
    Automerge,
    /// The matrix as `show --json` prints it.
    Json,
    /// The columns of the form, for a spreadsheet.
    Csv,
}

impl std::str::FromStr for ExportFormat {
    type Err = Problem;

    fn from_str(name: &str) -> Result<Self, Problem> {
        match name {
            "automerge" => Ok(Self::Automerge),
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            _ => Err(Problem::about(Code::FormatUnknown, name)),
        }
    }
}

/// A file read, and nothing written yet.
#[derive(Debug)]
pub struct ImportPreview {
    pub(crate) imported: Imported,
}

impl ImportPreview {
    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        exchange::read_xlsx(bytes)
            .map(|imported| Self { imported })
            .map_err(|error| trouble::of_import(&error))
    }

    /// What was found; `dossier` is the id of what it became, or "".
    pub fn report(&self, dossier: String) -> ImportReport {
        let draft = &self.imported.draft;
        ImportReport {
            dossier,
            title: draft.title.clone(),
            institution: draft.institution.clone(),
            rows: draft.rows.len() as u32,
            lines: self.imported.lines as u32,
            doubts: self
                .imported
                .doubts
                .iter()
                .map(|doubt| doubt.sentence.clone())
                .collect(),
            comments: self.imported.notes.len() as u32,
        }
    }

    pub(crate) fn found(&self) -> Found {
        let notes = self
            .imported
            .notes
            .iter()
            .map(|note| FoundNote {
                row: note.row,
                field: note.field,
                credit: (!note.author.is_empty()).then(|| Credit {
                    author: note.author.clone(),
                    at_ms: None,
                }),
                text: note.text.clone(),
                answers: None,
            })
            .collect();
        Found {
            notes,
            ..Found::default()
        }
    }
}

impl Desk {
    /// The bytes of a dossier in a format.
    pub(crate) fn export(
        &mut self,
        dossier: DossierId,
        format: ExportFormat,
    ) -> Result<Vec<u8>, Problem> {
        match format {
            ExportFormat::Automerge => {
                let replica = self.shelf(dossier)?.replica()?;
                if !replica.matrix().is_founded() {
                    return Err(Problem::of(Code::NotArrived));
                }
                replica
                    .verified_snapshot(DocumentKind::Matrix)
                    .ok_or_else(|| Problem::of(Code::NotArrived))
            }
            ExportFormat::Json => {
                self.finish_round();
                let view: MatrixView = self.matrix_view(dossier)?;
                let mut bytes =
                    serde_json::to_vec_pretty(&view).map_err(|_| Problem::of(Code::Defect))?;
                bytes.push(b'\n');
                Ok(bytes)
            }
            ExportFormat::Csv => {
                let replica = self.shelf(dossier)?.replica()?;
                let matrix = replica.matrix();
                Ok(exchange::write_csv(
                    matrix.years(),
                    matrix.rows(),
                    Columns::Form,
                ))
            }
        }
    }
}
