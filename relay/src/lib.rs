//! The blind post office: keeps the sealed envelopes of a dossier's devices and hands them on.
//!
//! It checks who may send what (signature, membership, role, size, index, quota), commits, and only
//! then acknowledges and forwards. This room must never know model, automerge, or any key that
//! opens a dossier: what it keeps it cannot read. What it does learn are device and dossier ids,
//! roles, sizes and times; run it where that may be known.
//!
//! It keeps a file of its own, or shares a PostgreSQL database with other relays ([`Database`]): any
//! of them will do for any device.
//!
//! It speaks HTTP and WebSocket, under TLS when it is given a certificate ([`TlsFiles`]) and plain
//! when a proxy before it ends TLS. Raise the system's limit of open files above
//! [`Limits::connections_max`].
//!
//! Read [`Options`] and [`start`] first. Inside, one frame goes `framing` (bytes) → `session`
//! (proof, signature) → `clerk` (one thread, one transaction for all that has arrived) → `ledger`
//! (decisions) and `archive` (tables; with `neighbours`, where several relays share them) → `line` (what waits for a device) → `socket`. A signal goes `session` → `signals` → `line`, past
//! the clerk: nobody keeps it.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod admin;
mod archive;
mod backlog;
mod clerk;
mod door;
mod founding;
mod framing;
mod heard;
mod http;
mod ledger;
mod line;
mod metrics;
mod neighbours;
mod notice;
mod options;
mod rate;
mod receipts;
mod server;
mod session;
mod signals;
mod socket;
mod stream;
mod subscribers;
mod tls;

pub use admin::{Admin, AdminError, DossierLine, Status};
pub use archive::{ArchiveError, Database, DatabaseError, PostgresError};
pub use founding::{Create, CreateError};
pub use options::{Limits, Options};
pub use server::{ReloadError, Running, StartError, start};
pub use tls::{TlsError, TlsFiles};
