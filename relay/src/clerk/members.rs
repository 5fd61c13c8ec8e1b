//! Who does not belong any more: told so, and sent nothing more. Who waits to be let in: told of the
//! log as it grows, from which they learn that they are in, and of nothing else.

use wire::{DossierId, Frame, Refusal};

use crate::clerk::{Clerk, Job};

impl Clerk {
    /// Ends the subscriptions of those who do not belong any more, after entries that said so were
    /// announced to them too.
    pub(super) fn show_out(&self, dossier: DossierId) {
        let belongs = |device, waits: bool| {
            self.ledger.belongs(device, dossier) || (waits && self.ledger.waits(device, dossier))
        };
        for line in self.subscribers.part(dossier, belongs) {
            line.note_refusal(&self.metrics, Refusal::NotMember, 0);
            line.answer(&not_member(dossier), None);
        }
    }

    /// Answers somebody who asks for a dossier that they wait to be let into.
    pub(super) fn let_wait(&mut self, job: Job, entries: Vec<Vec<u8>>) {
        if let Job::Open { line, dossier, .. } = &job
            && !line.is_gone()
        {
            self.subscribers.wait(line, *dossier);
            self.note_open(*dossier);
        }
        self.tell_out(job, entries);
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
