//! What the screen and the shell, and a script and the command line, say to each other: the views
//! of a dossier, commands' arguments and answers, events, and problems in words.
//!
//! This room must never know the model, the wire, SQLite or Tauri. These are the only types that
//! become JSON; the TypeScript in `bindings/` is made from them and committed. Read [`MatrixView`]
//! first.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod event;
mod person;
mod problem;
mod review;
mod status;
mod view;

pub use event::{AwayItem, AwayKind, Event};
pub use person::{Invitation, Me, MemberView, RoleName, Start};
pub use problem::{Code, Problem};
pub use review::CommentView;
pub use status::{
    DossierState, DossierStatus, DossierSummary, ImportReport, OpenedDossier, SyncReport,
};
pub use view::{
    BaselineView, Conflict, ConflictValue, EditReceipt, Heading, MatrixView, NormalizedView,
    Quantity, Row, ToDecide, ToDecideKind,
};
