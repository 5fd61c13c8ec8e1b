//! The conversation about this dossier with its relay: open, compare, send what the other lacks.

use std::collections::BTreeSet;

use wire::{Budget, DocumentKind, Frame, Hash, Payload, PayloadFormat, Refusal, Vector};

use crate::outbox::Waiting;
use crate::replica::{LoadProblem, Replica, Tail};
use crate::step::{Effect, Record, Report, Step};
use crate::taking_back::TakingBack;

/// Where the conversation stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Session {
    /// No contact.
    #[default]
    Closed,
    /// Asked to open; `introduced` once our membership entries were sent unasked.
    Opening { introduced: bool },
    /// Asked to come in, and nobody has decided: the relay sends the log as it grows, and nothing else.
    Waiting,
    /// Vectors were exchanged, and the relay has more of this device's series than ever left this
    /// disk: they come back first.
    TakingBack,
    /// Vectors were exchanged: own edits go out as they are made.
    Open,
}

impl Replica {
    /// Whether own edits go to the relay as they are made.
    pub fn is_live(&self) -> bool {
        self.session == Session::Open
    }

    /// The relay welcomed this device, and both speak that version: [`Link::version`](crate::Link).
    pub fn connected(&mut self, version: u16) -> Step {
        self.signals.version = version;
        self.session = Session::Opening { introduced: false };
        self.taking_back = TakingBack::default();
        self.receipts.out_of_contact();
        self.left_out.clear();
        self.ask_to_open()
    }

    /// Contact was lost.
    pub fn disconnected(&mut self) {
        self.session = Session::Closed;
        self.taking_back = TakingBack::default();
        self.receipts.out_of_contact();
    }

    pub(crate) fn ask_to_open(&self) -> Step {
        let open = Frame::Open {
            dossier: self.dossier,
            entries: self.membership.hashes(),
            vector: self.settled_vector(),
        };
        Step {
            then: vec![Effect::Send(open)],
            ..Step::default()
        }
    }

    /// Asks for what is missing in the middle of a session (a gap was seen).
    pub(crate) fn reopen(&mut self) -> Step {
        if self.session != Session::Open {
            return Step::default();
        }
        self.session = Session::Opening { introduced: true };
        self.ask_to_open()
    }

