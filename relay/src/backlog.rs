//! What a device lacks of a dossier and how far it has been sent.

use std::collections::HashMap;

use tokio::sync::OwnedSemaphorePermit;
use wire::{DossierId, Hash};

/// A catch-up under way. It holds places, not envelopes: those are read a page at a time, when the
/// socket has taken the page before.
#[derive(Debug)]
pub(crate) struct Backlog {
    /// The dossier.
    pub(crate) dossier: DossierId,
    /// Which `Open` this serves; a later one of the same session makes it stale.
    pub(crate) opening: u64,
    /// Membership entries still to send, the last one first.
    pub(crate) entries: Vec<Hash>,
    /// Envelopes up to this place have been considered.
    pub(crate) place: u64,
    /// How far the device has each series, by the series' number.
    pub(crate) has: HashMap<i64, u64>,
    /// How far the relay had the device's own series at the `Open`: what came after came from it.
    pub(crate) own: Vec<(i64, u64)>,
    /// Receipts up to this place have been sent; `None` where the other end knows nothing of them.
    pub(crate) receipts: Option<u64>,
    /// Room for one page in memory, while one is being made.
    pub(crate) room: Option<OwnedSemaphorePermit>,
}

impl Backlog {
    /// Whether the device lacks that envelope.
    pub(crate) fn lacks(&self, series: i64, index: u64) -> bool {
        let echo = self
            .own
            .iter()
            .any(|&(own, had)| own == series && index > had);
        !echo && index > self.has.get(&series).copied().unwrap_or(0)
    }
}
