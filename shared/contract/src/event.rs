//! What the shell tells the screen unasked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    BackupProgress, CommentView, CountedView, DossierStatus, HeadingView, MemberView, MinutaView,
    NoticeView, PresenceView, Problem, ReceiptsView, ReviewView, Row, TextUpdate,
};

/// A change of what a window may be showing. Everything in it is already on this disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum Event {
    /// Rows of an open dossier changed. `order` lists every row ("line" or "line:indicator") when
    /// rows were added, moved or renumbered; rows not in it are gone from view.
    Rows {
        /// Dossier.
        dossier: String,
        /// Rows that changed, whole.
        rows: Vec<Row>,
        /// New order, if it changed.
        order: Option<Vec<String>>,
        /// Version of the matrix these rows are of: `base` of the next editor opened.
        version: String,
        /// Whether another device's edits are among the causes.
        foreign: bool,
    },
    /// The catalogue of headings changed; all of it.
    Headings {
        /// Dossier.
        dossier: String,
        /// Levels in use, outermost first.
        levels: Vec<String>,
        /// The catalogue, in order.
        headings: Vec<HeadingView>,
    },
    /// A text opened for writing changed, by its own editor or elsewhere.
    Text {
        /// The opened text.
        #[ts(type = "number")]
        session: u64,
        /// Updates the text had before these.
        from: u32,
        /// The updates.
        updates: Vec<TextUpdate>,
    },
    /// What the next undo and redo would be called.
    Undo {
        /// Dossier.
        dossier: String,
        /// The step that can be undone.
        undo: Option<String>,
        /// The step that can be done again.
        redo: Option<String>,
    },
    /// Who has the dossier open now on other computers; all of them.
    Presence {
        /// Dossier.
        dossier: String,
        /// The people.
        people: Vec<PresenceView>,
    },
    /// Comments came or read differently; a comment never goes.
    Comments {
        /// Dossier.
        dossier: String,
        /// Those, oldest first.
        comments: Vec<CommentView>,
    },
    /// The review changed; whole.
    Review {
        /// Dossier.
        dossier: String,
        /// The review.
        review: ReviewView,
    },
    /// Minutas changed.
    Minutes {
        /// Dossier.
        dossier: String,
        /// Those that read differently, whole.
        changed: Vec<MinutaView>,
        /// Identifiers of all of them, oldest day first.
        order: Vec<String>,
        /// What the matrix counts now.
        counted: CountedView,
    },
    /// What is for this person's eyes changed; all of it.
    Notices {
        /// Dossier.
        dossier: String,
        /// Notices, newest first.
        notices: Vec<NoticeView>,
    },
    /// The person clicked a notification of the system: what is for their eyes is to be shown.
    ShowNotices {
        /// Dossier.
        dossier: String,
    },
    /// How a dossier stands changed.
    Status {
        /// The status.
        status: DossierStatus,
    },
    /// The people of a dossier changed.
    Members {
        /// Dossier.
        dossier: String,
        /// Everybody.
        members: Vec<MemberView>,
    },
    /// Where everything written here is by now, or who has seen it, changed; all of it. Told from the
    /// first time it was asked for.
    Receipts {
        /// Dossier.
        dossier: String,
        /// Who has what.
        receipts: ReceiptsView,
    },
    /// Edits of others arrived after a time without connection.
    Away {
        /// Dossier.
        dossier: String,
        /// What changed, by row.
        items: Vec<AwayItem>,
    },
    /// The list of dossiers changed.
    Dossiers,
    /// The system handed a file over, to be imported: it was dropped on the window.
    FileGiven,
    /// The backup that was due could not be made (`Some`; it is tried again), or was made (`None`).
    Backup {
        /// What happened.
        problem: Option<Problem>,
    },
    /// How far the making of a backup has come.
    BackupProgress {
        /// How far.
        progress: BackupProgress,
    },
    /// The store stopped accepting writes (`Some`) or recovered (`None`).
    Disk {
        /// What happened.
        problem: Option<Problem>,
    },
}

/// What happened to a cell while this device was without connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum AwayKind {
    /// Somebody changed it.
    Changed,
    /// Both changed it and the texts were merged.
    Merged,
    /// It waits for a decision.
    ToDecide,
    /// A comment arrived.
    Comment,
    /// The row is new.
    Added,
    /// The row was retired.
    Retired,
    /// The row was restored.
    Restored,
}

/// A line of "mientras estabas sin conexión".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AwayItem {
    /// Number of the row, if active.
    pub row: Option<u32>,
    /// Action line (UUID).
    pub line: String,
    /// Indicator (UUID), if any.
    pub indicator: Option<String>,
    /// Field; "" for the whole row.
    pub field: String,
    /// What happened.
    pub kind: AwayKind,
    /// Who did it, where it is known.
    pub author: String,
    /// What the cell said before.
    pub before: String,
    /// What it says now.
    pub after: String,
}
