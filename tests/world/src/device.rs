//! A device: the real replica and link, driven as the engine drives them. Everything a round stages
//! is committed at once, and only then is anybody told.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use replica::{Effect, Link, LinkInput, Record, Replica, Step};
use seal::DeviceKey;
use wire::{DeviceId, DocumentKind, Frame, Hash, Payload, Role};

use crate::act::Editor;
use crate::dice::Dice;
use crate::disk::Disk;
use crate::oracle::{Copied, Oracle};
use crate::plan::{self, Moment};
use crate::run::{Fault, Planted, Stats};
use crate::trace::{Short, Trace};
use crate::words::Coiner;

/// Unix milliseconds of the first instant of every run: the present of nobody.
const FIRST_MS: u64 = 1_700_000_000_000;
/// Inputs taken into one round at most.
const ROUND_INPUTS_MAX: usize = 8;

/// What a device is told.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    /// Time passed.
    Tick,
    /// The wire is open.
    Dialed(u64),
    /// A frame came.
    Frame(u64, Vec<u8>),
    /// A frame came that somebody forged: nothing of it may be taken in.
    Forged(Vec<u8>),
    /// The wire broke.
    Lost(u64),
    /// A step of the plan.
    Step(plan::Step),
    /// The documents have been read from disk.
    Loaded,
    /// Invite whoever has this place in the plan.
    Invite(usize, Role),
    /// Join by this link.
    Join(String),
}

/// What a device wants done.
#[derive(Debug)]
pub(crate) enum Out {
    Dial,
    Send(u64, Frame),
    HangUp(u64),
    /// It has more to do.
    Again,
    /// Its documents are being read.
    Load,
    /// The link for somebody who was invited.
    Invitation(usize, String),
    /// It could not invite or join now.
    Later(Input),
    /// It has died.
    Died,
}

/// What a device acts upon and is watched by.
#[derive(Debug)]
pub(crate) struct Surroundings<'a> {
    pub(crate) now_ms: u64,
    pub(crate) oracle: &'a mut Oracle,
    pub(crate) trace: &'a mut Trace,
    pub(crate) coiner: &'a mut Coiner,
    pub(crate) stats: &'a mut Stats,
    pub(crate) faults: &'a mut Vec<Fault>,
    pub(crate) planted: Option<Planted>,
    /// Whether odd things may honestly be met (frames overtake one another, or are forged).
    pub(crate) is_odd: bool,
    /// Whether the relay may honestly have forgotten something.
    pub(crate) may_forget: bool,
}

/// Where a device's documents are.
#[derive(Debug)]
pub(crate) enum Slot {
    /// Switched off, or not invited yet.
    Off,
    /// Being read.
    Loading,
    /// In memory.
    Awake(Box<Replica>),
}

/// A device.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) place: usize,
    pub(crate) key: Arc<DeviceKey>,
    pub(crate) id: DeviceId,
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) institution: String,
    pub(crate) disk: Disk,
    pub(crate) slot: Slot,
    pub(crate) dice: Dice,
    pub(crate) skew_ms: i64,
    /// Which run of the program this is.
    pub(crate) life: u64,
    pub(crate) link: Link,
    pub(crate) wire: Option<u64>,
    pub(crate) inbox: VecDeque<Input>,
    pub(crate) editor: Option<Editor>,
    pub(crate) fail_commits: u32,
    pub(crate) crash: Option<Moment>,
    pub(crate) uploads: VecDeque<Upload>,
    pub(crate) retry_at_ms: Option<u64>,
    round: Round,
    /// Planted fault: what was told but not written.
    unwritten: Vec<Record>,
    /// What the documents were at the last commit.
    committed: Committed,
    /// A copy of its folder, and what it had written by then.
    pub(crate) copy: Option<(Disk, Copied)>,
    /// Its folder was put back to a copy.
    pub(crate) was_restored: bool,
    /// The disk failed while it was in contact: what was on its way then finds it knowing less.
    pub(crate) fell_back: bool,
}

#[derive(Debug, Default)]
struct Round {
    records: Vec<Record>,
    then: Vec<Effect>,
    links: Vec<(usize, Role, String)>,
}

#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) document: DocumentKind,
    pub(crate) device: DeviceId,
    pub(crate) next_index: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Committed {
    heads: BTreeSet<Hash>,
    comments: usize,
    waiting: u64,
    progress: [(u64, u64); 2],
}

impl Committed {
    fn of(replica: &Replica) -> Self {
        Self {
            heads: replica.matrix().heads().into_iter().collect(),
            comments: replica.comments().len(),
            waiting: replica.waiting_changes(),
            progress: [DocumentKind::Matrix, DocumentKind::Review]
                .map(|document| replica.own_progress(document)),
        }
    }
}

