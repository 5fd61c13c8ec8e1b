//! The loop: the one owner of the store and of every replica.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use contract::{Code, Event, Me, Problem};
use replica::Replica;
use seal::DeviceKey;
use store::{Store, Write};
use tokio::sync::{broadcast, mpsc, oneshot};
use wire::DossierId;

use crate::backups::Backups;
use crate::consolidation::KeptSheets;
use crate::dial::Network;
use crate::findings::KeptFindings;
use crate::links::{Links, SyncWaiter};
use crate::presence::Rooms;
use crate::receipts::Receipts;
use crate::review::waiting::Waiting;
use crate::shelf::{Shelf, Slot};
use crate::socket::SocketEvent;
use crate::texts::Texts;
use crate::trouble;
use crate::undo::UndoSteps;

/// Inputs taken into one transaction at most.
const ROUND_INPUTS_MAX: usize = 256;
/// Inputs waiting for the loop; past it, callers and sockets wait.
pub(crate) const INPUTS_MAX: usize = 1_024;
/// Events a slow window may be behind before it has to read its dossier again.
pub(crate) const EVENTS_MAX: usize = 1_024;
/// The loop looks at what may be compacted after this long without work, in milliseconds.
const IDLE_MS: u64 = 700;

/// How an engine is opened.
#[derive(Debug, Clone)]
pub struct EngineOptions {
    /// The folder of the data; made if it does not exist.
    pub home: PathBuf,
    /// Whether shared dossiers are kept in contact with their relays (a window), or only when a
    /// synchronisation is asked for (the command line).
    pub stay_connected: bool,
}

/// An answer held back until the round is committed (or could not be).
pub(crate) type Reply = Box<dyn FnOnce(Result<(), Problem>) + Send>;
/// Something to do on the loop.
pub(crate) type Call = Box<dyn FnOnce(&mut Desk) -> Reply + Send>;

/// What comes in.
pub(crate) enum Input {
    /// Do something.
    Call(Call),
    /// Do something once a dossier's documents are in memory.
    With(DossierId, Call),
    /// A dossier's documents are in memory, or cannot be.
    Loaded(DossierId, Result<Box<Replica>, Problem>),
    /// A socket spoke.
    Socket {
        /// Address of the relay.
        url: String,
        /// Which of the sockets to it.
        generation: u64,
        /// What it said.
        event: SocketEvent,
    },
    /// Compact, mark the store as cleanly closed, end.
    Close(oneshot::Sender<()>),
}

/// What a round wants to commit and then do.
#[derive(Default)]
pub(crate) struct Round {
    pub(crate) writes: Vec<Write>,
    pub(crate) then: Vec<(DossierId, replica::Effect)>,
    pub(crate) replies: Vec<Reply>,
    pub(crate) events: Vec<Event>,
    /// Dossiers whose replica is ahead of the disk until the commit.
    pub(crate) dirty: Vec<DossierId>,
    /// Own changes, by dossier.
    pub(crate) made: Vec<(DossierId, u64)>,
    /// Dossiers that do not exist unless this round is committed.
    pub(crate) new_dossiers: Vec<DossierId>,
}

/// The owner of everything.
pub(crate) struct Desk {
    pub(crate) options: EngineOptions,
    pub(crate) network: Network,
    pub(crate) store: Store,
    pub(crate) device: Arc<DeviceKey>,
    pub(crate) me: Option<Me>,
    pub(crate) shelves: BTreeMap<DossierId, Shelf>,
    pub(crate) links: Links,
    pub(crate) waiters: Vec<SyncWaiter>,
    pub(crate) round: Round,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) inputs: mpsc::Sender<Input>,
    pub(crate) runtime: tokio::runtime::Handle,
    /// Texts open for writing.
    pub(crate) texts: Texts,
    /// One's own steps, of the dossiers looked at in this run.
    pub(crate) undo: BTreeMap<DossierId, UndoSteps>,
    /// Who is where.
    pub(crate) rooms: Rooms,
    /// Who has what, and who has seen it.
    pub(crate) receipts: Receipts,
    /// What was last found in the dossiers that are looked at.
    pub(crate) findings: BTreeMap<DossierId, KeptFindings>,
    /// Dossiers as the table across all of them looks at them.
    pub(crate) sheets: KeptSheets,
    /// Dossiers whose documents are to be read once this round is answered.
    pub(crate) to_wake: BTreeSet<DossierId>,
    /// Reviews to be shown anew before long.
    pub(crate) reviews_waiting: Waiting,
    /// The day that windows were last told of, in Mexico City.
    pub(crate) today: Option<jiff::civil::Date>,
    /// Where backups stand.
    pub(crate) backups: Backups,
    disk_problem: Option<Problem>,
    compact_next: bool,
}

