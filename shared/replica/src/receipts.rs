//! How far each member has the dossier: said to all, also to those who come later, because the relay
//! keeps the last one of each device. Receipts tell of envelopes, by their place in a series; which
//! envelope holds a change is known from the outbox or by opening it ([`Replica::changes_in`]).

use std::collections::BTreeMap;

use seal::Keyring;
use wire::limits::RECEIPT_SERIES_MAX;
use wire::{
    DeviceId, DocumentKind, DossierId, Envelope, EnvelopeHeader, Frame, Hash, Payload,
    RECEIPT_VERSION, Receipt, Refusal, Vector, VectorEntry,
};

use crate::receive::report;
use crate::replica::Replica;
use crate::step::{Effect, Record, Report, Step};

/// What is known of who has what, and where the conversation about it stands.
#[derive(Debug, Default)]
pub(crate) struct Receipts {
    /// What this device last said, or will say once it can.
    mine: Receipt,
    /// The same, sealed; empty before the first.
    sealed: Vec<u8>,
    /// Hash of that.
    hash: Option<Hash>,
    /// Of the other devices, members or not.
    others: BTreeMap<DeviceId, Receipt>,
    /// The relay has sent all it keeps: whether it has this device's last one is known.
    is_caught_up: bool,
    /// This device's receipt that the relay keeps.
    at_relay: Option<Hash>,
    /// The one that was sent to it and is not answered.
    sent: Option<Hash>,
}

impl Receipts {
    /// What the disk holds. What does not open is left out: it would be heard of again.
    pub(crate) fn load(
        saved: &[(DeviceId, Vec<u8>)],
        dossier: DossierId,
        keyring: &Keyring,
        me: DeviceId,
    ) -> Self {
        let mut receipts = Self::default();
        for (device, sealed) in saved {
            let opened = open(keyring, dossier, *device, sealed);
            let receipt = opened.and_then(|bytes| Receipt::decode(&bytes).ok());
            match receipt {
                Some(receipt) if *device == me => {
                    receipts.mine = receipt;
                    receipts.seal_is(sealed.clone());
                }
                Some(receipt) => {
                    receipts.others.insert(*device, receipt);
                }
                None => {}
            }
        }
        receipts
    }

    pub(crate) fn caught_up(&mut self) {
        self.is_caught_up = true;
    }

    pub(crate) fn out_of_contact(&mut self) {
        self.is_caught_up = false;
        self.at_relay = None;
        self.sent = None;
    }

    /// The relay did not take it.
    pub(crate) fn refused(&mut self, refusal: Refusal) {
        let sent = self.sent.take();
        if !matches!(refusal, Refusal::Rate | Refusal::Busy) {
            // It would be refused again: as good as there, for as long as this contact lasts.
            self.at_relay = sent.or(self.at_relay);
        }
    }

    fn seal_is(&mut self, sealed: Vec<u8>) {
        self.hash = (!sealed.is_empty()).then(|| seal::hash(&sealed));
        self.sealed = sealed;
    }
}

impl Replica {
    /// Whether receipts are said and heard: in contact, everything received, with a relay that keeps
    /// them.
    pub fn can_receipt(&self) -> bool {
        self.is_live() && self.receipts.is_caught_up && self.signals.version >= RECEIPT_VERSION
    }

    /// Whether the relay lacks this device's last receipt and it is not on its way there.
    pub fn has_receipt_to_say(&self) -> bool {
        let Receipts {
            hash,
            at_relay,
            sent,
            ..
        } = &self.receipts;
        self.can_receipt() && hash.is_some() && sent.is_none() && at_relay != hash
    }

    /// Whether this device's receipt was sent to the relay and is not committed there yet.
    pub fn is_receipt_on_its_way(&self) -> bool {
        self.receipts.sent.is_some()
    }