impl Device {
    pub(crate) fn new(place: usize, plan: &plan::DevicePlan, mut dice: Dice) -> Self {
        let key = DeviceKey::generate(&mut |bytes: &mut [u8]| dice.fill(bytes));
        let id = key.id();
        Self {
            place,
            key: Arc::new(key),
            id,
            role: plan.role,
            name: String::new(),
            institution: String::new(),
            disk: Disk::new(id),
            slot: Slot::Off,
            dice,
            skew_ms: plan.skew_ms,
            life: 0,
            link: Link::new(),
            wire: None,
            inbox: VecDeque::new(),
            editor: None,
            fail_commits: 0,
            crash: None,
            uploads: VecDeque::new(),
            retry_at_ms: None,
            round: Round::default(),
            unwritten: Vec::new(),
            committed: Committed::default(),
            fell_back: false,
            copy: None,
            was_restored: false,
        }
    }

    /// What its clock shows.
    pub(crate) fn clock_ms(&self, now_ms: u64) -> u64 {
        (FIRST_MS + now_ms).saturating_add_signed(self.skew_ms)
    }

    pub(crate) fn replica(&self) -> Option<&Replica> {
        match &self.slot {
            Slot::Awake(replica) => Some(replica),
            Slot::Off | Slot::Loading => None,
        }
    }

    pub(crate) fn is_off(&self) -> bool {
        matches!(self.slot, Slot::Off)
    }

    /// When it next wants to be told the time. The link is given a clock that never goes back: a
    /// person may set the other one.
    pub(crate) fn wake_at_ms(&self) -> Option<u64> {
        if self.is_off() {
            return None;
        }
        [self.link.wake_at_ms(), self.retry_at_ms]
            .into_iter()
            .flatten()
            .min()
    }

    /// Switched on.
    pub(crate) fn boot(&mut self) -> Vec<Out> {
        self.life += 1;
        self.link = Link::new();
        self.fell_back = false;
        self.slot = Slot::Loading;
        vec![Out::Load]
    }

    /// Loses its memory.
    pub(crate) fn die(&mut self, around: &mut Surroundings<'_>) {
        around.oracle.dropped(self.place);
        around.stats.crashes += 1;
        self.slot = Slot::Off;
        self.crash = None;
        self.wire = None;
        self.inbox.clear();
        self.uploads.clear();
        self.retry_at_ms = None;
        self.round = Round::default();
        self.unwritten.clear();
        self.editor = None;
    }

    /// Attends some of what has come.
    pub(crate) fn turn(&mut self, around: &mut Surroundings<'_>) -> Vec<Out> {
        let mut out = Vec::new();
        if self.is_off() {
            self.inbox.retain(|input| matches!(input, Input::Join(_)));
        }
        if self.inbox.is_empty() {
            return out;
        }
        let inputs = 1 + self.dice.below(ROUND_INPUTS_MAX);
        for _ in 0..inputs {
            let Some(input) = self.inbox.pop_front() else {
                break;
            };
            self.take(input, around, &mut out);
        }
        if self.finish_round(around, &mut out) {
            self.pump_uploads(around, &mut out);
            if !self.inbox.is_empty() {
                out.push(Out::Again);
            }
        } else {
            out.push(Out::Died);
        }
        out
    }

    fn take(&mut self, input: Input, around: &mut Surroundings<'_>, out: &mut Vec<Out>) {
        match input {
            Input::Tick => {
                let now_ms = around.now_ms;
                let due = |at_ms: Option<u64>| at_ms.is_some_and(|at_ms| at_ms <= now_ms);
                if due(self.link.wake_at_ms()) {
                    self.turn_link(LinkInput::Tick, around, out);
                }
                if due(self.retry_at_ms) {
                    self.retry_at_ms = None;
                    self.open_at_relay(around);
                }
            }
            Input::Dialed(wire) if self.wire == Some(wire) => {
                self.turn_link(LinkInput::Dialed, around, out);
            }
            Input::Lost(wire) if self.wire == Some(wire) => {
                self.turn_link(LinkInput::Lost, around, out);
            }
            Input::Frame(wire, bytes) if self.wire == Some(wire) => {
                self.take_frame(&bytes, around, out);
            }
            Input::Dialed(_) | Input::Lost(_) | Input::Frame(..) => {}
            Input::Forged(bytes) => self.take_forged(&bytes, around),
            Input::Step(step) => self.act(step, around),
            Input::Loaded => self.loaded(around),
            Input::Invite(place, role) => self.invite(place, role, around, out),
            Input::Join(link) => self.join(&link, around, out),
        }
    }