impl Desk {
    pub(crate) fn new(
        options: EngineOptions,
        network: Network,
        store: Store,
        device: DeviceKey,
        events: broadcast::Sender<Event>,
        inputs: mpsc::Sender<Input>,
        runtime: tokio::runtime::Handle,
    ) -> Result<Self, Problem> {
        let me = store
            .setting(crate::people::ME)
            .map_err(trouble::of_store)?
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut desk = Self {
            options,
            network,
            store,
            device: Arc::new(device),
            me,
            shelves: BTreeMap::new(),
            links: Links::default(),
            waiters: Vec::new(),
            round: Round::default(),
            events,
            inputs,
            runtime,
            texts: Texts::default(),
            undo: BTreeMap::new(),
            rooms: Rooms::default(),
            receipts: Receipts::default(),
            findings: BTreeMap::new(),
            sheets: KeptSheets::default(),
            to_wake: BTreeSet::new(),
            reviews_waiting: Waiting::default(),
            today: None,
            backups: Backups::default(),
            disk_problem: None,
            compact_next: true,
        };
        for record in desk.store.dossiers().map_err(trouble::of_store)? {
            let shelf = Shelf::of_record(record);
            desk.shelves.insert(shelf.dossier, shelf);
        }
        if desk.options.stay_connected {
            desk.connect_all();
        }
        Ok(desk)
    }

    /// Runs until closed.
    pub(crate) fn run(mut self, mut inputs: mpsc::Receiver<Input>) {
        loop {
            let now = monotonic_ms();
            let wait = self
                .links
                .wait_ms(now)
                .min(self.presence_wait_ms(now))
                .min(self.receipts_wait_ms(now))
                .min(self.reviews_waiting.wait_ms(now))
                .min(IDLE_MS);
            let next = self.runtime.clone().block_on(async {
                tokio::time::timeout(Duration::from_millis(wait), inputs.recv()).await
            });
            match next {
                Ok(None) => return,
                Ok(Some(Input::Close(done))) => {
                    self.close();
                    if done.send(()).is_err() {
                        tracing::debug!("nobody waits for the engine to close");
                    }
                    return;
                }
                Ok(Some(input)) => {
                    self.take(input);
                    for _ in 1..ROUND_INPUTS_MAX {
                        match inputs.try_recv() {
                            Ok(Input::Close(done)) => {
                                self.finish_round();
                                self.close();
                                if done.send(()).is_err() {
                                    tracing::debug!("nobody waits for the engine to close");
                                }
                                return;
                            }
                            Ok(input) => self.take(input),
                            Err(_) => break,
                        }
                    }
                }
                Err(_) => {
                    self.compact_one();
                    self.back_up_when_due();
                    self.turn_day();
                }
            }
            self.tick_links();
            self.tick_presence();
            self.tick_receipts();
            self.tick_reviews();
            self.finish_round();
            self.pump_uploads();
            self.finish_round();
            for dossier in std::mem::take(&mut self.to_wake) {
                self.wake(dossier);
            }
            // What they wait for may have come without anything to commit.
            self.answer_waiters();
        }
    }

    fn take(&mut self, input: Input) {
        self.revive();
        match input {
            Input::Call(call) => {
                let reply = call(self);
                self.round.replies.push(reply);
            }
            Input::With(dossier, call) => self.with(dossier, call),
            Input::Loaded(dossier, result) => self.loaded(dossier, result),
            Input::Socket {
                url,
                generation,
                event,
            } => self.socket_said(&url, generation, event),
            // Taken by `run`; dropping the sender tells the caller that it is too late.
            Input::Close(_) => {}
        }
    }

