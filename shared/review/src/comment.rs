//! What goes in and out of the discussion: edits, and comments as they are shown.

use std::collections::BTreeSet;

use document::{Author, Version};
use model::{IndicatorId, LineId};

use crate::{ActId, CommentId, ThreadId};

/// An edit of the review document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "made one at a time, and not kept"
)]
pub enum ReviewEdit {
    /// A comment: in a thread, or beginning one.
    Comment {
        /// The thread it answers in; its place is then that of the thread.
        thread: Option<ThreadId>,
        /// The line it is about.
        line: LineId,
        /// The indicator, if it is about one.
        indicator: Option<IndicatorId>,
        /// Name of the field, "" for the whole row.
        field: String,
        /// What the cell said.
        quote: String,
        /// The comment.
        text: String,
        /// Whom the file it was imported from names.
        credit: Option<Credit>,
        /// To whom it speaks.
        mentions: Vec<Author>,
        /// Never exported unless asked. Only the comment that begins a thread says so.
        internal: bool,
        /// The words it is about. Only the comment that begins a thread says so.
        anchor: Option<Anchor>,
    },
    /// Closes a thread or opens it again.
    Resolve {
        /// The thread.
        thread: ThreadId,
        /// Whether it is resolved.
        resolved: bool,
    },
}

/// An edit of the review document that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewEdited {
    /// The change, as a chunk to store and send.
    pub change: Vec<u8>,
    /// Its hash.
    pub hash: [u8; 32],
    /// The version after it.
    pub version: Version,
    /// What is to be shown anew.
    pub touched: ReviewTouched,
}

/// What an edit or a merge changed in the comments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewTouched {
    /// Comments that are new or read differently.
    pub comments: BTreeSet<CommentId>,
    /// Acts that are new.
    pub acts: BTreeSet<ActId>,
}

/// Who wrote something that came out of a file, as the file says. Whoever imported it is the author
/// of the change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credit {
    /// Their name.
    pub author: String,
    /// When, in unix milliseconds, if the file says.
    pub at_ms: Option<u64>,
}

/// Words of a text, by names of places that go on naming them while others write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Where they begin, as `Matrix::cursor` names it.
    pub from: String,
    /// Where they end.
    pub to: String,
    /// The version of the matrix in which they were chosen.
    pub base: Version,
}

/// A comment as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentData {
    /// It.
    pub comment: CommentId,
    /// Its thread.
    pub thread: ThreadId,
    /// Who wrote it; who imported it, for an imported one.
    pub author: Author,
    /// Whom the file it was imported from names.
    pub credit: Option<Credit>,
    /// When, by the author's clock.
    pub at_ms: u64,
    /// The line it is about.
    pub line: LineId,
    /// The indicator, if it is about one.
    pub indicator: Option<IndicatorId>,
    /// Name of the field.
    pub field: String,
    /// What the cell said when the thread began.
    pub quote: String,
    /// The comment.
    pub text: String,
    /// To whom it speaks.
    pub mentions: Vec<Author>,
    /// Whether the thread is resolved.
    pub resolved: bool,
    /// Whether the thread is never exported unless asked.
    pub internal: bool,
    /// The words the thread is about.
    pub anchor: Option<Anchor>,
}

impl CommentData {
    /// When it was written: as its file says, or as its author's clock did.
    pub fn written_ms(&self) -> u64 {
        let dated = self.credit.as_ref().and_then(|credit| credit.at_ms);
        dated.unwrap_or(self.at_ms)
    }
}