    pub(crate) fn stage(&mut self, step: Step, around: &mut Surroundings<'_>) {
        for record in &step.persist {
            self.follow(record, around);
        }
        self.follow_back(&step.persist, around);
        self.round.records.extend(step.persist);
        self.round.then.extend(step.then);
    }

    /// What a record means to those who watch.
    fn follow(&mut self, record: &Record, around: &mut Surroundings<'_>) {
        match record {
            Record::Repack {
                document,
                from_index,
                envelopes,
            } => {
                let counts = self.edits_in(envelopes);
                let series = (*document, self.id);
                around.stats.repacks += 1;
                around
                    .oracle
                    .packed(self.place, series, *from_index, &counts);
            }
            Record::Envelope {
                quarantined: true,
                document,
                index,
                device,
                ..
            } => {
                let detail = format!("{document:?} {index} of {device} cannot be read");
                around.faults.push(Fault::new("unreadable", detail));
            }
            _ => {}
        }
    }

    /// What came back to a restored folder, and where what was written in it stands now.
    fn follow_back(&self, records: &[Record], around: &mut Surroundings<'_>) {
        let own = |record: &Record, left: bool| match record {
            Record::Envelope {
                own: true,
                offered,
                document,
                index,
                hash,
                bytes,
                ..
            } if *offered == left => Some((*document, (*index, *hash, bytes.clone()))),
            _ => None,
        };
        for record in records {
            if let Record::Withdrawn {
                document,
                from_index,
                ..
            } = record
            {
                let sealed = records.iter().filter_map(|record| own(record, false));
                let sealed = sealed.filter(|(of, _)| of == document);
                let counts = self.edits_in(&sealed.map(|(_, one)| one).collect::<Vec<_>>());
                let series = (*document, self.id);
                around
                    .oracle
                    .withdrawn(self.place, series, *from_index, &counts);
            }
        }
        for (document, (index, ..)) in records.iter().filter_map(|record| own(record, true)) {
            around.stats.came_back += u64::from(self.was_restored);
            around
                .oracle
                .came_back(self.place, (document, self.id), index);
        }
    }

    /// How many changes each envelope of a repack holds; changes keep their order across them.
    fn edits_in(&self, envelopes: &[(u64, Hash, Vec<u8>)]) -> Vec<(u64, usize)> {
        if let [(index, ..)] = envelopes {
            return vec![(*index, usize::MAX)];
        }
        let Some(replica) = self.replica() else {
            return Vec::new();
        };
        let count = |bytes: &[u8]| {
            let (envelope, ..) = seal::verify_envelope(bytes).ok()?;
            let payload = replica.open(&envelope)?;
            let payload = Payload::decode(&payload).ok()?;
            Some(model::change_hashes(payload.chunks).ok()?.len())
        };
        envelopes
            .iter()
            .map(|(index, _, bytes)| (*index, count(bytes).unwrap_or(0)))
            .collect()
    }

    /// Commits, then tells. `false`: it died meanwhile.
    fn finish_round(&mut self, around: &mut Surroundings<'_>, out: &mut Vec<Out>) -> bool {
        let round = std::mem::take(&mut self.round);
        let again = |out: &mut Vec<Out>| {
            let links = round.links.iter();
            out.extend(links.map(|(place, role, _)| Out::Later(Input::Invite(*place, *role))));
        };
        if !round.records.is_empty() {
            if self.crash == Some(Moment::BeforeCommit) {
                again(out);
                return false;
            }
            if self.fail_commits > 0 {
                self.fail_commits -= 1;
                around.stats.failed_commits += 1;
                around
                    .trace
                    .note(around.now_ms, format_args!("d{} disk full", self.place));
                around.oracle.dropped(self.place);
                again(out);
                self.forget(out);
                return true;
            }
            if !self.write(&round.records, around) {
                return true;
            }
            around.oracle.committed(self.place);
            self.committed = self.state();
            if self.crash == Some(Moment::AfterCommit) {
                again(out);
                return false;
            }
        }
        for effect in round.then {
            self.perform(effect, around, out);
        }
        for (place, _, link) in round.links {
            out.push(Out::Invitation(place, link));
        }
        self.crash != Some(Moment::Now)
    }

