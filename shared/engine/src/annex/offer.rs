//! What can be chosen when a dossier is exported, and what was chosen the last time.

use contract::{CommentsWanted, ExportChoices, ExportColumn, ExportOffer, Problem};
use store::Write;
use wire::DossierId;

use super::columns::{self, Printed};
use super::wanted;
use crate::Engine;
use crate::desk::Desk;
use crate::{screen, trouble};

/// Part of the read model that keeps the last choices.
const VIEW_CHOICES: &str = "export";
/// How many columns can be remembered; there are fewer.
const COLUMNS_MAX: usize = 64;

impl Engine {
    /// What can be chosen when a dossier is exported.
    pub async fn export_offer(&self, dossier: String) -> Result<ExportOffer, Problem> {
        self.with(&dossier, super::super::desk::Desk::export_offer)
            .await
    }

    /// Keeps what was chosen, for the next time on this computer.
    pub async fn keep_export_choices(
        &self,
        dossier: String,
        choices: ExportChoices,
    ) -> Result<(), Problem> {
        self.with(&dossier, move |desk, dossier| {
            desk.shelf(dossier)?;
            let mut choices = choices;
            choices.options.columns.truncate(COLUMNS_MAX);
            desk.round.writes.push(Write::View {
                dossier: dossier.0,
                name: VIEW_CHOICES.to_owned(),
                bytes: screen::json(&choices),
            });
            Ok(())
        })
        .await
    }
}

impl Desk {
    fn export_offer(&mut self, dossier: DossierId) -> Result<ExportOffer, Problem> {
        self.finish_round();
        let kept = self.store.view(&dossier.0, VIEW_CHOICES);
        let kept = kept.map_err(trouble::of_store)?;
        // Choices of another version of Cotejo that are not understood are no reason to fail.
        let last: Option<ExportChoices> =
            kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut last = last.unwrap_or_default();
        last.options
            .columns
            .retain(|name| columns::check(std::slice::from_ref(name)).is_ok());
        let [logo_left, logo_right] = self.logos_shown(dossier)?;
        let shelf = self.shelf(dossier)?;
        let replica = shelf.replica()?;
        let rows = replica.matrix().rows();
        let columns = columns::optional().map(|printed| ExportColumn {
            field: printed.name(),
            rows: rows
                .iter()
                .filter(|row| !row.retired)
                .filter(|row| match printed {
                    Printed::Field(model::Field::PendingExternal) => row.pending_external,
                    Printed::Field(field) => !row.cell(field).is_empty(),
                    Printed::State => true,
                })
                .count() as u32,
        });
        let columns = columns.collect();
        let open = wanted(shelf.comments(), CommentsWanted::Internal);
        Ok(ExportOffer {
            last,
            columns,
            logo_left,
            logo_right,
            comments: open.len() as u32,
            internal: open.iter().filter(|comment| comment.internal).count() as u32,
        })
    }
}
