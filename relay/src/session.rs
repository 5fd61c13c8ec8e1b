//! One connection after its upgrade: the device proves who it is, then speaks until one of the two
//! says goodbye. A session owns its task: if it panics, it ends alone.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use wire::limits::{FRAME_BYTES_MAX, HANDSHAKE_FRAME_BYTES_MAX};
use wire::{DeviceId, Envelope, Frame, Refusal};

use crate::clerk::{Departed, Job, Room};
use crate::door::{Door, Pass, Seat};
use crate::framing::{Arrival, Farewell, Outgoing};
use crate::heard::Heard;
use crate::ledger::{Verified, decode_refusal, seal_refusal};
use crate::line::{Line, Work, about_nothing};
use crate::metrics::Metrics;
use crate::neighbours::Neighbours;
use crate::options::Limits;
use crate::receipts::Receipt;
use crate::signals::Signal;
use crate::socket::{self, End, Incoming};
use crate::stream::Stream;
use crate::subscribers::Subscribers;

/// The versions of the conversation this relay speaks.
const OLDEST_VERSION: u16 = 1;
const NEWEST_VERSION: u16 = wire::PROTOCOL_VERSION;

/// What every session shares.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) limits: Limits,
    pub(crate) relay: [u8; 16],
    pub(crate) door: Arc<Door>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) jobs: mpsc::Sender<Job>,
    pub(crate) subscribers: Arc<Subscribers>,
    pub(crate) departed: Arc<Departed>,
    /// How to speak to the other relays on the same database.
    pub(crate) neighbours: Option<Neighbours>,
    /// Bytes that may wait for their commit.
    pub(crate) inbound: Arc<Semaphore>,
    /// Pages of backlog that may be in memory.
    pub(crate) pages: Arc<Semaphore>,
    pub(crate) stop: watch::Receiver<bool>,
}

/// Attends a connection from its upgrade to its end. `early` arrived with the request.
pub(crate) async fn attend(
    context: Arc<Context>,
    mut stream: Stream,
    early: Vec<u8>,
    seat: Arc<Seat>,
) {
    if let Err(error) = stream.socket().set_nodelay(true) {
        tracing::debug!(%error, "answers may wait for company in the system");
    }
    let incoming = Incoming::new(&stream, &context.metrics, early, HANDSHAKE_FRAME_BYTES_MAX);
    let mut stop = context.stop.clone();
    let greeted = tokio::select! {
        greeted = greet(&context, &stream, incoming, &seat) => greeted,
        () = stopped(&mut stop) => Err(About { refusal: Some(Refusal::Stopping), farewell: Farewell::Stopping }),
    };
    match greeted {
        Ok(guest) => converse(&context, &stream, guest).await,
        Err(about) => say_goodbye(&context, &stream, about).await,
    }
    socket::hang_up(&mut stream).await;
}

/// Why a conversation ends, and what is told.
#[derive(Debug, Clone, Copy)]
struct About {
    refusal: Option<Refusal>,
    farewell: Farewell,
}

impl About {
    fn policy(refusal: Refusal) -> Self {
        Self {
            refusal: Some(refusal),
            farewell: Farewell::Policy,
        }
    }
}

impl From<End> for About {
    fn from(end: End) -> Self {
        match end {
            End::Gone => Self {
                refusal: None,
                farewell: Farewell::Echo,
            },
            End::Late => Self {
                refusal: Some(Refusal::Busy),
                farewell: Farewell::Resume,
            },
            End::Violation(violation) => {
                let farewell = Farewell::from(violation);
                let too_large = farewell == Farewell::TooLarge;
                let refusal = if too_large {
                    Refusal::TooLarge
                } else {
                    Refusal::Malformed
                };
                Self {
                    refusal: Some(refusal),
                    farewell,
                }
            }
        }
    }
}

/// A device that has proved who it is.
struct Guest<'a> {
    device: DeviceId,
    /// The version of the conversation that it chose.
    version: u16,
    pass: Pass,
    incoming: Incoming<'a>,
}

