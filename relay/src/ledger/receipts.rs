//! The last receipt of each device, in the ledger.

use wire::limits::RECEIPT_BYTES_MAX;
use wire::{DeviceId, DossierId, Refusal};

use crate::archive::{Archive, ArchiveError, Span};
use crate::backlog::Backlog;
use crate::ledger::{Decided, Dossier, Ledger, Page};

impl Ledger {
    /// Keeps the receipt that a member brings of itself. What it says cannot be read here. Receipts
    /// do not count against the place of a dossier, which is for what people wrote: each member has
    /// one, of a limited size.
    pub(crate) fn receipt(
        &mut self,
        archive: &mut Archive,
        device: DeviceId,
        id: DossierId,
        sealed: &[u8],
    ) -> Decided<()> {
        if sealed.len() > RECEIPT_BYTES_MAX {
            return Ok(Err(Refusal::TooLarge.into()));
        }
        self.load(archive, id)?;
        let Some(dossier) = self.loaded.get_mut(&id) else {
            return Ok(Err(Refusal::Unknown.into()));
        };
        if dossier.membership.role(device).is_none() {
            return Ok(Err(Refusal::NotMember.into()));
        }
        archive.begin()?;
        let place = dossier.last_receipt + 1;
        archive.set_receipt(dossier.number, place, device, sealed)?;
        dossier.last_receipt = place;
        self.grown.insert(id);
        Ok(Ok(()))
    }
}

impl Dossier {
    /// Whether a backlog has all receipts, or its session knows nothing of them.
    pub(super) fn has_sent_receipts(&self, backlog: &Backlog) -> bool {
        backlog
            .receipts
            .is_none_or(|place| place == self.last_receipt)
    }

    /// Adds receipts to a page, once there is nothing else left for it.
    pub(super) fn add_receipts(
        &self,
        archive: &Archive,
        backlog: &mut Backlog,
        page: &mut Page,
        bytes_max: usize,
    ) -> Result<(), ArchiveError> {
        let Some(place) = backlog.receipts.filter(|_| page.ends) else {
            return Ok(());
        };
        let span = Span {
            dossier: self.number,
            after: place,
            until: self.last_receipt,
        };
        let found = archive.receipts(span, bytes_max)?;
        backlog.receipts = Some(found.place);
        page.receipts = found.receipts;
        page.ends = found.ends;
        Ok(())
    }
}
