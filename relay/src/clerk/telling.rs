//! What was decided, told: acknowledgements, what goes on to others, refusals.

use wire::{Frame, Refusal};

use crate::clerk::{Clerk, Job, Room};
use crate::ledger::{Kept, No, Verified};
use crate::line::{Line, Saying};
use crate::receipts::Receipt;

impl Clerk {
    pub(super) fn hand_on(&self, line: &Line, envelope: Verified, kept: Kept) {
        if !kept.is_new {
            self.metrics.duplicates.inc();
            return;
        }
        self.metrics.envelopes.inc();
        self.metrics
            .envelope_bytes
            .inc_by(envelope.bytes.len() as u64);
        let dossier = envelope.header.dossier;
        if self.is_late(dossier) {
            return;
        }
        self.subscribers
            .deliver(dossier, Some(line), &self.metrics, || {
                Frame::Deliver {
                    envelope: envelope.bytes,
                }
                .encode()
                .into()
            });
    }

    pub(super) fn receipt_kept(&self, line: &Line, receipt: Receipt, room: Room) {
        self.metrics.receipts.inc();
        let dossier = receipt.dossier;
        let hash = seal::hash(&receipt.sealed);
        line.answer(&Frame::ReceiptKept { dossier, hash }, Some(room.session));
        if self.is_late(dossier) {
            return;
        }
        self.subscribers.say(
            Saying::Receipt,
            dossier,
            line.device,
            Some(line),
            &self.metrics,
            || receipt.frame().encode().into(),
        );
    }

    pub(super) fn refuse_all(&self, batch: Vec<Job>, refusal: Refusal) {
        for job in batch {
            self.refuse(job, refusal.into());
        }
    }

    pub(super) fn refuse(&self, job: Job, no: No) {
        let (line, room, dossier, document, device, bytes) = match job {
            Job::Entry {
                line,
                dossier,
                entry,
                room,
                ..
            } => (line, room, dossier, None, None, entry.len()),
            Job::Open {
                line,
                dossier,
                room,
                ..
            } => (line, room, dossier, None, None, 0),
            Job::Push {
                line,
                envelope,
                room,
            } => {
                let header = &envelope.header;
                let (document, device) = (Some(header.document), Some(header.device));
                let bytes = envelope.bytes.len();
                (line, room, header.dossier, document, device, bytes)
            }
            Job::Receipt {
                line,
                receipt,
                room,
            } => {
                let (device, bytes) = (Some(receipt.device), receipt.sealed.len());
                (line, room, receipt.dossier, None, device, bytes)
            }
            Job::Page { .. } | Job::Look | Job::Stop => return,
        };
        line.note_refusal(&self.metrics, no.refusal, bytes);
        let refused = Frame::Refused {
            refusal: line.speakable(no.refusal),
            dossier: Some(dossier),
            document,
            device,
            index: no.expected,
        };
        line.answer(&refused, Some(room.session));
    }
}
