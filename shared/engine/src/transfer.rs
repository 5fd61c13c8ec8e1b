//! Out: dossiers become files. Bytes only; whoever asks writes the disk.

use contract::{Code, ExportFormat, MatrixView, Problem};

use crate::desk::Desk;
use wire::{DocumentKind, DossierId};

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
            | ExportFormat::Csv
            | ExportFormat::Pdf => Err(Problem::of(Code::Defect)),
        }
    }
}
