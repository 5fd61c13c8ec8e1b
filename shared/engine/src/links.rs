//! Contact with relays: one link and one socket per address, shared by all dossiers that use it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use contract::{Code, Problem, SyncReport};
use replica::{Effect, Link, LinkEffect, LinkInput, Report};
use tokio::sync::{mpsc, oneshot};
use wire::{DeviceId, DocumentKind, DossierId, Envelope, Frame};

use crate::away::AwayWatch;
use crate::desk::{Desk, dice, monotonic_ms, now_ms};
use crate::disk::{UPLOAD_PAGE_BYTES, document_byte};
use crate::shelf::{Shelf, Slot};
use crate::socket::{self, OUTGOING_FRAMES_MAX, SocketEvent};
use crate::{screen, trouble};

/// Places of a socket's queue that uploads leave free for edits being made.
const QUEUE_RESERVE_FRAMES: usize = 256;
/// A busy relay is asked again for a dossier after this long, in milliseconds.
const RETRY_MS: u64 = 2_000;
/// Uploads that found the socket's queue full try again after this long, in milliseconds.
const UPLOAD_PAUSE_MS: u64 = 5;
/// A synchronisation without progress is given up after this long, in milliseconds.
const SYNC_SILENCE_MS_MAX: u64 = 60_000;

/// Every relay in use, by address.
#[derive(Default)]
pub(crate) struct Links {
    relays: BTreeMap<String, Relay>,
}

struct Relay {
    link: Link,
    socket: Option<mpsc::Sender<Vec<u8>>>,
    generation: u64,
    uploads: VecDeque<Upload>,
    /// Why it was not reached when it was last dialed.
    unreached: Option<Code>,
    /// Dossiers to open again, and when.
    retries: BTreeMap<DossierId, u64>,
}

struct Upload {
    dossier: DossierId,
    document: DocumentKind,
    device: DeviceId,
    next_index: u64,
}

/// Somebody waits for dossiers to be synchronised.
pub(crate) struct SyncWaiter {
    pub(crate) dossiers: BTreeSet<DossierId>,
    pub(crate) relays: BTreeSet<String>,
    pub(crate) confirmed_before: u64,
    pub(crate) received_before: u64,
    pub(crate) progress: (u64, u64),
    pub(crate) progress_ms: u64,
    pub(crate) answer: oneshot::Sender<Result<SyncReport, Problem>>,
}

impl Links {
    /// How long the loop may sleep before a link wants to be told the time.
    pub(crate) fn wait_ms(&self, now_ms: u64) -> u64 {
        self.relays
            .values()
            .flat_map(|relay| {
                let uploads = (!relay.uploads.is_empty() && relay.socket.is_some())
                    .then_some(now_ms + UPLOAD_PAUSE_MS);
                let retry = relay.retries.values().copied().min();
                [relay.link.wake_at_ms(), uploads, retry]
            })
            .flatten()
            .map(|at_ms| at_ms.saturating_sub(now_ms))
            .min()
            .unwrap_or(u64::MAX)
    }
}

impl Desk {
    /// Whether a dossier's relay is being kept in contact.
    pub(crate) fn links_dossier(&self, dossier: DossierId) -> bool {
        self.shelves
            .get(&dossier)
            .and_then(|shelf| shelf.relay.as_ref())
            .is_some_and(|url| self.links.relays.contains_key(url))
    }

    /// Keeps contact with every relay of every dossier.
    pub(crate) fn connect_all(&mut self) {
        let urls: BTreeSet<String> = self
            .shelves
            .values()
            .filter_map(|shelf| shelf.relay.clone())
            .collect();
        for url in urls {
            self.connect(&url);
        }
    }

    /// Keeps contact with a relay, trying at once; opens its dossiers if it already is in contact.
    pub(crate) fn connect(&mut self, url: &str) {
        if !self.links.relays.contains_key(url) {
            let relay = Relay {
                link: Link::new(),
                socket: None,
                generation: 0,
                unreached: None,
                uploads: VecDeque::new(),
                retries: BTreeMap::new(),
            };
            self.links.relays.insert(url.to_owned(), relay);
        }
        self.turn(url, LinkInput::Kick);
    }

