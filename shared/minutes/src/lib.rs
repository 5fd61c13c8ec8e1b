//! The minutes document of a dossier: its minutas, each with its acuerdos, who was there and what was
//! looked at; how each was closed, and what became of its acuerdos in later ones.
//!
//! ```text
//! Minutes ── edit (MinutesEdit) ──► MinutesEdited { change, touched }   (to seal and send)
//!   ▲  ├──── act (Act) ───────────► (ActId, MinutesEdited)
//!   │  ├──── content() ───────────► Content ── sessions() ──► Session  (to show)
//!   │  └──── at(version) ─────────► Content                            (what a closing froze)
//!   └─────── merge ◄────────────── changes of others
//! ```
//!
//! A document of its own, so that only who may write minutas is given it. Two devices that hold the
//! same changes show the same minutas, whatever order the changes came in.
//!
//! What a minuta says is written in two ways. *Parts* (the minuta itself, its acuerdos, its people,
//! its lists) are written in by several: texts merge, short values written at once are both kept
//! until somebody chooses. *Acts* (closing, reopening, what became of an acuerdo, why a count is
//! right) are written once and never changed.
//!
//! This room must never know files, the clock, the network, serialisation formats or who a person
//! is: time and dice are arguments, an author is 32 opaque bytes. Of the matrix it knows names
//! (lines, indicators, fields, versions) and never what the cells say now. Bytes of others are
//! hostile until proven otherwise: nothing here panics on them, and a refused merge leaves the
//! document as it was. Read [`Minutes`] first, then [`MinutesEdit`], [`Act`] and [`Content`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod about;
mod act;
mod content;
mod edit;
mod error;
mod field;
mod id;
pub mod limits;
mod minutes;
mod part;
mod said;
mod schema;
mod session;

pub use about::About;
pub use act::{Act, ActData, AgreementState, Counted, Subject};
pub use content::Content;
pub use edit::MinutesEdit;
pub use error::EditError;
pub use field::{Field, FieldKind, PartKind};
pub use id::{ActId, MinutesId, PartId};
pub use minutes::{Minutes, MinutesEdited};
pub use part::{Part, Removal, Side, Value};
pub use said::{Counts, SaidCount, said_counts};
pub use schema::SCHEMA_VERSION;
pub use session::{Closing, FollowUps, Session};
