//! Own envelopes taken back from the relay: this folder was restored from a copy, or is one, and the
//! relay holds more of this device's series than ever left this disk. They are taken before anything
//! is sent, and what was written here meanwhile is sealed again behind them, because its indexes are
//! taken. Nothing is lost: changes have Automerge actors of their own at every start, so that only
//! their place in the series collides.

use std::collections::{BTreeMap, BTreeSet};

use wire::{DocumentKind, EnvelopeHeader, Hash, Payload, Vector};

use crate::outbox::{Outbox, Waiting};
use crate::replica::{LoadProblem, Replica, Tail};
use crate::session::Session;
use crate::step::{Effect, Record, Report, Step};

/// Bytes of envelopes that are held before they are kept together: what was written here is sealed
/// again each time, so not at every one.
pub const TAKEN_BYTES_MAX: usize = 256 * 1_024;

/// How often in a row the relay may say that it has sent everything before what is to come back is here,
/// with nothing of it kept in between.
const SHORT_MAX: u8 = 8;

/// The documents of which a device has a series.
const DOCUMENTS: [DocumentKind; 3] = [
    DocumentKind::Matrix,
    DocumentKind::Review,
    DocumentKind::Minutes,
];

/// What is still to come of this device's series, and what came and is not kept yet.
#[derive(Debug, Default)]
pub(crate) struct TakingBack {
    series: BTreeMap<DocumentKind, Taking>,
    /// How often in a row it fell short.
    short: u8,
    /// Something of it does not continue what left this disk.
    is_broken: bool,
    /// It comes in a package: no relay has confirmed it.
    pub(crate) is_by_package: bool,
}

#[derive(Debug, Default)]
struct Taking {
    /// How far the relay has the series.
    until: u64,
    /// Came, chained to what left this disk or to each other; not kept yet.
    held: Vec<Taken>,
    held_bytes: usize,
}

#[derive(Debug)]
struct Taken {
    header: EnvelopeHeader,
    hash: Hash,
    bytes: Vec<u8>,
    /// What it says, if it opens.
    payload: Option<Vec<u8>>,
}

impl Replica {
    /// How far this device's own series are known to be those that others know: what was sealed here
    /// and never left may still change its place.
    pub(crate) fn settled_vector(&self) -> Vector {
        let me = self.device.id();
        let settled = self.series.iter().map(|((document, device), tail)| {
            let index = if *device == me {
                self.offered(*document).min(tail.index)
            } else {
                tail.index
            };
            (*document, *device, index)
        });
        let mut vector = Vector::default();
        for (document, device, index) in settled {
            vector.advance(document, device, index);
        }
        vector
    }

    /// If the relay holds envelopes in this device's name that never left this disk: begins to take
    /// them back, and until then sends nothing.
    pub(crate) fn bring_back(&mut self, vector: &Vector) -> Option<Step> {
        let me = self.device.id();
        let mut series = BTreeMap::new();
        let mut envelopes = 0;
        for document in DOCUMENTS {
            let (until, offered) = (vector.get(document, me), self.offered(document));
            if until > offered {
                envelopes += until - offered;
                let taking = Taking {
                    until,
                    ..Taking::default()
                };
                series.insert(document, taking);
            }
        }
        if series.is_empty() {
            return None;
        }
        self.taking_back.series = series;
        self.taking_back.is_broken = false;
        self.taking_back.is_by_package = false;
        self.session = Session::TakingBack;
        Some(Step {
            then: vec![Effect::Report(Report::TakingBack { envelopes })],
            ..Step::default()
        })
    }