    /// Tells every link the time.
    pub(crate) fn tick_links(&mut self) {
        let now = monotonic_ms();
        let urls: Vec<String> = self.links.relays.keys().cloned().collect();
        for url in urls {
            let Some(relay) = self.links.relays.get_mut(&url) else {
                continue;
            };
            let due: Vec<DossierId> = relay
                .retries
                .iter()
                .filter(|(_, at_ms)| **at_ms <= now)
                .map(|(dossier, _)| *dossier)
                .collect();
            relay.retries.retain(|_, at_ms| *at_ms > now);
            if relay.link.wake_at_ms().is_some_and(|at_ms| at_ms <= now) {
                self.turn(&url, LinkInput::Tick);
            }
            for dossier in due {
                self.open_at_relay(dossier);
            }
        }
    }

    /// A socket spoke.
    pub(crate) fn socket_said(&mut self, url: &str, generation: u64, event: SocketEvent) {
        let Some(relay) = self.links.relays.get_mut(url) else {
            return;
        };
        if relay.generation != generation {
            return;
        }
        match event {
            SocketEvent::Dialed => self.turn(url, LinkInput::Dialed),
            SocketEvent::Unreached(code) => {
                relay.unreached = Some(code);
                self.turn(url, LinkInput::Lost);
                self.tell_unreached(url, Some(code));
            }
            SocketEvent::Lost => self.turn(url, LinkInput::Lost),
            SocketEvent::Frame(frame) => match dossier_of(&frame) {
                Some(dossier) if relay.link.is_up() => self.dossier_frame(url, dossier, frame),
                Some(_) => {}
                None => self.turn(url, LinkInput::Frame(frame)),
            },
        }
    }

    fn turn(&mut self, url: &str, input: LinkInput) {
        let device = std::sync::Arc::clone(&self.device);
        let Some(relay) = self.links.relays.get_mut(url) else {
            return;
        };
        for effect in relay.link.handle(input, &device, monotonic_ms(), &mut dice) {
            self.link_effect(url, effect);
        }
    }

    fn link_effect(&mut self, url: &str, effect: LinkEffect) {
        let Some(relay) = self.links.relays.get_mut(url) else {
            return;
        };
        match effect {
            LinkEffect::Dial => {
                relay.generation += 1;
                relay.unreached = None;
                let (sender, receiver) = mpsc::channel(OUTGOING_FRAMES_MAX);
                relay.socket = Some(sender);
                let task = socket::carry(
                    self.network.clone(),
                    url.to_owned(),
                    relay.generation,
                    receiver,
                    self.inputs.clone(),
                );
                self.runtime.spawn(task);
            }
            LinkEffect::Send(frame) => self.send(url, &frame),
            LinkEffect::HangUp => {
                relay.socket = None;
                relay.generation += 1;
                relay.uploads.clear();
                relay.retries.clear();
                let code = relay.unreached.take().unwrap_or(Code::RelayUnreachable);
                self.fail_waiters(url, &Problem::of(code));
            }
            LinkEffect::Up => {
                self.tell_unreached(url, None);
                for dossier in self.dossiers_at(url) {
                    self.wake(dossier);
                    self.open_at_relay(dossier);
                }
            }
            LinkEffect::Down => {
                for dossier in self.dossiers_at(url) {
                    if let Ok(replica) = self.shelves_replica(dossier) {
                        replica.disconnected();
                    }
                    if let Some(shelf) = self.shelves.get_mut(&dossier) {
                        shelf.caught_up = false;
                    }
                    self.forget_people(dossier);
                    self.tell_status(dossier);
                }
            }
            LinkEffect::Refused(refusal) => {
                let problem = trouble::of_refusal(refusal);
                self.fail_waiters(url, &problem);
                for dossier in self.dossiers_at(url) {
                    self.stick(dossier, problem.clone());
                }
            }
        }
    }

