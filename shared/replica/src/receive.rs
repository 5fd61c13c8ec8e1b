//! Frames from the relay. Every envelope is hostile until its signature, membership, role, place
//! in its series, key and size have been checked, in that order.

use model::Author;
use wire::{Budget, DocumentKind, EnvelopeHeader, Frame, Payload};

use crate::replica::{LoadProblem, Replica, Tail, open};
use crate::session::Session;
use crate::step::{Effect, Record, Report, Step};

impl Replica {
    /// One frame of this dossier.
    pub fn receive(
        &mut self,
        frame: Frame,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, LoadProblem> {
        Ok(match frame {
            Frame::Opened {
                entries, vector, ..
            } => self.opened(&entries, &vector, dice)?,
            Frame::Entry { entry, .. } => self.receive_entry(&entry)?,
            Frame::Deliver { envelope } => self.receive_envelope(envelope, dice)?,
            Frame::Kept {
                document,
                device,
                index,
                ..
            } => self.kept(document, device, index),
            Frame::CaughtUp { .. } if self.session == Session::TakingBack => {
                self.taken_back_short()
            }
            Frame::CaughtUp { .. } => {
                self.receipts.caught_up();
                Step {
                    then: vec![Effect::CaughtUp],
                    ..Step::default()
                }
            }
            Frame::Refused {
                refusal,
                document,
                device,
                index,
                ..
            } => self.refused(refusal, document, device, index),
            Frame::Signal {
                dossier,
                device,
                sealed,
            } => self.receive_signal(dossier, device, &sealed),
            Frame::Receipt {
                dossier,
                device,
                sealed,
            } => self.receive_receipt(dossier, device, sealed),
            Frame::ReceiptKept { hash, .. } => self.receipt_kept(hash),
            Frame::EntryKept { .. }
            | Frame::Challenge { .. }
            | Frame::Hello { .. }
            | Frame::Welcome { .. }
            | Frame::Open { .. }
            | Frame::Push { .. }
            | Frame::Found { .. } => Step::default(),
        })
    }

    pub(crate) fn receive_envelope(
        &mut self,
        bytes: Vec<u8>,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, LoadProblem> {
        let Ok((envelope, header, hash)) = seal::verify_envelope(&bytes) else {
            return Ok(report(Report::Forged));
        };
        if header.dossier != self.dossier {
            return Ok(report(Report::OtherDossier));
        }
        let (device, document, index) = (header.device, header.document, header.index);
        if !self.membership.allows(device, document, index) {
            self.left_out.insert((document, device));
            return Ok(report(Report::NotAllowed {
                device: header.device,
            }));
        }
        let own = header.device == self.device.id();
        if own && self.session == Session::TakingBack {
            let payload = open(&self.keyring, header.epoch, &envelope).ok();
            return self.taken_back(header, hash, bytes, payload, dice);
        }
        if own && matches!(self.session, Session::Opening { .. }) {
            // Of a stretch that is asked for anew: what is here has not been compared yet.
            return Ok(Step::default());
        }
        let tail = self.tail(header.document, header.device);
        if header.index <= tail.index {
            return Ok(Step::default());
        }
        if header.index > tail.index + 1 {
            // Behind one that was left out nothing is missing yet.
            return Ok(if self.left_out.contains(&(document, device)) {
                Step::default()
            } else {
                self.reopen()
            });
        }
        if header.previous != tail.hash {
            return Ok(report(Report::BrokenChain { device, index }));
        }
        let opened = open(&self.keyring, header.epoch, &envelope);
        if opened == Err(seal::SealError::NoKey) {
            // It stays with the relay until the entry that brings its key is here.
            self.left_out.insert((document, device));
            return Ok(report(Report::NoKey { device, index }));
        }
        self.series.insert(
            (header.document, header.device),
            Tail {
                index: header.index,
                hash,
            },
        );
        if own {
            let outbox = self.outboxes.entry(header.document).or_default();
            outbox.offered = header.index;
            outbox.offered_hash = hash;
            outbox.confirmed = header.index;
        }
        let mut step = match opened
            .ok()
            .and_then(|payload| self.merge(&header, &payload))
        {
            Some(step) => step,
            None => report(Report::Unreadable {
                device: header.device,
                index: header.index,
            }),
        };
        let quarantined = step.persist.is_empty();
        step.persist.push(Record::Envelope {
            document: header.document,
            device: header.device,
            index: header.index,
            hash,
            bytes,
            own,
            offered: true,
            quarantined,
        });
        Ok(step)
    }

    /// Inspects under the inflation budget, then merges. `None`: the payload is not to be trusted.
    pub(crate) fn merge(&mut self, header: &EnvelopeHeader, payload: &[u8]) -> Option<Step> {
        let (payload, inspected) = Payload::open(payload, &Budget::ENVELOPE).ok()?;
        let author = Author(header.device.0);
        let mut step = match header.document {
            DocumentKind::Matrix => Step {
                touched: self.matrix.merge_from(payload.chunks, author).ok()?,
                ..Step::default()
            },
            DocumentKind::Review => {
                self.review.merge_from(payload.chunks, author).ok()?;
                Step {
                    comments_changed: true,
                    ..Step::default()
                }
            }
            DocumentKind::Minutes => {
                self.minutes.merge_from(payload.chunks, author).ok()?;
                Step {
                    minutes_changed: true,
                    ..Step::default()
                }
            }
        };
        step.persist.push(Record::Chunk {
            document: header.document,
            bytes: payload.chunks.to_vec(),
            changes: inspected.changes as u32,
        });
        step.author = Some(header.device);
        step.changes_received = inspected.changes;
        Some(step)
    }
}

pub(crate) fn report(report: Report) -> Step {
    Step {
        then: vec![Effect::Report(report)],
        ..Step::default()
    }
}
