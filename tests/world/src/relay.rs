//! The relay, in memory: it takes what has arrived, decides all of it, commits, and only then
//! answers and hands on, by the rules of the real one. What was not committed when it dies is gone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use seal::{Added, Membership};
use wire::{
    DeviceId, DocumentKind, DossierId, Entry, EntryBody, Frame, Hash, PROTOCOL_VERSION, Refusal,
    Vector,
};

use crate::dice::Dice;
use crate::ledger::{Kept, Ledger, Store, Write};
use crate::plan::Moment;

/// Frames decided in one turn.
const BATCH_FRAMES_MAX: usize = 24;
/// Envelopes of a page of a backlog.
const PAGE_ENVELOPES: usize = 6;

/// The relay.
#[derive(Debug)]
pub(crate) struct Relay {
    name: [u8; 16],
    dice: Dice,
    /// What survives it.
    store: Store,
    backup: Store,
    /// What it knows while it lives; `None` before it has heard of a dossier.
    ledger: Option<Ledger>,
    sessions: BTreeMap<u64, Session>,
    inbox: VecDeque<(u64, Vec<u8>)>,
    pub(crate) is_up: bool,
    pub(crate) crash: Option<Moment>,
    pub(crate) fail_commits: u32,
    /// Planted fault: it answers, and commits some other time.
    pub(crate) answers_before_commit: bool,
    uncommitted: Vec<Write>,
    /// Planted fault: something it can read.
    pub(crate) overheard: Vec<u8>,
}

#[derive(Debug)]
struct Session {
    nonce: [u8; 32],
    device: Option<DeviceId>,
    opening: Option<Opening>,
}

/// A dossier that a session has open.
#[derive(Debug)]
struct Opening {
    /// What is still to be sent, in order; `None` once it has all there was.
    backlog: Option<Backlog>,
}

#[derive(Debug)]
struct Backlog {
    entries: VecDeque<Hash>,
    place: usize,
    has: Vector,
    /// How far its own series were here at the opening: what came after came from it.
    own: BTreeMap<DocumentKind, u64>,
    device: DeviceId,
}

/// What the relay wants done.
#[derive(Debug)]
pub(crate) enum Out {
    Send(u64, Frame),
    HangUp(u64),
    /// It has more to do.
    Again,
    /// It has died.
    Died,
}

#[derive(Debug)]
enum Verdict {
    Entry {
        dossier: DossierId,
        hash: Hash,
        fresh: Vec<Vec<u8>>,
    },
    Opened {
        frame: Frame,
        backlog: Backlog,
    },
    Kept {
        document: DocumentKind,
        device: DeviceId,
        index: u64,
        fresh: Option<Vec<u8>>,
    },
    Say(Frame),
    HangUp(Option<Frame>),
}

impl Relay {
    pub(crate) fn new(mut dice: Dice) -> Self {
        Self {
            name: dice.bytes(),
            dice,
            store: Store::default(),
            backup: Store::default(),
            ledger: None,
            sessions: BTreeMap::new(),
            inbox: VecDeque::new(),
            is_up: true,
            crash: None,
            fail_commits: 0,
            answers_before_commit: false,
            uncommitted: Vec::new(),
            overheard: Vec::new(),
        }
    }

    /// Somebody connects.
    pub(crate) fn accept(&mut self, wire: u64) -> Frame {
        let nonce = self.dice.bytes();
        self.sessions.insert(
            wire,
            Session {
                nonce,
                device: None,
                opening: None,
            },
        );
        Frame::Challenge {
            relay: self.name,
            nonce,
            oldest: PROTOCOL_VERSION,
            newest: PROTOCOL_VERSION,
        }
    }

    pub(crate) fn hear(&mut self, wire: u64, bytes: Vec<u8>) {
        if self.is_up && self.sessions.contains_key(&wire) {
            self.inbox.push_back((wire, bytes));
        }
    }

    pub(crate) fn lose(&mut self, wire: u64) {
        self.sessions.remove(&wire);
        self.inbox.retain(|(from, _)| *from != wire);
    }

    /// It dies: memory and connections are gone.
    pub(crate) fn die(&mut self) -> Vec<u64> {
        self.is_up = false;
        self.crash = None;
        self.ledger = None;
        self.inbox.clear();
        self.uncommitted.clear();
        let wires = self.sessions.keys().copied().collect();
        self.sessions.clear();
        wires
    }

    pub(crate) fn rise(&mut self) {
        self.is_up = true;
        self.ledger = Ledger::read(&self.store);
    }