    /// An own envelope comes back. Its signature and membership are checked.
    pub(crate) fn taken_back(
        &mut self,
        header: EnvelopeHeader,
        hash: Hash,
        bytes: Vec<u8>,
        payload: Option<Vec<u8>>,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, LoadProblem> {
        let document = header.document;
        let offered = self.offered_tail(document);
        let Some(taking) = self.taking_back.series.get_mut(&document) else {
            // A document of which the relay had nothing more when it was asked: another copy of this
            // folder is writing. It is compared again from the beginning.
            return Ok(self.compare_again());
        };
        let last = taking.held.last().map_or(offered, Taken::tail);
        if header.index <= last.index {
            return Ok(Step::default());
        }
        if header.index > last.index + 1 {
            return Ok(self.compare_again());
        }
        if header.previous != last.hash {
            let (device, index) = (header.device, header.index);
            self.taking_back.is_broken = true;
            return Ok(crate::receive::report(Report::BrokenChain {
                device,
                index,
            }));
        }
        let is_last = header.index >= taking.until;
        taking.held_bytes += bytes.len();
        taking.held.push(Taken {
            header,
            hash,
            bytes,
            payload,
        });
        if !is_last && taking.held_bytes < TAKEN_BYTES_MAX {
            return Ok(Step::default());
        }
        let mut step = self.keep_taken(document, dice)?;
        if is_last {
            self.taking_back.series.remove(&document);
        }
        if self.taking_back.series.is_empty() {
            step.append(self.compare_again());
        }
        Ok(step)
    }

    /// The relay says that it has sent all it has, and what it said to have of this device is not among
    /// it. It may have been overtaken on its way: it is compared again. If that helps nothing, or it
    /// does not continue what left this disk, two folders wrote under one identity.
    pub(crate) fn taken_back_short(&mut self) -> Step {
        if !self.taking_back.is_broken && self.taking_back.short < SHORT_MAX {
            self.taking_back.short += 1;
            return self.compare_again();
        }
        self.session = Session::Closed;
        self.taking_back = TakingBack::default();
        Step {
            then: vec![
                Effect::Report(Report::SeriesElsewhere),
                Effect::Refused(wire::Refusal::BadChain),
            ],
            ..Step::default()
        }
    }

    pub(crate) fn compare_again(&mut self) -> Step {
        self.taking_back.series.clear();
        self.session = Session::Opening { introduced: true };
        self.ask_to_open()
    }

    fn offered_tail(&self, document: DocumentKind) -> Tail {
        self.outboxes
            .get(&document)
            .map_or_else(Tail::default, |outbox| Tail {
                index: outbox.offered,
                hash: outbox.offered_hash,
            })
    }

    /// Keeps what came of a series, and seals behind it again what was written here and is not in it.
    fn keep_taken(
        &mut self,
        document: DocumentKind,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, LoadProblem> {
        let me = self.device.id();
        let taking = self.taking_back.series.get_mut(&document);
        let held = taking.map(|taking| {
            taking.held_bytes = 0;
            std::mem::take(&mut taking.held)
        });
        let held = held.unwrap_or_default();
        let Some(end) = held.last().map(Taken::tail) else {
            return Ok(Step::default());
        };
        self.taking_back.short = 0;
        let outbox = self.outboxes.entry(document).or_default();
        let from_index = outbox.offered + 1;
        let (mut unsent, envelopes) = outbox.unoffered();
        let confirmed: u64 = outbox
            .waiting
            .iter()
            .filter(|waiting| waiting.index < from_index)
            .map(|waiting| waiting.changes.len() as u64)
            .sum();
        let by_package = self.taking_back.is_by_package;
        let unconfirmed = outbox.waiting.iter();
        let unconfirmed = unconfirmed.filter(|waiting| by_package && waiting.index < from_index);
        *outbox = Outbox {
            confirmed: if by_package {
                outbox.confirmed
            } else {
                end.index
            },
            offered: end.index,
            offered_hash: end.hash,
            waiting: unconfirmed.cloned().collect(),
        };
        let mut came = BTreeSet::new();
        let mut step = Step::default();
        let mut kept = Vec::new();
        for taken in held {
            let merged = taken.payload.as_deref().and_then(|payload| {
                let changes = changes_of(payload);
                Some((self.merge(&taken.header, payload)?, changes))
            });
            let is_unreadable = merged.is_none();
            let (device, index) = (taken.header.device, taken.header.index);
            match merged {
                Some((merged, changes)) => {
                    came.extend(changes.iter().copied());
                    if by_package {
                        let outbox = self.outboxes.entry(document).or_default();
                        outbox.waiting.push_back(Waiting { index, changes });
                    }
                    step.append(merged);
                }
                None => step.append(crate::receive::report(Report::Unreadable { device, index })),
            }
            kept.push(taken.record(is_unreadable));
        }
        self.series.insert((document, me), end);
        unsent.retain(|change| !came.contains(change));
        let sealed = self.seal_again(document, end, &unsent, dice)?;
        if envelopes > 0 {
            let last = self.tail(document, me).index;
            step.persist.push(Record::Withdrawn {
                document,
                from_index,
                sealed_up_to: last,
            });
            step.resealed = Some((document, from_index));
        }
        step.persist.extend(kept);
        step.persist.extend(sealed);
        if by_package {
            return Ok(step);
        }
        step.persist.push(Record::Confirmed {
            document,
            index: end.index,
        });
        if confirmed > 0 {
            step.then.push(Effect::Confirmed { changes: confirmed });
        }
        Ok(step)
    }

    fn seal_again(
        &mut self,
        document: DocumentKind,
        after: Tail,
        changes: &[Hash],
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Vec<Record>, LoadProblem> {
        let device = self.device.id();
        let mut records = Vec::new();
        if changes.is_empty() {
            return Ok(records);
        }
        let mut payloads = Vec::new();
        self.pack_into(document, changes, &mut payloads)?;
        let mut tail = after;
        for (payload, changes) in payloads {
            let (bytes, hash) = self.seal_after(document, tail, &payload, dice)?;
            let index = tail.index + 1;
            tail = Tail { index, hash };
            let outbox = self.outboxes.entry(document).or_default();
            outbox.waiting.push_back(Waiting { index, changes });
            records.push(Record::Envelope {
                document,
                device,
                index,
                hash,
                bytes,
                own: true,
                offered: false,
                quarantined: false,
            });
        }
        self.series.insert((document, device), tail);
        Ok(records)
    }
}

impl Taken {
    fn tail(&self) -> Tail {
        Tail {
            index: self.header.index,
            hash: self.hash,
        }
    }

    fn record(self, quarantined: bool) -> Record {
        Record::Envelope {
            document: self.header.document,
            device: self.header.device,
            index: self.header.index,
            hash: self.hash,
            bytes: self.bytes,
            own: true,
            offered: true,
            quarantined,
        }
    }
}

/// The changes in a payload; none where it does not say.
fn changes_of(payload: &[u8]) -> Vec<Hash> {
    let payload = Payload::decode(payload).ok();
    let changes = payload.and_then(|payload| model::change_hashes(payload.chunks).ok());
    changes.unwrap_or_default()
}
