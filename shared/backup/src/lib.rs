//! One file that holds everything of a data folder: made, read back before it counts, and opened
//! again. Its parts are a database and a device key, and what they mean is not known here.
//!
//! The file: sixteen letters that say what it is; the version of the format; how it is protected;
//! then one stream, as it is or in sealed pieces: a manifest, its digest, and each part deflated. A
//! part has no name of its own, so that no file can say where it wants to be written.
//!
//! This room must never know what its parts mean, a clock or a network. Read [`write`] first, then [`Backup`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod error;
mod header;
pub mod limits;
mod lock;
mod manifest;
mod read;
mod stream;
mod write;

pub use error::BackupError;
pub use lock::Lock;
pub use manifest::{DossierLine, Facts, Manifest, PartRecord};
pub use read::{Backup, Opening, is_backup, is_protected};
pub use write::{Contents, ENDING, write};

/// Dice of whoever calls.
pub type Dice<'a> = dyn FnMut(&mut [u8]) + 'a;
/// Told how much is done of how much, in bytes.
pub type Progress<'a> = dyn FnMut(u64, u64) + 'a;
