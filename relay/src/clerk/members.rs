//! Who does not belong any more: told so, and sent nothing more.

use wire::{DossierId, Frame, Refusal};

use crate::clerk::{Clerk, Job};

impl Clerk {
    /// Ends the subscriptions of those who do not belong any more, after entries that said so were
    /// announced to them too.
    pub(super) fn show_out(&self, dossier: DossierId) {
        let belongs = |device| self.ledger.belongs(device, dossier);
        for line in self.subscribers.part(dossier, belongs) {
            line.note_refusal(&self.metrics, Refusal::NotMember, 0);
            line.answer(&not_member(dossier), None);
        }
    }

    /// Answers somebody who asks for a dossier they do not belong to.
    pub(super) fn tell_out(&self, job: Job, entries: Vec<Vec<u8>>) {
        if let Job::Open { line, dossier, .. } = &job {
            for entry in entries {
                let dossier = *dossier;
                line.answer(&Frame::Entry { dossier, entry }, None);
            }
        }
        self.refuse(job, Refusal::NotMember.into());
    }
}

fn not_member(dossier: DossierId) -> Frame {
    Frame::Refused {
        refusal: Refusal::NotMember,
        dossier: Some(dossier),
        document: None,
        device: None,
        index: None,
    }
}