    /// Says how far this device has the dossier, and that its person has had `seen` on screen:
    /// [`Replica::vector`] of the moment in which they looked. Nothing that was said is ever taken
    /// back. `None`: there is no news, or nobody to tell it to and nothing to keep.
    ///
    /// Call it seldom: each one that says something new costs a commit here, at the relay and at
    /// every member in contact.
    pub fn receipt(
        &mut self,
        seen: &Vector,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Option<Step> {
        self.role()?;
        let mut step = Step::default();
        let next = self.next_receipt(seen, now_ms);
        let mine = &self.receipts.mine;
        let is_unsaid = self.receipts.sealed.is_empty() && !next.held.is_empty();
        if next.held != mine.held || next.seen != mine.seen || is_unsaid {
            let (dossier, plaintext) = (self.dossier, next.encode());
            let key = self.keyring.newest();
            let sealed = seal::seal_receipt(&self.device, key, dossier, &plaintext, dice).ok()?;
            step.persist.push(Record::Receipt {
                device: self.device.id(),
                bytes: sealed.clone(),
            });
            self.receipts.mine = next;
            self.receipts.seal_is(sealed);
        }
        let hash = self.receipts.hash?;
        let is_known = [self.receipts.at_relay, self.receipts.sent].contains(&Some(hash));
        if self.can_receipt() && !is_known {
            self.receipts.sent = Some(hash);
            step.then.push(Effect::Send(Frame::Receipt {
                dossier: self.dossier,
                device: self.device.id(),
                sealed: self.receipts.sealed.clone(),
            }));
        }
        (!step.persist.is_empty() || !step.then.is_empty()).then_some(step)
    }

    fn next_receipt(&self, seen: &Vector, now_ms: u64) -> Receipt {
        let (me, mine) = (self.device.id(), &self.receipts.mine);
        let held: Vector = self
            .series
            .iter()
            .filter(|((_, device), _)| *device != me)
            .map(|((document, device), tail)| VectorEntry {
                document: *document,
                device: *device,
                index: tail.index,
            })
            .take(RECEIPT_SERIES_MAX)
            .collect();
        let looked_at = held.iter().map(|entry| {
            let VectorEntry {
                document, device, ..
            } = entry;
            let before = mine.seen.get(document, device);
            let now = if self.shows_all_of(document) {
                seen.get(document, device).min(entry.index)
            } else {
                0
            };
            VectorEntry {
                index: before.max(now),
                ..entry
            }
        });
        let seen: Vector = looked_at.collect();
        let seen_ms = if seen == mine.seen {
            mine.seen_ms
        } else {
            Some(now_ms)
        };
        Receipt {
            seq: now_ms.max(mine.seq + 1),
            seen,
            held,
            seen_ms,
        }
    }

    /// Whether everything held of a document is on screen when it is open: nothing of it waits for
    /// changes that have not come.
    fn shows_all_of(&self, document: DocumentKind) -> bool {
        match document {
            DocumentKind::Matrix => !self.matrix.has_missing(),
            DocumentKind::Review => !self.review.has_missing(),
            DocumentKind::Minutes => !self.minutes.has_missing(),
        }
    }

    /// How far a device has the dossier, by what it said or by what the relay kept of it. The relay
    /// may hold one back or send an old one; it cannot make one, nor pass an old one for news.
    pub(crate) fn receive_receipt(
        &mut self,
        dossier: DossierId,
        device: DeviceId,
        sealed: Vec<u8>,
    ) -> Step {
        if !self.is_live() || self.signals.version < RECEIPT_VERSION {
            return Step::default();
        }
        self.take_receipt(dossier, device, sealed)
    }

    /// The same, by whichever road it came.
    pub(crate) fn take_receipt(
        &mut self,
        dossier: DossierId,
        device: DeviceId,
        sealed: Vec<u8>,
    ) -> Step {
        if dossier != self.dossier {
            return report(Report::OtherDossier);
        }
        if self.membership.role(device).is_none() {
            return report(Report::NotAllowed { device });
        }
        let Some(plaintext) = open(&self.keyring, dossier, device, &sealed) else {
            return report(Report::Forged);
        };
        // A member's own program made it: what cannot be read is of a newer one.
        let Ok(receipt) = Receipt::decode(&plaintext) else {
            return Step::default();
        };
        if self.is_me(device) {
            self.hear_of_myself(receipt.seq, &sealed);
            return Step::default();
        }
        let known = self.receipts.others.get(&device);
        if known.is_some_and(|known| receipt.seq <= known.seq) {
            return Step::default();
        }
        self.receipts.others.insert(device, receipt);
        Step {
            persist: vec![Record::Receipt {
                device,
                bytes: sealed,
            }],
            receipts_changed: true,
            ..Step::default()
        }
    }

    /// The relay sends what it keeps of this device. Once all it keeps has come, another copy of this
    /// folder says so: two of them must not answer each other for ever.
    fn hear_of_myself(&mut self, seq: u64, sealed: &[u8]) {
        let receipts = &mut self.receipts;
        if receipts.is_caught_up {
            return;
        }
        if seq > receipts.mine.seq {
            // This folder was restored: what it says is to be news all the same.
            receipts.mine.seq = seq;
            receipts.seal_is(Vec::new());
        }
        receipts.at_relay = Some(seal::hash(sealed));
    }

    /// The relay committed this device's receipt.
    pub(crate) fn receipt_kept(&mut self, hash: Hash) -> Step {
        if self.receipts.sent == Some(hash) {
            self.receipts.sent = None;
            self.receipts.at_relay = Some(hash);
        }
        Step::default()
    }

    /// The highest index of a series that a member's person is known to have had on screen. 0 for
    /// who is no member. Nobody is asked about their own series.
    pub fn seen_up_to(&self, member: DeviceId, document: DocumentKind, author: DeviceId) -> u64 {
        self.reaches(member, document, author, |receipt| &receipt.seen)
    }

    /// The highest index of a series that a member's device is known to have on its disk. 0 for who
    /// is no member.
    pub fn held_up_to(&self, member: DeviceId, document: DocumentKind, author: DeviceId) -> u64 {
        self.reaches(member, document, author, |receipt| &receipt.held)
    }

    /// When a member's person last had something new on screen, in unix milliseconds of their clock.
    pub fn seen_at_ms(&self, member: DeviceId) -> Option<u64> {
        self.receipt_of(member)?.seen_ms
    }

    fn receipt_of(&self, member: DeviceId) -> Option<&Receipt> {
        self.membership.role(member)?;
        if self.is_me(member) {
            return Some(&self.receipts.mine);
        }
        self.receipts.others.get(&member)
    }

    fn reaches(
        &self,
        member: DeviceId,
        document: DocumentKind,
        author: DeviceId,
        vector: impl Fn(&Receipt) -> &Vector,
    ) -> u64 {
        if member == author && self.membership.role(member).is_some() {
            return self.tail(document, author).index;
        }
        self.receipt_of(member)
            .map_or(0, |receipt| vector(receipt).get(document, author))
    }

    /// The own envelope that holds a change no relay has confirmed. One that is above
    /// [`Replica::offered`] may still be packed anew, under a lower index.
    pub fn waiting_index(&self, document: DocumentKind, change: &Hash) -> Option<u64> {
        let waiting = &self.outboxes.get(&document)?.waiting;
        let holds = waiting.iter().find(|kept| kept.changes.contains(change))?;
        Some(holds.index)
    }

    /// Which envelope that is, and the changes in it, in their order. `None`: it is not of this
    /// dossier, or cannot be opened.
    ///
    /// Only for what this device keeps and has merged: its signature was verified and its content
    /// inspected when it came, and to do it again would cost nine times as much.
    pub fn changes_in(&self, envelope: &[u8]) -> Option<(EnvelopeHeader, Vec<Hash>)> {
        let envelope = Envelope::decode(envelope).ok()?;
        let header = envelope.decode_header().ok()?;
        let payload = crate::replica::open(&self.keyring, header.epoch, &envelope).ok()?;
        let payload = Payload::decode(&payload).ok()?;
        let changes = model::change_hashes(payload.chunks).ok()?;
        (header.dossier == self.dossier).then_some((header, changes))
    }
}

/// Opens a receipt, under whichever key it was sealed.
fn open(keyring: &Keyring, dossier: DossierId, device: DeviceId, sealed: &[u8]) -> Option<Vec<u8>> {
    let mut keys = keyring.all();
    keys.find_map(|key| seal::open_receipt(key, dossier, device, sealed).ok())
}
