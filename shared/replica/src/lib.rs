//! The machine of one dossier on one device, without any input or output of its own: told what
//! happened (an edit, a frame, a lost connection), with time and dice as arguments, it answers with
//! a [`Step`]: what must be committed to disk, and what may be told or sent only afterwards.
//!
//! This room must never know tokio, SQLite, Tauri or the clock. Read [`Replica`] first, then
//! [`Step`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod edit;
mod founding;
mod link;
mod members;
mod outbox;
mod packages;
mod presence;
mod receipts;
mod receive;
mod replica;
mod session;
mod step;
mod taking_back;

pub use edit::{EditProblem, KeptCell, UndoneStep};
pub use founding::{Found, FoundNote, FoundProposal, FoundSuggestion};
pub use link::{
    BACKOFF_FIRST_MS, BACKOFF_MAX_MS, HANDSHAKE_MS_MAX, Link, LinkEffect, LinkInput,
    PROTOCOL_VERSION_NEWEST, PROTOCOL_VERSION_OLDEST,
};
pub use packages::{Lacks, Stretch, Unpacked, Unpacking};
pub use replica::{LoadProblem, Replica, Saved, SavedOwn, SavedTail};
pub use step::{Effect, Record, Report, Step};
pub use taking_back::TAKEN_BYTES_MAX;
