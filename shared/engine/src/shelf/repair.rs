//! What an update of Cotejo derives otherwise, or keeps for the first time, is made good when a dossier
//! is read.

use contract::Problem;
use replica::{Replica, Step};
use store::Write;
use wire::DossierId;

use super::VIEW_SILENCED;
use crate::consolidation::VIEW_FOUND;
use crate::desk::Desk;
use crate::screen;

impl Desk {
    /// Which findings are silenced was not always kept beside the rows.
    pub(super) fn repair_silenced(&mut self, dossier: DossierId) -> Result<(), Problem> {
        let now = silenced(self.shelf(dossier)?.replica()?);
        let kept: Vec<String> = self.view(dossier, VIEW_SILENCED)?;
        if kept == now {
            return Ok(());
        }
        // What was counted without knowing it is counted anew.
        let parts = [
            (VIEW_SILENCED, screen::json(&now)),
            (VIEW_FOUND, Vec::new()),
        ];
        for (name, bytes) in parts {
            self.round.writes.push(Write::View {
                dossier: dossier.0,
                name: name.to_owned(),
                bytes,
            });
        }
        Ok(())
    }

    /// The read model is committed with what it shows, so it can only differ after an update of
    /// Cotejo changed what is derived: renew the rows that differ.
    pub(super) fn repair_view(&mut self, dossier: DossierId) -> Result<(), Problem> {
        let shelf = self.shelf(dossier)?;
        let replica = shelf.replica()?;
        let mut step = Step::default();
        let rows = replica.matrix().rows();
        for model_row in rows {
            let key = screen::key(&(model_row.line, model_row.indicator));
            let row = screen::row(
                model_row,
                &shelf.view.people,
                &shelf.view.review.comments,
                &shelf.view.unsent,
                &key,
            );
            if shelf.view.rows.get(&key) != Some(&row) {
                step.touched
                    .rows
                    .insert((model_row.line, model_row.indicator));
            }
        }
        step.touched.order_changed = shelf.view.rows.len() != rows.len();
        if step.touched.rows.is_empty() && !step.touched.order_changed {
            return Ok(());
        }
        self.stage(dossier, step, &[])
    }
}

/// Keys of the findings that somebody said are right as they are.
pub(super) fn silenced(replica: &Replica) -> Vec<String> {
    let silenced = replica.matrix().silenced().into_iter();
    let mut keys: Vec<String> = silenced.map(|one| one.key).collect();
    keys.sort_unstable();
    keys
}
