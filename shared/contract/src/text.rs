//! A text written by several people at once: the shell is the authority on the order of updates.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Row;

/// A replacement in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TextChange {
    /// Where, in the text before the update, in UTF-16 units.
    #[ts(type = "number")]
    pub at: u64,
    /// How many UTF-16 units go.
    #[ts(type = "number")]
    pub delete: u64,
    /// What comes in their place.
    pub insert: String,
}

/// One update of a text. Its changes are ascending, do not overlap and all speak of the text
/// before the update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TextUpdate {
    /// The editor it came from; "" for what came from elsewhere.
    pub client: String,
    /// What changed.
    pub changes: Vec<TextChange>,
}

/// A text opened for writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TextOpened {
    /// Names the opened text in later calls.
    #[ts(type = "number")]
    pub session: u64,
    /// How many updates the text below already has.
    pub version: u32,
    /// The text.
    pub text: String,
}

/// Answer to own updates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TextPushed {
    /// Taken and on this disk; otherwise others came first: pull, then push again.
    pub accepted: bool,
    /// Updates the text has now.
    pub version: u32,
    /// The row, if it was taken.
    pub row: Option<Row>,
}
