//! Own edits on their way: sealed, offered, confirmed.

use std::collections::VecDeque;

use wire::Hash;

/// An own envelope the relay has not confirmed.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    /// Position in the series.
    pub(crate) index: u64,
    /// Hashes of the Automerge changes it holds.
    pub(crate) changes: Vec<Hash>,
}

/// The end of this device's series in one document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outbox {
    /// Highest index the relay committed.
    pub(crate) confirmed: u64,
    /// Highest index that may have left this device: never issued again.
    pub(crate) offered: u64,
    /// Hash of the envelope at `offered`; zeroes at 0.
    pub(crate) offered_hash: Hash,
    /// Envelopes above `confirmed`, oldest first.
    pub(crate) waiting: VecDeque<Waiting>,
}

impl Outbox {
    /// Own changes that the relay has not confirmed.
    pub(crate) fn waiting_changes(&self) -> u64 {
        self.waiting
            .iter()
            .map(|waiting| waiting.changes.len() as u64)
            .sum()
    }

    /// Takes a confirmation; answers how many changes it confirms.
    pub(crate) fn confirm(&mut self, index: u64) -> u64 {
        let mut changes = 0;
        while self
            .waiting
            .front()
            .is_some_and(|first| first.index <= index)
        {
            if let Some(first) = self.waiting.pop_front() {
                changes += first.changes.len() as u64;
            }
        }
        self.confirmed = self.confirmed.max(index);
        changes
    }

    /// Changes of the envelopes that never left this device, oldest first, and how many envelopes
    /// hold them.
    pub(crate) fn unoffered(&self) -> (Vec<Hash>, usize) {
        let kept = self
            .waiting
            .iter()
            .filter(|waiting| waiting.index > self.offered);
        let envelopes = kept.clone().count();
        (
            kept.flat_map(|waiting| waiting.changes.iter().copied())
                .collect(),
            envelopes,
        )
    }
}