    /// Says why a relay is not reached, where "offline" does not say it all.
    fn tell_unreached(&mut self, url: &str, code: Option<Code>) {
        let said = code.filter(|code| *code != Code::RelayUnreachable);
        for dossier in self.dossiers_at(url) {
            if let Some(shelf) = self.shelves.get_mut(&dossier) {
                shelf.unreached = said.map(Problem::of);
            }
            self.tell_status(dossier);
        }
    }

    fn shelves_replica(&mut self, dossier: DossierId) -> Result<&mut replica::Replica, Problem> {
        self.shelf_mut(dossier)?.replica_mut()
    }

    fn dossiers_at(&self, url: &str) -> Vec<DossierId> {
        self.shelves
            .values()
            .filter(|shelf| shelf.relay.as_deref() == Some(url))
            .map(|shelf| shelf.dossier)
            .collect()
    }

    /// Opens an awake dossier at its relay, if the relay is in contact.
    pub(crate) fn open_at_relay(&mut self, dossier: DossierId) {
        let earlier = self.away_items(dossier);
        let Some(shelf) = self.shelves.get_mut(&dossier) else {
            return;
        };
        let Some(relay) = shelf
            .relay
            .as_ref()
            .and_then(|url| self.links.relays.get(url))
        else {
            return;
        };
        let Some(version) = relay.link.version() else {
            return;
        };
        let mine = shelf.unsent_cells();
        let Slot::Awake(replica) = &mut shelf.slot else {
            return;
        };
        if replica.matrix().is_founded() {
            shelf.away = Some(AwayWatch::after(earlier, mine, now_ms()));
        }
        shelf.caught_up = false;
        let step = replica.connected(version);
        if let Err(problem) = self.stage(dossier, step, &[]) {
            tracing::error!(%problem, "opening a dossier at its relay");
        }
    }

    fn dossier_frame(&mut self, url: &str, dossier: DossierId, frame: Frame) {
        let Some(shelf) = self.shelves.get_mut(&dossier) else {
            return;
        };
        if shelf.relay.as_deref() != Some(url) {
            return;
        }
        let Slot::Awake(replica) = &mut shelf.slot else {
            return;
        };
        match replica.receive(frame, &mut dice) {
            Ok(step) => {
                if let Err(problem) = self.stage(dossier, step, &[]) {
                    tracing::error!(%problem, "taking a frame");
                }
            }
            Err(problem) => {
                let problem = trouble::of_load(&problem);
                self.round.dirty.push(dossier);
                self.stick(dossier, problem);
            }
        }
    }

    /// Does what a step asked for, now that it is committed.
    pub(crate) fn perform(&mut self, dossier: DossierId, effect: Effect) {
        let Some(url) = self
            .shelves
            .get(&dossier)
            .and_then(|shelf| shelf.relay.clone())
        else {
            return;
        };
        match effect {
            Effect::Send(frame) => self.send(&url, &frame),
            Effect::Upload {
                document,
                device,
                from_index,
            } => {
                let relay = self.links.relays.get_mut(&url);
                // Contact may have been lost in this very round; the next one compares again.
                if let Some(relay) = relay.filter(|relay| relay.link.is_up()) {
                    relay.uploads.retain(|upload| {
                        (upload.dossier, upload.document, upload.device)
                            != (dossier, document, device)
                    });
                    relay.uploads.push_back(Upload {
                        dossier,
                        document,
                        device,
                        next_index: from_index,
                    });
                }
            }
            Effect::Confirmed { .. } => {}
            Effect::CaughtUp => self.caught_up(dossier),
            Effect::RetryLater => {
                if let Some(relay) = self.links.relays.get_mut(&url) {
                    relay.uploads.retain(|upload| upload.dossier != dossier);
                    relay.retries.insert(dossier, monotonic_ms() + RETRY_MS);
                }
            }
            Effect::Refused(refusal) => {
                let problem = trouble::of_refusal(refusal);
                self.fail_waiters(&url, &problem);
                self.stick(dossier, problem);
            }
            Effect::Report(report) => match report {
                Report::RelayForgot { envelopes } => {
                    tracing::warn!(%dossier, envelopes, "the relay lost envelopes; sending them again");
                }
                Report::TakingBack { envelopes } => {
                    tracing::warn!(%dossier, envelopes, "taking back what this device wrote elsewhere");
                }
                Report::SeriesElsewhere => {
                    tracing::error!(%dossier, "two folders wrote in this device's name");
                }
                Report::Removed => {
                    tracing::info!(%dossier, "this person does not belong to the dossier any more");
                    self.stick(dossier, Problem::of(Code::Removed));
                }
                Report::NoKey { .. }
                | Report::Forged
                | Report::OtherDossier
                | Report::BrokenChain { .. }
                | Report::NotAllowed { .. }
                | Report::Unreadable { .. } => {
                    tracing::warn!(%dossier, ?report, "refused something received");
                }
            },
        }
    }

