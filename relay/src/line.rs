//! The line to one authenticated device: what waits to be written to it.
//!
//! The clerk's thread puts things in, the session's task takes them out. The clerk never waits:
//! what has no room cuts the line, and the device resumes by its vector.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use tokio::sync::{Notify, OwnedSemaphorePermit};
use wire::{DeviceId, DossierId, FOUND_VERSION, Frame, RECEIPT_VERSION, Refusal, SIGNAL_VERSION};

use crate::backlog::Backlog;
use crate::framing::{Farewell, Outgoing};
use crate::metrics::Metrics;
use crate::options::Limits;

/// Frames the writer takes at a time.
const TAKE_FRAMES_MAX: usize = 64;
/// Bytes the writer takes at a time, one frame at least.
const TAKE_BYTES_MAX: usize = 256 * 1024;
/// Signals the writer takes at a time: an envelope that comes meanwhile waits for no more.
const TAKE_SIGNALS_MAX: usize = 8;

/// Refusals of one session that are logged; all are counted.
const REFUSALS_LOGGED_MAX: u32 = 20;

/// The line to one authenticated device.
#[derive(Debug)]
pub(crate) struct Line {
    /// Which session of this run of the relay.
    pub(crate) number: u64,
    /// Who is at the other end.
    pub(crate) device: DeviceId,
    /// Version of the conversation.
    pub(crate) version: u16,
    waiting: Mutex<Waiting>,
    changed: Notify,
    gone: AtomicBool,
    refusals: AtomicU32,
    queue_frames_max: usize,
    queue_bytes_max: usize,
    queue_signals_max: usize,
}

#[derive(Debug, Default)]
struct Waiting {
    queue: VecDeque<Item>,
    delivery_frames: usize,
    delivery_bytes: usize,
    backlogs: VecDeque<Backlog>,
    /// One page at a time: the next is asked for once the one before is in the queue and written.
    paging: bool,
    /// The last one of each device, dossier and kind; written only while nothing else waits.
    signals: VecDeque<Signalled>,
    pong: Option<Vec<u8>>,
    farewell: Option<Farewell>,
    /// The last words before the farewell.
    reason: Option<Refusal>,
}

#[derive(Debug)]
struct Item {
    frame: Bytes,
    /// Nobody at the other end asked for it, so it counts against the queue.
    is_delivery: bool,
    /// What is held for it until it is written.
    room: Option<OwnedSemaphorePermit>,
}

/// What a device says of itself, of which only the last counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saying {
    /// Where its person is: worth nothing later.
    Signal,
    /// How far it has the dossier: kept, and sent again to who comes later.
    Receipt,
}

impl Saying {
    /// The first version of the conversation with it.
    pub(crate) fn since(self) -> u16 {
        match self {
            Self::Signal => SIGNAL_VERSION,
            Self::Receipt => RECEIPT_VERSION,
        }
    }
}

/// What a device last said of a dossier, whole.
#[derive(Debug)]
struct Signalled {
    saying: Saying,
    dossier: DossierId,
    device: DeviceId,
    frame: Bytes,
}

/// What the writer should do next.
#[derive(Debug)]
pub(crate) enum Work {
    /// Write these; the rooms are free once they are written.
    Write(VecDeque<Outgoing>, Vec<OwnedSemaphorePermit>),
    /// Write these; nobody is cut for not taking them.
    Signal(VecDeque<Outgoing>),
    /// Send a page of this.
    Page(Backlog),
    /// Write these and close.
    Close(VecDeque<Outgoing>),
    /// Nothing.
    Rest,
}

impl Line {
    pub(crate) fn new(number: u64, device: DeviceId, version: u16, limits: &Limits) -> Self {
        Self {
            number,
            device,
            version,
            waiting: Mutex::default(),
            changed: Notify::new(),
            gone: AtomicBool::new(false),
            refusals: AtomicU32::new(0),
            queue_frames_max: limits.queue_frames_max,
            queue_bytes_max: limits.queue_bytes_max,
            queue_signals_max: limits.queue_signals_max,
        }
    }