    pub(crate) fn back_up(&mut self) {
        self.backup = self.store.clone();
    }

    /// Puts the data of the backup in place; the relay must be down. Answers envelopes lost.
    pub(crate) fn roll_back(&mut self) -> usize {
        let lost = self
            .store
            .envelopes
            .len()
            .saturating_sub(self.backup.envelopes.len());
        self.store = self.backup.clone();
        lost
    }

    /// Everything kept.
    pub(crate) fn envelopes(&self) -> &[Kept] {
        &self.store.envelopes
    }

    /// The membership entries kept.
    pub(crate) fn entries(&self) -> &[Vec<u8>] {
        &self.store.entries
    }

    /// How far it has every series.
    pub(crate) fn vector(&self) -> Vector {
        self.store.vector()
    }

    /// Attends what has arrived.
    pub(crate) fn turn(&mut self) -> Vec<Out> {
        let mut out = Vec::new();
        if !self.is_up {
            return out;
        }
        let mut verdicts = Vec::new();
        let mut writes = Vec::new();
        for _ in 0..BATCH_FRAMES_MAX {
            let Some((wire, bytes)) = self.inbox.pop_front() else {
                break;
            };
            verdicts.push((wire, self.decide(wire, &bytes, &mut writes)));
        }
        if !writes.is_empty() {
            if self.crash == Some(Moment::BeforeCommit) && !self.answers_before_commit {
                return vec![Out::Died];
            }
            if self.fail_commits > 0 {
                self.fail_commits -= 1;
                let dossier = self.ledger.as_ref().map(|ledger| ledger.dossier);
                self.ledger = Ledger::read(&self.store);
                verdicts = busy(verdicts, dossier);
            } else if self.answers_before_commit {
                self.uncommitted.append(&mut writes);
                if self.crash.is_none() && self.dice.chance(200) {
                    let writes = std::mem::take(&mut self.uncommitted);
                    self.store.commit(writes);
                }
            } else {
                self.store.commit(writes);
            }
            if self.crash == Some(Moment::AfterCommit) {
                return vec![Out::Died];
            }
        }
        self.tell(verdicts, &mut out);
        self.send_pages(&mut out);
        if self.answers_before_commit && self.crash.is_some() {
            out.push(Out::Died);
        }
        if !self.inbox.is_empty() {
            out.push(Out::Again);
        }
        out
    }

    /// Faults are over: what was put off is done.
    pub(crate) fn settle(&mut self) {
        self.crash = None;
        self.fail_commits = 0;
        self.answers_before_commit = false;
        let writes = std::mem::take(&mut self.uncommitted);
        self.store.commit(writes);
    }

    fn decide(&mut self, wire: u64, bytes: &[u8], writes: &mut Vec<Write>) -> Verdict {
        let Some(session) = self.sessions.get_mut(&wire) else {
            return Verdict::HangUp(None);
        };
        let Some(device) = session.device else {
            let hello = Frame::decode_handshake(bytes);
            let Ok(Frame::Hello {
                version,
                device,
                signature,
            }) = hello
            else {
                return Verdict::HangUp(Some(refused(Refusal::Malformed, None)));
            };
            let proof =
                seal::verify_challenge(device, &self.name, &session.nonce, version, &signature);
            if version != PROTOCOL_VERSION || proof.is_err() {
                return Verdict::HangUp(Some(refused(Refusal::BadSignature, None)));
            }
            session.device = Some(device);
            return Verdict::Say(Frame::Welcome { version });
        };
        match Frame::decode(bytes) {
            Ok(Frame::Entry { dossier, entry }) => self.entry(dossier, entry, writes),
            Ok(Frame::Open {
                dossier,
                entries,
                vector,
            }) => self.open(device, dossier, &entries, vector),
            Ok(Frame::Push { envelope }) => self.push(device, envelope, writes),
            Ok(_) => Verdict::Say(refused(Refusal::Unknown, None)),
            Err(_) => Verdict::HangUp(Some(refused(Refusal::Malformed, None))),
        }
    }

