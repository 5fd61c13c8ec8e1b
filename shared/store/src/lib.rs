//! Bytes on disk: one SQLite file in a folder held by one process, written by one connection.
//!
//! This room must never know what a blob means: not automerge, not keys, not the wire. It keeps
//! three promises: a commit is all there or not there at all; what was acknowledged survives a kill
//! and a power cut; an index of a device's series that anybody may have seen is never issued again.
//! Read [`Store`] first, then [`Write`]. [`sqlite`] is the only door to SQLite of the whole project.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod beside;
mod copy;
mod error;
mod folder;
mod read;
mod restore;
mod schema;
pub mod sqlite;
mod store;
mod verify;
mod write;

pub use copy::Copier;
pub use error::{Refusal, StoreError};
pub use folder::{
    DATABASE_FILE, DEVICE_KEY_FILE, FolderLock, LOCK_FILE, read_device_key, write_device_key,
};
pub use read::{
    Ack, Arrival, ChunkRecord, ChunkWeight, DossierRecord, EntryRecord, EnvelopeRecord,
    ReceiptRecord, SeriesTail,
};
pub use restore::{Restoring, finish_restoring};
pub use schema::USER_VERSION;
pub use store::Store;
pub use verify::Report;
pub use write::{RepackedEnvelope, Write};
