//! What a dossier means: the matrix of action lines, as a document with typed edits, rows kept ready
//! to show, conflicts with their authors, and a guard that no merge passes off a numeral nobody wrote.
//!
//! ```text
//! Draft ── Matrix::found ──► Matrix ── edit ──► Edited { change, touched }   (to seal and send)
//!                              ▲  └── rows()  ──► RowView                    (to show)
//!          changes of others ──┴─ merge ──► Touched
//!          own changes of a step ─ undo ──► Undone { edited, kept }          (one more edit)
//! ```
//!
//! Two devices that hold the same changes show the same rows, the same conflicts and the same texts
//! to decide, whatever order the changes came in: everything but "mine" before "theirs" is a pure
//! function of the document.
//!
//! This room must never know files, the clock, the network, serialisation formats or who a person
//! is: time and dice are arguments, an author is 32 opaque bytes. Bytes of others are hostile until
//! proven otherwise: nothing here panics on them, and a refused merge leaves the document as it was.
//! Read [`Matrix`] first, then [`MatrixEdit`] and [`RowView`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod draft;
mod edit;
mod error;
mod field;
mod history;
mod id;
pub mod limits;
mod matrix;
mod row;
mod undo;

mod catalogue;
mod cell;
mod founding;
mod guard;
mod heading;
mod lineage;
mod normal;
mod outline;
mod places;
mod reader;
mod schema;
mod sequence;
mod shared;
mod table;
mod units;

pub use document::{
    Author, ChunkError, CommitError, Dice, IdError, LoadError, MergeError, PackError,
    SnapshotError, Tree, Version, change_hashes,
};
pub use draft::{Draft, DraftHeading, DraftRow};
pub use edit::{MatrixEdit, SetEdit, TextChange};
pub use error::EditError;
pub use field::{Field, FieldError, FieldKind, Level};
pub use history::{
    Blame, Difference, DifferenceKind, Hand, Moment, Overruled, PastMatrix, PastValue, Via,
};
pub use id::{HeadingId, IndicatorId, LineId};
pub use matrix::{Edited, LastEdit, Matrix, Touched};
pub use normal::understood;
pub use row::{
    Baseline, Conflict, ConflictValue, FormulaParts, HeadingView, MovedTwice, Normalized, Place,
    PlaceChoice, Quantity, RetiredAndEdited, RowHeading, RowKey, RowView, Side, Silenced, ToDecide,
    ToDecideKind,
};
pub use schema::SCHEMA_VERSION;
pub use sequence::longest_rising;
pub use shared::{Doubt, SharedText};
pub use undo::Undone;