    fn entry(&mut self, dossier: DossierId, entry: Vec<u8>, writes: &mut Vec<Write>) -> Verdict {
        let no = |refusal| Verdict::Say(refused(refusal, Some(dossier)));
        let Ok(body) = Entry::decode(&entry).and_then(|entry| entry.decode_body()) else {
            return no(Refusal::Malformed);
        };
        let hash = seal::hash(&entry);
        let Some(ledger) = self
            .ledger
            .as_mut()
            .filter(|ledger| ledger.dossier == dossier)
        else {
            let mut membership = Membership::for_dossier(dossier);
            let is_genesis = matches!(body, EntryBody::Genesis { .. });
            if !is_genesis || self.ledger.is_some() || membership.add(&entry).is_err() {
                return no(Refusal::Unknown);
            }
            let (series, envelopes) = (BTreeMap::new(), Vec::new());
            self.ledger = Some(Ledger {
                dossier,
                membership,
                series,
                envelopes,
            });
            writes.push(Write::Found(dossier));
            writes.push(Write::Entry(entry.clone()));
            return Verdict::Entry {
                dossier,
                hash,
                fresh: vec![entry],
            };
        };
        if body
            .parents()
            .iter()
            .any(|parent| ledger.membership.entry(parent).is_none())
        {
            return no(Refusal::Gap);
        }
        match ledger.membership.add(&entry) {
            Ok(Added::New(hashes)) => {
                let kept = hashes
                    .iter()
                    .filter_map(|hash| ledger.membership.entry(hash));
                let fresh: Vec<Vec<u8>> = kept.map(<[u8]>::to_vec).collect();
                writes.extend(fresh.iter().cloned().map(Write::Entry));
                Verdict::Entry {
                    dossier,
                    hash,
                    fresh,
                }
            }
            Ok(Added::Known) => Verdict::Entry {
                dossier,
                hash,
                fresh: Vec::new(),
            },
            Ok(Added::Pending) => no(Refusal::Gap),
            Err(_) => no(Refusal::NotAllowed),
        }
    }

    fn open(
        &mut self,
        device: DeviceId,
        dossier: DossierId,
        entries: &[Hash],
        has: Vector,
    ) -> Verdict {
        let no = |refusal| Verdict::Say(refused(refusal, Some(dossier)));
        let Some(ledger) = self
            .ledger
            .as_ref()
            .filter(|ledger| ledger.dossier == dossier)
        else {
            return no(Refusal::Unknown);
        };
        if ledger.membership.role(device).is_none() {
            return no(Refusal::NotMember);
        }
        let known: BTreeSet<&Hash> = entries.iter().collect();
        let hashes = ledger.membership.hashes();
        let lacks = hashes
            .iter()
            .filter(|hash| !known.contains(hash))
            .copied()
            .collect();
        let mut vector = Vector::new();
        let mut own = BTreeMap::new();
        for ((document, author), series) in &ledger.series {
            vector.advance(*document, *author, series.len() as u64);
            if *author == device {
                own.insert(*document, series.len() as u64);
            }
        }
        let frame = Frame::Opened {
            dossier,
            entries: hashes,
            vector,
        };
        let backlog = Backlog {
            entries: lacks,
            place: 0,
            has,
            own,
            device,
        };
        Verdict::Opened { frame, backlog }
    }

    fn push(&mut self, sender: DeviceId, bytes: Vec<u8>, writes: &mut Vec<Write>) -> Verdict {
        let Ok((_, header, hash)) = seal::verify_envelope(&bytes) else {
            return Verdict::Say(refused(Refusal::BadSignature, None));
        };
        let (document, device) = (header.document, header.device);
        let pushed = match &mut self.ledger {
            Some(ledger) if ledger.dossier == header.dossier => ledger.push(sender, &header, hash),
            _ => Err((Refusal::Unknown, None)),
        };
        match pushed {
            Ok((index, false)) => Verdict::Kept {
                document,
                device,
                index,
                fresh: None,
            },
            Ok((index, true)) => {
                let fresh = Some(bytes.clone());
                let kept = Kept {
                    document,
                    device,
                    index,
                    hash,
                    bytes,
                };
                if let Some(ledger) = &mut self.ledger {
                    ledger.envelopes.push(kept.clone());
                }
                writes.push(Write::Envelope(kept));
                Verdict::Kept {
                    document,
                    device,
                    index,
                    fresh,
                }
            }
            Err((refusal, index)) => Verdict::Say(Frame::Refused {
                refusal,
                dossier: Some(header.dossier),
                document: Some(document),
                device: Some(device),
                index,
            }),
        }
    }