    fn stick(&mut self, dossier: DossierId, problem: Problem) {
        if let Some(shelf) = self.shelves.get_mut(&dossier) {
            let before = shelf.problem.as_ref().map(|problem| problem.code);
            // Everything is refused of a dossier that was not let in; why it was not says more.
            let says_less = problem.code == Code::RelayRefused
                && matches!(before, Some(Code::RelayCodeNeeded | Code::RelayMayNotFound));
            if !says_less {
                shelf.problem = Some(problem);
            }
        }
        self.tell_status(dossier);
    }

    fn caught_up(&mut self, dossier: DossierId) {
        let Some(shelf) = self.shelves.get_mut(&dossier) else {
            return;
        };
        shelf.caught_up = true;
        shelf.problem = None;
        shelf.summary.status.last_contact = Some(screen::rfc3339(now_ms()));
        let bytes = screen::json(&shelf.summary);
        self.round.writes.push(store::Write::Summary {
            dossier: dossier.0,
            bytes,
        });
        if let Some(watch) = &mut shelf.away {
            watch.caught_up(monotonic_ms());
        }
        self.tell_away(dossier);
        self.tell_status(dossier);
        self.say_again(dossier);
        self.say_receipt_soon(dossier);
    }

    fn send(&mut self, url: &str, frame: &Frame) {
        let Some(relay) = self.links.relays.get_mut(url) else {
            return;
        };
        let Some(socket) = &relay.socket else { return };
        let signal = matches!(frame, Frame::Signal { .. });
        if signal && socket.capacity() <= QUEUE_RESERVE_FRAMES {
            // Edits go first; where one is will be said again in a moment.
            return;
        }
        if socket.try_send(frame.encode()).is_err() {
            // Full or gone: drop the connection; the next one resumes by vector.
            self.turn(url, LinkInput::Lost);
        }
    }

    /// Pushes stored envelopes while the sockets have room.
    pub(crate) fn pump_uploads(&mut self) {
        let me = self.device.id();
        let offered = self.offered();
        let urls: Vec<String> = self.links.relays.keys().cloned().collect();
        for url in urls {
            while let Some(relay) = self.links.relays.get_mut(&url) {
                let Some(socket) = relay.socket.clone().filter(|_| relay.link.is_up()) else {
                    break;
                };
                let room = socket.capacity().saturating_sub(QUEUE_RESERVE_FRAMES);
                let (true, Some(upload)) = (room > 0, relay.uploads.front_mut()) else {
                    break;
                };
                let page = self.store.envelopes(
                    &upload.dossier.0,
                    document_byte(upload.document),
                    &upload.device.0,
                    upload.next_index,
                    UPLOAD_PAGE_BYTES,
                );
                let page = match page {
                    Ok(page) => page,
                    Err(error) => {
                        tracing::error!(%error, "an upload cannot be read");
                        relay.uploads.pop_front();
                        continue;
                    }
                };
                // An own envelope that was not offered may still be packed anew: it must not leave.
                let last = if upload.device == me {
                    offered.get(&(upload.dossier, upload.document)).copied()
                } else {
                    Some(u64::MAX)
                };
                let last = last.unwrap_or(0);
                let page: Vec<_> = page
                    .into_iter()
                    .filter(|envelope| envelope.index <= last)
                    .take(room)
                    .collect();
                if page.is_empty() {
                    relay.uploads.pop_front();
                    continue;
                }
                for envelope in page {
                    upload.next_index = envelope.index + 1;
                    let frame = Frame::Push {
                        envelope: envelope.bytes,
                    }
                    .encode();
                    if socket.try_send(frame).is_err() {
                        break;
                    }
                }
            }
        }
    }

