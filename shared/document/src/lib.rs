//! The plumbing of a dossier's documents: an Automerge document with its author, who had seen what,
//! what it says now or at an earlier version, and the few writes an edit is turned into.
//!
//! ```text
//! NewMap ── found ──► Document ── commit ([Write]) ──► Committed { change, hash }
//!                       ▲   └── View { at } ──► Record, Register   (to read)
//!   changes of others ──┴─ merge ──► what could be applied         (or nothing changed)
//! ```
//!
//! This room must never know what a document means: no field, row or comment, nor what two people
//! who wrote at once should be asked. Nor files, the clock, the network, serialisation formats or who
//! a person is: time and dice are arguments, an author is 32 opaque bytes. Bytes of others are
//! hostile until proven otherwise: nothing here panics on them, and a refused merge leaves the
//! document as it was. What reads content goes through [`Document::guarded`], and all keys are the
//! rooms' above. Read [`Document`] first, then [`View`] and [`Write`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod commit;
mod document;
mod error;
mod id;
pub mod limits;
mod map;
pub mod order;
mod tree;
mod view;
pub mod words;

mod chunk;
mod dag;

pub use chunk::{ENCODING, change_hashes};
pub use commit::{Committed, Write, put, put_in};
pub use dag::{Ancestors, Dag};
pub use document::{Document, Stamp, at_ms_of, author_from};
pub use error::{ChunkError, CommitError, LoadError, MergeError, PackError, SnapshotError};
pub use id::{Author, Dice, IdError, Version, parse_hash, parse_uuid, random_uuid};
pub use map::NewMap;
pub use tree::Tree;
pub use uuid::Uuid;
pub use view::{Record, Register, View, printed};
