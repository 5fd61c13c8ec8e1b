//! Comments beside cells.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One comment of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CommentView {
    /// Identifier of the comment (UUID).
    pub comment: String,
    /// Identifier of its thread (UUID).
    pub thread: String,
    /// Name of the author; for imported notes, the name in the file.
    pub author: String,
    /// When it was written (RFC 3339), by the author's clock.
    pub at: String,
    /// Number of the row now; `null` when the row is retired.
    pub row: Option<u32>,
    /// Identifier of the action line (UUID).
    pub line: String,
    /// Identifier of the indicator (UUID), if the thread is about one.
    pub indicator: Option<String>,
    /// Name of the field.
    pub field: String,
    /// What the cell said when the thread began.
    pub quote: String,
    /// The comment.
    pub text: String,
    /// Whether the thread is resolved.
    pub resolved: bool,
}