    /// Counts a refusal and logs it, unless this session has filled enough of the log.
    pub(crate) fn note_refusal(&self, metrics: &Metrics, refusal: Refusal, bytes: usize) {
        metrics.refused(refusal);
        if self.refusals.fetch_add(1, Ordering::Relaxed) < REFUSALS_LOGGED_MAX {
            let (session, reason) = (self.number, refusal.as_str());
            tracing::info!(session, device = %self.device, reason, bytes, "refused");
        }
    }

    /// A refusal in words of this conversation: an older one does not know the newer.
    pub(crate) fn speakable(&self, refusal: Refusal) -> Refusal {
        match refusal {
            Refusal::CodeNeeded | Refusal::MayNotFound if self.version < FOUND_VERSION => {
                Refusal::NotAllowed
            }
            other => other,
        }
    }

    /// An answer. What waits is bounded because every answer holds room of its session, and every
    /// page room among pages.
    pub(crate) fn answer(&self, frame: &Frame, room: Option<OwnedSemaphorePermit>) {
        self.answer_bytes(frame.encode().into(), room);
    }

    /// An answer that is encoded already.
    pub(crate) fn answer_bytes(&self, frame: Bytes, room: Option<OwnedSemaphorePermit>) {
        let mut waiting = self.lock();
        if waiting.farewell.is_none() {
            waiting.queue.push_back(Item {
                frame,
                is_delivery: false,
                room,
            });
            drop(waiting);
            self.changed.notify_one();
        }
    }

    /// Something nobody at the other end asked for. Answers whether this was one too many, which
    /// cuts the line.
    pub(crate) fn deliver(&self, frame: Bytes) -> bool {
        let mut waiting = self.lock();
        if waiting.farewell.is_some() {
            return false;
        }
        let overflows = waiting.delivery_frames >= self.queue_frames_max
            || waiting.delivery_bytes + frame.len() > self.queue_bytes_max;
        if overflows {
            // what waits is of no use without what did not fit: the vector brings it all back
            waiting.queue = VecDeque::new();
            waiting.delivery_frames = 0;
            waiting.delivery_bytes = 0;
            waiting.backlogs = VecDeque::new();
            waiting.reason = Some(Refusal::Busy);
            waiting.farewell = Some(Farewell::Resume);
        } else {
            waiting.delivery_frames += 1;
            waiting.delivery_bytes += frame.len();
            waiting.queue.push_back(Item {
                frame,
                is_delivery: true,
                room: None,
            });
        }
        drop(waiting);
        self.changed.notify_one();
        overflows
    }

    /// What a device says now, in place of what it said before, after everything else that waits.
    /// Answers whether one was dropped for it.
    pub(crate) fn say(
        &self,
        saying: Saying,
        dossier: DossierId,
        device: DeviceId,
        frame: Bytes,
    ) -> bool {
        let mut waiting = self.lock();
        if waiting.farewell.is_some() {
            return false;
        }
        let said = Signalled {
            saying,
            dossier,
            device,
            frame,
        };
        let before = waiting.signals.iter().position(|before| {
            (before.saying, before.dossier, before.device) == (saying, dossier, device)
        });
        let dropped = match before {
            Some(before) => waiting.signals.remove(before),
            None if waiting.signals.len() >= self.queue_signals_max => waiting.drop_one(),
            None => None,
        };
        waiting.signals.push_back(said);
        // A writer that waits for room for a page would lose its turn: it looks again by itself.
        let may_wake = !waiting.is_catching_up();
        drop(waiting);
        if may_wake {
            self.changed.notify_one();
        }
        dropped.is_some()
    }

    /// Whether anything waits that is not a signal.
    pub(crate) fn is_due(&self) -> bool {
        let waiting = self.lock();
        !waiting.queue.is_empty() || waiting.farewell.is_some() || waiting.is_catching_up()
    }

    /// A catch-up to send page by page, after what already waits.
    pub(crate) fn stream(&self, backlog: Backlog) {
        let mut waiting = self.lock();
        if waiting.farewell.is_none() {
            waiting.backlogs.push_back(backlog);
            drop(waiting);
            self.changed.notify_one();
        }
    }

    /// The page that was asked for is in the queue, or not wanted any more. `rest` is what remains
    /// of its backlog.
    pub(crate) fn page_done(&self, rest: Option<Backlog>) {
        self.put_back(rest);
        self.changed.notify_one();
    }

