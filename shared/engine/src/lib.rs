//! Runs replicas on a real computer: one loop that owns the store and every replica, one socket per
//! relay. The window and the command line are two faces of this room.
//!
//! The loop takes what has come in (calls, frames, ticks), lets the replicas answer with steps,
//! commits all steps of the round in one transaction with sync, and only then replies, sends and
//! shows: persist, then tell anyone. If the commit fails, nobody is told, the replicas concerned are
//! forgotten and read again from the disk.
//!
//! This room must never know Tauri nor write SQL. Read [`Engine`] first, then `desk`.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod act;
mod annex;
mod arrivals;
mod away;
mod backups;
mod calls;
mod comparing;
mod consolidation;
mod desk;
mod dial;
mod digest;
mod disk;
mod documents;
mod findings;
mod history;
mod ids;
mod importing;
mod links;
mod minutes;
mod names;
mod packages;
mod people;
mod presence;
mod receipts;
mod restoring;
mod review;
mod screen;
mod settings;
mod shelf;
mod socket;
mod spans;
mod splices;
mod texts;
mod transfer;
mod trouble;
mod undo;
mod verify;
mod why;
mod work;
mod writing;

pub use backups::{BackupProtection, BackupTarget};
pub use calls::Engine;
pub use desk::EngineOptions;
pub use dial::Network;
pub use documents::DossierDocument;
pub use importing::{ImportFile, ImportReading};
pub use packages::{PACKAGE_BYTES_MAX, PACKAGE_ENDING, Package};
pub use restoring::{inspect_backup, moment_in_words, restore_backup};
pub use verify::Printer;
