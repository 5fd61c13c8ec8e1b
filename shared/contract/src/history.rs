//! What a matrix says of its past.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Cell, DiffSpan};

/// A state the matrix was in, for the slider through time: the last of a stretch of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MomentView {
    /// The point in time to pass to `matrix_at`, `compare` and `restore`.
    pub point: String,
    /// When the stretch ended (RFC 3339), by the writers' clocks.
    pub at: String,
    /// Who wrote in it.
    pub authors: Vec<String>,
    /// Changes in it.
    pub changes: u32,
    /// The version closed here; "" otherwise.
    pub version: String,
}

/// What happened to a cell or a row between two points in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum DifferenceKind {
    /// A cell reads differently.
    Changed,
    /// The row came.
    Added,
    /// The row was retired.
    Retired,
    /// The row was restored.
    Restored,
    /// The row went to another place among the others.
    Moved,
}

/// One difference between two points in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DifferenceView {
    /// What happened.
    pub kind: DifferenceKind,
    /// Number of the row at the later point; at the earlier one for a row that went.
    pub row: Option<u32>,
    /// Where it is; `field` is "" for what happened to a row.
    pub cell: Cell,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
    /// The difference by words.
    pub spans: Vec<DiffSpan>,
    /// Who wrote in it between the two, each once, the last first.
    pub authors: Vec<String>,
    /// When it was last written (RFC 3339), by the writer's clock.
    pub at: Option<String>,
    /// When that reached this computer, where it came from another.
    pub arrived: Option<String>,
    /// Whether it was written after the last day of the review window.
    pub late: bool,
}

/// Two points in time side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ComparisonView {
    /// The earlier point.
    pub from: String,
    /// What it is called: a version's name, or a date.
    pub from_name: String,
    /// The later point.
    pub to: String,
    /// What it is called.
    pub to_name: String,
    /// What differs, in the order of the rows of the later point.
    pub differences: Vec<DifferenceView>,
}

/// A value a cell has had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PastValueView {
    /// What it said; of a text, at the end of a stretch of one person's writing.
    pub value: String,
    /// The difference with the value before it, by words.
    pub spans: Vec<DiffSpan>,
    /// Who wrote it; who proposed it, if it was a suggestion.
    pub author: String,
    /// The device it was written on.
    pub device: String,
    /// Who accepted the suggestion; "" otherwise.
    pub accepted_by: String,
    /// When (RFC 3339), by the writer's clock.
    pub at: String,
    /// The matrix then.
    pub point: String,
    /// The first closed version that holds it; "" for none yet.
    pub version: String,
    /// Whether it is shown now.
    pub current: bool,
}

/// A run of words by one hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BlameSpan {
    /// The words; those of the cell are all its spans together.
    pub text: String,
    /// Who wrote them; who proposed them, if they came in a suggestion.
    pub author: String,
    /// The device they were written on.
    pub device: String,
    /// Who accepted the suggestion; "" otherwise.
    pub accepted_by: String,
    /// When (RFC 3339), by the writer's clock.
    pub at: String,
    /// The matrix then.
    pub point: String,
    /// The first closed version that holds them; "" for none yet.
    pub version: String,
}
