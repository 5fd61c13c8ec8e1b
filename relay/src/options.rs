//! What whoever runs a relay decides: where it keeps things, where it listens, and its limits.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::archive::Database;
use crate::founding::Create;
use crate::tls::TlsFiles;

/// How to run a relay.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of this relay's database; made if it is not there. One relay at a time. Not used
    /// with `database`.
    pub data: PathBuf,
    /// A database that this relay shares with others, instead of a folder of its own.
    pub database: Option<Database>,
    /// Where to listen. Port 0 asks the system for a free one.
    pub listen: SocketAddr,
    /// What is allowed to whom.
    pub limits: Limits,
    /// The certificate under which it speaks TLS. Plain without it.
    pub tls: Option<TlsFiles>,
    /// The proxies before it: of these addresses and no others it believes the last hop of
    /// `X-Forwarded-For`, for the limits by address.
    pub trusted_proxies: Vec<IpAddr>,
    /// Who may found a dossier.
    pub create: Create,
}

impl Options {
    /// A relay with the ordinary limits.
    pub fn new(data: impl Into<PathBuf>, listen: SocketAddr) -> Self {
        Self {
            data: data.into(),
            database: None,
            listen,
            limits: Limits::default(),
            tls: None,
            trusted_proxies: Vec::new(),
            create: Create::Open,
        }
    }

    /// One of several relays on a database, with the ordinary limits.
    pub fn on(database: Database, listen: SocketAddr) -> Self {
        Self {
            database: Some(database),
            ..Self::new(PathBuf::new(), listen)
        }
    }
}

/// Every limit of the relay that can be turned. A value equal to its limit is accepted.
///
/// The limits of frames, envelopes and entries are not here: both sides must agree on those, so
/// they live in [`wire::limits`].
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at once, of everybody.
    pub connections_max: usize,
    /// Connections at once from one address (one /64 of IPv6).
    pub connections_per_address_max: usize,
    /// Whether this computer's own address is held to the limits by address. It is not by default:
    /// behind a proxy that ends TLS everybody comes from there; see [`Options::trusted_proxies`].
    pub limit_loopback: bool,
    /// Sessions at once of one device.
    pub sessions_per_device_max: u32,
    /// For the handshake of TLS, before anything else is heard.
    pub tls_deadline: Duration,
    /// For a request to arrive whole, and for its answer.
    pub http_deadline: Duration,
    /// For a device to prove who it is.
    pub handshake_deadline: Duration,
    /// For a frame to arrive whole once it has begun.
    pub frame_deadline: Duration,
    /// Failed proofs an address may make in a row; it recovers one per second.
    pub failed_proofs_burst: u32,
    /// Frames per second of one device, all its sessions together. Above it the socket is simply
    /// read more slowly, so that an honest burst arrives late instead of never.
    pub frames_per_second: u32,
    /// Frames a device may send at once after having been quiet.
    pub frames_burst: u32,
    /// Signals per second of one device, all its sessions together. Above it they are dropped.
    pub signals_per_second: u32,
    /// Signals a device may send at once after having been quiet.
    pub signals_burst: u32,
    /// Receipts per second of one device, all its sessions together. Above it they are refused, and
    /// the device says it again later.
    pub receipts_per_second: u32,
    /// Receipts a device may send at once after having been quiet: one for each of its dossiers.
    pub receipts_burst: u32,
    /// Bytes of a session that wait for their commit and acknowledgement. Each frame counts as
    /// [`Limits::FRAME_FLOOR_BYTES`] at least.
    pub in_flight_bytes_max: usize,
    /// Bytes read from all sessions that wait for their commit.
    pub inbound_bytes_max: usize,
    /// Frames waiting for one subscriber. One more and it is cut; it resumes by its vector.
    pub queue_frames_max: usize,
    /// Bytes waiting for one subscriber.
    pub queue_bytes_max: usize,
    /// Signals and receipts waiting for one subscriber, at most one of each from each device and
    /// dossier. One more and the oldest signal is dropped, or the oldest receipt.
    pub queue_signals_max: usize,
    /// Pages of backlog in memory, of all sessions.
    pub pages_max: usize,
    /// Dossiers one session may have open.
    pub dossiers_per_session_max: usize,
    /// Dossiers the relay keeps.
    pub dossiers_max: u64,
    /// Envelopes and entries of one dossier, in bytes.
    pub dossier_bytes_max: u64,
    /// Memory for what is known of the dossiers in use, in bytes; the least used go first.
    pub loaded_bytes_max: usize,
    /// How often a quiet session is asked whether it is there.
    pub ping_every: Duration,
    /// How long a session may say nothing.
    pub idle_close: Duration,
    /// How long a socket may take no bytes while there are some for it.
    pub write_stall: Duration,
    /// How long a stop waits for what is under way.
    pub drain: Duration,
    /// Threads for the sockets.
    pub workers: usize,
}

impl Limits {
    /// What the smallest frame counts for in [`Limits::in_flight_bytes_max`]: 4 MiB are 256 frames.
    pub const FRAME_FLOOR_BYTES: usize = 16 * 1024;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 5_000,
            connections_per_address_max: 20,
            limit_loopback: false,
            sessions_per_device_max: 8,
            tls_deadline: Duration::from_secs(5),
            http_deadline: Duration::from_secs(5),
            handshake_deadline: Duration::from_secs(5),
            frame_deadline: Duration::from_mins(2),
            failed_proofs_burst: 5,
            frames_per_second: 200,
            frames_burst: 2_000,
            signals_per_second: 10,
            signals_burst: 30,
            receipts_per_second: 10,
            receipts_burst: 200,
            in_flight_bytes_max: 4 * 1024 * 1024,
            inbound_bytes_max: 64 * 1024 * 1024,
            queue_frames_max: 256,
            queue_bytes_max: 4 * 1024 * 1024,
            queue_signals_max: 64,
            pages_max: 256,
            dossiers_per_session_max: 1_024,
            dossiers_max: 100_000,
            dossier_bytes_max: 256 * 1024 * 1024,
            loaded_bytes_max: 4 * 1024 * 1024,
            ping_every: Duration::from_secs(30),
            idle_close: Duration::from_secs(90),
            write_stall: Duration::from_secs(20),
            drain: Duration::from_secs(10),
            workers: 2,
        }
    }
}
