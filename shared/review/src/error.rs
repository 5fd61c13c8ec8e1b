//! Why an edit is not made.

use document::CommitError;

use crate::{ActId, CommentId, ThreadId};

/// An edit that cannot be made. The document is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The document's first change has not arrived.
    #[error("the document has not arrived yet")]
    NotFounded,
    /// No such thread.
    #[error("no thread {0}")]
    ThreadUnknown(ThreadId),
    /// No such comment.
    #[error("no comment {0}")]
    CommentUnknown(CommentId),
    /// No such suggestion, consultation or window.
    #[error("no act {0}")]
    ActUnknown(ActId),
    /// Somebody of that rank may not do that.
    #[error("not allowed")]
    NotAllowed,
    /// The text is too long.
    #[error("text of {units} UTF-16 units; at most {units_max}")]
    TextTooLong {
        /// Its length.
        units: usize,
        /// The limit.
        units_max: usize,
    },
    /// The document holds as many as it may.
    #[error("too many {what}; at most {count_max}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The limit.
        count_max: usize,
    },
    /// The document refused the edit, or is damaged.
    #[error(transparent)]
    Document(#[from] CommitError),
}