    /// How far this device's series may leave it, of every dossier with uploads under way.
    fn offered(&self) -> BTreeMap<(DossierId, DocumentKind), u64> {
        let uploads = self.links.relays.values().flat_map(|relay| &relay.uploads);
        uploads
            .filter_map(|upload| {
                let replica = self.shelves.get(&upload.dossier)?.replica().ok()?;
                let last = replica.offered(upload.document);
                Some(((upload.dossier, upload.document), last))
            })
            .collect()
    }

    fn fail_waiters(&mut self, url: &str, problem: &Problem) {
        for waiter in std::mem::take(&mut self.waiters) {
            if waiter.relays.contains(url) {
                answer(waiter.answer, Err(problem.clone()));
            } else {
                self.waiters.push(waiter);
            }
        }
    }

    /// Answers those whose dossiers are all synchronised.
    pub(crate) fn answer_waiters(&mut self) {
        let now = monotonic_ms();
        for mut waiter in std::mem::take(&mut self.waiters) {
            let shelves = || {
                waiter
                    .dossiers
                    .iter()
                    .filter_map(|dossier| self.shelves.get(dossier))
            };
            let sent: u64 = shelves().map(|shelf| shelf.confirmed).sum();
            let received: u64 = shelves().map(|shelf| shelf.received).sum();
            let waiting: u64 = shelves().map(|shelf| shelf.status().waiting).sum();
            let said = |shelf: &Shelf| match shelf.replica() {
                Ok(replica) => !replica.is_receipt_on_its_way(),
                Err(_) => true,
            };
            let done = waiting == 0 && shelves().all(|shelf| shelf.caught_up && said(shelf));
            if done {
                let relay = waiter.relays.iter().cloned().collect::<Vec<_>>().join(", ");
                let report = SyncReport {
                    sent: sent - waiter.confirmed_before,
                    received: received - waiter.received_before,
                    waiting,
                    relay,
                };
                answer(waiter.answer, Ok(report));
                continue;
            }
            if waiter.progress != (sent, received) {
                waiter.progress = (sent, received);
                waiter.progress_ms = now;
            }
            if now > waiter.progress_ms + SYNC_SILENCE_MS_MAX {
                answer(waiter.answer, Err(Problem::of(Code::RelayUnreachable)));
                continue;
            }
            self.waiters.push(waiter);
        }
    }
}

fn answer(
    sender: oneshot::Sender<Result<SyncReport, Problem>>,
    answer: Result<SyncReport, Problem>,
) {
    if sender.send(answer).is_err() {
        tracing::debug!("nobody waits for this synchronisation any more");
    }
}

/// The dossier a frame is about; `None` for the handshake and for refusals of the whole connection.
fn dossier_of(frame: &Frame) -> Option<DossierId> {
    match frame {
        Frame::Entry { dossier, .. }
        | Frame::EntryKept { dossier, .. }
        | Frame::Open { dossier, .. }
        | Frame::Opened { dossier, .. }
        | Frame::CaughtUp { dossier }
        | Frame::Signal { dossier, .. }
        | Frame::Receipt { dossier, .. }
        | Frame::ReceiptKept { dossier, .. }
        | Frame::Found { dossier, .. }
        | Frame::Kept { dossier, .. } => Some(*dossier),
        Frame::Refused { dossier, .. } => *dossier,
        Frame::Push { envelope } | Frame::Deliver { envelope } => Envelope::decode(envelope)
            .and_then(|envelope| envelope.decode_header())
            .ok()
            .map(|header| header.dossier),
        Frame::Challenge { .. } | Frame::Hello { .. } | Frame::Welcome { .. } => None,
    }
}
