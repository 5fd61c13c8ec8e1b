//! Who belongs, as the sessions need it: who is shown out, and what they are told.

use std::collections::HashSet;

use wire::{DeviceId, DossierId, EntryBody, Hash};

use super::{Dossier, Ledger};
use crate::archive::{Archive, ArchiveError};

/// Entries sent at once to somebody who does not belong any more, in bytes.
const FAREWELL_BYTES_MAX: usize = 1024 * 1024;

impl Ledger {
    /// Brings a dossier to memory, for [`Ledger::belongs`].
    pub(crate) fn know(&mut self, archive: &Archive, id: DossierId) -> Result<(), ArchiveError> {
        self.load(archive, id)
    }

    /// Whether a device belongs to a dossier, as far as is known: nobody is shown out of one that is not
    /// in memory.
    pub(crate) fn belongs(&self, device: DeviceId, id: DossierId) -> bool {
        let dossier = self.loaded.get(&id);
        dossier.is_none_or(|dossier| dossier.membership.role(device).is_some())
    }

    /// Whether a device asks to come into a dossier in memory.
    pub(crate) fn waits(&self, device: DeviceId, id: DossierId) -> bool {
        let dossier = self.loaded.get(&id);
        dossier.is_some_and(|dossier| dossier.membership.waits(device))
    }

    /// What somebody who waits to be let into a dossier, or belonged to it and does not any more, lacks
    /// of its log: they learn from it whether they are in or out, and by whom. Nothing for anybody else.
    pub(crate) fn farewell(
        &mut self,
        archive: &Archive,
        device: DeviceId,
        id: DossierId,
        had: &[Hash],
    ) -> Result<Vec<Vec<u8>>, ArchiveError> {
        self.load(archive, id)?;
        let Some(dossier) = self
            .loaded
            .get(&id)
            .filter(|dossier| dossier.is_out(device) || dossier.membership.waits(device))
        else {
            return Ok(Vec::new());
        };
        let had: HashSet<&Hash> = had.iter().collect();
        let mut bytes = 0;
        let entries = dossier.membership.entries();
        let some = entries
            .filter(|(hash, _)| !had.contains(hash))
            .take_while(|(_, entry)| {
                // What does not fit comes when they ask again.
                bytes += entry.len();
                bytes <= FAREWELL_BYTES_MAX
            });
        Ok(some.map(|(_, entry)| entry.to_vec()).collect())
    }
}

impl Dossier {
    /// Whether a device belonged and does not any more.
    fn is_out(&self, device: DeviceId) -> bool {
        let membership = &self.membership;
        membership.role(device).is_none()
            && membership.face(device).is_some()
            && !membership.waits(device)
    }

    /// Whether a device may bring that entry. Who is out may come in by a new invitation, and does not
    /// decide about others: what they say they did before they were out nobody can date. A member who
    /// has it from them may bring it.
    pub(super) fn may_bring(&self, sender: DeviceId, body: &EntryBody) -> bool {
        let comes_in = matches!(body, EntryBody::Grant { .. } | EntryBody::Join { .. });
        comes_in || !self.is_out(sender)
    }
}