    /// Gives back a backlog whose page has not been asked for.
    pub(crate) fn put_back(&self, rest: Option<Backlog>) {
        let mut waiting = self.lock();
        waiting.paging = false;
        if waiting.farewell.is_none()
            && let Some(rest) = rest
        {
            waiting.backlogs.push_front(rest);
        }
    }

    /// Answers a ping. Only the last one matters (RFC 6455, 5.5.3).
    pub(crate) fn pong(&self, body: Vec<u8>) {
        self.lock().pong = Some(body);
        self.changed.notify_one();
    }

    /// Closes once what waits is written. The first reason given is the one told.
    pub(crate) fn finish(&self, farewell: Farewell, reason: Option<Refusal>) {
        let mut waiting = self.lock();
        if waiting.farewell.is_none() {
            waiting.farewell = Some(farewell);
            waiting.reason = reason;
            waiting.backlogs = VecDeque::new();
        }
        drop(waiting);
        self.changed.notify_one();
    }

    /// The session has ended; nothing put in will ever be written.
    pub(crate) fn hang_up(&self) {
        self.gone.store(true, Ordering::Release);
        let mut waiting = self.lock();
        waiting.farewell.get_or_insert(Farewell::Echo);
        waiting.queue = VecDeque::new();
        waiting.delivery_frames = 0;
        waiting.delivery_bytes = 0;
        waiting.backlogs = VecDeque::new();
        waiting.signals = VecDeque::new();
    }

    /// Whether the session has ended.
    pub(crate) fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Acquire)
    }

    /// Waits until something has been put in since the last [`Line::take`].
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// What to do next: answers and deliveries before pages, pages before signals. A goodbye waits
    /// for the first only.
    pub(crate) fn take(&self) -> Work {
        let mut waiting = self.lock();
        let mut frames: VecDeque<_> = waiting
            .pong
            .take()
            .map(Outgoing::pong)
            .into_iter()
            .collect();
        let mut rooms = Vec::new();
        let mut bytes = 0;
        while frames.len() < TAKE_FRAMES_MAX && bytes < TAKE_BYTES_MAX {
            let Some(item) = waiting.queue.pop_front() else {
                break;
            };
            bytes += item.frame.len();
            if item.is_delivery {
                waiting.delivery_frames -= 1;
                waiting.delivery_bytes -= item.frame.len();
            }
            rooms.extend(item.room);
            frames.push_back(Outgoing::message(item.frame));
        }
        if waiting.queue.is_empty() {
            waiting.queue = VecDeque::new(); // a quiet line keeps no memory of a busy hour
        }
        if !frames.is_empty() {
            return Work::Write(frames, rooms);
        }
        if let Some(farewell) = waiting.farewell {
            if let Some(refusal) = waiting.reason.take() {
                frames.push_back(Outgoing::message(about_nothing(refusal).encode().into()));
            }
            frames.push_back(Outgoing::close(farewell));
            return Work::Close(frames);
        }
        if waiting.paging {
            return Work::Rest;
        }
        match waiting.backlogs.pop_front() {
            Some(backlog) => {
                waiting.paging = true;
                Work::Page(backlog)
            }
            None => waiting.take_signals(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn is_catching_up(&self) -> bool {
        self.paging || !self.backlogs.is_empty()
    }

    /// Makes room: a signal is said again in a moment, a receipt only when there is news.
    fn drop_one(&mut self) -> Option<Signalled> {
        let signal = self
            .signals
            .iter()
            .position(|said| said.saying == Saying::Signal);
        self.signals.remove(signal.unwrap_or(0))
    }

    fn take_signals(&mut self) -> Work {
        let some = self.signals.len().min(TAKE_SIGNALS_MAX);
        let frames = self.signals.drain(..some);
        let frames: VecDeque<_> = frames.map(|said| Outgoing::message(said.frame)).collect();
        if self.signals.is_empty() {
            self.signals = VecDeque::new();
        }
        if frames.is_empty() {
            Work::Rest
        } else {
            Work::Signal(frames)
        }
    }
}

/// A refusal of the conversation itself.
pub(crate) fn about_nothing(refusal: Refusal) -> Frame {
    Frame::Refused {
        refusal,
        dossier: None,
        document: None,
        device: None,
        index: None,
    }
}
