//! Out: dossiers become files. Bytes only; whoever asks writes the disk.

use contract::{Code, MatrixView, Problem};
use exchange::Columns;

use crate::desk::Desk;
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
