//! What is said about a matrix: threads of comments anchored to a row and a field, with who wrote
//! them and whether they are closed, as a document beside the matrix's.
//!
//! ```text
//! Review ── edit (ReviewEdit) ──► ReviewEdited { change, touched }   (to seal and send)
//!   ▲  └─── comments() ─────────► CommentData                        (to show)
//!   └────── merge ◄────────────── changes of others
//! ```
//!
//! A document of its own, so that whoever may only comment can be given only that. Two devices that
//! hold the same changes show the same discussion, whatever order the changes came in.
//!
//! This room must never know files, the clock, the network, serialisation formats or who a person
//! is: time and dice are arguments, an author is 32 opaque bytes. Of the matrix it knows names
//! (lines, indicators, fields) and never what the cells say now. Bytes of others are hostile until
//! proven otherwise: nothing here panics on them, and a refused merge leaves the document as it was.
//! Read [`Review`] first, then [`ReviewEdit`] and [`CommentData`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod act;
mod agreement;
mod comment;
mod error;
mod id;
pub mod limits;
mod record;
mod review;
mod schema;

mod thread;

pub use act::{Act, ActData, LineState, Outcome, Subject, Verdict};
pub use agreement::{Agreement, Consultation, Rank, Suggestion, Window};
pub use comment::{Anchor, CommentData, Credit, ReviewEdit, ReviewEdited, ReviewTouched};
pub use error::EditError;
pub use id::{ActId, CommentId, ThreadId};
pub use review::Review;
pub use schema::SCHEMA_VERSION;