    /// Does a call now if the dossier's documents are in memory, else once they are.
    fn with(&mut self, dossier: DossierId, call: Call) {
        let Some(shelf) = self.shelves.get_mut(&dossier) else {
            // The call looks the dossier up itself and answers that it does not exist.
            let reply = call(self);
            self.round.replies.push(reply);
            return;
        };
        match &mut shelf.slot {
            Slot::Awake(_) => {
                let reply = call(self);
                self.round.replies.push(reply);
            }
            Slot::Loading(queue) => queue.push(call),
            Slot::Asleep => {
                shelf.slot = Slot::Loading(vec![call]);
                self.load_in_background(dossier);
            }
        }
    }

    /// Begins reading a dossier's documents, if nobody has.
    pub(crate) fn wake(&mut self, dossier: DossierId) {
        if let Some(shelf) = self.shelves.get_mut(&dossier)
            && matches!(shelf.slot, Slot::Asleep)
        {
            shelf.slot = Slot::Loading(Vec::new());
            self.load_in_background(dossier);
        }
    }

    fn load_in_background(&mut self, dossier: DossierId) {
        let saved = self.read_saved(dossier);
        let device = Arc::clone(&self.device);
        let inputs = self.inputs.clone();
        self.runtime.spawn_blocking(move || {
            let result = saved.and_then(|saved| {
                Replica::load(saved, device, &mut dice)
                    .map(Box::new)
                    .map_err(|problem| trouble::of_load(&problem))
            });
            if inputs
                .blocking_send(Input::Loaded(dossier, result))
                .is_err()
            {
                tracing::debug!("the engine closed while a dossier was being read");
            }
        });
    }

    fn loaded(&mut self, dossier: DossierId, result: Result<Box<Replica>, Problem>) {
        let Some(shelf) = self.shelves.get_mut(&dossier) else {
            return;
        };
        let Slot::Loading(queue) = std::mem::replace(&mut shelf.slot, Slot::Asleep) else {
            return;
        };
        match result {
            Ok(replica) => {
                if let Err(problem) = self.awaken(dossier, replica) {
                    self.fail_queue(queue, &problem);
                    return;
                }
                for call in queue {
                    let reply = call(self);
                    self.round.replies.push(reply);
                }
            }
            Err(problem) => {
                tracing::error!(%dossier, %problem, "a dossier cannot be read");
                shelf.problem = Some(problem.clone());
                self.tell_status(dossier);
                self.fail_queue(queue, &problem);
            }
        }
    }

    fn fail_queue(&mut self, queue: Vec<Call>, problem: &Problem) {
        for call in queue {
            // The call runs against a sleeping dossier and would say "not arrived"; the reason is
            // known better here.
            let reply = call(self);
            let problem = problem.clone();
            self.round.replies.push(Box::new(move |committed| {
                reply(committed.and(Err(problem)));
            }));
        }
    }

    /// Commits the round, then tells: effects, replies, events, in that order.
    pub(crate) fn finish_round(&mut self) {
        // Doing an effect may stage more (a refusal changes a status): go on until nothing is left.
        while !self.round.is_empty() {
            let round = std::mem::take(&mut self.round);
            let committed = self.commit(&round.writes);
            self.receipts_of_round(&round.made, committed.is_ok());
            if let Err(problem) = &committed {
                for dossier in &round.new_dossiers {
                    self.shelves.remove(dossier);
                }
                self.forget(&round.dirty);
                tracing::error!(%problem, "a round was not committed");
            }
            if committed.is_ok() {
                self.sheets.follow(&round.writes);
                for (dossier, effect) in round.then {
                    self.perform(dossier, effect);
                }
                for event in round.events {
                    self.tell(event);
                }
            }
            for reply in round.replies {
                reply(committed.clone());
            }
            self.compact_next = true;
            self.answer_waiters();
        }
    }

