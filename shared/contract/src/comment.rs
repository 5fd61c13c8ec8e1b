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
    /// Whether it came out of a file, which names its author.
    #[serde(default)]
    pub imported: bool,
    /// The author's device; "" for imported notes.
    #[serde(default)]
    pub device: String,
    /// Whether it is one's own.
    #[serde(default)]
    pub mine: bool,
    /// When it was written (RFC 3339), by the author's clock, or as its file says.
    pub at: String,
    /// When it was written anew, if it was.
    #[serde(default)]
    pub edited: Option<String>,
    /// Whether its author took it back; its text is then "".
    #[serde(default)]
    pub withdrawn: bool,
    /// Number of the row now; `null` when the row is retired.
    pub row: Option<u32>,
    /// Identifier of the action line (UUID), where it stands now.
    pub line: String,
    /// Identifier of the indicator (UUID), if the thread is about one.
    pub indicator: Option<String>,
    /// Name of the field.
    pub field: String,
    /// What the cell said when the thread began, or the words it is about.
    pub quote: String,
    /// The words it is about, where it is about some; the same for every comment of a thread.
    #[serde(default)]
    pub anchor: Option<AnchorView>,
    /// The comment.
    pub text: String,
    /// Devices of the people it speaks to.
    #[serde(default)]
    pub mentions: Vec<String>,
    /// Whether it speaks to this person.
    #[serde(default)]
    pub for_me: bool,
    /// Never exported unless asked; the same for every comment of a thread.
    #[serde(default)]
    pub internal: bool,
    /// Whether the thread is resolved.
    pub resolved: bool,
    /// Whether this person has not read it yet. Known on this computer only.
    #[serde(default)]
    pub unread: bool,
}

/// Where the words a thread is about are now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AnchorView {
    /// Where they begin in the text of the cell, in UTF-16 units.
    pub from: u32,
    /// Where they end.
    pub to: u32,
    /// What became of them.
    pub state: AnchorState,
}

/// What became of the words a thread is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum AnchorState {
    /// They still stand as they were quoted.
    Whole,
    /// They were rewritten in part.
    Changed,
    /// They are gone; the quote says what they were.
    Gone,
}
