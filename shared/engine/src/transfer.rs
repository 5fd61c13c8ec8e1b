//! In and out: files become dossiers, dossiers become files. Bytes only; whoever asks reads and
//! writes the disk.

use contract::{Code, ExportFormat, ImportReport, MatrixView, Problem};
use exchange::Imported;
use replica::FoundNote;

use crate::desk::Desk;
use crate::trouble;
use wire::{DocumentKind, DossierId};

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

    pub(crate) fn notes(&self) -> Vec<FoundNote> {
        self.imported
            .notes
            .iter()
            .map(|note| FoundNote {
                row: note.row,
                field: note.field,
                author: note.author.clone(),
                text: note.text.clone(),
            })
            .collect()
    }
}

impl Desk {
    /// The bytes of a dossier in a format that is no print.
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
            // Printed from an annex, away from the loop.
            ExportFormat::Docx
            | ExportFormat::Xlsx
            | ExportFormat::Ods
            | ExportFormat::Pdf
            | ExportFormat::Csv => Err(Problem::of(Code::Defect)),
        }
    }
}
