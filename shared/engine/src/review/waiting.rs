//! Reviews to be shown anew after changes of others came: what they took from this person, what
//! happened since a window was opened. Looking for it reads the whole history, so it rests between.

use std::collections::BTreeSet;

use wire::DossierId;

use crate::desk::{Desk, monotonic_ms};

/// How long a review waits for more changes to come.
const REST_MS: u64 = 300;
/// It rests so many times as long as it took: while many write, the engine is for their changes.
const REST_PARTS: u64 = 10;

/// Which reviews wait, and until when.
#[derive(Default)]
pub(crate) struct Waiting {
    dossiers: BTreeSet<DossierId>,
    /// Monotonic milliseconds.
    due_ms: u64,
    /// How long the last time took.
    took_ms: u64,
}

impl Waiting {
    /// How long the loop may sleep before a review is to be shown.
    pub(crate) fn wait_ms(&self, now_ms: u64) -> u64 {
        if self.dossiers.is_empty() {
            return u64::MAX;
        }
        self.due_ms.saturating_sub(now_ms)
    }
}

impl Desk {
    /// The review of a dossier is to be shown anew before long.
    pub(crate) fn review_waits(&mut self, dossier: DossierId) {
        let waiting = &mut self.reviews_waiting;
        if waiting.dossiers.is_empty() {
            let rest_ms = REST_MS.max(waiting.took_ms.saturating_mul(REST_PARTS));
            waiting.due_ms = monotonic_ms().saturating_add(rest_ms);
        }
        waiting.dossiers.insert(dossier);
    }

    /// Shows anew the reviews that waited long enough.
    pub(crate) fn tick_reviews(&mut self) {
        let began_ms = monotonic_ms();
        if self.reviews_waiting.wait_ms(began_ms) > 0 {
            return;
        }
        for dossier in std::mem::take(&mut self.reviews_waiting.dossiers) {
            if let Err(problem) = self.renew_review(dossier) {
                tracing::debug!(%problem, "a review was not shown anew");
            }
        }
        self.reviews_waiting.took_ms = monotonic_ms().saturating_sub(began_ms);
    }
}