    /// The relay said what it has.
    pub(crate) fn opened(
        &mut self,
        theirs: &[Hash],
        vector: &Vector,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, LoadProblem> {
        if !matches!(self.session, Session::Opening { .. }) {
            return Ok(Step::default());
        }
        if let Some(step) = self.bring_back(vector) {
            // A copied or restored folder: never issue an index somebody may have seen.
            return Ok(step);
        }
        let mut step = Step::default();
        let known: BTreeSet<Hash> = theirs.iter().copied().collect();
        self.introduce(&known, &mut step);
        self.confirm_from(vector, &mut step);
        self.offer_everything(&mut step, dice)?;
        for ((document, device), tail) in &self.series {
            let has = vector.get(*document, *device);
            if has < tail.index {
                step.then.push(Effect::Upload {
                    document: *document,
                    device: *device,
                    from_index: has + 1,
                });
            }
        }
        self.session = Session::Open;
        Ok(step)
    }

    /// The relay refused something.
    pub(crate) fn refused(
        &mut self,
        refusal: Refusal,
        document: Option<DocumentKind>,
        device: Option<wire::DeviceId>,
        index: Option<u64>,
    ) -> Step {
        let mut step = Step::default();
        if document.is_none() && device.is_some() {
            // About a signal or a receipt: nothing is lost with it, and nothing else stops.
            self.receipts.refused(refusal);
            return step;
        }
        match refusal {
            Refusal::NotMember if self.is_removed() => {
                self.session = Session::Closed;
                step.then.push(Effect::Refused(refusal));
                step.then.push(Effect::Report(Report::Removed));
            }
            Refusal::NotMember | Refusal::Unknown
                if self.session == (Session::Opening { introduced: false }) =>
            {
                // The relay has not heard of the dossier, or not of us: show it how we came in.
                self.session = Session::Opening { introduced: true };
                self.introduce(&BTreeSet::new(), &mut step);
                step.append(self.ask_to_open());
            }
            Refusal::NotMember if self.waits() => self.session = Session::Waiting,
            Refusal::Gap => {
                if let (Some(document), Some(device), Some(from_index)) = (document, device, index)
                {
                    step.then.push(Effect::Upload {
                        document,
                        device,
                        from_index,
                    });
                }
            }
            Refusal::Rate | Refusal::Busy | Refusal::Stopping => {
                self.session = Session::Closed;
                step.then.push(Effect::RetryLater);
            }
            Refusal::BadChain => {
                step.then.push(Effect::Report(Report::SeriesElsewhere));
                step.then.push(Effect::Refused(refusal));
            }
            Refusal::TooOld
            | Refusal::TooNew
            | Refusal::BadSignature
            | Refusal::NotMember
            | Refusal::NotAllowed
            | Refusal::TooLarge
            | Refusal::Quota
            | Refusal::CodeNeeded
            | Refusal::MayNotFound
            | Refusal::Malformed
            | Refusal::Unknown => step.then.push(Effect::Refused(refusal)),
        }
        step
    }

    /// The relay committed a series up to an index.
    pub(crate) fn kept(
        &mut self,
        document: DocumentKind,
        device: wire::DeviceId,
        index: u64,
    ) -> Step {
        if device != self.device.id() {
            return Step::default();
        }
        let last = self.own_progress(document).0;
        let outbox = self.outboxes.entry(document).or_default();
        if index > last || index <= outbox.confirmed {
            return Step::default();
        }
        let changes = outbox.confirm(index);
        Step {
            persist: vec![Record::Confirmed { document, index }],
            then: vec![Effect::Confirmed { changes }],
            ..Step::default()
        }
    }

    fn introduce(&self, known: &BTreeSet<Hash>, step: &mut Step) {
        for (hash, bytes) in self.membership.entries() {
            if !known.contains(&hash) {
                step.then.push(Effect::Send(Frame::Entry {
                    dossier: self.dossier,
                    entry: bytes.to_vec(),
                }));
            }
        }
    }

    /// Takes the relay's vector as confirmation of our own series, and notices what it forgot.
    fn confirm_from(&mut self, vector: &Vector, step: &mut Step) {
        let me = self.device.id();
        let documents: Vec<DocumentKind> = self.outboxes.keys().copied().collect();
        for document in documents {
            let has = vector.get(document, me);
            let (_, confirmed) = self.own_progress(document);
            if has < confirmed {
                let envelopes = confirmed - has;
                step.then
                    .push(Effect::Report(Report::RelayForgot { envelopes }));
            } else {
                let kept = self.kept(document, me, has);
                step.append(kept);
            }
        }
    }

    /// Packs own envelopes that never left this device into as few as possible (one change per
    /// envelope is right while typing in contact, and nine times too large after a day without),
    /// and marks them as offered, before any of them is sent.
    pub(crate) fn offer_everything(
        &mut self,
        step: &mut Step,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(), LoadProblem> {
        let documents: Vec<DocumentKind> = self.outboxes.keys().copied().collect();
        for document in documents {
            let outbox = self.outboxes.entry(document).or_default().clone();
            let (changes, envelopes) = outbox.unoffered();
            if envelopes == 0 {
                continue;
            }
            step.append(self.freshen(dice)?);
            if envelopes == 1 {
                let tail = self.tail(document, self.device.id());
                step.persist.push(Record::Offered {
                    document,
                    up_to: tail.index,
                });
                let outbox = self.outboxes.entry(document).or_default();
                outbox.offered = tail.index;
                outbox.offered_hash = tail.hash;
                continue;
            }
            let mut payloads = Vec::new();
            self.pack_into(document, &changes, &mut payloads)?;
            let mut tail = Tail {
                index: outbox.offered,
                hash: outbox.offered_hash,
            };
            let mut repacked = Vec::new();
            let mut waiting: Vec<Waiting> = Vec::new();
            for (payload, changes) in payloads {
                let (bytes, hash) = self.seal_after(document, tail, &payload, dice)?;
                tail = Tail {
                    index: tail.index + 1,
                    hash,
                };
                repacked.push((tail.index, hash, bytes));
                waiting.push(Waiting {
                    index: tail.index,
                    changes,
                });
            }
            step.persist.push(Record::Repack {
                document,
                from_index: outbox.offered + 1,
                envelopes: repacked,
            });
            step.persist.push(Record::Offered {
                document,
                up_to: tail.index,
            });
            self.series.insert((document, self.device.id()), tail);
            let outbox = self.outboxes.entry(document).or_default();
            outbox.waiting.retain(|kept| kept.index <= outbox.offered);
            outbox.waiting.extend(waiting);
            outbox.offered = tail.index;
            outbox.offered_hash = tail.hash;
        }
        Ok(())
    }

    /// Packs changes into payloads under the limit, halving where they do not fit.
    pub(crate) fn pack_into(
        &self,
        document: DocumentKind,
        changes: &[Hash],
        payloads: &mut Vec<(Vec<u8>, Vec<Hash>)>,
    ) -> Result<(), LoadProblem> {
        let (format, packed) = match document {
            DocumentKind::Review => self.review.pack(changes)?,
            DocumentKind::Matrix => self.matrix.pack(changes)?,
            DocumentKind::Minutes => self.minutes.pack(changes)?,
        };
        let format = if format == PayloadFormat::Bundle.as_byte() {
            PayloadFormat::Bundle
        } else {
            PayloadFormat::Chunks
        };
        // Others will inspect it under this budget; what does not pass goes in two halves.
        let payload = Payload {
            format,
            chunks: &packed,
        }
        .encode()
        .ok()
        .filter(|payload| Payload::open(payload, &Budget::ENVELOPE).is_ok());
        if let Some(payload) = payload {
            payloads.push((payload, changes.to_vec()));
            return Ok(());
        }
        if changes.len() == 1 {
            return Err(LoadProblem::TooLarge {
                bytes: packed.len(),
            });
        }
        let (first, second) = changes.split_at(changes.len() / 2);
        self.pack_into(document, first, payloads)?;
        self.pack_into(document, second, payloads)
    }
}