/// The handshake. Nothing is kept for the device until it has proved who it is.
async fn greet<'a>(
    context: &'a Context,
    stream: &'a Stream,
    mut incoming: Incoming<'a>,
    seat: &Seat,
) -> Result<Guest<'a>, About> {
    let mut nonce = [0; 32];
    if let Err(error) = getrandom::fill(&mut nonce) {
        tracing::error!(%error, "the system gives no random bytes");
        return Err(About {
            refusal: Some(Refusal::Busy),
            farewell: Farewell::Resume,
        });
    }
    let (oldest, newest) = (OLDEST_VERSION, NEWEST_VERSION);
    let challenge = Frame::Challenge {
        relay: context.relay,
        nonce,
        oldest,
        newest,
    };
    let deadline = context.limits.handshake_deadline;
    let said = tokio::time::timeout(deadline, async {
        send(context, stream, &challenge).await?;
        hear_message(context, stream, &mut incoming).await
    });
    let message = said
        .await
        .map_err(|_| About::policy(Refusal::Malformed))??;
    let blame = |refusal: Refusal| {
        context.metrics.failed_proofs.inc();
        context.metrics.refused(refusal);
        seat.blame(Instant::now());
        tracing::info!(
            reason = refusal.as_str(),
            "a device did not prove who it is"
        );
        About::policy(refusal)
    };
    let (version, device, signature) = match Frame::decode_handshake(&message) {
        Ok(Frame::Hello {
            version,
            device,
            signature,
        }) => (version, device, signature),
        Ok(_) => return Err(blame(Refusal::Malformed)),
        Err(error) => return Err(blame(decode_refusal(&error))),
    };
    if version < OLDEST_VERSION {
        return Err(About::policy(Refusal::TooOld));
    }
    if version > NEWEST_VERSION {
        return Err(About::policy(Refusal::TooNew));
    }
    seal::verify_challenge(device, &context.relay, &nonce, version, &signature)
        .map_err(|error| blame(seal_refusal(&error)))?;
    let Some(pass) = context.door.enter(device, Instant::now()) else {
        return Err(About {
            refusal: Some(Refusal::Busy),
            farewell: Farewell::Resume,
        });
    };
    send(context, stream, &Frame::Welcome { version }).await?;
    incoming.set_limit(FRAME_BYTES_MAX);
    Ok(Guest {
        device,
        version,
        pass,
        incoming,
    })
}

/// The first whole message; pings before it are answered.
async fn hear_message(
    context: &Context,
    stream: &Stream,
    incoming: &mut Incoming<'_>,
) -> Result<Vec<u8>, About> {
    loop {
        match incoming.next().await? {
            Arrival::Announced(_) | Arrival::Pong => {}
            Arrival::Message(message) => return Ok(message),
            Arrival::Ping(body) => write_one(context, stream, Outgoing::pong(body)).await?,
            Arrival::Close => return Err(End::Gone.into()),
        }
    }
}

async fn send(context: &Context, stream: &Stream, frame: &Frame) -> Result<(), About> {
    write_one(context, stream, Outgoing::message(frame.encode().into())).await
}

async fn write_one(context: &Context, stream: &Stream, outgoing: Outgoing) -> Result<(), About> {
    let mut frames = VecDeque::from([outgoing]);
    socket::write(
        stream,
        &context.metrics,
        &mut frames,
        context.limits.write_stall,
    )
    .await
    .map_err(|_| End::Gone.into())
}

async fn say_goodbye(context: &Context, stream: &Stream, about: About) {
    let words = about
        .refusal
        .map(|refusal| Outgoing::message(about_nothing(refusal).encode().into()));
    let mut frames: VecDeque<_> = words.into_iter().collect();
    frames.push_back(Outgoing::close(about.farewell));
    let stall = context.limits.handshake_deadline;
    if let Err(error) = socket::write(stream, &context.metrics, &mut frames, stall).await {
        tracing::debug!(%error, "the goodbye was not read");
    }
}

/// The conversation of a device that has proved who it is.
async fn converse(context: &Context, stream: &Stream, guest: Guest<'_>) {
    let Guest {
        device,
        version,
        pass,
        incoming,
    } = guest;
    let number = context.metrics.next_session();
    let line = Arc::new(Line::new(number, device, version, &context.limits));
    let _presence = Presence::new(context, &line);
    let heard = Heard::new();
    let hearing = hear(context, &line, &pass, &heard, incoming);
    let speaking = speak(context, &line, &heard, stream);
    tokio::pin!(hearing, speaking);
    tokio::select! {
        about = &mut hearing => {
            line.finish(about.farewell, about.refusal);
            // what was decided before the end is still told, for as long as it is being taken
            if tokio::time::timeout(context.limits.drain, speaking).await.is_err() {
                tracing::debug!(session = number, "it did not take its last answers in time");
            }
        }
        () = &mut speaking => {}
    }
}

/// The count of a session in the house, taken back however it ends.
struct Presence<'a> {
    context: &'a Context,
    line: &'a Arc<Line>,
}

impl<'a> Presence<'a> {
    fn new(context: &'a Context, line: &'a Arc<Line>) -> Self {
        context.metrics.sessions.inc();
        tracing::info!(session = line.number, device = %line.device, "session begins");
        Self { context, line }
    }
}

impl Drop for Presence<'_> {
    fn drop(&mut self) {
        self.line.hang_up();
        self.context.departed.add(self.line.number);
        self.context.metrics.sessions.dec();
        tracing::info!(session = self.line.number, "session ends");
    }
}