    fn commit(&mut self, writes: &[Write]) -> Result<(), Problem> {
        if writes.is_empty() {
            return Ok(());
        }
        let outcome = self.store.commit(writes).map_err(trouble::of_store);
        match &outcome {
            Ok(()) => {
                if self.disk_problem.take().is_some() {
                    self.tell(Event::Disk { problem: None });
                }
            }
            Err(problem) => {
                // Never retry on the same handle: close, open, read again what really is there.
                if let Err(error) = self.store.reopen() {
                    tracing::error!(%error, "the store does not open again yet");
                }
                self.disk_problem = Some(problem.clone());
                self.tell(Event::Disk {
                    problem: Some(problem.clone()),
                });
            }
        }
        outcome
    }

    /// Opens the store again if that failed before: without it not even reading works, and whoever
    /// waits for space on the disk would wait for ever.
    fn revive(&mut self) {
        if self.store.is_dead()
            && let Err(error) = self.store.reopen()
        {
            tracing::debug!(%error, "the store does not open again yet");
        }
    }

    /// Puts dossiers to sleep whose memory is ahead of the disk.
    fn forget(&mut self, dirty: &[DossierId]) {
        let records = self.store.dossiers().unwrap_or_default();
        for dossier in dirty {
            // Their steps and their texts were ahead of the disk too.
            self.undo.remove(dossier);
            self.close_texts(*dossier);
            if let Some(shelf) = self.shelves.get_mut(dossier) {
                shelf.sleep();
                if let Some(record) = records.iter().find(|record| record.dossier == dossier.0)
                    && let Ok(summary) = serde_json::from_slice(&record.summary)
                {
                    shelf.summary = summary;
                }
            }
            if self.links_dossier(*dossier) {
                self.wake(*dossier);
            }
        }
    }

    pub(crate) fn tell(&self, event: Event) {
        // No receiver is no error: the command line does not listen.
        if self.events.send(event).is_err() {
            tracing::trace!("an event without listeners");
        }
    }

    pub(crate) fn shelf(&self, dossier: DossierId) -> Result<&Shelf, Problem> {
        self.shelves
            .get(&dossier)
            .ok_or_else(|| Problem::of(Code::DossierUnknown))
    }

    pub(crate) fn shelf_mut(&mut self, dossier: DossierId) -> Result<&mut Shelf, Problem> {
        self.shelves
            .get_mut(&dossier)
            .ok_or_else(|| Problem::of(Code::DossierUnknown))
    }

    fn close(mut self) {
        self.leave_all();
        self.say_all_receipts();
        self.finish_round();
        let dossiers: Vec<DossierId> = self.shelves.keys().copied().collect();
        for dossier in dossiers {
            self.compact(dossier);
        }
        self.finish_round();
        self.back_up_at_closing();
        if let Err(error) = self.store.close() {
            tracing::error!(%error, "the store did not close cleanly");
        }
    }

    fn compact_one(&mut self) {
        if !self.compact_next {
            return;
        }
        self.compact_next = false;
        let dossiers: Vec<DossierId> = self.shelves.keys().copied().collect();
        for dossier in dossiers {
            self.compact(dossier);
        }
    }
}

impl Round {
    fn is_empty(&self) -> bool {
        self.writes.is_empty()
            && self.then.is_empty()
            && self.replies.is_empty()
            && self.events.is_empty()
    }
}

/// Unix milliseconds of this computer's clock; labels only, merging never depends on it.
pub(crate) fn now_ms() -> u64 {
    jiff::Timestamp::now()
        .as_millisecond()
        .max(0)
        .unsigned_abs()
}

/// Milliseconds since the process began to ask: waits are measured with it, so that a clock set back
/// delays nothing.
pub(crate) fn monotonic_ms() -> u64 {
    static BEGAN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    let elapsed = BEGAN.get_or_init(std::time::Instant::now).elapsed();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

/// Dice of the operating system. A computer without them cannot make keys: better to stop.
#[allow(clippy::expect_used)]
pub(crate) fn dice(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}