    fn write(&mut self, records: &[Record], around: &mut Surroundings<'_>) -> bool {
        for record in records {
            if let Record::Envelope {
                document,
                device,
                index,
                hash,
                ..
            } = record
            {
                around.trace.note(
                    around.now_ms,
                    format_args!(
                        "d{} wrote {document:?} {} {index} {}",
                        self.place,
                        Short(&device.0),
                        Short(hash)
                    ),
                );
            }
        }
        let edits = records
            .iter()
            .any(|record| matches!(record, Record::Envelope { own: true, .. }));
        if around.planted == Some(Planted::ToldBeforeWritten) {
            self.unwritten.extend_from_slice(records);
            if self.crash.is_none() && self.dice.chance(300) {
                let records = std::mem::take(&mut self.unwritten);
                return self.commit(records, around);
            }
            return true;
        }
        let done = self.commit(records.to_vec(), around);
        if edits && around.planted == Some(Planted::AcknowledgedDropped) && self.dice.chance(50) {
            self.disk.forget_last_chunk(DocumentKind::Matrix);
        }
        done
    }

    fn commit(&mut self, records: Vec<Record>, around: &mut Surroundings<'_>) -> bool {
        if let Err(broken) = self.disk.commit(records) {
            let detail = format!("device {}: {broken}", self.place);
            around.faults.push(Fault::new("disk rule", detail));
            return false;
        }
        true
    }

    /// The disk failed: what is in memory is worth nothing, it is read again.
    fn forget(&mut self, out: &mut Vec<Out>) {
        self.editor = None;
        self.fell_back = true;
        if self.disk.has_dossier() {
            self.slot = Slot::Loading;
            out.push(Out::Load);
        }
    }

    fn state(&self) -> Committed {
        self.replica()
            .map_or_else(Committed::default, Committed::of)
    }

    /// What its disk holds is what was last committed: it was put there by other hands.
    pub(crate) fn remember_disk(&mut self) {
        self.committed = self
            .read()
            .as_ref()
            .map_or_else(|_| Committed::default(), Committed::of);
    }

    /// Reads what its disk holds.
    pub(crate) fn read(&mut self) -> Result<Replica, String> {
        let saved = self.disk.saved().ok_or("nothing on disk")?;
        let dice = &mut self.dice;
        let key = Arc::clone(&self.key);
        Replica::load(saved, key, &mut |bytes: &mut [u8]| dice.fill(bytes))
            .map_err(|problem| problem.to_string())
    }

    fn loaded(&mut self, around: &mut Surroundings<'_>) {
        if !matches!(self.slot, Slot::Loading) {
            return;
        }
        match self.read() {
            Ok(replica) => {
                self.slot = Slot::Awake(Box::new(replica));
                around.stats.loads += 1;
                let found = self.state();
                if found != self.committed {
                    let detail = format!(
                        "device {} wrote {:?} and read {found:?}",
                        self.place, self.committed
                    );
                    around.faults.push(Fault::new("disk", detail));
                }
                self.open_at_relay(around);
            }
            Err(problem) => {
                let detail = format!("device {}: {problem}", self.place);
                around.faults.push(Fault::new("load", detail));
            }
        }
    }

    /// Faults are over: what was put off is done.
    pub(crate) fn settle(&mut self, around: &mut Surroundings<'_>) {
        self.fail_commits = 0;
        self.crash = None;
        let records = std::mem::take(&mut self.unwritten);
        self.commit(records, around);
    }

    /// Keeps a dossier just founded or joined. `false`: the disk failed, or it died.
    pub(crate) fn keep_new(
        &mut self,
        replica: Replica,
        step: Step,
        around: &mut Surroundings<'_>,
        out: &mut Vec<Out>,
    ) -> bool {
        if self.fail_commits > 0 {
            self.fail_commits -= 1;
            return false;
        }
        self.crash = None;
        self.life += 1;
        self.link = Link::new();
        self.disk.begin(replica.dossier(), replica.seed());
        self.slot = Slot::Awake(Box::new(replica));
        self.stage(step, around);
        self.finish_round(around, out)
    }

    pub(crate) fn tell_link(&mut self, place: usize, role: Role, link: String) {
        self.round.links.push((place, role, link));
    }

    /// Compacts its documents, as the engine does when idle: what is in memory is on disk.
    pub(crate) fn compact(&mut self, around: &mut Surroundings<'_>) {
        let Slot::Awake(replica) = &self.slot else {
            return;
        };
        if around.planted == Some(Planted::ToldBeforeWritten) {
            return;
        }
        for document in [DocumentKind::Matrix, DocumentKind::Review] {
            if self.disk.chunk_count(document) < 2 {
                continue;
            }
            if let Some(snapshot) = replica.verified_snapshot(document) {
                self.disk.compact(document, snapshot);
                around.stats.compactions += 1;
            }
        }
    }
}