    fn tell(&mut self, verdicts: Vec<(u64, Verdict)>, out: &mut Vec<Out>) {
        // One "kept up to here" serves all envelopes of a series in the batch: the last one.
        let mut last_kept = BTreeMap::new();
        for (place, (wire, verdict)) in verdicts.iter().enumerate() {
            if let Verdict::Kept {
                document, device, ..
            } = verdict
            {
                last_kept.insert((*wire, *document, *device), place);
            }
        }
        let dossier = self.ledger.as_ref().map(|ledger| ledger.dossier);
        for (place, (wire, verdict)) in verdicts.into_iter().enumerate() {
            match verdict {
                Verdict::Entry {
                    dossier,
                    hash,
                    fresh,
                } => {
                    out.push(Out::Send(wire, Frame::EntryKept { dossier, hash }));
                    for entry in fresh {
                        let frame = Frame::Entry { dossier, entry };
                        self.hand_on(wire, &frame, |_| true, out);
                    }
                }
                Verdict::Opened { frame, backlog } => {
                    if let Some(session) = self.sessions.get_mut(&wire) {
                        session.opening = Some(Opening {
                            backlog: Some(backlog),
                        });
                        out.push(Out::Send(wire, frame));
                    }
                }
                Verdict::Kept {
                    document,
                    device,
                    index,
                    fresh,
                } => {
                    let Some(dossier) = dossier else { continue };
                    if last_kept.get(&(wire, document, device)) == Some(&place) {
                        let frame = Frame::Kept {
                            dossier,
                            document,
                            device,
                            index,
                        };
                        out.push(Out::Send(wire, frame));
                    }
                    if let Some(envelope) = fresh {
                        let frame = Frame::Deliver { envelope };
                        self.hand_on(wire, &frame, |opening| opening.backlog.is_none(), out);
                    }
                }
                Verdict::Say(frame) => out.push(Out::Send(wire, frame)),
                Verdict::HangUp(frame) => {
                    out.extend(frame.map(|frame| Out::Send(wire, frame)));
                    self.lose(wire);
                    out.push(Out::HangUp(wire));
                }
            }
        }
    }

    fn hand_on(
        &self,
        except: u64,
        frame: &Frame,
        to: impl Fn(&Opening) -> bool,
        out: &mut Vec<Out>,
    ) {
        for (wire, session) in &self.sessions {
            if *wire != except && session.opening.as_ref().is_some_and(&to) {
                out.push(Out::Send(*wire, frame.clone()));
            }
        }
    }

    /// A page of every backlog.
    fn send_pages(&mut self, out: &mut Vec<Out>) {
        let Some(ledger) = &self.ledger else { return };
        let dossier = ledger.dossier;
        for (wire, session) in &mut self.sessions {
            let Some(opening) = &mut session.opening else {
                continue;
            };
            let Some(backlog) = &mut opening.backlog else {
                continue;
            };
            while let Some(hash) = backlog.entries.pop_front() {
                if let Some(entry) = ledger.membership.entry(&hash) {
                    let entry = entry.to_vec();
                    out.push(Out::Send(*wire, Frame::Entry { dossier, entry }));
                }
            }
            let mut sent = 0;
            while sent < PAGE_ENVELOPES
                && let Some(kept) = ledger.envelopes.get(backlog.place)
            {
                backlog.place += 1;
                let held = backlog.has.get(kept.document, kept.device);
                let own = backlog.own.get(&kept.document).copied().unwrap_or(0);
                let is_echo = kept.device == backlog.device && kept.index > own;
                if kept.index > held && !is_echo {
                    sent += 1;
                    let envelope = kept.bytes.clone();
                    out.push(Out::Send(*wire, Frame::Deliver { envelope }));
                }
            }
            if backlog.place == ledger.envelopes.len() {
                opening.backlog = None;
                out.push(Out::Send(*wire, Frame::CaughtUp { dossier }));
            } else {
                out.push(Out::Again);
            }
        }
    }
}

/// What is answered when a commit fails: nothing of it happened, come back.
fn busy(verdicts: Vec<(u64, Verdict)>, dossier: Option<DossierId>) -> Vec<(u64, Verdict)> {
    let busy = |verdict| match verdict {
        Verdict::Entry { .. }
        | Verdict::Opened { .. }
        | Verdict::Kept { .. }
        | Verdict::Say(Frame::Refused { .. }) => Verdict::Say(refused(Refusal::Busy, dossier)),
        Verdict::Say(_) | Verdict::HangUp(_) => verdict,
    };
    verdicts
        .into_iter()
        .map(|(wire, verdict)| (wire, busy(verdict)))
        .collect()
}

fn refused(refusal: Refusal, dossier: Option<DossierId>) -> Frame {
    Frame::Refused {
        refusal,
        dossier,
        document: None,
        device: None,
        index: None,
    }
}
