//! The clerk: the one thread that writes the archive and knows who has what open.
//!
//! It takes whatever has arrived, decides all of it in one transaction, commits, and only then
//! answers and hands on. Nothing it does waits for a socket.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use wire::{DeviceId, DocumentKind, DossierId, Frame, Hash, RECEIPT_VERSION, Refusal, Vector};

use crate::archive::{Archive, ArchiveError, Place};
use crate::backlog::Backlog;
use crate::founding::Founding;
use crate::ledger::{Kept, Ledger, No, Verified};
use crate::line::Line;
use crate::metrics::Metrics;
use crate::options::Limits;
use crate::receipts::Receipt;
use crate::subscribers::Subscribers;

mod members;
mod news;
mod pages;
mod telling;

pub(crate) use news::{Changed, News};

/// Jobs that wait for the clerk.
pub(crate) const JOBS_MAX: usize = 1_024;
/// Jobs decided in one transaction.
const BATCH_JOBS_MAX: usize = 512;
/// How often a batch is decided anew on a database that others use too.
const TRIES_AGAIN_MAX: u32 = 3;
/// How often a failed archive is tried again.
const REOPEN_EVERY: Duration = Duration::from_secs(1);

/// Room that a frame takes until its commit, and in its session until its answer is written.
#[derive(Debug)]
pub(crate) struct Room {
    pub(crate) session: OwnedSemaphorePermit,
    pub(crate) shared: OwnedSemaphorePermit,
}

/// What sessions ask of the clerk.
#[derive(Debug)]
pub(crate) enum Job {
    /// Keep a membership entry.
    Entry {
        line: Arc<Line>,
        dossier: DossierId,
        entry: Vec<u8>,
        /// What lets it found a dossier, where one is asked for.
        code: Option<Vec<u8>>,
        room: Room,
    },
    /// Open a dossier.
    Open {
        line: Arc<Line>,
        dossier: DossierId,
        entries: Vec<Hash>,
        vector: Vector,
        room: Room,
    },
    /// Keep an envelope.
    Push {
        line: Arc<Line>,
        envelope: Box<Verified>,
        room: Room,
    },
    /// Keep a receipt.
    Receipt {
        line: Arc<Line>,
        receipt: Receipt,
        room: Room,
    },
    /// Send a page of a backlog.
    Page { line: Arc<Line>, backlog: Backlog },
    /// Look what other relays have written.
    Look,
    /// Finish what has been asked and end.
    Stop,
}

impl Job {
    /// Keep a membership entry that came without a code.
    pub(crate) fn entry(line: Arc<Line>, dossier: DossierId, entry: Vec<u8>, room: Room) -> Self {
        Self::Entry {
            line,
            dossier,
            entry,
            code: None,
            room,
        }
    }
}

/// Sessions that have ended since the clerk last looked.
#[derive(Debug, Default)]
pub(crate) struct Departed(Mutex<Vec<u64>>);

impl Departed {
    pub(crate) fn add(&self, line: u64) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }

    fn take(&self) -> Vec<u64> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The clerk.
#[derive(Debug)]
pub(crate) struct Clerk {
    place: Place,
    /// `None` after a failed write, until it opens again.
    archive: Option<Archive>,
    /// When it last did not open, or failed.
    tried_at: Option<Instant>,
    /// `None` where there can be no other relays.
    news: Option<News>,
    ledger: Ledger,
    founding: Arc<Founding>,
    subscribers: Arc<Subscribers>,
    pages: VecDeque<(Arc<Line>, Backlog)>,
    departed: Arc<Departed>,
    metrics: Arc<Metrics>,
    dossiers_per_session_max: usize,
}

/// What it keeps things in.
#[derive(Debug)]
pub(crate) struct Keeping {
    pub(crate) place: Place,
    /// The tables there, open.
    pub(crate) archive: Archive,
    /// `None` where there can be no other relays.
    pub(crate) news: Option<News>,
}

/// What was decided of a job, to tell once it is committed.
#[derive(Debug)]
enum Verdict {
    Entries(Vec<Vec<u8>>),
    Opened(Box<(Frame, Backlog)>),
    /// Does not belong; with what tells them so, where they did.
    Out(Vec<Vec<u8>>),
    /// Asks to come in; with what they lack of the log, and nothing else.
    Waits(Vec<Vec<u8>>),
    Kept(Kept),
    ReceiptKept,
    No(No),
}

/// Why a batch was not committed.
#[derive(Debug)]
enum Failure {
    Archive(ArchiveError),
    /// Other relays were in the way: the archive is as it was before, and well.
    Conflict(ArchiveError),
    Panic,
}