/// Listens until the other end leaves, breaks the rules, or the relay stops.
async fn hear(
    context: &Context,
    line: &Arc<Line>,
    pass: &Pass,
    heard: &Heard,
    mut incoming: Incoming<'_>,
) -> About {
    let in_flight = Arc::new(Semaphore::new(context.limits.in_flight_bytes_max));
    let mut stop = context.stop.clone();
    let mut room: Option<Room> = None;
    let mut whole_by = None; // who holds room for a frame may not take for ever to send it
    loop {
        let arrival = tokio::select! {
            biased;
            () = stopped(&mut stop) => {
                // what was read is still kept and told
                let all = context.limits.in_flight_bytes_max as u32;
                drop(room);
                drop(in_flight.acquire_many(all).await);
                let refusal = Some(Refusal::Stopping);
                return About { refusal, farewell: Farewell::Stopping };
            }
            arrival = next_by(&mut incoming, whole_by) => arrival,
        };
        heard.now();
        match arrival {
            Ok(Arrival::Announced(bytes)) => {
                let wait = pass.count(Instant::now());
                if !wait.is_zero() {
                    tokio::time::sleep(wait).await;
                }
                let Some(more) = make_room(context, &in_flight, bytes).await else {
                    return About {
                        refusal: Some(Refusal::Busy),
                        farewell: Farewell::Resume,
                    };
                };
                let now = tokio::time::Instant::now();
                whole_by.get_or_insert(now + context.limits.frame_deadline);
                room = Some(match room.take() {
                    Some(mut room) => {
                        room.session.merge(more.session);
                        room.shared.merge(more.shared);
                        room
                    }
                    None => more,
                });
            }
            Ok(Arrival::Message(message)) => {
                let Some(room) = room.take() else { continue };
                if let Err(about) = take(context, line, pass, &message, room).await {
                    return about;
                }
            }
            Ok(Arrival::Ping(body)) => line.pong(body),
            Ok(Arrival::Pong) => {}
            Ok(Arrival::Close) => {
                return About {
                    refusal: None,
                    farewell: Farewell::Echo,
                };
            }
            Err(end) => return end.into(),
        }
    }
}

/// What arrives next, if it does so in time.
async fn next_by(
    incoming: &mut Incoming<'_>,
    by: Option<tokio::time::Instant>,
) -> Result<Arrival, End> {
    match by {
        Some(by) => match tokio::time::timeout_at(by, incoming.next()).await {
            Ok(arrival) => arrival,
            Err(_) => Err(End::Late),
        },
        None => incoming.next().await,
    }
}

/// Waits for room for a frame of these bytes.
async fn make_room(context: &Context, in_flight: &Arc<Semaphore>, bytes: usize) -> Option<Room> {
    let cost = bytes.max(Limits::FRAME_FLOOR_BYTES);
    let session = acquire(in_flight, cost.min(context.limits.in_flight_bytes_max)).await?;
    let shared = acquire(&context.inbound, cost.min(context.limits.inbound_bytes_max)).await?;
    Some(Room { session, shared })
}

async fn acquire(semaphore: &Arc<Semaphore>, bytes: usize) -> Option<OwnedSemaphorePermit> {
    // nobody closes these semaphores: they end with their owner
    Arc::clone(semaphore)
        .acquire_many_owned(bytes as u32)
        .await
        .ok()
}

/// Takes one message: verifies what needs no memory of the dossier and hands it to the clerk.
async fn take(
    context: &Context,
    line: &Arc<Line>,
    pass: &Pass,
    message: &[u8],
    room: Room,
) -> Result<(), About> {
    let line = Arc::clone(line);
    let job = match Frame::decode(message) {
        Ok(Frame::Push { envelope }) => match seal::verify_envelope(&envelope) {
            Ok((_, header, hash)) => {
                let envelope = Box::new(Verified {
                    header,
                    hash,
                    bytes: envelope,
                });
                Job::Push {
                    line,
                    envelope,
                    room,
                }
            }
            Err(error) => {
                refuse_envelope(context, &line, &envelope, seal_refusal(&error), room);
                return Ok(());
            }
        },
        Ok(Frame::Entry { dossier, entry }) => Job::entry(line, dossier, entry, room),
        Ok(Frame::Found {
            dossier,
            entry,
            code,
        }) => Job::Entry {
            line,
            dossier,
            entry,
            code: Some(code),
            room,
        },
        Ok(Frame::Open {
            dossier,
            entries,
            vector,
        }) => Job::Open {
            line,
            dossier,
            entries,
            vector,
            room,
        },
        Ok(Frame::Signal {
            dossier,
            device,
            sealed,
        }) => {
            let signal = Signal {
                dossier,
                device,
                sealed,
            };
            signal.take(context, &line, pass, room);
            return Ok(());
        }
        Ok(Frame::Receipt {
            dossier,
            device,
            sealed,
        }) => {
            let receipt = Receipt {
                dossier,
                device,
                sealed,
            };
            let Some(job) = receipt.take(&context.metrics, line, pass, room) else {
                return Ok(());
            };
            job
        }
        Ok(
            Frame::Challenge { .. }
            | Frame::Hello { .. }
            | Frame::Welcome { .. }
            | Frame::EntryKept { .. }
            | Frame::Opened { .. }
            | Frame::CaughtUp { .. }
            | Frame::Kept { .. }
            | Frame::Deliver { .. }
            | Frame::ReceiptKept { .. }
            | Frame::Refused { .. },
        ) => {
            line.note_refusal(&context.metrics, Refusal::Malformed, message.len());
            return Err(About::policy(Refusal::Malformed));
        }
        Err(error) => {
            let refusal = decode_refusal(&error);
            line.note_refusal(&context.metrics, refusal, message.len());
            if refusal == Refusal::Unknown {
                // a newer program asks for something new: it may go on with what we both know
                line.answer(&about_nothing(refusal), Some(room.session));
                return Ok(());
            }
            return Err(About::policy(refusal));
        }
    };
    context.jobs.send(job).await.map_err(|_| About {
        refusal: Some(Refusal::Stopping),
        farewell: Farewell::Stopping,
    })
}

