//! One WebSocket to one relay: a task that dials, then carries frames both ways. It knows nothing
//! of what the frames mean; both of its queues are bounded, so a slow side slows only itself.

use std::time::Duration;

use contract::Code;
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use wire::{Frame, limits};

use crate::desk::Input;
use crate::dial::{self, Network};

/// Frames waiting to leave for one relay; past it the connection is dropped and resumes by vector.
pub(crate) const OUTGOING_FRAMES_MAX: usize = 1_024;
/// How long dialing may take, in milliseconds.
const DIAL_MS_MAX: u64 = 8_000;
/// A ping goes out after this long without sending, in milliseconds.
const PING_EVERY_MS: u64 = 25_000;
/// Without a sign of the relay for this long, in milliseconds, the connection counts as lost.
const SILENCE_MS_MAX: u64 = 75_000;

/// What a socket tells the desk.
#[derive(Debug)]
pub(crate) enum SocketEvent {
    /// The socket is open.
    Dialed,
    /// A frame arrived.
    Frame(Frame),
    /// The socket could not be opened, and what a person is told. Nothing follows.
    Unreached(Code),
    /// The socket closed. Nothing follows.
    Lost,
}

/// Dials `url` and carries frames until either side ends. `generation` tells the desk which of its
/// sockets speaks, so that the last words of an old one are not taken for the new one's.
pub(crate) async fn carry(
    network: Network,
    url: String,
    generation: u64,
    mut outgoing: mpsc::Receiver<Vec<u8>>,
    desk: mpsc::Sender<Input>,
) {
    let event = match run(&network, &url, generation, &mut outgoing, &desk).await {
        Ok(()) => SocketEvent::Lost,
        Err(code) => SocketEvent::Unreached(code),
    };
    let lost = Input::Socket {
        url,
        generation,
        event,
    };
    if desk.send(lost).await.is_err() {
        tracing::debug!("the engine closed before its socket");
    }
}

/// Answers what a person is told, if there was no socket at all.
async fn run(
    network: &Network,
    url: &str,
    generation: u64,
    outgoing: &mut mpsc::Receiver<Vec<u8>>,
    desk: &mpsc::Sender<Input>,
) -> Result<(), Code> {
    let config = WebSocketConfig::default()
        .max_message_size(Some(limits::FRAME_BYTES_MAX))
        .max_frame_size(Some(limits::FRAME_BYTES_MAX))
        .read_buffer_size(16 * 1_024);
    let address = format!("{}/socket", url.trim_end_matches('/'));
    let dial = dial::dial(network, &address, config);
    let socket = match tokio::time::timeout(Duration::from_millis(DIAL_MS_MAX), dial).await {
        Ok(Ok(socket)) => socket,
        Ok(Err(error)) => {
            tracing::info!(%error, "the relay was not reached");
            return Err(error.code());
        }
        Err(_) => {
            tracing::info!("the relay took too long to answer");
            return Err(Code::RelayUnreachable);
        }
    };
    let tell = |event| Input::Socket {
        url: url.to_owned(),
        generation,
        event,
    };
    if desk.send(tell(SocketEvent::Dialed)).await.is_err() {
        return Ok(());
    }
    let (mut sink, mut stream) = socket.split();
    let mut last_heard = tokio::time::Instant::now();
    let mut ping = tokio::time::interval(Duration::from_millis(PING_EVERY_MS));
    ping.tick().await;
    loop {
        tokio::select! {
            frame = outgoing.recv() => {
                let Some(frame) = frame else { break };
                if sink.feed(Message::Binary(frame.into())).await.is_err() {
                    break;
                }
                // What is already queued leaves in the same packet.
                while let Ok(frame) = outgoing.try_recv() {
                    if sink.feed(Message::Binary(frame.into())).await.is_err() {
                        return Ok(());
                    }
                }
                if sink.flush().await.is_err() {
                    break;
                }
            }
            message = stream.next() => {
                last_heard = tokio::time::Instant::now();
                match message {
                    Some(Ok(Message::Binary(bytes))) => match Frame::decode(&bytes) {
                        Ok(frame) => {
                            if desk.send(tell(SocketEvent::Frame(frame))).await.is_err() {
                                return Ok(());
                            }
                        }
                        Err(error) => tracing::warn!(%error, "the relay sent something unreadable; ignored"),
                    },
                    Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Text(_) | Message::Frame(_))) => {}
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                }
            }
            _ = ping.tick() => {
                if last_heard.elapsed() > Duration::from_millis(SILENCE_MS_MAX) {
                    break;
                }
                if sink.send(Message::Ping(Vec::new().into())).await.is_err() {
                    break;
                }
            }
        }
    }
    if let Err(error) = sink.close().await {
        tracing::debug!(%error, "closing a socket");
    }
    Ok(())
}