impl Clerk {
    pub(crate) fn new(
        keeping: Keeping,
        limits: &Limits,
        founding: Arc<Founding>,
        subscribers: Arc<Subscribers>,
        departed: Arc<Departed>,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self {
            place: keeping.place,
            archive: Some(keeping.archive),
            tried_at: None,
            news: keeping.news,
            ledger: Ledger::new(limits),
            founding,
            subscribers,
            pages: VecDeque::new(),
            departed,
            metrics,
            dossiers_per_session_max: limits.dossiers_per_session_max,
        }
    }

    /// Works until told to stop or until nobody can ask any more; then closes the archive.
    pub(crate) fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        loop {
            // The last resort: what is committed stays, what was not told is asked again.
            match catch_unwind(AssertUnwindSafe(|| self.turn(&mut jobs))) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => {
                    tracing::error!("the clerk panicked; every subscriber is told to come back");
                    self.ledger.forget();
                    self.pages = VecDeque::new();
                    self.subscribers.cut_all();
                }
            }
        }
        if let Some(archive) = self.archive.take()
            && let Err(error) = archive.close()
        {
            tracing::error!(%error, "the archive did not close cleanly; it will be checked");
        }
    }

    /// One batch and some pages; answers whether there may be more. What arrives while one batch is
    /// being committed is the next one, so that the slower the disk, the more each sync serves.
    /// Waiting on purpose for a larger batch was measured and won nothing.
    fn turn(&mut self, jobs: &mut mpsc::Receiver<Job>) -> bool {
        let mut batch = Vec::new();
        let mut stopping = false;
        if self.pages.is_empty() {
            let Some(job) = jobs.blocking_recv() else {
                return false;
            };
            stopping = self.sort(job, &mut batch);
        }
        while !stopping
            && batch.len() < BATCH_JOBS_MAX
            && let Ok(job) = jobs.try_recv()
        {
            stopping = self.sort(job, &mut batch);
        }
        for line in self.departed.take() {
            self.subscribers.leave(line);
        }
        self.attend(batch);
        self.look_around();
        self.send_pages();
        self.ledger.make_room();
        self.metrics.loaded.set(self.ledger.loaded());
        !stopping
    }

    /// Puts a job where it belongs; answers whether it is the last one.
    fn sort(&mut self, job: Job, batch: &mut Vec<Job>) -> bool {
        match job {
            Job::Stop => return true,
            Job::Look => {}
            Job::Page { line, backlog } => self.pages.push_back((line, backlog)),
            Job::Entry { .. } | Job::Open { .. } | Job::Push { .. } | Job::Receipt { .. } => {
                batch.push(job);
            }
        }
        false
    }

    /// Decides a batch, commits it and tells. After a panic each job is tried alone, so that only
    /// the one that caused it is refused.
    fn attend(&mut self, batch: Vec<Job>) {
        if batch.is_empty() {
            return;
        }
        let mut decided = self.decide_all(&batch);
        for _ in 0..TRIES_AGAIN_MAX {
            match decided {
                Err(Failure::Conflict(error)) => {
                    tracing::info!(%error, "another relay was first; decided again");
                }
                // A connection that has ended says so only when it is used. Deciding anew is safe
                // even if the commit did go through: what is kept already is found to be.
                Err(Failure::Archive(error)) if self.news.is_some() => {
                    self.give_up(&error);
                    self.tried_at = None;
                }
                Ok(_) | Err(Failure::Archive(_) | Failure::Panic) => break,
            }
            decided = self.decide_all(&batch);
        }
        match decided {
            Ok(verdicts) => self.tell_all(batch, verdicts),
            Err(Failure::Archive(error)) => {
                self.give_up(&error);
                self.refuse_all(batch, Refusal::Busy);
            }
            Err(Failure::Conflict(error)) => {
                tracing::warn!(%error, "other relays are always first");
                self.refuse_all(batch, Refusal::Busy);
            }
            Err(Failure::Panic) if batch.len() == 1 => self.refuse_all(batch, Refusal::Malformed),
            Err(Failure::Panic) => batch.into_iter().for_each(|job| self.attend(vec![job])),
        }
    }

    fn decide_all(&mut self, batch: &[Job]) -> Result<Vec<Verdict>, Failure> {
        self.reopen();
        let Some(mut archive) = self.archive.take() else {
            return Ok(batch
                .iter()
                .map(|_| Verdict::No(Refusal::Busy.into()))
                .collect());
        };
        let dossiers = news::dossiers_of(batch);
        let decided = catch_unwind(AssertUnwindSafe(|| {
            if let Some(news) = &mut self.news {
                news.found = archive.take(&dossiers)?;
                self.ledger.refresh(&archive, &dossiers, &news.found)?;
            }
            let verdicts: Result<Vec<_>, _> = batch
                .iter()
                .map(|job| self.decide(&mut archive, job))
                .collect();
            let verdicts = verdicts?;
            self.ledger.write_sizes(&mut archive)?;
            let started = Instant::now();
            if archive.commit()? {
                self.metrics
                    .commit_seconds
                    .observe(started.elapsed().as_secs_f64());
                let frames = u32::try_from(batch.len()).unwrap_or(u32::MAX);
                self.metrics.batch_frames.observe(f64::from(frames));
            }
            Ok(verdicts)
        }));
        let failure = match decided {
            Ok(Ok(verdicts)) => {
                self.archive = Some(archive);
                return Ok(verdicts);
            }
            Ok(Err(error)) => Failure::Archive(error),
            Err(_) => {
                tracing::error!("a frame made the clerk panic; it is refused");
                Failure::Panic
            }
        };
        self.ledger.forget();
        match (failure, archive.roll_back()) {
            (Failure::Archive(error), Ok(())) if error.is_conflict() => {
                self.archive = Some(archive);
                Err(Failure::Conflict(error))
            }
            (Failure::Panic, Ok(())) => {
                self.archive = Some(archive);
                Err(Failure::Panic)
            }
            (Failure::Archive(error) | Failure::Conflict(error), _)
            | (Failure::Panic, Err(error)) => {
                archive.abandon();
                Err(Failure::Archive(error))
            }
        }
    }

    fn decide(&mut self, archive: &mut Archive, job: &Job) -> Result<Verdict, ArchiveError> {
        let verdict = match job {
            Job::Entry {
                line,
                dossier,
                entry,
                code,
                ..
            } => match self.may_enter(archive, *dossier, entry, code.as_deref())? {
                Ok(()) => self
                    .ledger
                    .entry(archive, line.device, *dossier, entry)?
                    .map(Verdict::Entries),
                Err(refusal) => Err(refusal.into()),
            },
            Job::Open {
                line,
                dossier,
                entries,
                vector,
                ..
            } => {
                if self.subscribers.others(line, *dossier) >= self.dossiers_per_session_max {
                    Err(Refusal::Quota.into())
                } else {
                    let device = line.device;
                    let opened = self
                        .ledger
                        .open(archive, device, *dossier, entries, vector)?;
                    match opened {
                        Err(no) if no.refusal == Refusal::NotMember => {
                            let farewell =
                                self.ledger.farewell(archive, device, *dossier, entries)?;
                            Ok(if self.ledger.waits(device, *dossier) {
                                Verdict::Waits(farewell)
                            } else {
                                Verdict::Out(farewell)
                            })
                        }
                        opened => opened.map(|opened| Verdict::Opened(Box::new(opened))),
                    }
                }
            }
            Job::Push { line, envelope, .. } => self
                .ledger
                .push(archive, line.device, envelope)?
                .map(Verdict::Kept),
            Job::Receipt { line, receipt, .. } => self
                .ledger
                .receipt(archive, line.device, receipt.dossier, &receipt.sealed)?
                .map(|()| Verdict::ReceiptKept),
            Job::Page { .. } | Job::Look | Job::Stop => Err(Refusal::Unknown.into()),
        };
        Ok(verdict.unwrap_or_else(Verdict::No))
    }

    /// Whether an entry may found its dossier, if it is one that would.
    fn may_enter(
        &self,
        archive: &Archive,
        dossier: DossierId,
        entry: &[u8],
        code: Option<&[u8]>,
    ) -> Result<Result<(), Refusal>, ArchiveError> {
        if self.founding.is_open() || !archive.rows(&[dossier])?.is_empty() {
            return Ok(Ok(()));
        }
        Ok(self.founding.may_found(entry, code))
    }

    fn tell_all(&mut self, batch: Vec<Job>, verdicts: Vec<Verdict>) {
        // What others had committed before this batch comes before it.
        let found = self.tell_found();
        // One "kept up to here" serves all envelopes of a series in the batch: the last one.
        let mut last_kept: HashMap<SeriesOfLine, usize> = HashMap::new();
        for (place, (job, verdict)) in batch.iter().zip(&verdicts).enumerate() {
            if let (Job::Push { line, envelope, .. }, Verdict::Kept(_)) = (job, verdict) {
                last_kept.insert(series_of_line(line, envelope), place);
            }
        }
        let mut rooms: HashMap<SeriesOfLine, OwnedSemaphorePermit> = HashMap::new();
        for (place, (job, verdict)) in batch.into_iter().zip(verdicts).enumerate() {
            match (job, verdict) {
                (
                    Job::Entry {
                        line,
                        dossier,
                        entry,
                        room,
                        ..
                    },
                    Verdict::Entries(fresh),
                ) => {
                    self.metrics.entries.inc_by(fresh.len() as u64);
                    let hash = seal::hash(&entry);
                    line.answer(&Frame::EntryKept { dossier, hash }, Some(room.session));
                    if self.is_late(dossier) {
                        continue;
                    }
                    for entry in fresh {
                        self.subscribers
                            .announce(dossier, Some(&line), &self.metrics, || {
                                Frame::Entry { dossier, entry }.encode().into()
                            });
                    }
                    self.show_out(dossier);
                }
                (job @ Job::Open { .. }, Verdict::Out(entries)) => self.tell_out(job, entries),
                (job @ Job::Open { .. }, Verdict::Waits(entries)) => self.let_wait(job, entries),
                (
                    Job::Open {
                        line,
                        dossier,
                        room,
                        ..
                    },
                    Verdict::Opened(opened),
                ) => {
                    let (opened, mut backlog) = *opened;
                    if line.is_gone() {
                        continue; // it would be subscribed for ever
                    }
                    backlog.opening = self.subscribers.open(&line, dossier);
                    self.note_open(dossier);
                    backlog.receipts = (line.version >= RECEIPT_VERSION).then_some(0);
                    line.answer(&opened, Some(room.session));
                    if self.ledger.is_last(&backlog) {
                        self.subscribers.caught_up(&line, dossier);
                        line.answer(&Frame::CaughtUp { dossier }, None);
                    } else {
                        line.stream(backlog);
                    }
                }
                (
                    Job::Push {
                        line,
                        envelope,
                        room,
                    },
                    Verdict::Kept(kept),
                ) => {
                    let series = series_of_line(&line, &envelope);
                    let Room {
                        mut session,
                        shared,
                    } = room;
                    drop(shared);
                    if let Some(earlier) = rooms.remove(&series) {
                        session.merge(earlier);
                    }
                    if last_kept.get(&series) == Some(&place) {
                        let (_, dossier, document, device) = series;
                        let index = kept.index;
                        let frame = Frame::Kept {
                            dossier,
                            document,
                            device,
                            index,
                        };
                        line.answer(&frame, Some(session));
                    } else {
                        rooms.insert(series, session);
                    }
                    self.hand_on(&line, *envelope, kept);
                }
                (
                    Job::Receipt {
                        line,
                        receipt,
                        room,
                    },
                    Verdict::ReceiptKept,
                ) => self.receipt_kept(&line, receipt, room),
                (job, Verdict::No(no)) => self.refuse(job, no),
                // a verdict of another kind of job cannot be
                (
                    job,
                    Verdict::Entries(_)
                    | Verdict::Opened(_)
                    | Verdict::Out(_)
                    | Verdict::Waits(_)
                    | Verdict::Kept(_)
                    | Verdict::ReceiptKept,
                ) => self.refuse(job, Refusal::Unknown.into()),
            }
        }
        self.note_told(&found);
    }

    /// After a failed read or write nothing in memory is to be believed, and a second try on the
    /// same handle would prove nothing.
    fn give_up(&mut self, error: &ArchiveError) {
        tracing::error!(%error, "the archive failed; nothing is acknowledged until it opens again");
        self.metrics.failed_commits.inc();
        self.metrics.set_healthy(false);
        self.ledger.forget();
        self.tried_at = Some(Instant::now());
    }

    fn reopen(&mut self) {
        let tried = self.tried_at.is_some_and(|at| at.elapsed() < REOPEN_EVERY);
        if self.archive.is_some() || tried {
            return;
        }
        self.tried_at = Some(Instant::now());
        match Archive::open(&self.place) {
            Ok(archive) => {
                tracing::info!("the archive is open again");
                self.archive = Some(archive);
                self.metrics.set_healthy(true);
                self.note_reopened();
            }
            Err(error) => tracing::error!(%error, "the archive does not open yet"),
        }
    }
}

type SeriesOfLine = (u64, DossierId, DocumentKind, DeviceId);

fn series_of_line(line: &Line, envelope: &Verified) -> SeriesOfLine {
    let header = &envelope.header;
    (line.number, header.dossier, header.document, header.device)
}