/// Refuses an envelope that does not verify, saying which it claims to be where that can be read.
fn refuse_envelope(context: &Context, line: &Line, envelope: &[u8], refusal: Refusal, room: Room) {
    line.note_refusal(&context.metrics, refusal, envelope.len());
    let header = Envelope::decode(envelope)
        .and_then(|envelope| envelope.decode_header())
        .ok();
    let frame = Frame::Refused {
        refusal,
        dossier: header.as_ref().map(|header| header.dossier),
        document: header.as_ref().map(|header| header.document),
        device: header.as_ref().map(|header| header.device),
        index: None,
    };
    line.answer(&frame, Some(room.session));
}

/// Writes what is put in the line until told to close, or until the other end takes nothing more.
async fn speak(context: &Context, line: &Arc<Line>, heard: &Heard, stream: &Stream) {
    let limits = &context.limits;
    let mut wake_at = tokio::time::Instant::now() + limits.ping_every;
    let mut asked: Option<u64> = None; // how often it had been heard when it was asked
    loop {
        match line.take() {
            Work::Write(mut frames, rooms) => {
                let written =
                    socket::write(stream, &context.metrics, &mut frames, limits.write_stall);
                if written.await.is_err() {
                    return;
                }
                drop(rooms);
            }
            Work::Close(mut frames) => {
                let stall = limits.handshake_deadline;
                let written = socket::write(stream, &context.metrics, &mut frames, stall);
                if let Err(error) = written.await {
                    tracing::debug!(session = line.number, %error, "the goodbye was not read");
                }
                return;
            }
            Work::Signal(mut frames) => {
                // While only signals wait, a session ends for its silence and not for its slowness;
                // what came meanwhile has as long to be taken as if it had come to a free socket.
                let mut was_due = false;
                let goes_on = || {
                    let is_late = was_due || heard.silence() >= limits.idle_close;
                    was_due = line.is_due();
                    !is_late
                };
                let (metrics, stall) = (&context.metrics, limits.write_stall);
                let written = socket::write_while(stream, metrics, &mut frames, stall, goes_on);
                if written.await.is_err() {
                    return;
                }
            }
            Work::Page(mut backlog) => tokio::select! {
                biased;
                () = line.changed() => line.put_back(Some(backlog)),
                room = Arc::clone(&context.pages).acquire_owned() => {
                    backlog.room = room.ok();
                    let page = Job::Page { line: Arc::clone(line), backlog };
                    if context.jobs.send(page).await.is_err() {
                        return;
                    }
                }
            },
            Work::Rest => tokio::select! {
                () = line.changed() => {}
                () = tokio::time::sleep_until(wake_at) => {
                    wake_at = tokio::time::Instant::now() + limits.ping_every;
                    let silence = heard.silence();
                    let answered = asked.is_none_or(|asked| heard.times() > asked);
                    if !answered {
                        if silence >= limits.idle_close {
                            line.finish(Farewell::Resume, None);
                        }
                    } else if silence >= limits.ping_every {
                        asked = Some(heard.times());
                        let mut ping = VecDeque::from([Outgoing::ping()]);
                        let stall = limits.write_stall;
                        let written = socket::write(stream, &context.metrics, &mut ping, stall);
                        if written.await.is_err() {
                            return;
                        }
                    }
                }
            },
        }
    }
}

/// Returns when the relay is told to stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // an error means that whoever could say so is gone: the relay is ending
    if stop.wait_for(|stop| *stop).await.is_err() {
        tracing::debug!("the relay ends without having been told");
    }
}
